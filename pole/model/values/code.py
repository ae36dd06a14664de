"""Coded values: one code of a scheme, with its label and the dates between which it was in use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple, TypeAlias

from pole.model.values.absence import UNKNOWN, absent
from pole.model.values.outcome import Absent, Agreement, Cleaned, Outcome, Rejected


class CodeEntry(NamedTuple):
    """What a code stands for. `begins` and `ends` are moments; a code that has ended stays readable.

    `means` is what codes of different schemes have in common when their labels differ; without it the label is.
    """

    label: str
    begins: str | None = None
    ends: str | None = None
    means: str | None = None


Scheme: TypeAlias = Mapping[str, str | CodeEntry]
"""Code to label, or to an entry with dates."""

_UNKNOWN_LABELS: Final = frozenset(("unknown", "not known"))
_LONGEST_SHOWN = 40


class Code:
    """A value of one code scheme; the value is the code as the scheme writes it.

    Received codes are matched in any case, and a label is understood as its code. A code whose label is "Unknown" is an
    absent value, said to be unknown. A code that the scheme lacks is rejected as unmapped and stays on the record.
    """

    name = "code"

    def __init__(self, scheme: Scheme) -> None:
        self.scheme: Mapping[str, CodeEntry] = {
            code: CodeEntry(entry) if isinstance(entry, str) else entry for code, entry in scheme.items()
        }
        counted = Counter(entry.label.casefold() for entry in self.scheme.values())
        self._unique = {code for code, entry in self.scheme.items() if counted[entry.label.casefold()] == 1}
        self._known: dict[str, Cleaned | Absent] = {}
        for code in self._unique:
            self._known[self.scheme[code].label.casefold()] = self._outcome(code)
        for code in reversed(tuple(self.scheme)):
            self._known[code.casefold()] = self._outcome(code)
        for code in self.scheme:
            self._known[code] = self._outcome(code)

    def clean(self, raw: str) -> Outcome:
        """The scheme's own code, or `unmapped code`."""
        known = self._known.get(raw)
        if known is not None:
            return known
        text = raw.strip()
        known = self._known.get(text) or self._known.get(text.casefold())
        return known or absent(text) or Rejected(f"unmapped code: {text[:_LONGEST_SHOWN]}")

    def format(self, value: str) -> str:
        """The label, where only this code has it; else the code."""
        if value not in self._unique:
            return value
        label = self.scheme[value].label
        return label if self._known.get(label, self._known.get(label.casefold())) == Cleaned(value) else value

    def key(self, value: str) -> str:
        """What the code means, so that codes of different schemes agree when they say the same."""
        entry = self.scheme.get(value)
        return value.casefold() if entry is None else (entry.means or entry.label).casefold()

    def compare(self, a: str, b: str) -> Agreement:
        """Same or different: codes have no near misses."""
        return Agreement.SAME if self.key(a) == self.key(b) else Agreement.DIFFERENT

    def specificity(self, value: str) -> float:
        """Always 1."""
        del value
        return 1.0

    def _outcome(self, code: str) -> Cleaned | Absent:
        entry = self.scheme[code]
        return UNKNOWN if (entry.means or entry.label).casefold() in _UNKNOWN_LABELS else Cleaned(code)
