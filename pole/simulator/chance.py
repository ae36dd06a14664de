"""Chance that is the same on every machine: whole numbers made of the bits of one generator, no floats."""

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
        self.things = [thing for thing, _ in pairs]
        self._bounds: list[int] = list(accumulate(weight for _, weight in pairs))

    def at(self, position: int) -> T:
        """What stands at a position below `total`."""
        return self.things[bisect_right(self._bounds, position)]

    @property
    def total(self) -> int:
        """Sum of the weights."""
        return self._bounds[-1]


class Chance:
    """One stream of decisions. The same seed and the same questions in the same order give the same answers.

    Only the bits of the generator are used: what the standard library makes of them may differ between versions.
    """

    def __init__(self, seed: int | str) -> None:
        self._bits = random.Random(seed).getrandbits

    def below(self, count: int) -> int:
        """A whole number from 0, below `count`."""
        bits = self._bits
        length = count.bit_length()
        drawn = bits(length)
        while drawn >= count:
            drawn = bits(length)
        return drawn

    def happens(self, percent: int) -> bool:
        """True in so many cases of a hundred."""
        return self.below(100) < percent

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + self.below(high - low + 1)

    def about(self, count: int, every: int) -> int:
        """As many as come, on average, of `count` in `every`: 7 in 3 is 2, and 3 once in three times."""
        whole, rest = divmod(count, every)
        return whole + (self.below(every) < rest)

    def one_of(self, things: Sequence[T]) -> T:
        """One of some things, all alike likely."""
        return things[self.below(len(things))]

    def draw(self, weighted: Weighted[T]) -> T:
        """One of some things, as often as its weight says."""
        return weighted.at(self.below(weighted.total))

    def some_of(self, things: Sequence[T], count: int) -> list[T]:
        """So many different ones (or all, if there are fewer), in the order of drawing."""
        drawn: dict[int, None] = {}
        while len(drawn) < min(count, len(things)):
            drawn[self.below(len(things))] = None
        return [things[place] for place in drawn]

    def shuffled(self, things: Iterable[T]) -> list[T]:
        """All of them in a new order."""
        mixed = list(things)
        for place in range(len(mixed) - 1, 0, -1):
            other = self.below(place + 1)
            mixed[place], mixed[other] = mixed[other], mixed[place]
        return mixed

    def day(self, first: date, last: date) -> date:
        """A day of a period, both ends included."""
        return first + timedelta(days=self.below((last - first).days + 1))

    def moment(self, day: date, first_hour: int = 0, last_hour: int = 23) -> datetime:
        """A minute of a day."""
        return datetime.combine(day, time(self.between(first_hour, last_hour), self.below(60)))

    def minutes(self, low: int, high: int) -> timedelta:
        """A time in whole minutes, both ends included."""
        return timedelta(minutes=self.between(low, high))

    def days(self, low: int, high: int) -> timedelta:
        """A time of some days, to the minute, both ends included."""
        return timedelta(minutes=self.between(low * 1440, high * 1440))
