"""A loader that a test starts as a process of its own, and kills.

``python -m tests.stores.loading_process SEED BATCHES KIND ADDRESS [USER PASSWORD]`` loads a history from its
beginning, as any loader does after a fault, and prints a line after each batch.
"""

from __future__ import annotations

import sys
from random import Random

from pole.graph.lease import holder_text
from pole.graph.port import Store
from pole.ingest.ahead import with_next
from pole.ingest.plan import Planner
from pole.model.facts import Instant
from tests.stores.generate import Shape, history
from tests.stores.keepers import open_at

NOW: Instant = "2025-01-01T00:00:00Z"


def shape_of(batches: int) -> Shape:
    """Small rows, and many of them."""
    return Shape(batches, 8, 12)


def load_history(store: Store, seed: int, batches: int, say: bool = False) -> None:
    """Every batch from the first; those already in the store are known to it."""
    random = Random()
    plan = Planner(lambda vis: f"{random.getrandbits(80):020x}")
    with store.lease(holder_text(NOW)) as lease:
        for number, (batch, following) in enumerate(with_next(history(Random(seed), shape_of(batches)))):
            store.apply(lease, batch, plan, following)
            if say:
                print(number, flush=True)


def main(seed: str, batches: str, *keeper: str) -> None:
    """Load, saying so."""
    store = open_at(*keeper)
    load_history(store, int(seed), int(batches), say=True)
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
