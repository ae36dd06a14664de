"""Dates and times as text plus precision: `2021`, `2021-02`, `2021-02-16`, `2021-02-16T21:48Z`, `2021-02-16T21:48:05Z`.

A time without a zone is London time, and is turned into UTC here, once. A day is a day of the calendar in London.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

from pole.errors import ValueTypeError
from pole.model.london import minutes_ahead, to_london
from pole.model.moment import Moment
from pole.model.values.absence import PLACEHOLDER, UNKNOWN, absent
from pole.model.values.date_format import MONTH_NAMES, DateFormat, Fields
from pole.model.values.outcome import Absent, Agreement, Cleaned, Outcome, Rejected, one_slip_apart

_CANONICAL: Final = "YYYY[-MM[-DD[THH24:MI[:SS]Z]]]"
_SPOKEN: Final = "[[D ]MONTH ]YYYY[ HH24:MI[:SS][ TZ]]"
_CLOCK: Final = "[ HH24:MI[:SS[.FF]]]"
_GUESSES: Final = (
    f"D/M/YYYY{_CLOCK}", f"D-M-YYYY{_CLOCK}", f"D.M.YYYY{_CLOCK}", f"D-MON-YYYY{_CLOCK}", f"[DY ]D MON[,] YYYY{_CLOCK}",
    "YYYY-MM-DDTHH24:MI[:SS[.FF]][TZ]", "YYYY-MM-DD HH24:MI[:SS[.FF]][TZ]", "YYYY/MM/DD", "YYYYMMDD", "MON-YYYY", "M/YYYY",
)  # fmt: skip
"""What is understood where the mapping names no format: all say their year in four digits, and the day comes first."""
_SAMPLES: Final = ("2021-02-03T04:05:06Z", "2021-02-03T04:05Z", "2021-02-03", "2021-02", "1920", "3 February 2021")

_DAYS_IN: Final = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FILLERS: Final = frozenset(((1900, 1, 1), (1899, 12, 30), (1899, 12, 31), (1753, 1, 1), (1, 1, 1)))
"""Where the calendars of databases and spreadsheets begin."""
_NEVER: Final = frozenset((9999, 4712, 3000, 2999))
"""Years that systems write for "no end"."""
_EARLIEST, _LATEST = 1700, 2299


class Date:
    """A date or a moment, to the precision that the source gives.

    `fmt` is the source's format; what is unmistakable (ISO 8601, a month in words, a year alone) is understood beside it.
    Without one, the day comes before the month. 01/01/1900 and the like are placeholders.
    """

    name = "date"

    def __init__(self, fmt: str | None = None) -> None:
        """Raises ValueTypeError for a format that is malformed or would misread ISO 8601."""
        self._format = None if fmt is None else DateFormat(fmt)
        self._canonical = DateFormat(_CANONICAL)
        self._others = [DateFormat(_SPOKEN)]
        self._guesses = [DateFormat(guess) for guess in _GUESSES]
        if self._format is None:
            self._others += self._guesses
        else:
            self._refuse_if_misleading(self._format)

    def clean(self, raw: str) -> Outcome:
        """A moment's text and precision; or why not: format, calendar, time, year."""
        read = self._read(raw.strip())
        return _outcome(read) if isinstance(read, Fields) else read

    def format(self, value: str) -> str:
        """In words, by London's clock: `16 February 2021 21:48`."""
        return spoken(value)

    def key(self, value: str) -> str:
        """The moment's text itself."""
        return value

    def compare(self, a: str, b: str) -> Agreement:
        """Compatible when one lies within the other; near for one slip of a digit, or day and month swapped."""
        if a == b:
            return Agreement.SAME
        one, other = Moment(a), Moment(b)
        if one.contains(other) or other.contains(one):
            return Agreement.COMPATIBLE
        swapped = len(a) == len(b) >= 10 and a[:4] == b[:4] and a[5:7] == b[8:10] and a[8:10] == b[5:7]
        return Agreement.NEAR if swapped or one_slip_apart(a, b) else Agreement.DIFFERENT

    def specificity(self, value: str) -> float:
        """A year 0.3, a month 0.6, a day or more 1."""
        return {4: 0.3, 7: 0.6}.get(len(value), 1.0)

    def _read(self, text: str) -> Fields | Absent | Rejected:
        read = None if self._format is None else self._format.read(text)
        if read is None:
            read = self._canonical.read(text)
            if read is None:
                return self._read_otherwise(text)
        wrong = _against_calendar(read)
        return read if wrong is None else wrong

    def _read_otherwise(self, text: str) -> Fields | Absent | Rejected:
        nothing = absent(text)
        if nothing is not None:
            return nothing
        read = _first(self._others, text)
        if read is not None:
            wrong = _against_calendar(read)
            return read if wrong is None else wrong
        wanted = self._format.text if self._format else "a date such as 16/02/2021 or 2021-02-16"
        return Rejected(f"format: expected {wanted}", self._meant(text))

    def _meant(self, text: str) -> tuple[str, ...]:
        read = _first(self._guesses, text) if self._format else None
        if read is None or _against_calendar(read) is not None:
            return ()
        return (_outcome(read).value,)

    def _refuse_if_misleading(self, given: DateFormat) -> None:
        """A format that reads a canonical text otherwise would change a value each time that it is cleaned."""
        for sample in _SAMPLES:
            read, meant = given.read(sample), _first([self._canonical, *self._others], sample)
            if read is not None and meant is not None and read._replace(zone=None) != meant._replace(zone=None):
                raise ValueTypeError(
                    f"date format {given.text!r} would misread {sample}: join the columns in another order"
                )


