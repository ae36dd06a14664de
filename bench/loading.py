"""Elements (nodes and relationships) a second, from the files of a force to a sound store.

Rival in the same run: the bare driver writing the very same rows under the same schema. Everything that a load does
besides writing is what the ratio shows: reading, cleaning, identity, asking what is held, the ledger, the lease.
The sides run by turns, so that neither gains from a server that grows warmer.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench import bare_neo4j, bare_sqlite, force
from bench.clock import Clock
from bench.places import neo4j_store, server, sqlite_store
from bench.ratio import Ratio, Ratios, at_least
from tests.server.server import Neo4jServer

GOAL = at_least(0.9)
PEOPLE, PEOPLE_QUICK = 30_000, 5_000
WARMING = 4_000
"""People of the force that warms a server up, both ways."""


def on_sqlite(quick: bool) -> Ratios:
    """For information: there is no server to wait for, so what we do ourselves is most of it."""
    with TemporaryDirectory(prefix="pole-bench-") as name:
        folder = Path(name)
        files = force.extracts(folder, PEOPLE_QUICK if quick else PEOPLE)
        ours, bare = Clock(), Clock()
        loaded = folder / "ours.db"
        with sqlite_store(loaded) as store, ours.running():
            rows = force.load(store, files)
        bare_sqlite.write(loaded, folder / "bare.db", bare)
        elements = bare_sqlite.count(loaded)
        size = loaded.stat().st_size
    yield from _speeds("SQLite", elements, (ours, bare), "executemany of the same rows", goal=False)
    yield Ratio("SQLite: load, processor time", "ms/row", ours.cpu / rows * 1e3)
    yield Ratio("SQLite: file", "bytes/element", size / elements)


class Clocks(NamedTuple):
    """Of our load, and of the rival's two ways of writing."""

    ours: Clock
    maps: Clock
    values: Clock


def on_neo4j(quick: bool) -> Ratios:
    """Warm server."""
    with TemporaryDirectory(prefix="pole-bench-") as name, server() as running:
        folder = Path(name)
        _by_turns(running, folder, force.extracts(folder, WARMING), Clocks(Clock(), Clock(), Clock()), rounds=1)
        files = force.extracts(folder, PEOPLE_QUICK if quick else PEOPLE)
        clocks = Clocks(Clock(), Clock(), Clock())
        rounds = 1 if quick else 2
        elements = rounds * _by_turns(running, folder, files, clocks, rounds)
    yield from _speeds("Neo4j", elements, (clocks.ours, clocks.maps), "driver, UNWIND of the same rows", goal=True)
    yield from _speeds("Neo4j", elements, (clocks.ours, clocks.values), "the same, rows as values in order", goal=False)


def _by_turns(running: Neo4jServer, folder: Path, files: Path, clocks: Clocks, rounds: int) -> int:
    """Load, then write barely in both ways; so many times. How many elements one load makes."""
    elements, piles = 0, list[bare_neo4j.Pile]()
    with TemporaryDirectory(dir=folder) as pile, running.driver() as driver:
        for _ in range(rounds):
            with neo4j_store(running) as store, clocks.ours.running():
                force.load(store, files)
            elements = bare_neo4j.count(driver)
            piles = piles or bare_neo4j.pile_up(driver, Path(pile) / "rows")
            for clock in (clocks.maps, clocks.values):
                running.wipe()
                written = bare_neo4j.write(driver, piles, clock, as_maps=clock is clocks.maps)
                assert written == elements, f"{written} elements written, {elements} loaded"
    return elements


def _speeds(where: str, elements: int, clocks: tuple[Clock, Clock], rival: str, *, goal: bool) -> Iterator[Ratio]:
    ours, bare = clocks
    yield Ratio(
        f"{where}: {elements:,} elements loaded", "elements/s",
        elements / ours.wall, elements / bare.wall, rival, GOAL if goal else None,
    )  # fmt: skip
    yield Ratio(f"{where}: the same, processor time", "elements/CPU-s", elements / ours.cpu, elements / bare.cpu, rival)
    for what, mine, theirs in (("client", ours.own, bare.own), ("server", ours.servers, bare.servers)):
        if theirs:
            yield Ratio(f"… of it: {what}", "CPU-µs/element", mine / elements * 1e6, theirs / elements * 1e6, rival)
