"""Why two records are one person, or are not, and what would be so if something were not there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from pole.identity.person.candidates import Pair
from pole.identity.person.clustering import NONE_MADE, Decisions, Resolution, resolve
from pole.identity.person.comparisons import COMPARISONS
from pole.identity.person.conflicts import conflict
from pole.identity.person.model import Thresholds
from pole.identity.person.profile import Profile
from pole.identity.person.weighing import Weighed

_WORDS = {comparison.name: comparison.words for comparison in COMPARISONS}


class Line(NamedTuple):
    """One part of a weight in words: `surname: the same`, and its bits."""

    words: str
    bits: float


def lines(weighed: Weighed) -> list[Line]:
    """The prior and every part; their sum is the weight."""
    parts = [Line(f"{p.comparison}: {_WORDS[p.comparison](p.answer)}", p.weight + p.rarity) for p in weighed.parts]
    return [Line("two records taken at random", weighed.prior), *parts]


def chain(edges: Mapping[Pair, float], members: Collection[str], a: str, b: str) -> list[Pair]:
    """The way from one record to another, within a person, whose weakest edge is strongest; empty where there is none.

    Each pair stands as it is walked, the first from `a`.
    """
    reached: dict[str, list[Pair]] = {record: [] for record in members}
    group = {record: {record} for record in members}
    for (one, other), _ in sorted(edges.items(), key=lambda edge: (-edge[1], edge[0])):
        if one in reached and other in reached and group[one] is not group[other]:
            reached[one].append((one, other))
            reached[other].append((other, one))
            group[one] |= group[other]
            for record in group[other]:
                group[record] = group[one]
            if a in group[one] and b in group[one]:
                return _walk(reached, a, b)
    return []


def _walk(tree: Mapping[str, list[Pair]], a: str, b: str) -> list[Pair]:
    ways: dict[str, list[Pair]] = {a: []}
    waiting = [a]
    for record in waiting:
        for step in tree[record]:
            if step[1] not in ways:
                ways[step[1]] = [*ways[record], step]
                waiting.append(step[1])
    return ways[b]


def why_apart(
    profiles: Mapping[str, Profile], edges: Mapping[Pair, float], resolution: Resolution, pair: Pair, least: float
) -> str:
    """Why two records are not one person, the strongest reason first."""
    persons = resolution.reviewed
    wanted = {persons[pair[0]], persons[pair[1]]}
    for refusal in resolution.refusals:
        if {persons[record] for record in refusal.pair} == wanted:
            return refusal.why
    against = conflict(profiles[pair[0]], profiles[pair[1]])
    if against:
        return against
    weight = edges.get((min(pair), max(pair)))
    if weight is None:
        return "they have nothing in common that records are sought by"
    return f"the evidence weighs {weight:.1f} bits, and {least:.1f} are wanted"


def without(
    profiles: Mapping[str, Profile],
    edges: Mapping[Pair, float],
    thresholds: Thresholds,
    gone: str,
    decisions: Decisions = NONE_MADE,
) -> Resolution:
    """What would be so if a record had never been there: of its own person, and of those that it may have kept apart."""
    return resolve(
        {record: profile for record, profile in profiles.items() if record != gone},
        {pair: weight for pair, weight in edges.items() if gone not in pair},
        thresholds,
        decisions,
    )
