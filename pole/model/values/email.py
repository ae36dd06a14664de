"""E-mail addresses."""

from __future__ import annotations

import re
from typing import Final

from pole.model.values.absence import PLACEHOLDER, absent
from pole.model.values.near_miss import accepted
from pole.model.values.outcome import Cleaned, Exact, Outcome, Rejected

_ADDRESS: Final = re.compile(r"([^\s@<>,;:\"()\[\]\\]{1,64})@([^\W_](?:[\w-]*\.)+[^\W\d_]{2,63})")
_WRAPPED: Final = re.compile(r"(?:mailto:)?<?([^<>]*)>?", re.IGNORECASE)
_PLACEHOLDERS: Final = re.compile(
    r"(?:none|noemail|no-?email|unknown|na|n\.a|nil|test|x+)@.*|.*@(?:none|noemail|unknown|test)\..*", re.IGNORECASE
)
_LONGEST = 254


class Email(Exact):
    """An e-mail address. The value keeps the case of the part before the @; the key does not, as no provider does."""

    name = "email"

    def clean(self, raw: str) -> Outcome:
        """The address with its domain in lower case, or why not: shape."""
        text = raw.strip()
        parts = _ADDRESS.fullmatch(text) if len(text) <= _LONGEST else None
        if parts is None:
            return self._clean_wrapped(text)
        if _PLACEHOLDERS.fullmatch(text):
            return PLACEHOLDER
        return Cleaned(f"{parts[1]}@{parts[2].lower()}")

    def key(self, value: str) -> str:
        """All in lower case."""
        return value.lower()

    def _clean_wrapped(self, text: str) -> Outcome:
        nothing = absent(text)
        if nothing is not None:
            return nothing
        if len(text) > _LONGEST:
            return Rejected("shape: too long for an e-mail address")
        inner = _WRAPPED.fullmatch(text)
        if inner is not None and inner[1].strip() != text:
            return self.clean(inner[1])
        meant = "".join(text.split()).replace(",", ".").replace("'", "@" if "@" not in text else "'")
        return Rejected("shape: expected name@domain", accepted([meant], self.clean) if meant != text else ())
