"""How a JSON file is written: the `format` part of a mapping."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from pydantic import Field

from pole.formats.encodings import Encoding
from pole.formats.parts import Name, Part
from pole.formats.trees.description import ITSELF, TreeType, bare, tree_faults
from pole.formats.types import Fault, of_sort, step_out

_DOT: Final = re.compile(r"(?<!\\)\.")
_BRACKETS: Final = re.compile(r"\[(?![1-9][0-9]*\]$)|\](?!$)")


class Json(Part):
    """Objects; a row is an object in a list, its columns are paths from there: `name.surname`, `aliases[1]`."""

    kind: Literal["json", "json-lines"] = Field(description="The sort of layout")
    encoding: Encoding = Field(default=Encoding.UTF_8, description="Declared, never guessed")
    absent: frozenset[str] = Field(default=frozenset({""}), description="Texts that mean blank; null always does")
    types: dict[Name, TreeType] = Field(min_length=1, description="The types of row")

    @property
    def declared(self) -> None:
        """Columns of files without types, of which there are none."""
        return None

    @property
    def needs_columns(self) -> bool:
        """Never: the file has them."""
        return False


def steps_of(path: str) -> tuple[str, ...]:
    r"""The members that a path leads through; a dot in a name is written `\.`."""
    return tuple(step.replace("\\.", ".") for step in _DOT.split(path)) if path else ()


def json_faults(layout: Json) -> Iterator[Fault]:
    """What is wrong with a description whose shape is right: where, and what was expected."""
    yield from tree_faults(layout.types)
    outermost = [name for name, type_ in of_sort(layout.types, "row").items() if type_.under is None]
    for name, type_ in layout.types.items():
        place = ("types", name, "path")
        if type_.path and (path_fault(type_.path) or "[" in type_.path):
            yield place, "write the members that lead to the rows, such as data.reports."
        if type_.under is not None and not type_.path:
            yield place, "say in which member of the row around these rows stand."
        for column in type_.counts:
            why = path_fault(column)
            if why is not None:
                yield ("types", name, "counts", column), why
        if layout.kind == "json-lines":
            yield from _line_faults(layout, name, outermost)
    if layout.kind == "json":
        yield from _root_faults(layout, outermost)


def _line_faults(layout: Json, name: str, outermost: list[str]) -> Iterator[Fault]:
    type_ = layout.types[name]
    if type_.is_ != "row":
        yield ("types", name, "is"), f"a file of lines has no {type_.is_}."
    elif type_.under is None and type_.path:
        yield ("types", name, "path"), "each line is a row, so leave `path` out."
    elif type_.under is None and name != outermost[0]:
        yield ("types", name), f"each line is a row of one type, and that is {outermost[0]}."


def _root_faults(layout: Json, outermost: list[str]) -> Iterator[Fault]:
    """A file that is a list of rows has nothing around them."""
    at_root = [name for name in outermost if not layout.types[name].path]
    for name in at_root:
        others = [other for other, type_ in layout.types.items() if other != name and type_.under is None]
        if others:
            yield (
                ("types", name, "path"),
                f"rows that are the file itself leave no room for {', '.join(others)}: say a path.",
            )


def path_fault(column: str) -> str | None:
    """Why a column is no path; None where it is one."""
    _, path = step_out(bare(column))
    if path == ITSELF:
        return None
    for step in steps_of(path) or ("",):
        if not step or _BRACKETS.search(step):
            return f"{column!r} is no path such as name.surname or aliases[1]: {step!r} is no step of one."
    return None
