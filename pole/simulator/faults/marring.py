"""How a text is spoiled: the wrong check letter, day and month swapped, a placeholder, a code that is in no list."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate
from typing import TypeAlias

Mar: TypeAlias = Callable[[str], str | None]
"""Gives the spoiled text; None for a text that cannot be spoiled so that it shows."""

_NEXT_DIGIT = str.maketrans("0123456789", "1234567890")
_CHECK_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
"""Those of PNC IDs, CRO numbers and arrest numbers."""
_PARTS = re.compile("DD|MON|MM|.")


def check_letter(text: str) -> str | None:
    """A number that ends in a check letter, with the next letter in its place."""
    letter = text[-1:]
    if letter not in _CHECK_LETTERS or not letter:
        return None
    return text[:-1] + _CHECK_LETTERS[(_CHECK_LETTERS.index(letter) + 1) % len(_CHECK_LETTERS)]


def check_digit(text: str) -> str | None:
    """A number that ends in a check digit, with the next digit in its place."""
    return text[:-1] + text[-1].translate(_NEXT_DIGIT) if text[-1:].isdigit() else None


def day_and_month(layout: str) -> Mar:
    """A date, written like `DD-MON-YYYY`, with day and month in each other's place, where that is no date and so shows."""
    parts = _PARTS.findall(layout)
    day, month = parts.index("DD"), parts.index("MON" if "MON" in parts else "MM")

    def swapped(text: str) -> str | None:
        if len(text) != len(layout):
            return None
        ends = list(accumulate(map(len, parts)))
        pieces = [text[end - len(part) : end] for part, end in zip(parts, ends, strict=True)]
        pieces[day], pieces[month] = pieces[month], pieces[day]
        return "".join(pieces) if int(pieces[month]) > 12 else None

    return swapped


def becomes(code: str) -> Mar:
    """A code that is in no list, for one that is."""
    return lambda text: code if text and text != code else None


def fills(placeholder: str) -> Mar:
    """A placeholder, for a date or number."""
    return lambda text: placeholder if text[-1:].isdigit() and text != placeholder else None
