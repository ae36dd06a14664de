"""Two worlds side by side: one with everything, one without what lies above a visibility."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from random import Random
from shutil import copyfile
from typing import Protocol, TypeAlias

from pole.graph.changes import Batch, Changes, Current, Plan
from pole.graph.port import Lease, Store, StoreReader
from pole.graph.rows import SameRow, SourceEntry
from pole.ingest.plan import Planner
from pole.model.facts import Id
from pole.model.marking import Marking, visibility
from pole.stores import bolt, sqlite
from tests.access.histories import at_or_below, projected
from tests.server.bolt import BoltServer
from tests.stores.memory import MemoryStore

MakePlan: TypeAlias = Callable[[], Plan]
"""A plan for one world. Two worlds draw the same ids in each visibility."""


class Holding(Protocol):
    """What every store has, the one of plain dictionaries too."""

    def dump(self, visibilities: frozenset[int] | None = None, exact: bool = False) -> Iterator[str]:
        """`pole.graph.dump`."""
        ...

    def same(self, visibilities: frozenset[int]) -> list[SameRow]:
        """`pole.graph.port.Store.same`."""
        ...

    def conflicts(self, entities: Sequence[Id], visibilities: frozenset[int]) -> dict[Id, frozenset[str]]:
        """`pole.graph.port.Store.conflicts`."""
        ...

    def existence(self, keys: Sequence[str], visibilities: frozenset[int]) -> list[tuple[str, int]]:
        """`pole.graph.port.Store.existence`."""
        ...


class World(Protocol):
    """One store that is loaded batch by batch."""

    @property
    def store(self) -> Holding:
        """Where it is kept."""
        ...

    def take(self, batch: Batch, plan: Plan) -> None:
        """Load one batch."""
        ...

    def told(self, seen: frozenset[int]) -> list[str]:
        """All that the store holds and says in these visibilities, ids and times and order included."""
        ...

    def reader(self, seen: frozenset[int]) -> StoreReader:
        """A reader for these visibilities."""
        ...


NewWorld: TypeAlias = Callable[[], AbstractContextManager[World]]
"""An empty world, gone afterwards."""


REGISTERED = SourceEntry("crimes", "Crimes", "Crime registrar", "registrar@example.org", "nightly", 86_400, 129_600)


class StoreWorld:
    """A world in a real store."""

    def __init__(self, store: Store, lease: Lease) -> None:
        self.store = store
        self._lease = lease
        store.register([REGISTERED])

    def take(self, batch: Batch, plan: Plan) -> None:
        """Load one batch."""
        self.store.apply(self._lease, batch, plan)

    def told(self, seen: frozenset[int]) -> list[str]:
        """The exact dump, the sources as a viewer is told of them, and what was kept back."""
        kept_back = [repr(q) for q in self.store.quarantine() if q.vis in seen]
        return [*self.store.dump(seen, exact=True), *map(repr, self.store.reader(seen).sources()), *kept_back]

    def reader(self, seen: frozenset[int]) -> StoreReader:
        """A reader for these visibilities."""
        return self.store.reader(seen)


class MemoryWorld:
    """A world of plain dictionaries: the oracle of the stores, and much faster."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.store.register([REGISTERED])
        self._records: Counter[tuple[str, tuple[int, ...]]] = Counter()

    def take(self, batch: Batch, plan: Plan) -> None:
        """Load one batch."""

        def tallied(batch: Batch, current: Current) -> Changes:
            changes = plan(batch, current)
            self._records.update(changes.tally)
            return changes

        self.store.apply(batch, tallied)

    def told(self, seen: frozenset[int]) -> list[str]:
        """As of a real store, with the tallies from which one counts records."""
        kept_back = [repr(q) for q in self.store.quarantine() if q.vis in seen]
        visible: Counter[tuple[str, tuple[int, ...]]] = Counter()
        for (source, facets), number in self._records.items():
            visible[(source, tuple(vis for vis in facets if vis in seen))] += number
        tallies = [f"{key}: {number}" for key, number in sorted(visible.items()) if key[1] and number]
        return [*self.store.dump(seen, exact=True), *map(repr, self.store.reader(seen).sources()), *kept_back, *tallies]

    def reader(self, seen: frozenset[int]) -> StoreReader:
        """A reader for these visibilities."""
        return self.store.reader(seen)


