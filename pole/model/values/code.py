"""Coded values: one code of a scheme, with its label and the days between which it was in use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple, Protocol, TypeAlias

from pole.model.values.absence import UNKNOWN, absent
from pole.model.values.outcome import Absent, Agreement, Cleaned, Outcome, Rejected


class CodeTerm(Protocol):
    """What a scheme says of one code. The vocabulary's codes are such terms."""

    @property
    def label(self) -> str:
        """What the code stands for, in words."""
        ...

    @property
    def also(self) -> tuple[str, ...]:
        """Other spellings that sources use for it."""
        ...

    @property
    def from_(self) -> str | None:
        """Day from which it was in use, as far as known (YYYY-MM-DD)."""
        ...

    @property
    def to(self) -> str | None:
        """Last day of use; the code stays readable after it."""
        ...


class CodeEntry(NamedTuple):
    """A code's term, written by hand."""

    label: str
    also: tuple[str, ...] = ()
    from_: str | None = None
    to: str | None = None


Scheme: TypeAlias = Mapping[str, str] | Mapping[str, CodeTerm]
"""Code to label, or to a term with other spellings and dates."""

_UNKNOWN_LABELS: Final = frozenset(("unknown", "not known"))
_LONGEST_SHOWN = 40


class Code:
    """A value of one code scheme; the value is the code as the scheme writes it.

    Codes are matched in any case; other spellings and labels are understood as their code. A code whose label is
    "Unknown" or "Not known" is an absent value, said to be unknown, so that two unknowns never agree. A code that the
    scheme lacks is rejected as unmapped and stays on the record. A code is read whatever its dates: `in_use` tells.
    """

    name = "code"

    def __init__(self, scheme: Scheme) -> None:
        self.terms: Mapping[str, CodeTerm] = {
            code: CodeEntry(term) if isinstance(term, str) else term for code, term in scheme.items()
        }
        self._known = _spellings(self.terms)

    def clean(self, raw: str) -> Outcome:
        """The scheme's own code, or `unmapped code`."""
        known = self._known.get(raw)
        if known is not None:
            return known
        text = raw.strip()
        known = self._known.get(text) or self._known.get(text.casefold())
        return known or absent(text) or Rejected(f"unmapped code: {text[:_LONGEST_SHOWN]}")

    def format(self, value: str) -> str:
        """The label, where it is understood as this code again; else the code."""
        term = self.terms.get(value)
        return term.label if term is not None and self.clean(term.label) == Cleaned(value) else value

    def key(self, value: str) -> str:
        """The label, case folded, so that codes of different schemes agree when they say the same."""
        term = self.terms.get(value)
        return value.casefold() if term is None else term.label.casefold()

    def compare(self, a: str, b: str) -> Agreement:
        """Same or different: codes have no near misses."""
        return Agreement.SAME if self.key(a) == self.key(b) else Agreement.DIFFERENT

    def specificity(self, value: str) -> float:
        """Always 1."""
        del value
        return 1.0

    def sought_by(self, value: str) -> tuple[tuple[str, str], ...]:
        """The code as one word."""
        return (("", code_word(value)),)

    def in_use(self, value: str, day: str) -> bool:
        """Whether a code was in use on a day (YYYY-MM-DD), as far as its scheme says."""
        term = self.terms[value]
        return (term.from_ or "") <= day and (term.to is None or day <= term.to)


def code_word(value: str) -> str:
    """The word by which a code is asked for."""
    return "-".join(value.casefold().split())


def _spellings(terms: Mapping[str, CodeTerm]) -> dict[str, Cleaned | Absent]:
    """Every spelling to its outcome: codes before other spellings, and those before labels that only one code has."""
    outcomes = {
        code: UNKNOWN if term.label.casefold() in _UNKNOWN_LABELS else Cleaned(code) for code, term in terms.items()
    }
    labels = Counter(term.label.casefold() for term in terms.values())
    known: dict[str, Cleaned | Absent] = {}
    for code, term in terms.items():
        if labels[term.label.casefold()] == 1:
            known[term.label.casefold()] = outcomes[code]
    for code, term in terms.items():
        known.update((spelling.casefold(), outcomes[code]) for spelling in term.also)
    known.update((code.casefold(), outcomes[code]) for code in terms)
    known.update(outcomes)
    return known
