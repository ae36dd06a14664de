"""Letters that not every system can write."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_STROKES = str.maketrans("łŁøØđĐ", "lLoOdD")
_LETTERS = re.compile(r"[^A-Za-z]")


@cache
def unaccented(text: str) -> str:
    """Without accents and strokes: Łukasz is Lukasz."""
    split = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return "".join(letter for letter in split if not unicodedata.combining(letter))


@cache
def plain(text: str) -> str:
    """Nothing but the letters A to Z."""
    return _LETTERS.sub("", unaccented(text))
