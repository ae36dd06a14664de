"""London time: the clock that British police records are written by."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

_LONDON: Final = ZoneInfo("Europe/London")
_FIRST_SUMMER_TIME = 1916
_RULES_OF_TODAY = 1972
"""Since then November to February is GMT throughout, and April to September is an hour ahead throughout."""


def minutes_ahead(year: int, month: int, day: int, hour: int, minute: int) -> int:
    """How many minutes London's clock was ahead of UTC when it showed this.

    In the hour that comes twice in autumn the first is taken. In the hour that spring leaves out, the clock is read as
    if it had not been put forward.
    """
    if year >= _RULES_OF_TODAY:
        if 4 <= month <= 9:
            return 60
        if month not in (3, 10):
            return 0
    elif year < _FIRST_SUMMER_TIME:
        return 0
    offset = datetime(year, month, day, hour, minute, tzinfo=_LONDON).utcoffset()
    return 0 if offset is None else int(offset.total_seconds()) // 60


def to_london(instant: datetime) -> datetime:
    """The same instant by London's clock."""
    return instant.astimezone(UTC if instant.year < _FIRST_SUMMER_TIME else _LONDON)


@lru_cache(maxsize=4096)
def day_starts(day: date) -> datetime:
    """The instant, in UTC, at which a day of the London calendar begins."""
    ahead = minutes_ahead(day.year, day.month, day.day, 0, 0)
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(minutes=ahead) if ahead else midnight_utc(day)


def midnight_utc(day: date) -> datetime:
    """Nought hours UTC of a day."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
