"""Free text, and opaque numbers of sources."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from pole.model.making import new
from pole.model.values.absence import absent
from pole.model.values.outcome import Agreement, Cleaned, Exact, Outcome

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2060\ufeff\ud800-\udfff]+")
_LINE_END: Final = re.compile(r"\r\n?|[\u2028\u2029]")


def tidy(raw: str) -> str:
    """A text without control characters and invisible marks, in composed form, lines ended by \\n, ends stripped."""
    if raw.isascii() and raw.isprintable():
        return raw.strip()
    return unicodedata.normalize("NFC", _CONTROL.sub("", _LINE_END.sub("\n", raw))).strip()


def one_line(raw: str) -> str:
    """A tidy text with every run of white space made one space."""
    if raw.isascii() and raw.isprintable() and "  " not in raw:
        return raw.strip()
    return " ".join(tidy(raw).split())


class Text(Exact):
    """Words, kept as written. Two texts agree when only case and white space differ."""

    name = "text"

    def clean(self, raw: str) -> Outcome:
        """The tidy text; never rejected."""
        text = tidy(raw)
        return absent(text) or new(Cleaned, (text, None))

    def key(self, value: str) -> str:
        """Case folded, white space evened."""
        return " ".join(value.casefold().split())

    def compare(self, a: str, b: str) -> Agreement:
        """Compatible when one text holds the other."""
        first, second = self.key(a), self.key(b)
        if first != second and (first in second or second in first):
            return Agreement.COMPATIBLE
        return super().compare(a, b)


class Identifier(Exact):
    """A number that a source gives to its own things: nothing is known of its shape, so only its ends are trimmed."""

    name = "identifier"

    def clean(self, raw: str) -> Outcome:
        """The text on one line; never rejected."""
        text = one_line(raw)
        return absent(text) or new(Cleaned, (text, None))

    def key(self, value: str) -> str:
        """In capitals."""
        return value.upper()
