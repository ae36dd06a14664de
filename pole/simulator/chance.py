"""Chance that is the same on every machine: whole numbers from one generator of the standard library, no floats."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


class Weighted(Generic[T]):
    """Things to draw from, each as often as its weight says."""

    def __init__(self, weights: Iterable[tuple[T, int]]) -> None:
        pairs = list(weights)
        self._things = [thing for thing, _ in pairs]
        self._bounds: list[int] = list(accumulate(weight for _, weight in pairs))

    def at(self, position: int) -> T:
        """What stands at a position below `total`."""
        return self._things[bisect_right(self._bounds, position)]

    @property
    def total(self) -> int:
        """Sum of the weights."""
        return self._bounds[-1]


class Chance:
    """One stream of decisions. The same seed and the same questions in the same order give the same answers."""

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed)

    def happens(self, percent: int) -> bool:
        """True in so many cases of a hundred."""
        return self._random.randrange(100) < percent

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return self._random.randrange(low, high + 1)

    def one_of(self, things: Sequence[T]) -> T:
        """One of some things, all alike likely."""
        return things[self._random.randrange(len(things))]

    def draw(self, weighted: Weighted[T]) -> T:
        """One of some things, as often as its weight says."""
        return weighted.at(self._random.randrange(weighted.total))

    def some_of(self, things: Sequence[T], count: int) -> list[T]:
        """So many different ones (or all, if there are fewer), in the order of drawing."""
        return self._random.sample(things, min(count, len(things)))

    def shuffled(self, things: Iterable[T]) -> list[T]:
        """All of them in a new order."""
        mixed = list(things)
        self._random.shuffle(mixed)
        return mixed

    def day(self, first: date, last: date) -> date:
        """A day of a period, both ends included."""
        return first + timedelta(days=self._random.randrange((last - first).days + 1))

    def moment(self, day: date, first_hour: int = 0, last_hour: int = 23) -> datetime:
        """A minute of a day."""
        return datetime.combine(day, time(self.between(first_hour, last_hour), self.between(0, 59)))
