"""How right a resolution is, held against a truth: pairs, records, look-alikes, calibration."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Any, NamedTuple


class Rates(NamedTuple):
    """Shares between 0 and 1. Of nothing predicted the precision is 1, of nothing true the recall."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


class Score(NamedTuple):
    """A partition against the truth."""

    pairwise: Rates
    """Over pairs of records: large persons dominate."""
    b_cubed: Rates
    """The same asked of each record and averaged: every record counts once."""
    mixed: int
    """Predicted persons that hold more than one real one: the costly error."""
    split: int
    """Real persons spread over several predicted ones."""


def score(truth: Mapping[str, Hashable], predicted: Mapping[str, Hashable]) -> Score:
    """Both map records to persons. A record that is not predicted counts as a person of its own."""
    pairs = [(person, predicted.get(record, ("alone", record))) for record, person in truth.items()]
    joint, true, found = Counter(pairs), Counter(t for t, _ in pairs), Counter(p for _, p in pairs)
    right = _pairs(joint)
    return Score(
        Rates(_share(right, _pairs(found)), _share(right, _pairs(true))),
        Rates(
            _share(sum(n * n / found[p] for (_, p), n in joint.items()), len(pairs)),
            _share(sum(n * n / true[t] for (t, _), n in joint.items()), len(pairs)),
        ),
        sum(n > 1 for n in Counter(p for _, p in joint).values()),
        sum(n > 1 for n in Counter(t for t, _ in joint).values()),
    )


def wrongly_joined(
    truth: Mapping[str, Hashable], predicted: Mapping[str, Hashable], pairs: Iterable[tuple[Hashable, Hashable]]
) -> float:
    """Of pairs of different persons who look alike: the share that ended in one predicted person; 0 of no pairs."""
    held: dict[Hashable, set[Hashable]] = defaultdict(set)
    for record, person in truth.items():
        held[person].add(predicted.get(record, ("alone", record)))
    together = [bool(held[a] & held[b]) for a, b in pairs if a in held and b in held]
    return sum(together) / max(len(together), 1)


class Bin(NamedTuple):
    """Edges of about one probability."""

    edges: int
    predicted: float
    observed: float


def calibration(edges: Iterable[tuple[float, bool]], bins: int = 10) -> list[Bin]:
    """(probability, whether it was right) in bins of equal width; empty bins are left out."""
    found: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for probability, right in edges:
        found[min(int(probability * bins), bins - 1)].append((probability, right))
    return [
        Bin(len(held), sum(p for p, _ in held) / len(held), sum(r for _, r in held) / len(held))
        for _, held in sorted(found.items())
    ]


def recall_by_group(
    truth: Mapping[str, Hashable], predicted: Mapping[str, Hashable], groups: Mapping[Hashable, str]
) -> dict[str, Score]:
    """The score of each group of real persons (an origin of names) by itself; what no group names is left out."""
    members: dict[str, dict[str, Hashable]] = defaultdict(dict)
    for record, person in truth.items():
        if person in groups:
            members[groups[person]][record] = person
    return {group: score(held, predicted) for group, held in sorted(members.items())}


def _pairs(counts: Mapping[Any, int]) -> int:
    return sum(n * (n - 1) // 2 for n in counts.values())


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0
