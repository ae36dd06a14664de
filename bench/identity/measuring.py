"""One set, trained without labels, resolved with the thresholds of every set, and held against its truth."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from time import process_time
from typing import NamedTuple

from bench.identity.sets import TruthSet
from pole.identity.person.candidates import Pair, index_of
from pole.identity.person.clustering import resolve
from pole.identity.person.training import train
from pole.identity.person.truth import Score, calibration, score, wrongly_joined
from pole.identity.person.weighing import Weigher


class Measured(NamedTuple):
    """Shares between 0 and 1, seconds of processor time."""

    records: int
    candidates: float
    """A record."""
    recall_of_candidates: float
    joined: Score
    reviewed: Score
    wrongly: dict[str, float]
    """Look-alikes joined by themselves or in review, by kind."""
    calibration: float
    """Mean distance between predicted and observed share of right edges, by bins of ten, weighted by edges."""
    training: float
    resolving: float


def measure(held: TruthSet) -> Measured:
    """Everything about one set."""
    begun = process_time()
    model = train(held.profiles)
    trained = process_time()
    weigher = Weigher(model)
    pairs = index_of(held.profiles).pairs()
    weighed = {(a, b): weigher.weigh(held.profiles[a], held.profiles[b]) for a, b in pairs}
    found = resolve(held.profiles, {pair: one.weight for pair, one in weighed.items()}, model.thresholds)
    resolved = process_time()
    true = _true_pairs(held.truth)
    bins = calibration((one.probability, pair in true) for pair, one in weighed.items())
    return Measured(
        records=len(held.profiles),
        candidates=len(pairs) / len(held.profiles),
        recall_of_candidates=len(true & pairs) / len(true),
        joined=score(held.truth, found.joined),
        reviewed=score(held.truth, found.reviewed),
        wrongly={
            kind: wrongly_joined(held.truth, found.reviewed, look_alike)
            for kind, look_alike in sorted(held.look_alikes.items())
        },
        calibration=sum(b.edges * abs(b.predicted - b.observed) for b in bins) / max(sum(b.edges for b in bins), 1),
        training=trained - begun,
        resolving=resolved - trained,
    )


def _true_pairs(truth: dict[str, str]) -> set[Pair]:
    members: dict[str, list[str]] = defaultdict(list)
    for record in sorted(truth):
        members[truth[record]].append(record)
    return {pair for held in members.values() for pair in combinations(held, 2)}
