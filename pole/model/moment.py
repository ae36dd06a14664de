"""Moments known to a precision, and intervals between them that may be open.

A moment's text is `2021`, `2021-02`, `2021-02-16`, `2021-02-16T21:48Z` or `2021-02-16T21:48:05Z`: as much as is known
and not more. Years, months and days are those of the calendar in London; times are UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import total_ordering
from typing import Final, NamedTuple

from pole.model.london import day_starts, to_london

_TEXT: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?Z)?)?)?")
_LEAST: Final = ("0", "1", "1", "0", "0", "0")
_SECOND: Final = timedelta(seconds=1)
_END_OF_TIME: Final = datetime.max.replace(microsecond=0, tzinfo=UTC)
_START_OF_TIME: Final = datetime.min.replace(tzinfo=UTC)


class Precision(StrEnum):
    """How much of a moment is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


_BY_LENGTH: Final = {
    4: Precision.YEAR,
    7: Precision.MONTH,
    10: Precision.DAY,
    17: Precision.MINUTE,
    20: Precision.SECOND,
}


@total_ordering
class Moment:
    """A point in time as far as it is known. Immutable; equal when the texts are equal.

    Order is by the earliest instant, then the more precise first: 2021-01-01 comes before 2021.
    """

    __slots__ = ("precision", "text")
    text: str
    precision: Precision

    def __init__(self, text: str) -> None:
        """Raises ValueError for a text that is not a moment or a day that never was."""
        parts = _TEXT.fullmatch(text)
        if parts is None:
            raise ValueError("not a moment: expected 2021, 2021-02, 2021-02-16 or 2021-02-16T21:48Z")
        year, month, day, hour, minute, second = (
            int(part or least) for part, least in zip(parts.groups(), _LEAST, strict=True)
        )
        datetime(year, month, day, hour, minute, second)  # raises for a day that never was
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "precision", _BY_LENGTH[len(text)])

    @classmethod
    def of(cls, when: date | datetime) -> Moment:
        """A day as a day; a datetime, which must have a zone, to the second in UTC."""
        if not isinstance(when, datetime):
            return cls(when.isoformat())
        if when.tzinfo is None:
            raise ValueError("a datetime needs a zone to be a moment")
        return cls(f"{when.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()}Z")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a moment does not change: {name}")

    def __repr__(self) -> str:
        return f"Moment({self.text!r})"

    def __str__(self) -> str:
        return self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __eq__(self, other: object) -> bool:
        return self.text == other.text if isinstance(other, Moment) else NotImplemented

    def __lt__(self, other: Moment) -> bool:
        return (self.earliest(), self.latest(), self.text) < (other.earliest(), other.latest(), other.text)

    def __reduce__(self) -> tuple[type[Moment], tuple[str]]:
        return Moment, (self.text,)

    def earliest(self) -> datetime:
        """The first instant it can be, in UTC."""
        if len(self.text) > 10:
            return datetime.fromisoformat(f"{self.text[:-1]}+00:00")
        return day_starts(self.first_day())

    def latest(self) -> datetime:
        """The last instant it can be, in UTC, to the second."""
        if self.precision is Precision.SECOND:
            return self.earliest()
        if self.precision is Precision.MINUTE:
            return self.earliest() + 59 * _SECOND
        last = self.last_day()
        return _END_OF_TIME if last == date.max else day_starts(last + timedelta(days=1)) - _SECOND

    def first_day(self) -> date:
        """The first day of the London calendar it can be."""
        if len(self.text) > 10:
            return to_london(self.earliest()).date()
        return date.fromisoformat(f"{self.text}-01-01"[:10])

    def last_day(self) -> date:
        """The last day of the London calendar it can be."""
        if self.precision is Precision.YEAR:
            return date(int(self.text), 12, 31)
        if self.precision is Precision.MONTH:
            year, month = int(self.text[:4]), int(self.text[5:])
            return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)
        return self.first_day()

    def contains(self, other: Moment) -> bool:
        """Whether everything that the other can be, this can be: 2021 contains 2021-02-16, and itself."""
        return self.earliest() <= other.earliest() and other.latest() <= self.latest()

    def overlaps(self, other: Moment) -> bool:
        """Whether the two can be the same instant."""
        return self.earliest() <= other.latest() and other.earliest() <= self.latest()

    def before(self, other: Moment) -> bool:
        """Whether it was certainly earlier; order alone says only that it may have been."""
        return self.latest() < other.earliest()


class Interval(NamedTuple):
    """From one moment to another, both included as far as they are known. None at an end leaves it open."""

    begins: Moment | None = None
    ends: Moment | None = None

    def earliest(self) -> datetime:
        """The first instant it can cover; the beginning of the calendar when open."""
        return self.begins.earliest() if self.begins else _START_OF_TIME

    def latest(self) -> datetime:
        """The last instant it can cover; the end of the calendar when open."""
        return self.ends.latest() if self.ends else _END_OF_TIME

    def possible(self) -> bool:
        """Whether it can end after it begins; an interval that cannot holds nothing."""
        return self.earliest() <= self.latest()

    def contains(self, moment: Moment) -> bool:
        """Whether the whole moment can lie inside."""
        return self.earliest() <= moment.earliest() and moment.latest() <= self.latest()

    def overlaps(self, other: Interval) -> bool:
        """Whether the two can have an instant in common."""
        both = max(self.earliest(), other.earliest()) <= min(self.latest(), other.latest())
        return both and self.possible() and other.possible()

    def may_hold_at(self, moment: Moment) -> bool:
        """Whether any part of the moment can lie inside."""
        return self.overlaps(Interval(moment, moment))


def age_range(born: Moment, at: Moment) -> tuple[int, int]:
    """Youngest and oldest age in completed years that somebody so born can have then.

    Somebody born on 29 February completes a year on 1 March of a common year. Negative before the birth.
    """
    return _age(born.last_day(), at.first_day()), _age(born.first_day(), at.last_day())


def _age(born: date, at: date) -> int:
    return at.year - born.year - ((at.month, at.day) < (born.month, born.day))
