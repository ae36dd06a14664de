"""Nearly every date in an extract, read without taking its format apart or asking the calendar.

What is not so plain (29 February, long ago, a year of two digits, a day on which London's clock is changed) is left to
`Date.read`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final, TypeAlias

from pole.model.london import minutes_ahead
from pole.model.making import new
from pole.model.values.date_format import FIELD, MONTH_NAMES, DateFormat
from pole.model.values.outcome import Cleaned

Read: TypeAlias = Callable[[str], Cleaned | None]

_TWO: Final = [f"{number:02d}" for number in range(60)]
_YEARS: Final = frozenset(str(year) for year in range(1901, 2100))
_LAST_DAYS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SAME, _EVE = 0, 1
_HOURS: Final[Mapping[int, Mapping[str, tuple[int, str]]]] = {
    0: {hour: (_SAME, f"T{hour}") for hour in _TWO[:24]},
    60: {"00": (_EVE, "T23")} | {hour: (_SAME, f"T{before}") for before, hour in pairwise(_TWO[:24])},
}
"""By how many minutes London's clock is ahead, its hours to those of UTC, of the same day or of the day before."""
_CLOCKS: Final = (["hour", "minute"], ["hour", "minute", "second"])
_DAYS_REMEMBERED: Final = 4096


def plain_reader(fmt: DateFormat) -> Read:
    """Reads what is plain in a format of fixed width; None for all that takes a closer look."""
    places, frame = fmt.places, fmt.frame
    day, clock = list(places)[:3], list(places)[3:]
    if len(day) < 3 or "year" not in (day[0], day[2]) or (clock and clock not in _CLOCKS):
        return lambda text: None
    ends = places[day[2]].stop
    read_day = _day_reader(places, frame[:ends])
    if not clock:
        return read_day if ends == len(frame) else lambda text: None
    return _time_reader(read_day, frame[ends:], ends)


def _day_reader(places: Mapping[str, slice], frame: str) -> Read:
    """Reads the year, and what stands before or behind it as one of the days that every year has."""
    year, width = places["year"], len(frame)
    rest = slice(0, year.start) if year.start else slice(year.stop, width)
    days = {written[rest]: day for written, day in _days(places, frame)}

    def read(text: str) -> Cleaned | None:
        day = days.get(text[rest])
        written = text[year]
        if day is None or written not in _YEARS or len(text) != width:
            return None
        return new(Cleaned, (written + day, "day"))

    return read


def _days(places: Mapping[str, slice], frame: str) -> Iterator[tuple[str, str]]:
    """Every day that all years have, as it is written and as it is kept behind a year."""
    in_words = "named" in places
    for number, name in enumerate(MONTH_NAMES[1:], start=1):
        for month in (name[:3], name[:3].upper(), name[:3].lower()) if in_words else (_TWO[number],):
            for day in _TWO[1 : _LAST_DAYS[number - 1] + 1]:
                written = _put(_put(frame, places["named" if in_words else "month"], month), places["day"], day)
                yield written, f"-{_TWO[number]}-{day}"


def _put(text: str, place: slice, field: str) -> str:
    return text[: place.start] + field + text[place.stop :]


def _time_reader(read_day: Read, frame: str, ends: int) -> Read:
    """Reads a day that ends there, and a time. What London's clock was on a day is asked once for its many rows."""
    gap, _, behind = frame.partition(FIELD * 2)
    tails, hour = _tails(behind), ends + len(gap)
    minute, precision = hour + 2, "minute" if behind.count(FIELD) == 2 else "second"

    @lru_cache(_DAYS_REMEMBERED)
    def day_of(text: str) -> _DayInUtc:
        day = read_day(text[:ends])
        return _day_in_utc(day.value) if day is not None and text[ends:] == gap else _NOT_PLAIN

    def read(text: str) -> Cleaned | None:
        days, hours = day_of(text[:hour])
        utc, tail = hours.get(text[hour:minute]), tails.get(text[minute:])
        if utc is None or tail is None:
            return None
        return new(Cleaned, (days[utc[0]] + utc[1] + tail, precision))

    return read


_DayInUtc: TypeAlias = tuple[tuple[str, str], Mapping[str, tuple[int, str]]]
"""A day and the day before, and where its hours by London's clock are in them."""
_NOT_PLAIN: Final[_DayInUtc] = (("", ""), {})


def _day_in_utc(day: str) -> _DayInUtc:
    """No hour of a day on which London's clock is changed is plain."""
    then = date.fromisoformat(day)
    ahead, at_last = (minutes_ahead(then.year, then.month, then.day, *clock) for clock in ((0, 0), (23, 59)))
    return ((day, (then - timedelta(days=1)).isoformat()), _HOURS.get(ahead, {})) if ahead == at_last else _NOT_PLAIN


@lru_cache
def _tails(frame: str) -> Mapping[str, str]:
    """Minutes, or minutes and seconds, as they are written behind the hour and as they are kept."""
    before, between, *end = frame.split(FIELD * 2)
    if not end:
        return {f"{before}{minute}{between}": f":{minute}Z" for minute in _TWO}
    return {f"{before}{m}{between}{s}{end[0]}": f":{m}:{s}Z" for m in _TWO for s in _TWO}
