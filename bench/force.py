"""A simulated force as a load takes it: the full extracts of crimes and of child protection."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pole.graph.port import Store
from pole.ingest.files import share_out
from pole.ingest.load import Loader
from pole.ingest.shape.source import CompiledSource
from pole.ingest.sources import compiled_sources
from pole.model.vocabulary import load_vocabulary
from pole.simulator import simulate

SEED = 7
DAYS = 1
"""The full extracts alone: a day's delta is a handful of rows in many files, and measures the overhead of a batch."""


@cache
def sources() -> Mapping[str, CompiledSource]:
    """Every source, compiled once."""
    return compiled_sources(load_vocabulary())


def extracts(folder: Path, people: int) -> Path:
    """A folder with the extracts of a force of so many people."""
    into = folder / f"force-{people}"
    if not into.exists():
        simulate(into, people, SEED, DAYS)
    return into


def load(store: Store, files: Path) -> int:
    """Load all of it as in production, and say how many rows were read."""
    for name, paths in share_out(sources().values(), [files]).items():
        sheet = Loader(store).load(sources()[name], paths)
        assert sheet.complete, f"{name} is not complete"
    return sum(batch.counts.get("read", 0) for batch in store.batches())
