"""Yes or no."""

from __future__ import annotations

from typing import Final

from pole.model.values.absence import UNKNOWN, absent
from pole.model.values.outcome import Agreement, Cleaned, Exact, Outcome, Rejected

_TRUE: Final = Cleaned("true")
_FALSE: Final = Cleaned("false")
_WORDS: Final[dict[str, Outcome]] = {
    **dict.fromkeys(("Y", "YES", "TRUE", "T", "1", "-1", "ON"), _TRUE),
    **dict.fromkeys(("N", "NO", "FALSE", "F", "0", "OFF"), _FALSE),
    **dict.fromkeys(("U", "D/K", "DK", "DON'T KNOW"), UNKNOWN),
}


class Boolean(Exact):
    """`true` or `false`. Y, yes, T, 1 and -1 (older databases' true) are true; U is unknown."""

    name = "boolean"

    def clean(self, raw: str) -> Outcome:
        """`true` or `false`, or why not: shape."""
        text = raw.strip()
        return _WORDS.get(text.upper()) or absent(text) or Rejected("shape: expected yes or no")

    def format(self, value: str) -> str:
        """Yes or No."""
        return "Yes" if value == "true" else "No"

    def compare(self, a: str, b: str) -> Agreement:
        """Same or different."""
        return Agreement.SAME if a == b else Agreement.DIFFERENT
