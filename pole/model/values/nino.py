"""NINO: National Insurance number."""

from __future__ import annotations

import re
from typing import Final

from pole.model.values.absence import PLACEHOLDER, absent
from pole.model.values.near_miss import DIGIT_FOR_LETTER, accepted
from pole.model.values.outcome import Agreement, Cleaned, Exact, Outcome, Rejected

_SHAPE: Final = re.compile(r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]?")
_TEMPORARY: Final = re.compile(r"TN[0-9]{6}[A-Z]?")
_LETTERS_FOR_DIGITS: Final = str.maketrans("0158", "OISB")
_SEPARATORS: Final = re.compile(r"[\s\-./]+")


class Nino(Exact):
    """National Insurance number: two letters, six digits, and a suffix A to D that is often left out.

    The suffix tells nobody apart, so the key is the first eight characters. Numbers that begin with TN were temporary,
    made of a birth date and the sex, and identify nobody. (HMRC manual NIM39110.)
    """

    name = "nino"

    def clean(self, raw: str) -> Outcome:
        """Eight or nine characters run together, or why not: temporary or shape."""
        text = _SEPARATORS.sub("", raw).upper()
        if _SHAPE.fullmatch(text):
            return PLACEHOLDER if text[2:8] == "000000" else Cleaned(text)
        if _TEMPORARY.fullmatch(text):
            return Rejected("temporary: TN numbers identify nobody")
        return absent(raw.strip()) or Rejected("shape: expected two letters, six digits, A to D", self._misread(text))

    def format(self, value: str) -> str:
        """In pairs, as on letters."""
        return " ".join(value[place : place + 2] for place in range(0, len(value), 2))

    def key(self, value: str) -> str:
        """Without the suffix."""
        return value[:8]

    def compare(self, a: str, b: str) -> Agreement:
        """Compatible when one lacks its suffix, near when the suffixes differ."""
        if a == b or a[:8] != b[:8]:
            return super().compare(a, b)
        return Agreement.COMPATIBLE if len(a) != len(b) else Agreement.NEAR

    def specificity(self, value: str) -> float:
        """Nearly whole without its suffix."""
        return 1.0 if len(value) == 9 else 0.95

    def _misread(self, text: str) -> tuple[str, ...]:
        if len(text) not in (8, 9):
            return ()
        meant = text[:2].translate(_LETTERS_FOR_DIGITS) + text[2:8].translate(DIGIT_FOR_LETTER) + text[8:]
        return accepted([meant], self.clean) if meant != text else ()
