"""Files in which rows are of several types, some of them standing under others.

The columns of a row are its own, and, with a `^` for each step outwards, those of what it stands under: a charge line under
a detention line of a file with a header has `OFFENCE`, `^CUSTODY_NO` and `^^RUN_DATE`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias, TypeVar

from pydantic import Field

from pole.formats.parts import Name, Part

UP = "^"

Fault: TypeAlias = tuple[tuple[str | int, ...], str]
"""Where something is wrong in a `format`, and what was expected."""


class RowType(Part):
    """One type of row."""

    is_: Literal["row", "header", "trailer"] = Field(
        default="row",
        description="A header comes once before all rows, and all stand under it; a trailer once after them",
    )
    under: Name | None = Field(default=None, description="Type of the row that it stands under")


T = TypeVar("T", bound=RowType)


def of_sort(types: Mapping[str, T], sort: str) -> dict[str, T]:
    """The types that are rows, headers or trailers."""
    return {name: type_ for name, type_ in types.items() if type_.is_ == sort}


def ancestors(types: Mapping[str, RowType], name: str) -> tuple[str, ...]:
    """The types that rows of a type stand under, outermost first."""
    found: list[str] = []
    while (above := types[name].under) is not None:
        found.append(above)
        name = above
    return tuple(reversed(found))


def step_out(column: str) -> tuple[int, str]:
    """How many steps outwards a column is, and its name there."""
    name = column.lstrip(UP)
    return len(column) - len(name), name


def type_faults(types: Mapping[str, RowType]) -> Iterator[Fault]:
    """What is wrong with how types stand under each other: where, and what was expected."""
    rows = of_sort(types, "row")
    if not rows:
        yield ("types",), "there is no type of row among them."
    for name, type_ in types.items():
        if type_.under is None:
            continue
        place = ("types", name, "under")
        if type_.is_ != "row":
            yield place, f"a {type_.is_} stands under nothing."
        elif type_.under not in rows:
            yield place, f"{type_.under!r} is no type of row; there are {', '.join(rows)}."
        elif _goes_round(types, name):
            yield place, f"{name} would stand under itself."


def _goes_round(types: Mapping[str, RowType], name: str) -> bool:
    seen: set[str] = set()
    above = types[name].under
    while above is not None and above in types and above not in seen:
        seen.add(above)
        above = types[above].under
    return name in seen
