"""Clusters: who is one person, from edges, decisions and thresholds alone.

Edges join from the strongest downward, so the outcome does not hang on the order in which anything came. What an edge
claims is weighed for the two groups that it would make one: of whom much is heard, a record more is likelier than of
somebody of whom nothing else is known; and what the groups state besides, without agreeing, speaks against it.

A join is refused where the two sides contradict each other, where a decision keeps them apart, where on the whole their
records speak against each other, and where a rival that contradicts one side has as good a claim to the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import product
from math import fsum, log2
from typing import Final, NamedTuple

from pole.identity.person.candidates import Pair
from pole.identity.person.comparisons import COMPARISONS, Comparison
from pole.identity.person.conflicts import conflict_of_groups, either_may_be_meant, tells_look_alikes_apart
from pole.identity.person.model import Thresholds
from pole.identity.person.profile import Profile

MOST_OPPOSED: Final = -25.0
"""Bits that one pair can speak against a join of two groups."""
RIVAL: Final = 2.0
"""Bits by which a claim must be better than that of a rival."""
MOST_FOR_SIZE: Final = 3.0
"""Bits, for or against, that it counts at most how often a person is heard of."""
SAID_BESIDES: Final = ("middle name", "phone", "e-mail", "address")
"""Comparisons that count against a join where both groups have an answer, all different, that the edge has not."""


class Decisions(NamedTuple):
    """What persons decided, of records."""

    same: frozenset[Pair] = frozenset()
    different: frozenset[Pair] = frozenset()


NONE_MADE: Final = Decisions()


class Refusal(NamedTuple):
    """An edge that was strong enough, and why it did not join."""

    pair: Pair
    weight: float
    why: str


class Resolution(NamedTuple):
    """Two partitions, the second coarser. A person is named by his least record."""

    joined: dict[str, str]
    """Record to person, by what joins by itself and by decisions."""
    reviewed: dict[str, str]
    """The same when every proposal for review is accepted."""
    proposals: list[Pair]
    """The edges that are put to a person, strongest first."""
    refusals: list[Refusal]
    contradictions: list[Pair]
    """Pairs decided *different* that other decisions make the same: neither is followed."""


def resolve(
    profiles: Mapping[str, Profile],
    edges: Mapping[Pair, float],
    thresholds: Thresholds,
    decisions: Decisions = NONE_MADE,
) -> Resolution:
    """Who is who among all profiles. Decisions on records that are not there are parked."""
    groups = _Groups(profiles, edges, thresholds)
    contradictions = groups.decide(decisions)
    telling = (edge for edge in edges.items() if edge[1] >= thresholds.review - MOST_FOR_SIZE)
    strongest = sorted(telling, key=lambda edge: (-edge[1], edge[0]))
    refusals: dict[Pair, Refusal] = {}
    groups.unite(strongest, thresholds.join, refusals)
    joined = groups.persons()
    proposals = groups.unite(strongest, thresholds.review, refusals)
    refused = [refusal for pair, refusal in refusals.items() if not groups.together(pair)]
    return Resolution(joined, groups.persons(), proposals, refused, contradictions)


_BESIDES: Final = tuple(comparison for comparison in COMPARISONS if comparison.name in SAID_BESIDES)


class _Groups:
    """Records in groups that know what speaks between them and other groups."""

    def __init__(self, profiles: Mapping[str, Profile], edges: Mapping[Pair, float], thresholds: Thresholds) -> None:
        self._thresholds = thresholds
        self._profiles = profiles
        self._group = {record: record for record in profiles}
        self._members = {record: [record] for record in profiles}
        self._kept_apart: dict[str, set[str]] = defaultdict(set)
        self._between: dict[str, dict[str, list[float]]] = defaultdict(dict)
        for (a, b), weight in edges.items():
            self._between[a][b] = self._between[b][a] = [weight]

    def together(self, pair: Pair) -> bool:
        return self._group[pair[0]] == self._group[pair[1]]

    def persons(self) -> dict[str, str]:
        """Each group by its least record."""
        names = {group: min(members) for group, members in self._members.items()}
        return {record: names[group] for record, group in self._group.items()}

    def decide(self, decisions: Decisions) -> list[Pair]:
        """Follow decisions; those that contradict each other are left and returned."""
        live = [
            sorted(pair for pair in pairs if pair[0] in self._group and pair[1] in self._group)
            for pairs in (decisions.same, decisions.different)
        ]
        said = components(live[0])
        contradictions = [(a, b) for a, b in live[1] if a in said and said[a] == said.get(b)]
        void = {said[a] for a, _ in contradictions}
        for pair in live[0]:
            if said[pair[0]] not in void:
                self.join(pair)
        for a, b in live[1]:
            if (a, b) not in contradictions:
                self._kept_apart[self._group[a]].add(self._group[b])
                self._kept_apart[self._group[b]].add(self._group[a])
        return contradictions

    def unite(self, strongest: Iterable[tuple[Pair, float]], least: float, refusals: dict[Pair, Refusal]) -> list[Pair]:
        """Join what claims at least so much and meets no objection; what did, strongest first."""
        made: list[Pair] = []
        for pair, weight in strongest:
            if weight < least - MOST_FOR_SIZE:
                break
            if self.together(pair):
                continue
            why = self._too_little(pair, weight, least) or self._objection(pair, weight)
            if not why:
                self.join(pair)
                made.append(pair)
            elif weight >= least:
                refusals[pair] = Refusal(pair, weight, why)
        return made

    def _too_little(self, pair: Pair, weight: float, least: float) -> str:
        a, b = (self._group[record] for record in pair)
        claim = weight + self._heard_of(a, b)
        if claim < least:
            return "little is heard of either, so more is wanted"
        return "what else is known of the two differs" if claim + self._said_besides(pair, a, b) < least else ""

    def _heard_of(self, a: str, b: str) -> float:
        """Bits by which it is likelier to hear once more of somebody with so many records than of a usual person."""
        if not self._thresholds.usual:
            return 0.0
        records = max(len(self._members[a]), len(self._members[b]))
        return max(-MOST_FOR_SIZE, min(MOST_FOR_SIZE, log2(records / self._thresholds.usual)))

    def _said_besides(self, pair: Pair, a: str, b: str) -> float:
        """Bits against one person by what the groups answer, always differently, and this pair does not."""
        one, other = (self._profiles[record] for record in pair)
        return fsum(
            self._thresholds.unlike.get(comparison.name, 0.0)
            for comparison in _BESIDES
            if comparison.answer(one, other) is None and self._differ(comparison, a, b)
        )

    def _differ(self, comparison: Comparison, a: str, b: str) -> bool:
        stated = False
        for one, other in product(self._profiles_of(a), self._profiles_of(b)):
            answer = comparison.answer(one, other)
            if answer is not None and not comparison.differs(answer):
                return False
            stated = stated or answer is not None
        return stated

    def _objection(self, pair: Pair, weight: float) -> str:
        """Why two groups may not be one, in words; empty where they may."""
        a, b = (self._group[record] for record in pair)
        if b in self._kept_apart[a]:
            return "decided to be different"
        why = self._conflict(a, b)
        if why:
            return why
        said = self._between[a][b]
        if fsum(max(bits, MOST_OPPOSED) for bits in said) < 0:
            return "most of the records speak against it"
        return self._rival(a, b, weight) or self._rival(b, a, weight)

    def _profiles_of(self, group: str) -> list[Profile]:
        return [self._profiles[record] for record in self._members[group]]

    def _conflict(self, a: str, b: str) -> str:
        return conflict_of_groups(self._profiles_of(a), self._profiles_of(b))

    def _rival(self, a: str, b: str, weight: float) -> str:
        """Whether a look-alike of `b` has as good a claim to `a`."""
        group = self._profiles_of(a)
        if tells_look_alikes_apart(group):
            return ""
        for other, said in sorted(self._between[a].items()):
            claim = other != b and max(said) > weight - RIVAL
            if claim and either_may_be_meant(group, self._conflict(other, b)):
                return "somebody else has as good a claim"
        return ""

    def join(self, pair: Pair) -> None:
        """Make two groups one; the lesser moves."""
        a, b = sorted((self._group[record] for record in pair), key=lambda group: (-len(self._members[group]), group))
        if a == b:
            return
        moved = self._members.pop(b)
        self._members[a] += moved
        for record in moved:
            self._group[record] = a
        for other in self._kept_apart.pop(b, set()):
            self._kept_apart[other].remove(b)
            self._kept_apart[other].add(a)
            self._kept_apart[a].add(other)
        for other, said in self._between.pop(b, {}).items():
            del self._between[other][b]
            if other != a:
                together = self._between[a].get(other, []) + said
                self._between[a][other] = self._between[other][a] = together


def components(pairs: Iterable[Pair]) -> dict[str, str]:
    """Each record that a pair names, by the least record that it hangs together with."""
    group: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    for a, b in pairs:
        one, other = sorted(group.setdefault(record, record) for record in (a, b))
        if one != other:
            moved = members.pop(other, [other])
            members[one] = members.get(one, [one]) + moved
            group |= dict.fromkeys(moved, one)
    return group
