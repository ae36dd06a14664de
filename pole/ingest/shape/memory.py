"""Remembering what came of a few texts, so that it is not worked out again for every row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from pole.ingest.shape.columns import Values

REMEMBERED: Final = 4096
"""How many are kept; beyond that all are forgotten and learnt again, so that memory stays the same over any file."""

_Result = TypeVar("_Result")


def remembering(
    pick: Callable[[Values], tuple[str, ...]], work: Callable[[Values], _Result]
) -> Callable[[Values], _Result]:
    """The same function of a row, where only the picked columns matter to it."""
    memo: dict[tuple[str, ...], _Result] = {}

    def remembered(values: Values) -> _Result:
        texts = pick(values)
        found = memo.get(texts)
        if found is None:
            if len(memo) >= REMEMBERED:
                memo.clear()
            found = memo[texts] = work(values)
        return found

    return remembered
