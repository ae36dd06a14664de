"""The check letter of police numbers: a remainder by 23 written as a letter.

One wrong letter in 23 passes by chance, so a fitting letter is evidence and not proof.
"""

from __future__ import annotations

from typing import Final

LETTERS: Final = "ZABCDEFGHJKLMNPQRTUVWXY"
"""The letters for remainders 0 to 22. I, O and S never occur: they would be read as 1, 0 and 5."""


def check_letter(digits: str) -> str:
    """The letter that belongs to a row of ASCII digits."""
    return LETTERS[int(digits) % 23]


def expected(letter: str) -> str:
    """The words of a rejection for a letter that does not fit."""
    return f"check letter: expected {letter}"
