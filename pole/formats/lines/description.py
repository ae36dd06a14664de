"""What lines there are in a file of several types: the `types` of a `format`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Generic, Protocol, TypeAlias, TypeVar

from pydantic import Field

from pole.formats.encodings import Encoding
from pole.formats.parts import Name, OneOrMore
from pole.formats.types import UP, Fault, RowType, ancestors, of_sort, type_faults

ROWS, LINES = "rows", "lines"
"""What a trailer may count beside types: every row, and every line, header and trailer included."""


Columns = TypeVar("Columns", bound="tuple[str, ...] | dict[str, Any]")


class LineType(RowType, Generic[Columns]):
    """One type of line, its columns in their order."""

    code: Annotated[tuple[str, ...], OneOrMore()] = Field(
        default=(), description="Codes of such lines; the one type without any takes every line of another code"
    )
    counts: dict[Name, Annotated[tuple[Name, ...], Field(min_length=1), OneOrMore()]] = Field(
        default_factory=dict[str, tuple[str, ...]],
        description="Of a trailer: which of its columns counts what: `rows`, `lines` or types",
    )

    columns: Columns = Field(min_length=1)

    @property
    def names(self) -> tuple[str, ...]:
        """Its columns, in their order."""
        return tuple(self.columns)


LineTypes: TypeAlias = Mapping[str, LineType[Any]]


class TypedLayout(Protocol):
    """A description of a file of lines of several types."""

    @property
    def encoding(self) -> Encoding: ...

    @property
    def line_types(self) -> LineTypes: ...


def scope(types: LineTypes, name: str) -> tuple[str, ...]:
    """Every column that rows of a type can be asked for: their own, of what they stand under, of the headers."""
    levels = [types[above].names for above in (*ancestors(types, name), name)][::-1]
    levels.append(tuple(column for header in of_sort(types, "header").values() for column in header.names))
    return tuple(UP * level + column for level, columns in enumerate(levels) for column in columns)


def check_code(types: LineTypes, name: str, code: str) -> None:
    """Raise ValueError where a line of that code would be read as of another type."""
    known = {code for type_ in types.values() for code in type_.code}
    if code not in types[name].code if types[name].code else code in known:
        raise ValueError(f"{code!r} is not the code of a {name} line")


def line_faults(types: LineTypes) -> Iterator[Fault]:
    """What is wrong with types of lines: where, and what was expected."""
    yield from type_faults(types)
    codes = Counter(code for type_ in types.values() for code in type_.code)
    for name, type_ in types.items():
        for code in type_.code:
            if codes[code] > 1:
                yield ("types", name, "code"), f"{code!r} is the code of several types."
        for column, times in Counter(type_.names).items():
            if times > 1:
                yield ("types", name, "columns"), f"{column} is here {times} times."
            if column.startswith(UP):
                yield ("types", name, "columns"), f"{column}: {UP} before a name means a line around."
        yield from _count_faults(types, name)
    yield from _codeless_faults(types)
    yield from _header_faults(types)


def _codeless_faults(types: LineTypes) -> Iterator[Fault]:
    codeless = [name for name, type_ in types.items() if not type_.code]
    for name in codeless[1:]:
        yield ("types", name), f"only one type may be without `code`, and {codeless[0]} is."
    for name in codeless[:1]:
        if types[name].is_ != "row":
            yield ("types", name), f"a {types[name].is_} needs `code`."


def _header_faults(types: LineTypes) -> Iterator[Fault]:
    seen: set[str] = set()
    for name, header in of_sort(types, "header").items():
        for column in header.names:
            if column in seen:
                yield ("types", name, "columns"), f"{column} is a column of another header too."
        seen.update(header.names)


def _count_faults(types: LineTypes, name: str) -> Iterator[Fault]:
    type_ = types[name]
    place = ("types", name, "counts")
    if type_.counts and type_.is_ != "trailer":
        yield place, "only a trailer counts."
    for column, counted in type_.counts.items():
        if column not in type_.names:
            yield (*place, column), f"{column!r} is no column of {name}; it has {', '.join(type_.names)}."
        for what in counted:
            if what not in (ROWS, LINES, *of_sort(types, "row")):
                known = ", ".join((ROWS, LINES, *of_sort(types, "row")))
                yield (*place, column), f"{what!r} cannot be counted; there are {known}."
