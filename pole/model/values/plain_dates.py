"""Nearly every date in an extract, read without taking its format apart or asking the calendar.

Days 2 to 28 exist in every month, and on most of them London's clock has one offset from UTC throughout. What is not so
plain (the first, month ends, a time in the last week of March or October) is left to `Date.read`.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Final

from pole.model.making import new
from pole.model.values.date_format import FIELD, MONTH_NAMES, DateFormat
from pole.model.values.outcome import Cleaned

_TWO: Final = [f"{number:02d}" for number in range(60)]
_DAYS: Final = frozenset(_TWO[2:29])
_YEARS: Final = frozenset(str(year) for year in range(1972, 2100))
_YEARS_OF_DAYS: Final = _YEARS | {str(year) for year in range(1901, 1972)}
_MONTHS: Final = {
    written: _TWO[number]
    for number, name in enumerate(MONTH_NAMES)
    if number
    for written in (_TWO[number], name[:3], name[:3].upper(), name[:3].lower())
}
_SUMMER: Final = dict(zip(_TWO[1:24], _TWO[:23], strict=True))
_WINTER: Final = {hour: hour for hour in _TWO[:24]}
_HOURS: Final = {
    f"{month}{day}": _SUMMER if "04" <= month <= "10" else _WINTER
    for month in _TWO[1:13]
    for day in _DAYS
    if month not in ("03", "10") or day < "25"
}
"""Hour by London's clock to hour of UTC, for the days on which that never changes: it does on last Sundays."""
_SIXTY: Final = frozenset(_TWO)


def plain_reader(fmt: DateFormat) -> Callable[[str], Cleaned | None]:
    """Reads what is plain in a format of fixed width; None for all that takes a closer look."""
    places, frame = fmt.places, fmt.frame
    month = "named" if "named" in places else "month"
    if set(places) == {"year", month, "day"}:
        return _day_reader(frame, itemgetter(places["year"], places[month], places["day"]))
    if set(places) == {"year", month, "day", "hour", "minute"}:
        pick = itemgetter(*(places[field] for field in ("year", month, "day", "hour", "minute")))
        return _minute_reader(frame, pick)
    return lambda text: None


def _day_reader(frame: str, pick: Callable[[str], tuple[str, ...]]) -> Callable[[str], Cleaned | None]:
    width, between = len(frame), _between(frame)
    expected = between(frame)

    def read(text: str) -> Cleaned | None:
        if len(text) != width or between(text) != expected:
            return None
        year, written, day = pick(text)
        month = _MONTHS.get(written)
        if month is None or day not in _DAYS or year not in _YEARS_OF_DAYS:
            return None
        return new(Cleaned, (f"{year}-{month}-{day}", "day"))

    return read


def _minute_reader(frame: str, pick: Callable[[str], tuple[str, ...]]) -> Callable[[str], Cleaned | None]:
    width, between = len(frame), _between(frame)
    expected = between(frame)

    def read(text: str) -> Cleaned | None:
        if len(text) != width or between(text) != expected:
            return None
        year, written, day, clock, minute = pick(text)
        month = _MONTHS.get(written)
        hours = _HOURS.get(month + day) if month is not None else None
        hour = hours.get(clock) if hours is not None else None
        if hour is None or minute not in _SIXTY or year not in _YEARS:
            return None
        return new(Cleaned, (f"{year}-{month}-{day}T{hour}:{minute}Z", "minute"))

    return read


def _between(frame: str) -> Callable[[str], object]:
    """Picks what stands between the fields."""
    places = [place for place, character in enumerate(frame) if character != FIELD]
    return itemgetter(*places) if places else len
