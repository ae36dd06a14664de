"""PNC ID: the person number of the Police National Computer, `YYYY/NNNNNNND`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from pole.model.making import new
from pole.model.values.absence import PLACEHOLDER, absent
from pole.model.values.check_letter import LETTERS, check_letter, expected
from pole.model.values.near_miss import DIGIT_FOR_LETTER, accepted, swapped_neighbours
from pole.model.values.outcome import Cleaned, Exact, Outcome, Rejected

_CANONICAL: Final = re.compile(r"(?:19|20)([0-9]{2})/([0-9]{7})([A-Z])")
_SLASHED: Final = re.compile(r"([0-9]{2}|[0-9]{4})[/\\-]([0-9]{1,7})([A-Z])")
_RUN: Final = re.compile(r"([0-9]{3,11})([A-Z])")
_MISREAD: Final = re.compile(r"([0-9A-Z]{2}|[0-9A-Z]{4})/?([0-9A-Z]{1,7})([A-Z])")


class Pnc(Exact):
    """Police National Computer person number.

    The letter is int(two-digit year, seven-digit serial) mod 23, so the century is not covered by it. A two-digit year
    at or below the current one is read as 20yy, else as 19yy; a centenarian defeats that, which is one reason why the
    raw text is always kept. Accepted: with or without slash, two- or four-digit year, padded or not, any case.
    """

    name = "pnc"

    def __init__(self, today: Callable[[], date] = date.today) -> None:
        self._today = today
        self._begun = today().year  # a year that has begun needs no second look at the clock

    def clean(self, raw: str) -> Outcome:
        """`YYYY/NNNNNNND`, or why not: shape, year, ambiguous, or check letter."""
        whole = _CANONICAL.fullmatch(raw)
        if whole is not None:
            year, serial, letter = whole.groups()
            if LETTERS[int(year + serial) % 23] == letter and serial != "0000000" and int(raw[:4]) <= self._begun:
                return new(Cleaned, (raw, None))
        return self._clean_written(raw)

    def _clean_written(self, raw: str) -> Outcome:
        text = "".join(raw.split()).upper()
        readings = list(self._readings(text))
        if not readings:
            return absent(raw.strip()) or Rejected("shape: expected YYYY/NNNNNNND", self._misread(text))
        fitting = [reading for reading in readings if check_letter(reading[2:4] + reading[5:12]) == reading[12]]
        if len(fitting) > 1:
            return Rejected("ambiguous: fits a year of two digits and one of four", tuple(fitting))
        value = fitting[0] if fitting else readings[0]
        if value[5:12] == "0000000":
            return PLACEHOLDER
        if not fitting:
            letter = check_letter(value[2:4] + value[5:12])
            return Rejected(expected(letter), accepted(swapped_neighbours(value), self._clean_plain))
        return self._in_a_year_that_has_been(value)

    def _in_a_year_that_has_been(self, value: str) -> Outcome:
        year = int(value[:4])
        if year > self._this_year():
            return Rejected(f"year: {year} has not begun", (f"{year - 100}{value[4:]}",))
        if year < 1900:
            return Rejected(f"year: {year} is too early", (f"19{value[2:]}",))
        return Cleaned(value)

    def _readings(self, text: str) -> Iterator[str]:
        """Every way to read a text as year, serial and letter, in canonical form, without checking it."""
        slashed = _SLASHED.fullmatch(text)
        if slashed is not None:
            yield self._canonical(*slashed.groups())
            return
        run = _RUN.fullmatch(text)
        if run is None:
            return
        digits, letter = run.groups()
        if len(digits) <= 9:
            yield self._canonical(digits[:2], digits[2:], letter)
        if len(digits) >= 5 and digits[:2] in ("19", "20"):
            yield self._canonical(digits[:4], digits[4:], letter)

    def _canonical(self, year: str, serial: str, letter: str) -> str:
        if len(year) == 2:
            year = f"{20 if int(year) <= self._this_year() % 100 else 19}{year}"
        return f"{year}/{serial:0>7}{letter}"

    def _clean_plain(self, value: str) -> Outcome:
        fits = value[5:12] != "0000000" and check_letter(value[2:4] + value[5:12]) == value[12]
        return self._in_a_year_that_has_been(value) if fits else Rejected("check letter")

    def _misread(self, text: str) -> tuple[str, ...]:
        """The number with letters in digit places read as the digits that they resemble."""
        parts = _MISREAD.fullmatch(text)
        if parts is None:
            return ()
        year, serial, letter = parts.groups()
        digits = f"{year}/{serial}".translate(DIGIT_FOR_LETTER)
        return accepted([f"{digits}{letter}"], self.clean) if digits.replace("/", "").isdecimal() else ()

    def _this_year(self) -> int:
        return self._today().year
