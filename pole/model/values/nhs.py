"""NHS number: ten digits, the last a check digit modulo 11."""

from __future__ import annotations

import re
from typing import Final

from pole.model.values.absence import PLACEHOLDER, absent
from pole.model.values.near_miss import DIGIT_FOR_LETTER, accepted, swapped_neighbours
from pole.model.values.outcome import Cleaned, Exact, Outcome, Rejected

_DIGITS: Final = re.compile(r"[0-9]{10}")
_SEPARATORS: Final = re.compile(r"[\s\-.]+")


class NhsNumber(Exact):
    """National Health Service number of England and Wales (the Scottish CHI number has its shape and its check)."""

    name = "nhs"

    def clean(self, raw: str) -> Outcome:
        """Ten digits, or why not: shape or check digit."""
        text = _SEPARATORS.sub("", raw)
        if not _DIGITS.fullmatch(text):
            return absent(raw.strip()) or Rejected("shape: expected 10 digits", self._misread(text))
        if len(set(text)) == 1:
            return PLACEHOLDER
        if _fits(text):
            return Cleaned(text)
        return Rejected("check digit", accepted(swapped_neighbours(text), _if_valid))

    def format(self, value: str) -> str:
        """Three, three and four digits, as printed on letters."""
        return f"{value[:3]} {value[3:6]} {value[6:]}"

    def _misread(self, text: str) -> tuple[str, ...]:
        return accepted([text.upper().translate(DIGIT_FOR_LETTER)], _if_valid) if len(text) == 10 else ()


def _fits(text: str) -> bool:
    from stdnum.gb import nhs  # it brings what takes longer than all our values, and most commands do without

    return nhs.checksum(text) == 0


def _if_valid(text: str) -> Outcome:
    return Cleaned(text) if _DIGITS.fullmatch(text) and _fits(text) else Rejected("check digit")
