"""What rows there are in a file of trees: the `types` of a `format`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Final, TypeAlias

from pydantic import Field

from pole.formats.parts import Name, OneOrMore
from pole.formats.types import Fault, RowType, ancestors, of_sort, step_out, type_faults

ROWS: Final = "rows"
"""What may be counted beside types: every row."""
ALL: Final = "[]"
"""After a column: all of its values, one a line."""
ITSELF: Final = "."
"""The column that is the text of the row itself."""


class TreeType(RowType):
    """One type of row, or what stands around all rows."""

    path: str = Field(default="", description="Where it stands, from what it stands under or from the outermost part")
    counts: dict[Name, Annotated[tuple[Name, ...], Field(min_length=1), OneOrMore()]] = Field(
        default_factory=dict[str, tuple[str, ...]],
        description="Of a header or trailer: which of its columns counts what: `rows` or types",
    )


TreeTypes: TypeAlias = Mapping[str, TreeType]


def children(types: TreeTypes, name: str) -> dict[str, TreeType]:
    """The types that stand right under a type."""
    return {child: type_ for child, type_ in types.items() if type_.under == name}


def tree_faults(types: TreeTypes) -> Iterator[Fault]:
    """What is wrong with types of trees: where, and what was expected."""
    yield from type_faults(types)
    for name, type_ in types.items():
        if type_.counts and type_.is_ == "row":
            yield ("types", name, "counts"), "only a header or a trailer counts."
        for column, counted in type_.counts.items():
            for what in counted:
                if what not in (ROWS, *of_sort(types, "row")):
                    known = ", ".join((ROWS, *of_sort(types, "row")))
                    yield ("types", name, "counts", column), f"{what!r} cannot be counted; there are {known}."


def steps_fault(types: TreeTypes, name: str, column: str) -> str | None:
    """Why a column goes too far out for a row of that type; None where it does not."""
    steps, _ = step_out(column)
    around = len(ancestors(types, name)) + bool(of_sort(types, "header"))
    if steps <= around:
        return None
    return f"{column} goes {steps} steps out, and there {'is' if around == 1 else 'are'} {around} around a {name}."


def bare(column: str) -> str:
    """A column without its `[]`."""
    return column.removesuffix(ALL)


NUMBERED: Final = re.compile(r"\[([1-9][0-9]*)\]")
