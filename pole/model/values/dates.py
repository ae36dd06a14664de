"""Dates and times as text plus precision: `2021`, `2021-02`, `2021-02-16`, `2021-02-16T21:48Z`, `2021-02-16T21:48:05Z`.

A time without a zone is London time, and is turned into UTC here, once. A day is a day of the calendar in London.
"""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import Final

from pole.errors import ValueTypeError
from pole.model.days import day_word
from pole.model.london import minutes_ahead, to_london
from pole.model.moment import Moment
from pole.model.values.absence import absent
from pole.model.values.calendar_check import against_calendar, as_moment
from pole.model.values.date_format import MONTH_NAMES, DateFormat, Fields
from pole.model.values.outcome import Absent, Agreement, Outcome, Rejected, one_slip_apart
from pole.model.values.plain_dates import plain_reader

_CLOCK: Final = "[ HH24:MI[:SS[.FF]][ ][TZ]]"
CANONICAL: Final = "YYYY[-MM[-DD[THH24:MI[:SS]Z]]]"
UNMISTAKABLE: Final = (
    CANONICAL,
    "[[D ]MONTH ]YYYY[ HH24:MI[:SS][ TZ]]",
    f"D-MON-YYYY{_CLOCK}",
    f"[DY ]D MON[,] YYYY{_CLOCK}",
    "YYYY-MM-DDTHH24:MI[:SS[.FF]][TZ]",
    "YYYY-MM-DD HH24:MI[:SS[.FF]][ ][TZ]",
    "MON-YYYY",
)
"""Understood whatever format the mapping names: the year in four digits, and ISO order or the month in words."""
USUAL: Final = (
    f"D/M/YYYY{_CLOCK}", f"D-M-YYYY{_CLOCK}", f"D.M.YYYY{_CLOCK}", "YYYY/MM/DD", "YYYYMMDD", "M/YYYY",
)  # fmt: skip
"""Understood where the mapping names no format: the day comes before the month."""
_SAMPLES: Final = ("2021-02-03T04:05:06Z", "2021-02-03T04:05Z", "2021-02-03", "2021-02", "1920", "3 February 2021")


class Date:
    """A date or a moment, to the precision that the source gives.

    `fmt` is the source's format; what is unmistakable (ISO 8601, a month in words, a year alone) is understood beside
    it. Without one, the day comes before the month. 01/01/1900 and the like are placeholders.
    """

    name = "date"

    def __init__(self, fmt: str | None = None) -> None:
        """Raises ValueTypeError for a format that is malformed or would misread ISO 8601."""
        self._own = DateFormat(CANONICAL if fmt is None else fmt)
        self._wanted = "a date such as 16/02/2021 or 2021-02-16" if fmt is None else fmt
        self._has_format = fmt is not None
        _refuse_if_misleading(self._own)
        self._plain = plain_reader(self._own)

    def clean(self, raw: str) -> Outcome:
        """A moment's text and precision; or why not: format, calendar, time, year."""
        plain = self._plain(raw)
        if plain is not None:
            return plain
        read = self.read(raw)
        return as_moment(read) if isinstance(read, Fields) else read

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

    def sought_by(self, value: str) -> tuple[tuple[str, str], ...]:
        """The day, or what is known of it."""
        return (("", day_word(value)),)

    def read(self, raw: str) -> Fields | Absent | Rejected:
        """What a text says, where there is such a moment; else why not."""
        text = raw.strip()
        read = self._own.read(text) or _first(UNMISTAKABLE, text)
        if read is None:
            nothing = absent(text)
            if nothing is not None:
                return nothing
            usual = _first(USUAL, text)
            if usual is None or self._has_format:
                return Rejected(f"format: expected {self._wanted}", _meant(usual))
            read = usual
        return against_calendar(read) or read


def spoken(value: str) -> str:
    """A moment as people say it, by London's clock; GMT is added in the autumn hour that comes twice."""
    if len(value) <= 10:
        year, _, rest = value.partition("-")
        month, _, day = rest.partition("-")
        words = (str(int(day)) if day else "", MONTH_NAMES[int(month)] if month else "", year)
        return " ".join(word for word in words if word)
    local = to_london(Moment(value).earliest())
    clock = f"{local:%H:%M:%S}" if len(value) == 20 else f"{local:%H:%M}"
    read_back = minutes_ahead(local.year, local.month, local.day, local.hour, local.minute)
    second_time = timedelta(minutes=read_back) != local.utcoffset()
    return f"{local.day} {MONTH_NAMES[local.month]} {local.year} {clock}{' GMT' if second_time else ''}"


@lru_cache(maxsize=len(UNMISTAKABLE) + len(USUAL))
def _compiled(text: str) -> DateFormat:
    return DateFormat(text)


def _first(formats: tuple[str, ...], text: str) -> Fields | None:
    for one in formats:
        read = _compiled(one).read(text)
        if read is not None:
            return read
    return None


def _meant(read: Fields | None) -> tuple[str, ...]:
    return () if read is None or against_calendar(read) is not None else (as_moment(read).value,)


def _refuse_if_misleading(given: DateFormat) -> None:
    """A format that reads a canonical text otherwise would change a value each time that it is cleaned."""
    for sample in _SAMPLES:
        read, meant = given.read(sample), _first(UNMISTAKABLE, sample)
        if read is not None and read != meant:
            raise ValueTypeError(
                f"date format {given.text!r} would misread {sample}: join the columns in another order"
            )
