"""Dates of birth."""

from __future__ import annotations

from datetime import UTC, datetime

from pole.model.moment import Moment
from pole.model.values.absence import PLACEHOLDER, UNKNOWN
from pole.model.values.calendar_check import as_moment
from pole.model.values.date_format import Fields
from pole.model.values.dates import Date
from pole.model.values.outcome import Cleaned, Outcome, Rejected

_MEANS_UNKNOWN = (1900, 1970)
_NEW_YEAR = "-01-01"
_LONG_PAST = "2020"
"""Births before this are not in the future, by any clock."""


class BirthDate(Date):
    """A date of birth, as a date; a time of day is dropped.

    1 January 1900 and 1970 mean unknown, and 1 January of any other year is kept as the year alone: it is what people
    enter when they know no more.
    """

    name = "birth-date"

    def clean(self, raw: str) -> Outcome:
        """A day, month or year; or why not: as for dates, and the future."""
        plain = self._plain(raw)
        if plain is not None:
            value, precision = plain
            if precision == "day" and value < _LONG_PAST and not value.endswith(_NEW_YEAR):
                return plain
        read = self.read(raw)
        if not isinstance(read, Fields):
            return UNKNOWN if read is PLACEHOLDER and any(c.isdigit() for c in raw) else read
        year, month, day = _london_day(read)
        if month == 1 and day == 1:
            if year in _MEANS_UNKNOWN:
                return UNKNOWN
            month = day = None
        born = as_moment(Fields(year, month, day))
        return born if born.value < _LONG_PAST else _unless_to_come(born)


def _london_day(read: Fields) -> tuple[int, int | None, int | None]:
    if read.hour is None or read.zone is None:
        return read[:3]
    day = Moment(as_moment(read).value).first_day()
    return day.year, day.month, day.day


def _unless_to_come(born: Cleaned) -> Outcome:
    """Rejects a birth that is yet to come, with the century before as what was meant."""
    if Moment(born.value).earliest() <= datetime.now(UTC):
        return born
    earlier = f"{int(born.value[:4]) - 100}{born.value[4:]}"
    return Rejected("year: born in the future", () if earlier == "1900-02-29" else (earlier,))
