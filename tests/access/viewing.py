"""Everything that one viewer can observe of a store, asked through real sessions over the services."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import permutations
from pathlib import Path
from typing import NamedTuple, TypeAlias

from pole.access.audit import Audit, Target
from pole.access.cursor import Sealer
from pole.access.guesses import Guesses
from pole.access.policy_check import load_policy
from pole.access.session import Inquiry
from pole.access.viewer import Viewer
from pole.bootstrap import Application
from pole.errors import PoleError
from pole.graph.port import Store, StoreReader
from pole.graph.questions import ANY_LINK, LinkWhere, PageRequest, TaskWhere
from pole.graph.rows import TaskRow, TaskState
from pole.model.facts import Id
from pole.model.kind import Kind
from pole.model.vocabulary import load_vocabulary
from pole.service import briefing as briefings
from pole.service.answers.changes import ChangePage, ChangeView
from pole.service.answers.corrections import CorrectionPage, CorrectionView
from pole.service.answers.decisions import DecisionPage, DecisionView
from pole.service.answers.found import Matches, MatchView
from pole.service.answers.record import RecordPage, RecordRef
from pole.service.answers.tie import RelationshipPage, RelationshipView
from pole.service.changes import Since, find_changes
from pole.service.corrections import corrections
from pole.service.decisions import decisions
from pole.service.explain import explain
from pole.service.find import by_identifier
from pole.service.neighbours import links_of, neighbours, single_link, timeline
from pole.service.network import Seeds, find_network
from pole.service.paths import Ask, find_paths
from pole.service.record import record_view, records_of
from pole.service.route import Search
from pole.service.sample import sample
from pole.service.search import search
from pole.service.seeking.asked import PersonCriteria, PlaceCriteria, SearchFilter, Within
from pole.service.sources import sources
from pole.service.view import single_view
from pole.settings import read_settings
from tests.access.histories import ADDRESSES, CRO, MARKINGS, NOMINAL, PHONE, PNC, SOURCE
from tests.stores.generate import instant

KEY = bytes(range(32))
NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
VOCABULARY = load_vocabulary()
POLICY = load_policy()
ROLES = ("open", "child-protection", "intelligence", "supervisor")
"""The last sees all."""

IDENTIFIERS = (*((NOMINAL, str(n)) for n in range(3)), *(("pnc", n) for n in PNC), ("cro", CRO[0]), ("phone", PHONE))
WORDS = ("anna", "an* berg", "high street", "e1")
HERE = Within(None, 53.478495, -2.242245, 60)
"""A circle around both addresses."""
SOUGHT = (
    SearchFilter(person=PersonCriteria(surname="berg", forenames="a")),
    SearchFilter(person=PersonCriteria(surname="berg", near="high street")),
    SearchFilter(kinds=(Kind.PERSON,), within=HERE),
    SearchFilter(within=HERE),
    SearchFilter(begins="2024-03", within=HERE),
    SearchFilter(place=PlaceCriteria(street="high")),
    SearchFilter(warnings=("child-at-risk",)),
)


class Pool(NamedTuple):
    """What may be named in a question: all that a store holds or held, whoever may see it, and what it never held."""

    entities: list[Id]
    records: list[Id]
    rows: list[Id]
    links: list[Id]
    decisions: list[Id]


Observed: TypeAlias = dict[str, object]
"""Answers by what was asked."""


def pool_of(store: Store) -> Pool:
    """All names in a store, past ones too."""
    found: dict[str, set[Id]] = {sort: set() for sort in ("membership", "record", "row", "link", "decision")}
    for what, *fields in map(json.loads, store.dump(exact=True)):
        sort = fields[1] if what == "past" else what
        if sort in found:
            found[sort].add(fields[1] if what == "membership" else fields[0])
        if sort == "record":
            found["row"].add(fields[2] if what == "past" else fields[1])
    return Pool(*([*sorted(ids), "unknown"] for ids in found.values()))


@dataclass(frozen=True)
class Force:
    """Whoever asks of a store, each with a role, and all they ask is written down."""

    application: Application

    @contextmanager
    def inquiry(self, role: str, reading: Callable[[StoreReader], StoreReader] | None = None) -> Iterator[Inquiry]:
        """An open inquiry of a viewer with this role; `reading` makes another reader of theirs, to try a leak."""
        session = self.application.session(Viewer("Anna Example", "anna", frozenset({role})), "DEMO")
        if reading is not None:
            scope = replace(session.scope, markings=MARKINGS)
            session = replace(session, reader=reading(session.reader), scope=scope)
        with session.ask(None, Target(operation="everything")) as inquiry:
            yield inquiry


@contextmanager
def force(store: Store, folder: Path) -> Iterator[Force]:
    """A force over this store, with its audit trail in the folder."""
    audit = Audit(folder / "audit.jsonl", KEY, POLICY.version, lambda: NOW)
    settings = read_settings(data=folder)
    guesses = Guesses(folder / "guesses.db", KEY, 10_000, lambda: NOW)
    try:
        yield Force(Application(settings, VOCABULARY, POLICY, store, audit, Sealer(KEY), guesses, lambda: NOW))
    finally:
        audit.close()


def observed(inquiry: Inquiry, pool: Pool, *, crashes: bool = False) -> Observed:
    """Every answer to this viewer. With `crashes`, one that fails is an answer too."""
    return {name: _answer(ask, crashes) for name, ask in _questions(inquiry, pool)}


def _answer(ask: Callable[[], object], crashes: bool) -> object:
    try:
        return ask()
    except PoleError as error:
        return (error.code, error.message)
    except (KeyError, IndexError, ValueError) as error:
        if crashes:
            return repr(error)
        raise


Question: TypeAlias = tuple[str, Callable[[], object]]


def _questions(inquiry: Inquiry, pool: Pool) -> Iterator[Question]:
    for id_ in pool.entities:
        yield from _of_one(inquiry, id_)
    for public in (inquiry.seal("record", raw) for raw in pool.records):
        yield f"record {public}", partial(record_view, inquiry, public)
        yield f"explain {public}", partial(explain, inquiry, public)
    for scheme, value in IDENTIFIERS:
        yield f"{scheme} {value}", partial(_matches, partial(by_identifier, inquiry, scheme, value, 1))
        yield f"existence {scheme} {value}", partial(_restricted, inquiry, scheme, value)
    for text in WORDS:
        for kinds in (None, (Kind.PERSON,)):
            asked = partial(search, inquiry, text, SearchFilter(kinds=kinds), 1)
            yield f"search {text} {kinds}", partial(_matches, asked)
    for sought in SOUGHT:
        yield f"search {sought}", partial(_matches, partial(search, inquiry, None, sought, 1))
    for target in (
        briefings.Target(phone=PHONE),
        briefings.Target(reference="E1"),
        briefings.Target(surname="berg", forenames="anna"),
        *(briefings.Target(address=address) for address in ADDRESSES),
    ):
        yield f"briefing {target.words()}", partial(_briefed, inquiry, target)
    yield from _of_rows(inquiry, pool)
    yield from _of_several(inquiry, pool.entities)
    yield "sources", partial(sources, inquiry)
    for seed in (1, 2):
        yield f"sample {seed}", partial(sample, inquiry, SOURCE, ("person",), 2, seed)
    yield "decisions", partial(_decisions, partial(decisions, inquiry, None, 1))
    yield "decisions of all", partial(inquiry.graph.decision, pool.decisions)
    yield "corrections", partial(_corrections, partial(corrections, inquiry, TaskWhere(), 1))
    for record in pool.records:
        yield f"tasks about {record}", partial(inquiry.graph.tasks, TaskWhere(None, None, (record,)), PageRequest(100))
        yield f"task {record}", partial(inquiry.graph.task, [task_id(record)])


def _of_one(inquiry: Inquiry, id_: Id) -> Iterator[Question]:
    yield f"view {id_}", partial(single_view, inquiry, id_)
    for minute in (0, 1):
        yield f"view {id_} at {minute}", partial(single_view, inquiry, id_, datetime.fromisoformat(instant(minute)))
    yield f"explain {id_}", partial(explain, inquiry, id_)
    yield f"neighbours {id_}", partial(_relationships, partial(neighbours, inquiry, id_, None, 1))
    yield f"timeline {id_}", partial(_relationships, partial(timeline, inquiry, id_, None, 1))
    yield f"links {id_}", partial(_links, inquiry, id_)
    yield f"records {id_}", partial(_records, partial(records_of, inquiry, id_, 1))
    yield f"briefing {id_}", partial(_briefed, inquiry, briefings.Target(id=id_))
    then = inquiry.at(datetime.fromisoformat(instant(1)))
    yield f"neighbours then {id_}", partial(_relationships, partial(neighbours, then, id_, None, 1))
    yield f"timeline then {id_}", partial(_relationships, partial(timeline, then, id_, None, 1))
    yield f"records then {id_}", partial(_records, partial(records_of, then, id_, 1))
    yield f"counts then {id_}", partial(then.graph.counts, id_, ANY_LINK)
    yield f"mentions then {id_}", partial(then.graph.mentions, id_, PageRequest(100))
    graph = inquiry.graph
    yield f"lineage {id_}", partial(graph.lineage, [id_])
    yield f"graph changes {id_}", partial(graph.changes, [id_], "", PageRequest(100))
    for minute, around in ((-1, True), (0, False)):
        since = datetime.fromisoformat(instant(0)) + timedelta(minutes=minute)
        yield (
            f"changes {id_} since {minute}",
            partial(_changes, partial(find_changes, inquiry, Since((id_,), since, around), 1)),
        )
    yield f"counts {id_}", partial(graph.counts, id_, LinkWhere(kinds=("EVENT",)))
    yield f"mentions {id_}", partial(graph.mentions, id_, PageRequest(100))
    yield f"mention count {id_}", partial(graph.mention_count, id_)
    yield f"ties {id_}", partial(graph.neighbours, id_, ANY_LINK, PageRequest(100))
    yield f"events {id_}", partial(graph.events, id_, LinkWhere(kinds=("EVENT",)), PageRequest(100))


def _of_rows(inquiry: Inquiry, pool: Pool) -> Iterator[Question]:
    """Whatever ids a service may come by, the graph itself keeps to what is visible."""
    graph = inquiry.graph
    yield "records of all", partial(graph.records, pool.records)
    yield "records of a source", partial(graph.records_of, SOURCE, ("person",), PageRequest(100))
    yield "facets of all", partial(graph.facets, pool.rows)
    yield "key sets of all", partial(graph.keysets, pool.entities, 100)
    yield "persons", partial(graph.things, "PERSON", PageRequest(100))
    yield "last received of all", partial(graph.last_received, pool.entities, [SOURCE])
    yield "mentions of all", partial(graph.mentions_of, pool.records)
    yield "links of all", partial(graph.links_of, pool.records)
    yield "all links", partial(graph.links, pool.links)
    for record in pool.records:
        yield f"versions {record}", partial(graph.versions, record)


def _of_several(inquiry: Inquiry, ids: Sequence[Id]) -> Iterator[Question]:
    graph = inquiry.graph
    pairs = list(permutations(ids, 2))
    yield "ties of all", partial(graph.ties, pairs, ANY_LINK)
    for type_ in ("SUSPECT_IN", "LIVES_AT"):
        for a, b in pairs:
            asked = partial(graph.links_between, a, b, type_, "", True)
            yield f"links between {a} {type_} {b}", partial(asked, PageRequest(100))
    for hub in (None, 1):
        yield f"frontier hub {hub}", partial(graph.frontier, ids, ANY_LINK, hub)
    for a, b in pairs[:12]:
        yield f"explain {a} {b}", partial(explain, inquiry, a, b)
        yield f"network {a} {b}", partial(find_network, inquiry, Seeds((a, b), 2, 3))
        yield f"paths {a} {b}", partial(find_paths, inquiry, Ask((a,), (b,), 4, 3))
        yield f"routes past hubs {a} {b}", partial(_routes, inquiry, a, b)


def _routes(inquiry: Inquiry, a: Id, b: Id) -> object:
    """Routes where already two others make a hub."""
    search = Search(inquiry.graph, ANY_LINK, 1, set())
    named = inquiry.scope.group_of
    return search.routes({named(a)}, {named(b)}, 4, 5), search.hubs, search.expanded, search.blocked


def _restricted(inquiry: Inquiry, scheme: str, value: str) -> object:
    return by_identifier(inquiry, scheme, value).restricted


def _matches(fetch: Callable[[str | None], Matches]) -> object:
    """Page after page of one; a cursor is another text each time it is sealed."""
    found: list[MatchView] = []
    page = fetch(None)
    while True:
        found += [replace(edge, cursor="") for edge in page.edges]
        if not page.more:
            return page.total, page.understood, found
        page = fetch(page.edges[-1].cursor)


def _relationships(fetch: Callable[[str | None], RelationshipPage]) -> object:
    found: list[RelationshipView] = []
    page = fetch(None)
    while True:
        found += [view for _, view in page.edges]
        if not page.more:
            return page.total, found
        page = fetch(page.edges[-1][0])


def _changes(fetch: Callable[[str | None], ChangePage]) -> object:
    found: list[ChangeView] = []
    page = fetch(None)
    while True:
        found += [change for _, change in page.edges]
        if not page.more:
            return page.around, page.hubs, found
        page = fetch(page.edges[-1][0])


def _decisions(fetch: Callable[[str | None], DecisionPage]) -> object:
    found: list[DecisionView] = []
    page = fetch(None)
    while True:
        found += [one for _, one in page.edges]
        if not page.more:
            return found
        page = fetch(page.edges[-1][0])


def _corrections(fetch: Callable[[str | None], CorrectionPage]) -> object:
    found: list[CorrectionView] = []
    page = fetch(None)
    while True:
        found += [task for _, task in page.edges]
        if not page.more:
            return found
        page = fetch(page.edges[-1][0])


def task_id(record: Id) -> Id:
    """Of the task that `raise_everywhere` raises about a record."""
    return f"task about {record}"


def raise_everywhere(store: Store) -> None:
    """A task about each live record, as visible as the record."""
    everything = frozenset(store.visibilities())
    for record in store.reader(everything).records(pool_of(store).records):
        task = TaskRow(
            task_id(record.id), record.vis, record.source, record.id, record.row, record.type, None, "", "", "", "wrong",
            "correction", instant(9), "anna", TaskState.OPEN, None, "", "",
        )  # fmt: skip
        assert store.raise_task(task, MARKINGS[record.vis])


def _links(inquiry: Inquiry, id_: Id) -> object:
    found: list[object] = []
    for _, relationship in neighbours(inquiry, id_).edges:
        links = links_of(inquiry, relationship.id, 1)
        held = [view for _, view in links.edges]
        while links.more:
            links = links_of(inquiry, relationship.id, 1, links.edges[-1][0])
            held += [view for _, view in links.edges]
        found.append((held, [single_link(inquiry, link.id) for link in held]))
    return found


def _records(fetch: Callable[[str | None], RecordPage]) -> object:
    found: list[RecordRef] = []
    page = fetch(None)
    while True:
        found += [record for _, record in page.edges]
        if not page.more:
            return found
        page = fetch(page.edges[-1][0])


def _briefed(inquiry: Inquiry, target: briefings.Target) -> object:
    return replace(briefings.briefing(inquiry, target), restricted=())
