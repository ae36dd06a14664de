"""The course of events: the present moment, what is still to happen, and what has just happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import NamedTuple


class News(NamedTuple):
    """Something came about or changed, at a minute. Its present state is the news."""

    when: datetime
    subject: object


class Course:
    """Happenings in the order of their minutes; those of one minute in the order in which they were planned."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._planned: list[tuple[datetime, int, Callable[[], object]]] = []
        self._count = 0
        self._news: list[News] = []

    def at(self, when: datetime, happen: Callable[[], object]) -> None:
        """Plan something; what should have happened already happens now."""
        self._count += 1
        heappush(self._planned, (max(on_the_clock(when), self.now), self._count, happen))

    def after(self, wait: timedelta, happen: Callable[[], object]) -> None:
        """Plan something for so much later."""
        self.at(self.now + wait, happen)

    def tell(self, *subjects: object) -> None:
        """These came about, or changed, at this moment."""
        self._news += [News(self.now, subject) for subject in subjects]

    def until(self, end: datetime) -> Iterator[News]:
        """Let everything happen that is planned before a moment, and tell the news of it."""
        while self._news or (self._planned and self._planned[0][0] < end):
            if not self._news:
                self.now, _, happen = heappop(self._planned)
                happen()
            news, self._news = self._news, []
            yield from news
        self.now = end


def on_the_clock(moment: datetime) -> datetime:
    """The moment as a clock in London shows it: an hour later where the clocks went forward past it."""
    skipped = moment.month == 3 and moment.hour == 1 and moment.day >= 25 and moment.weekday() == 6
    return moment + timedelta(hours=1) if skipped else moment
