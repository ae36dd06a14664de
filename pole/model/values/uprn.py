"""UPRN: unique property reference number."""

from __future__ import annotations

from typing import Final

from pole.model.values.absence import PLACEHOLDER, absent
from pole.model.values.near_miss import DIGIT_FOR_LETTER, accepted
from pole.model.values.outcome import Cleaned, Exact, Outcome, Rejected

_MOST_DIGITS: Final = 12


class Uprn(Exact):
    """Unique property reference number (BS 7666): up to twelve digits without leading noughts; no check digit."""

    name = "uprn"

    def clean(self, raw: str) -> Outcome:
        """The digits, or why not: shape."""
        text = "".join(raw.split()).removesuffix(".0")  # a spreadsheet took it for a number
        digits = text.lstrip("0")
        if text.isascii() and text.isdecimal() and len(digits) <= _MOST_DIGITS:
            return Cleaned(digits) if digits else PLACEHOLDER
        return absent(raw.strip()) or Rejected("shape: expected up to 12 digits", self._misread(text))

    def _misread(self, text: str) -> tuple[str, ...]:
        digits = text.upper().translate(DIGIT_FOR_LETTER)
        return (
            accepted([digits], self.clean)
            if len(text) <= _MOST_DIGITS and digits != text and digits.isdecimal()
            else ()
        )
