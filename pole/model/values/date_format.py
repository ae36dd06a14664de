"""Date formats as sources name them (`DD-MON-YYYY HH24:MI`), compiled once to a regular expression.

Tokens, in any case: YYYY YY (or RRRR RR) · MONTH MON MM M · DD D · DAY DY · HH24 HH HH12 H · MI · SS · FF · AM PM · TZ.
Everything else stands for itself, "quoted text" too; a space stands for any white space, and [square brackets] enclose
what may be missing. DD, MM and HH24 also accept one digit, unless digits stand directly beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from pole.errors import ValueTypeError

_TOKEN: Final = re.compile(
    r'YYYY|RRRR|YY|RR|MONTH|MON|MM|MI|M|DD|DAY|DY|D|HH24|HH12|HH|H|SS|FF|AM|PM|TZ|Z|"[^"]*"|.',
    re.IGNORECASE | re.DOTALL,
)
_TWO_DIGITS: Final = {
    "MM": "month",
    "DD": "day",
    "HH24": "hour",
    "HH12": "hour",
    "HH": "hour",
    "MI": "minute",
    "SS": "second",
}
_ONE_OR_TWO: Final = {"M": "month", "D": "day", "H": "hour"}
_OTHERS: Final = {
    "YYYY": ("year", "([0-9]{4})"),
    "RRRR": ("year", "([0-9]{4})"),
    "YY": ("short", "([0-9]{2})"),
    "RR": ("short", "([0-9]{2})"),
    "MONTH": ("named", r"([A-Z]{3,9})\.?"),
    "MON": ("named", r"([A-Z]{3,9})\.?"),
    "AM": ("half", r"([AP])\.?M\.?"),
    "PM": ("half", r"([AP])\.?M\.?"),
    "TZ": ("zone", r"(Z|UTC|GMT|BST|[+-][0-9]{2}:?[0-9]{2})"),
    "Z": ("zone", r"(Z|UTC|GMT|BST|[+-][0-9]{2}:?[0-9]{2})"),
}
_UNCOUNTED: Final = {"FF": "[0-9]{1,9}", "DAY": r"[A-Z]{3,9}\.?,?", "DY": r"[A-Z]{3,9}\.?,?"}
_NUMERIC: Final = frozenset((*_TWO_DIGITS, *_ONE_OR_TWO, "YYYY", "RRRR", "YY", "RR", "FF"))
_MONTHS: Final = (
    "JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER".split()
)  # fmt: skip
MONTH_NUMBERS: Final = {
    **{month: number for number, month in enumerate(_MONTHS, 1)},
    **{month[:3]: number for number, month in enumerate(_MONTHS, 1)},
    "SEPT": 9,
}
MONTH_NAMES: Final = ("", *(month.capitalize() for month in _MONTHS))


class Fields(NamedTuple):
    """What a text says of a moment; None for what it does not say. `zone` is minutes ahead of UTC."""

    year: int
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    zone: int | None = None


class DateFormat:
    """One compiled format. Raises ValueTypeError for a format without a year or with a field twice."""

    __slots__ = ("_names", "_pattern", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        names: list[str] = []
        pattern = "".join(_patterns(_TOKEN.findall(text), names, text))
        self._names = tuple(names)
        if len(set(names)) != len(names):
            raise ValueTypeError(f"date format {text!r}: the same field stands in it twice")
        if "year" not in names and "short" not in names:
            raise ValueTypeError(f"date format {text!r} has no year: use YYYY, MM or MON, DD, HH24, MI, SS")
        self._pattern = re.compile(pattern, re.IGNORECASE | re.ASCII)

    def read(self, text: str) -> Fields | None:
        """What the text says, unchecked against the calendar; None when it is not in this format."""
        match = self._pattern.fullmatch(text)
        if match is None:
            return None
        year = month = day = hour = minute = second = zone = half = None
        for name, part in zip(self._names, match.groups(), strict=True):
            if part is None:
                continue
            if name == "year":
                year = int(part)
            elif name == "month":
                month = int(part)
            elif name == "day":
                day = int(part)
            elif name == "hour":
                hour = int(part)
            elif name == "minute":
                minute = int(part)
            elif name == "second":
                second = int(part)
            elif name == "named":
                month = MONTH_NUMBERS.get(part.upper(), 0)
            elif name == "short":
                year = _century(int(part))
            elif name == "half":
                half = part
            else:
                zone = _minutes_ahead(part.upper())
        if year is None:
            return None
        if half is not None and hour is not None:
            hour = _of_the_day(hour, half)
        return Fields(year, month, day, hour, minute, second, zone)


def _patterns(tokens: list[str], names: list[str], text: str) -> Iterator[str]:
    """The regular expression of each token; notes in `names` the field of each group."""
    upper = [token.upper() for token in tokens]
    depth = 0
    for place, token in enumerate(upper):
        if token in _TWO_DIGITS:
            names.append(_TWO_DIGITS[token])
            yield "([0-9]{2})" if _digits_beside(upper, place) else "([0-9]{1,2})"
        elif token in _ONE_OR_TWO:
            names.append(_ONE_OR_TWO[token])
            yield "([0-9]{1,2})(?:ST|ND|RD|TH)?" if token == "D" else "([0-9]{1,2})"
        elif token in _OTHERS:
            names.append(_OTHERS[token][0])
            yield _OTHERS[token][1]
        elif token in _UNCOUNTED:
            yield _UNCOUNTED[token]
        elif token in "[]":
            depth += 1 if token == "[" else -1
            yield "(?:" if token == "[" else ")?"
        else:
            yield r"\s+" if token.isspace() else re.escape(tokens[place].strip('"'))
        if depth < 0:
            break
    if depth:
        raise ValueTypeError(f"date format {text!r}: the square brackets do not match")


def _digits_beside(tokens: list[str], place: int) -> bool:
    """Whether a token of digits stands directly before or after, but for brackets."""
    before = [token for token in tokens[:place] if token not in "[]"][-1:]
    after = [token for token in tokens[place + 1 :] if token not in "[]"][:1]
    return bool(_NUMERIC.intersection(before + after))


def _century(short: int) -> int:
    """A two-digit year at or below the current one is of this century, else of the last."""
    return 2000 + short if short <= date.today().year % 100 else 1900 + short


def _of_the_day(hour: int, half: str) -> int:
    """The hour by a clock of 24 hours; 99, which no clock shows, for one that a clock of 12 does not."""
    if not 1 <= hour <= 12:
        return 99
    return hour % 12 + (12 if half in "Pp" else 0)


def _minutes_ahead(zone: str) -> int:
    if zone in ("Z", "UTC", "GMT"):
        return 0
    if zone == "BST":
        return 60
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return -minutes if zone[0] == "-" else minutes
