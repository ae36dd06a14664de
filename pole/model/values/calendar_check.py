"""From what a text says of a date to the moment it means, or to why there is no such moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from pole.model.london import minutes_ahead
from pole.model.values.absence import PLACEHOLDER
from pole.model.values.date_format import Fields
from pole.model.values.outcome import Absent, Cleaned, Rejected

FILLERS: Final = frozenset(((1900, 1, 1), (1899, 12, 30), (1899, 12, 31), (1753, 1, 1), (1, 1, 1)))
"""Where the calendars of databases and spreadsheets begin."""
NEVER: Final = frozenset((9999, 4712, 3000, 2999))
"""Years that systems write for "no end"."""

_DAYS_IN: Final = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_EARLIEST, _LATEST = 1700, 2299
_TWO: Final = tuple(f"{number:02d}" for number in range(100))


def against_calendar(read: Fields) -> Absent | Rejected | None:
    """Why there is no such moment; None when there is."""
    year, month, day, hour, minute, second, _zone = read
    if (
        hour is None
        and month is not None
        and day is not None
        and 0 < month < 13
        and 1 < day < 29
        and 1900 < year < 2100
    ):
        return None  # nearly every date
    if year in NEVER or (year, month, day) in FILLERS:
        return PLACEHOLDER
    if month is not None and not 1 <= month <= 12:
        return Rejected("calendar: no such month", _day_and_month_swapped(read))
    if day is not None and not _day_exists(year, month or 0, day):
        return Rejected("calendar: no such day")
    if hour is not None and (hour > 23 or (minute or 0) > 59 or (second or 0) > 59):
        return Rejected("time: no such time")
    if not _EARLIEST <= year <= _LATEST:
        return Rejected(f"year: {year:04d} is out of range")
    return None


def as_moment(read: Fields) -> Cleaned:
    """The text and precision of a moment that exists. A time becomes UTC: from London's clock, unless it has a zone."""
    year, month, day, hour, minute, second, zone = read
    if month is None:
        return Cleaned(str(year), "year")
    if day is None:
        return Cleaned(f"{year}-{_TWO[month]}", "month")
    if hour is None:
        return Cleaned(f"{year}-{_TWO[month]}-{_TWO[day]}", "day")
    minute = minute or 0
    ahead = minutes_ahead(year, month, day, hour, minute) if zone is None else zone
    if ahead == 60 and hour:
        hour -= 1
    elif ahead:
        utc = datetime(year, month, day, hour, minute) - timedelta(minutes=ahead)
        year, month, day, hour, minute = utc.year, utc.month, utc.day, utc.hour, utc.minute
    start = f"{year}-{_TWO[month]}-{_TWO[day]}T{_TWO[hour]}:{_TWO[minute]}"
    return Cleaned(f"{start}Z", "minute") if second is None else Cleaned(f"{start}:{_TWO[second]}Z", "second")


def _day_exists(year: int, month: int, day: int) -> bool:
    if not 1 <= day <= _DAYS_IN[month]:
        return False
    return day != 29 or month != 2 or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


def _day_and_month_swapped(read: Fields) -> tuple[str, ...]:
    """The date with day and month changed over, where a month above twelve can have been the day."""
    other = read._replace(month=read.day, day=read.month)
    if other.month is None or other.month > 12 or against_calendar(other) is not None:
        return ()
    return (as_moment(other).value,)
