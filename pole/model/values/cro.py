"""CRO number: the Criminal Records Office reference, standard `NNNNNN/YYD` or small file `SFYY/N…D`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pole.model.values.absence import PLACEHOLDER, absent
from pole.model.values.check_letter import check_letter, expected
from pole.model.values.near_miss import DIGIT_FOR_LETTER, accepted, swapped_neighbours
from pole.model.values.outcome import Cleaned, Exact, Outcome, Rejected

_STANDARD: Final = re.compile(r"([0-9]{1,6})[/\\-]?([0-9]{2})([A-Z])")
_SMALL: Final = re.compile(r"SF[/\\-]?([0-9]{2})[/\\-]?([0-9]{1,6})([A-Z])")
_MISREAD: Final = re.compile(r"(SF[0-9A-Z]{2}/[0-9A-Z]{1,6}|[0-9A-Z]{1,6}/[0-9A-Z]{2})([A-Z])")


class Cro(Exact):
    """Criminal Records Office number.

    Standard: the letter is int(year, serial padded to six) mod 23. Small file, for those without fingerprints on file:
    the letter is int(year, serial as given) mod 23, so its serial is never padded. A number of one form with the letter
    of the other is rejected, with the other form suggested.
    """

    name = "cro"

    def clean(self, raw: str) -> Outcome:
        """`NNNNNN/YYD` or `SFYY/N…D`, or why not: shape or check letter."""
        text = "".join(raw.split()).upper()
        standard = _STANDARD.fullmatch(text)
        if standard is not None:
            serial, year, letter = standard.groups()
            return self._checked(_standard(year, serial, letter), year + serial.rjust(6, "0"))
        small = _SMALL.fullmatch(text)
        if small is not None:
            year, serial, letter = small.groups()
            return self._checked(_small(year, serial, letter), year + serial)
        return absent(raw.strip()) or Rejected("shape: expected NNNNNN/YYD or SFYY/N…D", self._misread(text))

    def _checked(self, value: str, digits: str) -> Outcome:
        if int(digits[2:]) == 0:
            return PLACEHOLDER
        letter = check_letter(digits)
        if letter == value[-1]:
            return Cleaned(value)
        return Rejected(expected(letter), accepted(_near(value), self._clean_without_suggestions))

    def _clean_without_suggestions(self, value: str) -> Outcome:
        year, serial = _year_and_serial(value)
        fits = int(serial) > 0 and check_letter(year + serial) == value[-1]
        return Cleaned(value) if fits else Rejected("check letter")

    def _misread(self, text: str) -> tuple[str, ...]:
        parts = _MISREAD.fullmatch(text)
        if parts is None:
            return ()
        mark = "SF" if text.startswith("SF") else ""
        digits = parts[1][len(mark) :].translate(DIGIT_FOR_LETTER)
        return accepted([f"{mark}{digits}{parts[2]}"], self.clean) if digits.replace("/", "").isdecimal() else ()


def _standard(year: str, serial: str, letter: str) -> str:
    return f"{serial:0>6}/{year}{letter}"


def _small(year: str, serial: str, letter: str) -> str:
    return f"SF{year}/{serial}{letter}"


def _year_and_serial(value: str) -> tuple[str, str]:
    if value.startswith("SF"):
        return value[2:4], value[5:-1]
    return value[7:9], value[:6]


def _near(value: str) -> Iterator[str]:
    """The other form of the number first, then digits transposed."""
    year, serial = _year_and_serial(value)
    unpadded = serial.lstrip("0")
    yield _standard(year, serial, value[-1]) if value.startswith("SF") else _small(year, unpadded, value[-1])
    yield from swapped_neighbours(value)
