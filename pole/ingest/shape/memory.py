"""Remembering what came of a few texts, so that it is not worked out again for every row."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from operator import itemgetter
from typing import Any, Final, TypeAlias, TypeVar

from pole.ingest.shape.columns import Columns, Values, picker

REMEMBERED: Final = 8192
"""How many are kept; beyond that what was learnt first is forgotten, so that memory stays the same over any file."""
_FORGOTTEN_AT_ONCE: Final = REMEMBERED // 8
LONGEST_REMEMBERED: Final = 400
"""Characters in all. Longer texts seldom come back."""

Texts: TypeAlias = Any
"""The text of one column, or a tuple of those of several."""

_Result = TypeVar("_Result")


class Memory(dict[Texts, _Result]):
    """What is known of texts. What is asked for and not known yet is worked out: a look-up is all that a row costs."""

    __slots__ = ("work",)

    def __init__(self, work: Callable[[Texts], _Result]) -> None:
        super().__init__()
        self.work = work
        """Makes it of the texts, for texts that seldom come back or are remembered elsewhere."""

    def __missing__(self, texts: Texts) -> _Result:
        found = self.work(texts)
        if len(self) >= REMEMBERED:
            for first in [*islice(self, _FORGOTTEN_AT_ONCE)]:
                del self[first]
        if len(texts if texts.__class__ is str else "".join(texts)) <= LONGEST_REMEMBERED:
            self[texts] = found
        return found


Lookup: TypeAlias = tuple[Memory[_Result], Callable[[Values], Texts]]
"""What follows from a few texts of a row: ``known[pick(values)]``. A plain tuple, which comes apart at no cost."""


def looked_up(part: Columns, work: Callable[[Values], _Result]) -> Lookup[_Result]:
    """What `work` makes of the values of a part."""
    places = part.in_whole()
    if len(places) == 1:
        return Memory(lambda text: work((text,))), itemgetter(places[0])
    return Memory(work), picker(places)


def remembering(lookup: Lookup[_Result]) -> Callable[[Values], _Result]:
    """The look-up as a function of a row."""
    known, pick = lookup
    return lambda values: known[pick(values)]


def forgetting(lookup: Lookup[_Result]) -> Callable[[Values], _Result]:
    """The same without remembering it, where what is made of it is remembered, or the texts seldom come back."""
    work, pick = lookup[0].work, lookup[1]
    return lambda values: work(pick(values))
