"""Court case reference of the Libra system: `YY/CCCC/NNNNNND`."""

from __future__ import annotations

import re
from typing import Final

from pole.model.values.absence import PLACEHOLDER, absent
from pole.model.values.check_letter import check_letter
from pole.model.values.outcome import Cleaned, Exact, Outcome, Rejected

_WRITTEN: Final = re.compile(r"([0-9]{2})/?([0-9]{4})/?([0-9]{1,6})([A-Z])")


class CourtReference(Exact):
    """Court case reference: year, court, serial padded to six, letter.

    The rule of its letter is inferred: int(year, court, six-digit serial) mod 23 fits 483 of 511 public examples. So a
    letter that does not fit lowers the specificity and is worth a warning, and never rejects the reference.
    """

    name = "court-reference"

    def clean(self, raw: str) -> Outcome:
        """`YY/CCCC/NNNNNND`, or why not: shape."""
        parts = _WRITTEN.fullmatch("".join(raw.split()).upper())
        if parts is None:
            return absent(raw.strip()) or Rejected("shape: expected YY/CCCC/NNNNNND")
        year, court, serial, letter = parts.groups()
        if int(serial) == 0:
            return PLACEHOLDER
        return Cleaned(f"{year}/{court}/{serial:0>6}{letter}")

    def specificity(self, value: str) -> float:
        """1 when the letter fits, 0.7 when it does not."""
        return 1.0 if letter_fits(value) else 0.7


def letter_fits(value: str) -> bool:
    """Whether the letter of a cleaned reference is the one that its digits ask for."""
    return check_letter(value[:-1].replace("/", "")) == value[-1]
