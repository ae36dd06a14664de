"""Names of organisations."""

from __future__ import annotations

from typing import Final

from pole.model.values.absence import absent
from pole.model.values.folding import fold
from pole.model.values.outcome import Cleaned, Exact, Outcome, Rejected
from pole.model.values.text import one_line

_LEGAL_FORMS: Final = frozenset(("ltd", "limited", "plc", "llp", "llc", "inc", "cic", "co", "company"))
_LONGEST = 300


class Organisation(Exact):
    """A company, club, school, gang … as written. Legal form, `the` and `&` make no difference to the key."""

    name = "organisation"

    def clean(self, raw: str) -> Outcome:
        """The name on one line, or why not: length or characters."""
        text = one_line(raw)
        nothing = absent(text)
        if nothing is not None:
            return nothing
        if len(text) > _LONGEST:
            return Rejected("length: too long for a name")
        return Cleaned(text) if any(c.isalnum() for c in text) else Rejected("characters: no letter in it")

    def key(self, value: str) -> str:
        """Folded, `&` spelled out, without `the` before it and legal forms behind it."""
        words = fold(value.replace("&", " and ")).split()
        if len(words) > 1 and words[0] == "the":
            del words[0]
        while len(words) > 1 and words[-1] in _LEGAL_FORMS:
            del words[-1]
        return " ".join(words)