@contextmanager
def memory_world() -> Iterator[World]:
    """A world of plain dictionaries."""
    yield MemoryWorld()


def sqlite_worlds(folder: Path) -> NewWorld:
    """Worlds in SQLite files of this folder, one at a time."""
    empty = folder / "empty.db"
    store = sqlite.open_store(f"sqlite:///{empty}")
    store.initialise()
    store.close()

    @contextmanager
    def world() -> Iterator[World]:
        copyfile(empty, folder / "world.db")
        with leased(sqlite.open_store(f"sqlite:///{folder}/world.db")) as made:
            yield made
        for file in folder.glob("world.db*"):
            file.unlink()

    return world


def bolt_worlds(server: BoltServer) -> NewWorld:
    """Worlds in the one database of this server, one at a time."""

    @contextmanager
    def world() -> Iterator[World]:
        server.wipe()
        user, password = server.auth
        store = bolt.open_store(server.uri, user, password)
        store.initialise()
        with leased(store) as made:
            yield made

    return world


@contextmanager
def leased(store: Store) -> Iterator[StoreWorld]:
    """A world in this store, which is closed afterwards."""
    try:
        with store.lease("tester@here:1 since now") as lease:
            yield StoreWorld(store, lease)
            assert store.check() == []
    finally:
        store.close()


def wells(seed: str = "wells") -> Callable[[int], Id]:
    """Entity ids from a seeded well of each visibility, so that what is drawn from one says nothing of another."""
    drawn: dict[int, Random] = {}

    def mint(vis: int) -> Id:
        return f"{drawn.setdefault(vis, Random(f'{seed} {vis}')).getrandbits(80):020x}"

    return mint


def faithful() -> Plan:
    """The plan as it is."""
    return Planner(wells())


def leak(
    loads: Sequence[Batch],
    new_world: NewWorld = memory_world,
    plan: MakePlan = faithful,
) -> str | None:
    """Where what lies at or below some visibility depends on what does not, after any step; None where nowhere."""
    known = with_joints({vis: marking for load in loads for vis, marking in load.markings.items()})
    told = _story(loads, [at_or_below(vis, known) for vis in known], new_world, plan)
    for number, (vis, marking) in enumerate(known.items()):
        seen = at_or_below(vis, known)
        less = projected(loads, seen)
        if less == list(loads):
            continue
        without = _story(less, [seen], new_world, plan)
        for step, (here, there) in enumerate(zip(told, without, strict=True)):
            if here[number] != there[0]:
                return f"after batch {step}, at {marking}:\n{_difference(here[number], there[0])}"
    return None


def with_joints(markings: Mapping[int, Marking]) -> dict[int, Marking]:
    """These markings and all their joins: whoever sees two of them sees what is learnt from both together."""
    known = dict(markings)
    while new := {
        visibility(m): m for a in known.values() for b in known.values() if visibility(m := a.join(b)) not in known
    }:
        known |= new
    return known


def _story(
    loads: Sequence[Batch], views: Sequence[frozenset[int]], new_world: NewWorld, plan: MakePlan
) -> list[list[list[str]]]:
    """What is told after each batch, to each view."""
    with new_world() as world:
        planner = plan()
        story: list[list[list[str]]] = []
        for load in loads:
            world.take(load, planner)
            story.append([world.told(seen) for seen in views])
    return story


def _difference(here: Sequence[str], there: Sequence[str]) -> str:
    more = [f"  only with what is hidden: {line}" for line in here if line not in there]
    less = [f"  only without it: {line}" for line in there if line not in here]
    return "\n".join([*more, *less] or ["  the order"])
