"""Remembering what came of a few texts, so that it is not worked out again for every row."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Final, TypeVar, cast

from pole.ingest.shape.columns import Columns, Values

REMEMBERED: Final = 8192
"""How many are kept; beyond that all are forgotten and learnt again, so that memory stays the same over any file."""

_Result = TypeVar("_Result")


def remembering(part: Columns, work: Callable[[Values], _Result]) -> Callable[[Values], _Result]:
    """The same function of a row, where only the columns used through `part` matter to it."""
    places = tuple(part.mine.values())
    if not places:
        return _once(work)
    memo: dict[object, _Result] = {}
    pick = cast("Callable[[Values], object]", itemgetter(*places))

    def remembered(values: Values) -> _Result:
        texts = pick(values)
        found = memo.get(texts)
        if found is None:
            if len(memo) >= REMEMBERED:
                memo.clear()
            found = memo[texts] = work(values)
        return found

    return remembered


def _once(work: Callable[[Values], _Result]) -> Callable[[Values], _Result]:
    """A function of no column at all is worked out for the first row."""
    known: list[_Result] = []

    def remembered(values: Values) -> _Result:
        if not known:
            known.append(work(values))
        return known[0]

    return remembered