class BirthDate(Date):
    """A date of birth. A time of day is dropped.

    1 January 1900 and 1970 mean unknown, and 1 January of any other year is kept as the year alone: it is what people
    enter when they know no more.
    """

    name = "birth-date"

    def clean(self, raw: str) -> Outcome:
        """A day, month or year; or why not: as for dates, and the future."""
        read = self._read(raw.strip())
        if not isinstance(read, Fields):
            return UNKNOWN if read is PLACEHOLDER and any(c.isdigit() for c in raw) else read
        year, month, day = _london_day(read)
        if (month, day) == (1, 1):
            if year in (1900, 1970):
                return UNKNOWN
            month = day = None
        born = _outcome(Fields(year, month, day))
        if year >= date.today().year and Moment(born.value).earliest() > datetime.now(UTC):
            earlier = f"{year - 100}{born.value[4:]}"
            return Rejected("year: born in the future", () if earlier.endswith("02-29") else (earlier,))
        return born


def spoken(value: str) -> str:
    """A moment as people say it, by London's clock; GMT is added in the autumn hour that comes twice."""
    if len(value) <= 10:
        year, _, rest = value.partition("-")
        month, _, day = rest.partition("-")
        words = (str(int(day)) if day else "", MONTH_NAMES[int(month)] if month else "", year)
        return " ".join(word for word in words if word)
    utc = Moment(value).earliest()
    local = to_london(utc)
    clock = f"{local:%H:%M:%S}" if len(value) == 20 else f"{local:%H:%M}"
    ahead = local.utcoffset() or timedelta()
    ambiguous = (
        minutes_ahead(local.year, local.month, local.day, local.hour, local.minute) * 60 != ahead.total_seconds()
    )
    return f"{local.day} {MONTH_NAMES[local.month]} {local.year} {clock}{' GMT' if ambiguous else ''}"


def _first(formats: list[DateFormat], text: str) -> Fields | None:
    for one in formats:
        read = one.read(text)
        if read is not None:
            return read
    return None


def _against_calendar(read: Fields) -> Absent | Rejected | None:
    """Why there is no such moment; None when there is."""
    year, month, day, hour, minute, second, _zone = read
    if year in _NEVER or (year, month, day) in _FILLERS:
        return PLACEHOLDER
    if month is not None and not 1 <= month <= 12:
        return Rejected("calendar: no such month", _swapped(read))
    if day is not None and not _day_exists(year, month or 0, day):
        return Rejected("calendar: no such day")
    if (hour or 0) > 23 or (minute or 0) > 59 or (second or 0) > 59:
        return Rejected("time: no such time")
    if not _EARLIEST <= year <= _LATEST:
        return Rejected(f"year: {year:04d} is out of range")
    return None


def _day_exists(year: int, month: int, day: int) -> bool:
    if not 1 <= day <= _DAYS_IN[month]:
        return False
    return day != 29 or month != 2 or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


def _swapped(read: Fields) -> tuple[str, ...]:
    """The date with day and month changed over, where a month above twelve can have been the day."""
    other = read._replace(month=read.day, day=read.month)
    if other.month is None or other.month > 12 or _against_calendar(other) is not None:
        return ()
    return (_outcome(other).value,)


def _outcome(read: Fields) -> Cleaned:
    year, month, day, hour, minute, second, zone = read
    if month is None:
        return Cleaned(f"{year:04d}", "year")
    if day is None:
        return Cleaned(f"{year:04d}-{month:02d}", "month")
    if hour is None:
        return Cleaned(f"{year:04d}-{month:02d}-{day:02d}", "day")
    minute = minute or 0
    ahead = minutes_ahead(year, month, day, hour, minute) if zone is None else zone
    if ahead:
        utc = datetime(year, month, day, hour, minute) - timedelta(minutes=ahead)
        year, month, day, hour, minute = utc.year, utc.month, utc.day, utc.hour, utc.minute
    if second is None:
        return Cleaned(f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}Z", "minute")
    return Cleaned(f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}Z", "second")


def _london_day(read: Fields) -> tuple[int, int | None, int | None]:
    """Year, month and day on London's calendar."""
    if read.hour is None or read.zone is None:
        return read[:3]
    day = Moment(_outcome(read).value).first_day()
    return day.year, day.month, day.day
