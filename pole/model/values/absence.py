"""Texts that state nothing: what people and systems type when there is nothing to type.

The words were seen in police, court and hospital extracts. A word means *unknown* when somebody says that it is not
known, and *placeholder* when it only fills the field.
"""

from __future__ import annotations

import re
from typing import Final

from pole.model.values.outcome import Absent

BLANK: Final = Absent("blank")
UNKNOWN: Final = Absent("unknown")
PLACEHOLDER: Final = Absent("placeholder")

UNKNOWN_WORDS: Final = (
    "UNKNOWN", "UNKNOWN.", "NOT KNOWN", "UNKNWON", "UNKOWN", "UNK", "N/K", "NK", "N.K.", "N.K", "U/K", "?UNKNOWN",
    "UNSPECIFIED", "NOT SPECIFIED",
)  # fmt: skip
PLACEHOLDER_WORDS: Final = (
    "NOT ENTERED", "NOT RECORDED", "NOT PROVIDED", "NOT GIVEN", "NOT APPLICABLE", "NOT AVAILABLE", "N/A", "N.A.",
    "N\\A", "TBC", "TBA", "T.B.C.", "TO BE CONFIRMED", "(NULL)", "<NULL>", "#N/A", "#REF!", "#VALUE!", "XXX", "XXXX",
)  # fmt: skip
WRITTEN_BY_PROGRAMS: Final = frozenset(("NULL", "NaN", "nan", "None"))
"""In just this case: Null and Nan, so written, are names that people bear."""
MIGRATION_PREFIXES: Final = ("MIG_ERROR_", "DUPLICATE_", "NO_SHOW_")

_WORDS: Final[dict[str, Absent]] = {
    **dict.fromkeys(UNKNOWN_WORDS, UNKNOWN),
    **dict.fromkeys(PLACEHOLDER_WORDS, PLACEHOLDER),
}
_BEGINNINGS: Final = frozenset(
    letter
    for word in (*UNKNOWN_WORDS, *PLACEHOLDER_WORDS, *WRITTEN_BY_PROGRAMS, *MIGRATION_PREFIXES)
    for letter in (word[0].upper(), word[0].lower())
)
"""Nearly every text begins otherwise, and states something."""
_NO_LETTER_OR_DIGIT: Final = re.compile(r"[\W_]*")


def absent(text: str) -> Absent | None:
    """Why a text, already stripped, states nothing; None when it states something."""
    if not text:
        return BLANK
    first = text[0]
    if first not in _BEGINNINGS and first.isalnum():
        return None
    upper = text.upper()
    if upper in _WORDS:
        return _WORDS[upper]
    if text in WRITTEN_BY_PROGRAMS or ("_" in text and upper.startswith(MIGRATION_PREFIXES)):
        return PLACEHOLDER
    if not first.isalnum() and _NO_LETTER_OR_DIGIT.fullmatch(text):
        return UNKNOWN if "?" in text else PLACEHOLDER
    return None
