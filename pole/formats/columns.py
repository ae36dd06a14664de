"""Picking columns by name out of rows whose columns the file says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import TypeAlias

from pole.errors import ExtractError

Pick: TypeAlias = Callable[[Sequence[str]], Sequence[str]]


def picker(file: str, wanted: Sequence[str], found: tuple[str, ...], optional: Sequence[str]) -> Pick:
    """Picks the wanted columns out of those that were found; those that are optional too are blank where they are missing.

    Raises ExtractError where another is missing or there more than once.
    """
    if tuple(wanted) == found:
        return _as_they_are
    lacking = frozenset(optional) - set(found)
    require(file, [name for name in wanted if name not in lacking], found)
    if lacking or len(wanted) < 2:
        places = [-1 if name in lacking else found.index(name) for name in wanted]
        return lambda fields: tuple("" if place < 0 else fields[place] for place in places)
    return itemgetter(*(found.index(name) for name in wanted))


def require(file: str, names: Sequence[str], found: tuple[str, ...]) -> None:
    """Raise ExtractError for a column that is not there, or there more than once."""
    missing = [name for name in names if name not in found]
    if missing:
        raise ExtractError(
            f"{file} has no column {', '.join(missing)}; it has {', '.join(found)}. "
            "Either this is another file, or its layout has changed and the mapping must follow."
        )
    twice = [name for name in names if found.count(name) > 1]
    if twice:
        raise ExtractError(f"{file} has the column {', '.join(twice)} more than once.")


def _as_they_are(fields: Sequence[str]) -> Sequence[str]:
    return fields
