"""ASN: arrest/summons number, twenty characters, twenty-one with a top-level letter after the year."""

from __future__ import annotations

import re
from typing import Final

from pole.model.values.absence import PLACEHOLDER, absent
from pole.model.values.check_letter import check_letter, expected
from pole.model.values.near_miss import DIGIT_FOR_LETTER, accepted, swapped_neighbours
from pole.model.values.outcome import Cleaned, Exact, Outcome, Rejected

_WHOLE: Final = re.compile(r"([0-9]{2})([A-Z]?)([0-9A-Z]{2})([0-9A-Z]{2})([0-9A-Z]{2})([0-9]{11})([A-Z])")
_SLASHED: Final = re.compile(r"([0-9]{2})/([A-Z]?)([0-9A-Z]{2})([0-9A-Z]{2})/([0-9A-Z]{2})/([0-9]{1,11})([A-Z])")
_NOT_DIGITS: Final = re.compile(r"[^0-9]")


class Asn(Exact):
    """Arrest/summons number: year, force, unit, system, serial, letter.

    The letter is int(digits of force, digits of system, year, serial) mod 23; the unit and the top-level letter are not
    covered. Shown as `YY/FFUU/SS/serial+letter` without the serial's leading noughts, which is accepted too.
    """

    name = "asn"

    def clean(self, raw: str) -> Outcome:
        """The twenty or twenty-one characters run together, or why not: shape or check letter."""
        text = "".join(raw.split()).upper()
        parts = _SLASHED.fullmatch(text) or _WHOLE.fullmatch(text.replace("/", ""))
        if parts is None:
            return absent(raw.strip()) or Rejected("shape: expected 20 or 21 characters", self._misread(text))
        year, top, force, unit, system, serial, letter = parts.groups()
        if int(serial) == 0:
            return PLACEHOLDER
        value = f"{year}{top}{force}{unit}{system}{serial:0>11}{letter}"
        due = _letter_due(value)
        if due == letter:
            return Cleaned(value)
        return Rejected(expected(due), accepted(_transposed(value), _clean_canonical))

    def format(self, value: str) -> str:
        """`YY/FFUU/SS/serial+letter`, as custody officers and courts write it."""
        serial = value[-12:-1].lstrip("0")
        return f"{value[:2]}/{value[2:-14]}/{value[-14:-12]}/{serial}{value[-1]}"

    def _misread(self, text: str) -> tuple[str, ...]:
        """A serial with letters in digit places, read as the digits that they resemble."""
        if len(text) not in (20, 21):
            return ()
        return accepted([f"{text[:-12]}{text[-12:-1].translate(DIGIT_FOR_LETTER)}{text[-1]}"], _clean_canonical)


def _letter_due(value: str) -> str:
    force, system = value[-18:-16], value[-14:-12]
    return check_letter(_NOT_DIGITS.sub("", force + system) + value[:2] + value[-12:-1])


def _transposed(value: str) -> list[str]:
    """Slips in the serial, where most digits are typed."""
    return [f"{value[:-12]}{serial}{value[-1]}" for serial in swapped_neighbours(value[-12:-1])]


def _clean_canonical(value: str) -> Outcome:
    fits = _WHOLE.fullmatch(value) is not None and int(value[-12:-1]) > 0 and _letter_due(value) == value[-1]
    return Cleaned(value) if fits else Rejected("check letter")
