"""Two worlds that differ only in what a viewer may not see are the same world to that viewer, in everything GraphQL says.

Both worlds have the same keys, so sealed ids can be compared; cursors have a random part, so of them the length counts,
and the pages they lead to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from pole.access.policy import Policy
from pole.api.contract import operations
from pole.graph.changes import Batch
from pole.graph.port import Store
from pole.ingest.plan import Planner
from pole.model.marking import Marking
from tests.access.histories import CHILDREN, KEYS, OPEN, Act, History, Say, batches, histories, projected
from tests.access.worlds import REGISTERED, wells
from tests.api.service import Service, application
from tests.server.bolt import BoltServer

DRAWN = (Phase.explicit, Phase.reuse, Phase.generate)
"""A smaller example is not worth the hundreds of requests that each costs."""
WORDS = ("anna", "ann*", "berg cara", "e1", "e2", "high", "1 high street", "dee")
CIRCLE = {"latitude": 53.478495, "longitude": -2.242245, "metres": 60}
SOUGHT: tuple[dict[str, object], ...] = (
    {"person": {"surname": "berg", "forenames": "a"}},
    {"person": {"surname": "berg", "near": "high street"}},
    {"within": CIRCLE},
    {"from": "2024-03", "within": CIRCLE},
    {"place": {"street": "high"}},
    {"warnings": ["child-at-risk"]},
)
RECORDS = """query($id: ID!, $after: String) { entity(id: $id) { ... on Entity {
  records(first: 2, after: $after) { pageInfo { hasNextPage endCursor }
    edges { cursor node { id key version raw marking { text } previous { id } file line } } } } } }"""
GUESSES = """query($id: ID!) { node(id: $id) { id } entity(id: $id) { __typename ... on NotVisible { message } }
  explain(a: $id) { ... on NotVisible { message } }
  record(id: $id) { ... on NotVisible { message } } paths(from: [$id], to: [$id]) { ... on NotVisible { message } }
  briefing(about: [{id: $id}]) { more subjects { because } restricted { owner } } }"""


Wrap: TypeAlias = Callable[[Store], Store]


def faithful(store: Store) -> Store:
    """The store as it is."""
    return store


@contextmanager
def world(
    folder: Path, loads: Sequence[Batch], wrap: Wrap = faithful, server: BoltServer | None = None
) -> Iterator[Service]:
    """A service over what these batches make, in a file of this folder or on a server, which is emptied."""
    place: dict[str, object] = {"store": f"sqlite:///{folder / 'world.db'}"}
    if server is not None:
        server.wipe()
        user, password = server.auth
        place = {"store": server.uri, "neo4j_user": user, "neo4j_password": password}
    made = application(folder, policy=folder / "policy.yaml", **place)
    made.store.register([REGISTERED])
    planner = Planner(wells())
    with made.store.lease("tester@here:1 since now") as lease:
        for load in loads:
            made.store.apply(lease, load, planner)
    try:
        yield Service(replace(made, store=wrap(made.store)))
    finally:
        made.close()
        for file in folder.glob("world.db*"):
            file.unlink()


class Eyes:
    """Everything one viewer can find out, in the order in which it was asked."""

    def __init__(self, service: Service, viewer: str) -> None:
        self._service = service
        self._viewer = viewer
        self.seen: list[object] = []
        self.ids: dict[str, None] = {}

    def ask(self, query: str, **variables: object) -> Any:
        """Ask, and keep the whole answer: status, errors and data."""
        response = self._service.post({"query": query, "variables": variables}, self._viewer)
        self.seen.append((comparable(variables), response.status_code, comparable(response.json())))
        return response.json().get("data")

    def pages(self, query: str, path: Sequence[str], **variables: object) -> None:
        """Ask for one page after another."""
        after = None
        for _ in range(30):
            found = self.ask(query, **{**variables, "after": after})
            for name in path:
                found = found and found.get(name)
            if not found or not found.get("pageInfo", {}).get("hasNextPage"):
                return
            after = found["pageInfo"]["endCursor"]

    def meet(self) -> None:
        """Learn which things there are."""
        for text in WORDS:
            self.keep(self.ask(operations()["search"], text=text, first=100))
        for key in KEYS:
            self.keep(self.ask(operations()["identifier"], scheme=key.scheme, value=key.value))
        for id_ in list(self.ids):
            self.keep(self.ask(operations()["entity"], id=id_))

    def look(self) -> None:
        """Ask everything there is to ask."""
        self.meet()
        self.ask(operations()["sources"])
        self.pages(operations()["search"], ["search"], text="ann*", first=1)
        for asked in SOUGHT:
            self.pages(operations()["search"], ["search"], filter=asked, first=1)
        entities = list(self.ids)[:12]
        for id_ in entities:
            self.ask(operations()["entity"], id=id_, asAt="2025-01-01T00:01:00Z")
            self.pages(operations()["neighbours"], ["entity", "relationships"], id=id_, first=1)
            self.ask(operations()["timeline"], id=id_)
            since = {"of": [id_], "since": "2025-01-01T00:00:00Z"}
            self.pages(operations()["changes"], ["changes"], around=True, first=1, **since)
            self.keep(self.ask(operations()["evidence"], id=id_))
            self.pages(RECORDS, ["entity", "records"], id=id_)
            self.ask(operations()["explain"], a=id_)
        self.ask(operations()["briefing"], about=[{"id": id_} for id_ in entities[:7]])
        self.ask(operations()["briefing"], about=[{"surname": "Berg"}, {"address": "High Street"}, {"reference": "E1"}])
        for start, end in pairwise(entities):
            self.ask(operations()["explain"], a=start, b=end)
            self.ask(operations()["paths"], **{"from": [start], "to": [end], "first": 10})
        for id_ in [id_ for id_ in self.ids if id_ not in entities][:20]:
            self.ask(operations()["record"], id=id_)

    def guess(self, ids: Sequence[str]) -> None:
        """Ask for ids that somebody else told of."""
        for id_ in ids:
            self.ask(GUESSES, id=id_)

    def keep(self, answer: Any) -> None:
        """Note every id in an answer."""
        if isinstance(answer, dict):
            self.ids |= {answer["id"]: None} if isinstance(answer.get("id"), str) else {}
        for part in answer.values() if isinstance(answer, dict) else answer if isinstance(answer, list) else ():
            self.keep(part)


def comparable(answer: Any) -> Any:
    """An answer with the length in place of each cursor."""
    if isinstance(answer, list):
        return [comparable(part) for part in answer]
    if not isinstance(answer, dict):
        return answer
    return {
        name: len(part) if part and name in ("after", "cursor", "startCursor", "endCursor") else comparable(part)
        for name, part in answer.items()
    }


def seen_by(policy: Policy, viewer: str, loads: Sequence[Batch]) -> frozenset[int]:
    """What a viewer of this role sees of the visibilities in these batches."""
    markings: dict[int, Marking] = {vis: marking for load in loads for vis, marking in load.markings.items()}
    clearance = policy.clearance([viewer])
    return frozenset(vis for vis, marking in markings.items() if clearance.covers(marking))


def require_same(
    folder: Path, history: History, viewer: str, wrap: Wrap = faithful, server: BoltServer | None = None
) -> None:
    """Compare all that a viewer is told with and without what the viewer may not see."""
    text = files("pole.access").joinpath("policy.yaml").read_text(encoding="utf-8")
    text = text.replace("existence: told", "existence: silent")
    (folder / "policy.yaml").write_text(text, encoding="utf-8")
    loads = batches(history)
    less = projected(loads, seen_by(Policy.parse(text), viewer, loads))
    with world(folder, loads, wrap, server) as service:
        all_knowing = Eyes(service, "both")
        all_knowing.meet()
        here = Eyes(service, viewer)
        here.look()
        hidden = [id_ for id_ in all_knowing.ids if id_ not in here.ids][:20]
        here.guess(hidden)
    with world(folder, less, wrap, server) as service:
        there = Eyes(service, viewer)
        there.look()
        there.guess(hidden)
    assert here.seen == there.seen


@pytest.mark.parametrize("viewer", ["open", "child-protection"])
@given(history=histories())
@settings(max_examples=4, suppress_health_check=list(HealthCheck), phases=DRAWN)
def test_what_a_viewer_may_not_see_changes_nothing_that_the_viewer_is_told(viewer: str, history: History) -> None:
    with TemporaryDirectory() as folder:
        require_same(Path(folder), history, viewer)


@pytest.mark.slow
@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("viewer", ["open", "child-protection", "intelligence"])
@given(history=histories())
@settings(max_examples=25, suppress_health_check=list(HealthCheck), phases=DRAWN)
def test_nor_over_many_histories(viewer: str, history: History) -> None:
    with TemporaryDirectory() as folder:
        require_same(Path(folder), history, viewer)


@pytest.mark.slow
@pytest.mark.timeout(1_200)
@given(history=histories(batches=3))
@settings(max_examples=10, suppress_health_check=list(HealthCheck), phases=DRAWN)
def test_nor_on_neo4j(neo4j_server: BoltServer, history: History) -> None:
    with TemporaryDirectory() as folder:
        require_same(Path(folder), history, "child-protection", server=neo4j_server)


class Leaky:
    """A store, or a reader of one, that answers one question from all that is held."""

    def __init__(self, of: Any, asked_of: Any, question: str) -> None:
        self._of = of
        self._asked_of = asked_of
        self._question = question

    def __getattr__(self, name: str) -> Any:
        return getattr(self._asked_of if name == self._question else self._of, name)

    def reader(self, visibilities: frozenset[int]) -> Any:
        """A reader that leaks."""
        store = self._of
        return Leaky(store.reader(visibilities), store.reader(frozenset(store.visibilities())), self._question)


PLAIN: History = [
    [Act(0, {OPEN: Say(keys=(KEYS[3],), name="Anna Berg", event="E1")})],
    [Act(1, {CHILDREN: Say(keys=(KEYS[4],), name="Anna Berg", event="E2", address="1 High Street")})],
    [Act(0, {OPEN: Say(keys=(KEYS[3],), name="Anna Berg", event="E1"), CHILDREN: Say(event="E1")})],
]


def test_a_plain_history_is_told_apart_by_nobody(tmp_path: Path) -> None:
    require_same(tmp_path, PLAIN, "open")


@pytest.mark.parametrize("question", ["by_identifier", "search", "sources", "facets"])
def test_a_store_that_leaks_is_found_out(tmp_path: Path, question: str) -> None:
    with pytest.raises(AssertionError):
        require_same(tmp_path, PLAIN, "open", lambda store: Leaky(store, store, question))
