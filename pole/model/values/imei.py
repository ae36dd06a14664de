"""IMEI: the number of a handset."""

from __future__ import annotations

import re
from typing import Final

from pole.model.values.absence import PLACEHOLDER, absent
from pole.model.values.near_miss import DIGIT_FOR_LETTER, accepted, swapped_neighbours
from pole.model.values.outcome import Cleaned, Exact, Outcome, Rejected

_SHAPE: Final = re.compile(r"[0-9]{14,16}")
_SEPARATORS: Final = re.compile(r"[\s\-./]+")


class Imei(Exact):
    """International Mobile Equipment Identity (3GPP TS 23.003).

    Fourteen digits name the handset; a fifteenth is a Luhn check digit; sixteen are fourteen and a software version
    (IMEISV). Networks report 0 for the check digit, so a fifteenth digit of 0 that does not fit is left out.
    """

    name = "imei"

    def clean(self, raw: str) -> Outcome:
        """Fifteen, fourteen or sixteen digits, or why not: shape or check digit."""
        text = _SEPARATORS.sub("", raw)
        if not _SHAPE.fullmatch(text):
            return absent(raw.strip()) or Rejected("shape: expected 14 to 16 digits", self._misread(text))
        if len(set(text)) == 1:
            return PLACEHOLDER
        if len(text) != 15 or _fits(text):
            return Cleaned(text)
        if text[-1] == "0":
            return Cleaned(text[:14])
        return Rejected("check digit", accepted(swapped_neighbours(text), _if_valid))

    def format(self, value: str) -> str:
        """As printed on the handset: 35-209900-176148-1."""
        pieces = (value[:2], value[2:8], value[8:14], value[14:])
        return "-".join(piece for piece in pieces if piece)

    def key(self, value: str) -> str:
        """The fourteen digits that name the handset."""
        return value[:14]

    def _misread(self, text: str) -> tuple[str, ...]:
        return accepted([text.upper().translate(DIGIT_FOR_LETTER)], _if_valid) if len(text) == 15 else ()


def _fits(text: str) -> bool:
    from stdnum import luhn  # it brings what takes longer than all our values, and most commands do without

    return luhn.is_valid(text)


def _if_valid(text: str) -> Outcome:
    return Cleaned(text) if _SHAPE.fullmatch(text) and _fits(text) else Rejected("check digit")
