"""Candidates: which records are worth comparing. An inverted index from blocking keys to those who hold them.

A key that more than `cap` records hold says too little and finds nobody, and finds again when enough of them are gone:
what the index answers follows from what is in it, and not from the order of coming.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from pole.identity.person.keys import RULES, keys
from pole.identity.person.profile import Profile

CAP = 60
"""Holders of one key, at most; 12 candidates a record and 95 % of true pairs on police-like records."""

Pair = tuple[str, str]
"""Names of two records, the lesser first."""


class Index:
    """Who holds which key. Adding or removing one record costs its own thirty keys, whatever else is held."""

    def __init__(self, cap: int = CAP) -> None:
        self._cap = cap
        self._holders: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._keys: dict[str, tuple[tuple[str, str], ...]] = {}

    def add(self, record: str, profile: Profile) -> None:
        """Take a record in, in place of what was held under its name."""
        self.remove(record)
        self._keys[record] = tuple(keys(profile))
        for key in self._keys[record]:
            self._holders[key].add(record)

    def remove(self, record: str) -> None:
        """Forget a record; nothing of it stays."""
        for key in self._keys.pop(record, ()):
            holders = self._holders[key]
            holders.discard(record)
            if not holders:
                del self._holders[key]

    def candidates(self, record: str) -> set[str]:
        """Records that share a key with a record that is held."""
        found = {other for key in self._keys[record] for other in self._block(key)}
        return found - {record}

    def pairs(self) -> set[Pair]:
        """All candidates."""
        return {pair for key in self._holders for pair in combinations(sorted(self._block(key)), 2)}

    def rules(self) -> Iterator[tuple[str, set[Pair]]]:
        """The pairs that each rule finds, in the order of the rules."""
        for rule in RULES:
            yield (
                rule,
                {pair for key in self._holders if key[0] == rule for pair in combinations(sorted(self._block(key)), 2)},
            )

    def _block(self, key: tuple[str, str]) -> Collection[str]:
        holders = self._holders[key]
        return holders if len(holders) <= self._cap else ()


def index_of(profiles: Mapping[str, Profile], cap: int = CAP) -> Index:
    """All profiles in one index."""
    index = Index(cap)
    for record, profile in profiles.items():
        index.add(record, profile)
    return index


class RuleRecall(NamedTuple):
    """What one rule is good for, as far as can be told without knowing who is who."""

    rule: str
    pairs: int
    recall: float
    """Share of the pairs thought to be one person that it finds."""
    alone: int
    """How many of these no other rule finds."""


def estimated_recall(index: Index, alike: Iterable[Pair]) -> list[RuleRecall]:
    """Each rule against pairs that are thought to be one person: the joined pairs of a first resolution, or a truth."""
    sought = set(alike)
    found = dict(index.rules())
    times = Counter(pair for pairs in found.values() for pair in pairs & sought)
    return [
        RuleRecall(
            rule, len(pairs), len(pairs & sought) / max(len(sought), 1), sum(times[p] == 1 for p in pairs & sought)
        )
        for rule, pairs in found.items()
    ]
