"""VIN: vehicle identification number (ISO 3779), seventeen characters."""

from __future__ import annotations

import re
from typing import Final

from pole.model.values.absence import PLACEHOLDER, absent
from pole.model.values.near_miss import accepted
from pole.model.values.outcome import Cleaned, Exact, Outcome, Rejected

_SHAPE: Final = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_SEPARATORS: Final = re.compile(r"[\s\-*]+")
_MEANT: Final = str.maketrans("IOQ", "100")
_WORTH: Final = {
    **{str(digit): digit for digit in range(10)},
    **{letter: 1 + place for place, letter in enumerate("ABCDEFGH")},
    **{letter: 1 + place for place, letter in enumerate("JKLMN")},
    **{"P": 7, "R": 9},
    **{letter: 2 + place for place, letter in enumerate("STUVWXYZ")},
}  # fmt: skip
_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


class Vin(Exact):
    """Vehicle identification number: seventeen letters and digits without I, O and Q.

    The check digit in the ninth place binds North American makers only, so for vehicles seen here it informs
    (`check_digit_fits`) and never rejects. Chassis numbers from before 1981 are shorter and are rejected: keep them as
    an identifier.
    """

    name = "vin"

    def clean(self, raw: str) -> Outcome:
        """Seventeen capitals and digits, or why not: length or characters."""
        text = _SEPARATORS.sub("", raw).upper()
        if _SHAPE.fullmatch(text):
            return PLACEHOLDER if len(set(text)) == 1 else Cleaned(text)
        nothing = absent(raw.strip())
        if nothing is not None:
            return nothing
        if len(text) != 17:
            return Rejected(f"length: expected 17 characters, not {len(text)}")
        meant = text.translate(_MEANT)
        return Rejected("characters: no I, O or Q in a VIN", accepted([meant] if meant != text else [], self.clean))


def check_digit_fits(value: str) -> bool:
    """Whether the ninth character is the check digit of ISO 3779 / 49 CFR 565; says nothing on European makes."""
    remainder = sum(_WORTH[character] * weight for character, weight in zip(value, _WEIGHTS, strict=True)) % 11
    return value[8] == "0123456789X"[remainder]
