"""A force that is loaded and asked about: whom to ask of, and a session for every question as each door makes one."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple, TypeVar, cast

import networkx as nx

from bench import force
from pole.access.audit import Audit, Target
from pole.access.development_viewers import development_viewer
from pole.access.policy_file import Question
from pole.access.session import Inquiry
from pole.access.viewer import Viewer
from pole.bootstrap import Application, compose
from pole.graph.port import StoreReader
from pole.graph.questions import LinkWhere
from pole.model.facts import Id
from pole.model.kind import Kind
from pole.service.filters import where_of_paths
from pole.service.paths import HUB
from pole.settings import read_settings

LONGEST = 4
REASON = "DEMO"
_SEED = 11

T = TypeVar("T")


class Cast(NamedTuple):
    """Of whom is asked: people as they occur in links, and pairs that at most `LONGEST` links connect."""

    people: list[Id]
    pairs: list[tuple[Id, Id]]


@dataclass
class Tally:
    """How often something was called, and the seconds that it took."""

    calls: int = 0
    seconds: float = 0.0

    @contextmanager
    def called(self) -> Generator[None]:
        """Count one call."""
        began = perf_counter()
        try:
            yield
        finally:
            self.seconds += perf_counter() - began
            self.calls += 1


@dataclass
class Asking:
    """An application over a loaded store, one viewer of the base, and what they waited for."""

    app: Application
    viewer: Viewer
    opening: Tally = field(default_factory=Tally)
    """Until the session was there."""
    store: Tally = field(default_factory=Tally)
    """Answers of the store once it was there."""
    trail: Tally = field(default_factory=Tally)
    """Until intent and outcome were on disk."""

    def ask(self, question: Question, service: Callable[[Inquiry], T]) -> T:
        """The answer, once its outcome is in the audit trail."""
        with self.opening.called():
            session = self.app.session(self.viewer, REASON)
        reader = cast("StoreReader", _Watched(session.reader, self.store))
        trail = cast("Audit", _Watched(session.audit, self.trail))
        with replace(session, reader=reader, audit=trail).ask(question, Target("bench")) as inquiry:
            return service(inquiry)

    @property
    def vis(self) -> list[int]:
        """What the viewer sees, as the rival is told it."""
        return sorted(self.app.session(self.viewer, REASON).scope.visibilities)

    @property
    def where(self) -> LinkWhere:
        """Which links make paths."""
        return where_of_paths(self.app.vocabulary, None)

    def forget(self) -> None:
        """Begin to count anew."""
        self.opening, self.store, self.trail = Tally(), Tally(), Tally()


class _Watched:
    """A thing whose calls are counted."""

    def __init__(self, thing: object, tally: Tally) -> None:
        self._thing = thing
        self._tally = tally

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._thing, name)

        def counted(*args: Any, **named: Any) -> Any:
            with self._tally.called():
                return method(*args, **named)

        return counted


@contextmanager
def asking(people: int, **settings: object) -> Generator[Asking]:
    """A force of so many people, loaded into the store that the settings name, or into a SQLite file."""
    with TemporaryDirectory(prefix="pole-bench-") as name:
        folder = Path(name)
        app = compose(read_settings(data=folder / "data", **settings))
        try:
            app.store.initialise()
            force.load(app.store, force.extracts(folder, people))
            yield Asking(app, development_viewer("open"))
        finally:
            app.close()


def cast_of(asked: Asking, number: int) -> Cast:
    """As many people and pairs; the same force gives people alike, not the same, for their ids are random."""
    session = asked.app.session(asked.viewer, REASON)
    draw = Random(_SEED)
    columns = session.reader.projection(asked.where)
    graph = nx.Graph(zip(columns.start, columns.end, strict=True))
    graph.remove_nodes_from([n for n, degree in graph.degree() if degree > HUB])
    occurring = draw.choices(sorted([*columns.start, *columns.end]), k=number * 5)
    people = [e.id for e in session.reader.entities(occurring) if e.kind == Kind.PERSON and e.id in graph][:number]
    pairs: list[tuple[Id, Id]] = []
    for person in people:
        near = nx.single_source_shortest_path_length(graph, person, cutoff=LONGEST)
        met = sorted(id_ for id_, distance in near.items() if distance > 1 and id_ in set(people))
        pairs.append((person, draw.choice(met or sorted(near.keys() - {person}))))
    return Cast(people, pairs)
