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
    "MM": "month", "DD": "day", "HH24": "hour", "HH12": "hour", "HH": "hour", "MI": "minute", "SS": "second",
}  # fmt: skip
_ONE_OR_TWO: Final = {"M": "month", "D": "day", "H": "hour"}
_MONTH_WORD: Final = ("named", r"([A-Z]{3,9})\.?")
_HALF: Final = ("half", r"([AP])\.?M\.?")
_ZONE: Final = ("zone", r"(Z|UTC|GMT|BST|[+-][0-9]{2}:?[0-9]{2})")
_OTHERS: Final = {
    "YYYY": ("year", "([0-9]{4})"), "RRRR": ("year", "([0-9]{4})"), "YY": ("short", "([0-9]{2})"),
    "RR": ("short", "([0-9]{2})"), "MONTH": _MONTH_WORD, "MON": _MONTH_WORD, "AM": _HALF, "PM": _HALF, "TZ": _ZONE,
    "Z": _ZONE,
}  # fmt: skip
_UNKEPT: Final = {"FF": "[0-9]{1,9}", "DAY": r"[A-Z]{3,9}\.?,?", "DY": r"[A-Z]{3,9}\.?,?"}
_DIGITS: Final = frozenset((*_TWO_DIGITS, *_ONE_OR_TWO, "YYYY", "RRRR", "YY", "RR", "FF"))
_FIELDS: Final = ("year", "short", "month", "named", "day", "hour", "half", "minute", "second", "zone")

MONTH_NAMES: Final = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_MONTH_NUMBERS: Final = {
    **{name.upper(): number for number, name in enumerate(MONTH_NAMES) if number},
    **{name[:3].upper(): number for number, name in enumerate(MONTH_NAMES) if number},
    "SEPT": 9,
}
NO_SUCH_MONTH: Final = 0


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

    __slots__ = ("_at", "_fullmatch", "_has_time", "frame", "places", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        names: list[str] = []
        pattern = "".join(_patterns(_TOKEN.findall(text), names, text))
        if len(set(names)) != len(names) or {"month", "named"} <= set(names) or {"year", "short"} <= set(names):
            raise ValueTypeError(f"date format {text!r}: the same field stands in it twice")
        if "year" not in names and "short" not in names:
            raise ValueTypeError(f"date format {text!r} has no year: use YYYY, MM or MON, DD, HH24, MI, SS")
        self._at = tuple(names.index(field) if field in names else -1 for field in _FIELDS)
        self._has_time = "hour" in names
        self._fullmatch = re.compile(pattern, re.IGNORECASE | re.ASCII).fullmatch
        self.places, self.frame = _laid_out(_TOKEN.findall(text.upper()))
        """Where each field stands in a text of this format, and what such a text looks like otherwise, `FIELD` for each
        character of a field; nothing where texts may differ in width."""

    def read(self, text: str) -> Fields | None:
        """What the text says, unchecked against the calendar; None when it is not in this format."""
        match = self._fullmatch(text)
        if match is None:
            return None
        parts = (*match.groups(), None)  # a field that the format lacks stands at -1
        at = self._at
        written, number, name, day = parts[at[0]], parts[at[2]], parts[at[3]], parts[at[4]]
        if written is not None:
            year = int(written)
        elif at[1] >= 0:
            year = _of_the_century(parts[at[1]])
        else:
            return None
        month = int(number) if number else _MONTH_NUMBERS.get(name.upper(), NO_SUCH_MONTH) if name else None
        hour = parts[at[5]] if self._has_time else None
        if hour is None:
            return Fields(year, month, int(day) if day else None)
        half, minute, second, zone = parts[at[6]], parts[at[7]], parts[at[8]], parts[at[9]]
        return Fields(
            year,
            month,
            int(day) if day else None,
            int(hour) if half is None else _of_the_day(int(hour), half),
            int(minute) if minute else None,
            int(second) if second else None,
            _minutes_ahead(zone.upper()) if zone else None,
        )


FIELD: Final = "\0"
_WIDTHS: Final = {"YYYY": 4, "RRRR": 4, "MON": 3, "MM": 2, "DD": 2, "HH24": 2, "MI": 2, "SS": 2}


def _laid_out(tokens: list[str]) -> tuple[dict[str, slice], str]:
    """The fields of a format by place, and the frame around them, where every text of it has the same width."""
    places: dict[str, slice] = {}
    frame = ""
    for token in tokens:
        field = _TWO_DIGITS.get(token) or _OTHERS.get(token, ("", ""))[0]
        width = _WIDTHS.get(token, 0)
        if width:
            places[field] = slice(len(frame), len(frame) + width)
        elif field or token in _ONE_OR_TWO or token in _UNKEPT or len(token) > 1 or token in "[]":
            return {}, ""
        frame += FIELD * width or token
    return places, frame


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
        elif token in "[]":
            depth += 1 if token == "[" else -1
            yield "(?:" if token == "[" else ")?"
        else:
            yield _UNKEPT.get(token) or (r"\s+" if token.isspace() else re.escape(tokens[place].strip('"')))
        if depth < 0:
            break
    if depth:
        raise ValueTypeError(f"date format {text!r}: the square brackets do not match")


def _digits_beside(tokens: list[str], place: int) -> bool:
    """Whether a token of digits stands directly before or after, but for brackets."""
    before = [token for token in tokens[:place] if token not in "[]"][-1:]
    after = [token for token in tokens[place + 1 :] if token not in "[]"][:1]
    return bool(_DIGITS.intersection(before + after))


def _of_the_century(short: str | None) -> int:
    """A two-digit year at or below the current one is of this century, else of the last."""
    year = int(short or 0)
    return 2000 + year if year <= date.today().year % 100 else 1900 + year


def _of_the_day(hour: int, half: str) -> int:
    """The hour by a clock of 24 hours; 99, which no clock shows, for one that a clock of 12 does not."""
    return hour % 12 + (12 if half in "Pp" else 0) if 1 <= hour <= 12 else 99


def _minutes_ahead(zone: str) -> int:
    if zone in ("Z", "UTC", "GMT"):
        return 0
    if zone == "BST":
        return 60
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return -minutes if zone[0] == "-" else minutes
