"""Random questions, each a name and what it asks, so that two stores can be asked the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple, TypeAlias, TypeVar

from pole.graph.port import GraphReader, StoreReader
from pole.graph.questions import DecisionWhere, LinkWhere, Page, PageRequest, SearchWhere, TaskWhere
from pole.graph.rows import LinkRow, MentionRow, TaskState
from pole.model.facts import Id
from tests.stores.generate import GRADES, KINDS, SOURCES, STANDINGS, WORDS, instant
from tests.stores.memory import MemoryStore, event_position, tie_position

T = TypeVar("T")
Sort: TypeAlias = tuple[str, str, bool]


class Question(NamedTuple):
    """What is asked; the name is for a person who reads why two stores disagree."""

    name: str
    ask: Callable[[StoreReader], object]


class Pool(NamedTuple):
    """What may be named in a question: everything that a store holds or held, and what nobody ever held."""

    entities: list[Id]
    records: list[Id]
    rows: list[Id]
    links: list[Id]
    keys: list[str]
    tasks: list[Id]
    ties: list[tuple[Id, str, str, bool, Id]]
    """(entity, type, role, outgoing, other) of every live link, from both its ends."""
    keysets: list[Id]
    decisions: list[Id]


def pool_of(store: MemoryStore) -> Pool:
    """All names in a store, past ones too."""
    return Pool(
        [*sorted({m.entity for m in store.membership}), "unknown"],
        [*sorted(set(store.records) | {p.id for p in store.past if p.what == "record"}), "unknown"],
        [*sorted({r.row for r in store.records.values()} | {p.row for p in store.past}), "unknown"],
        [*sorted(set(store.links) | {p.id for p in store.past if p.what == "link"}), "unknown"],
        [*sorted({k.text for s in store.keysets.values() for k in s.keys}), "pnc|unknown"],
        [*sorted(store.tasks), "unknown"],
        sorted({tie for k in store.links.values() for tie in _ties(k)}) or [("unknown", "T", "", True, "unknown")],
        [*sorted(store.keysets), "unknown"],
        [*sorted(store.decisions), "unknown"],
    )


def _ties(k: LinkRow) -> Iterator[tuple[Id, str, str, bool, Id]]:
    yield k.start, k.type, k.role, True, k.end
    yield k.end, k.type, k.role, False, k.start


def questions(random: Random, pool: Pool) -> Iterator[Question]:
    """One question of each sort, two of those that can be asked in many ways."""
    yield from _of_things(random, pool)
    for _ in range(2):
        yield from _of_links(random, pool)
    yield from _of_time(random, pool)


def _of_things(random: Random, pool: Pool) -> Iterator[Question]:
    some, records = _some(random, pool.entities, 6), _some(random, pool.records, 6)
    rows, links, keys = _some(random, pool.rows, 6), _some(random, pool.links, 6), _some(random, pool.keys, 8)
    search, limit, first = _search_where(random, pool.entities), random.choice((1, 3, 100)), random.choice((2, 5, 50))
    yield Question(f"entities {some}", lambda r: r.entities(some))
    yield Question(f"mentions {some} by {first}", lambda r: _all_mentions(r, some, first))
    yield Question(f"mention_count {some}", lambda r: r.mention_count(some))
    yield Question(f"keysets {some} limit {limit}", lambda r: r.keysets(some, limit))
    yield Question(f"records {records}", lambda r: r.records(records))
    yield Question(f"facets {rows}", lambda r: r.facets(rows))
    source, types = random.choice(SOURCES), random.choice((["person"], ["incident", "person"], ["unknown"], []))
    yield Question(f"records_of {source} {types} by {first}", lambda r: _all_records(r, source, types, first))
    yield Question(f"mentions_of {records}", lambda r: r.mentions_of(records))
    yield Question(f"links_of {records}", lambda r: r.links_of(records))
    yield Question(f"links {links}", lambda r: r.links(links))
    yield Question(f"by_identifier {keys}", lambda r: r.by_identifier(keys))
    yield Question(f"search {search} limit {limit}", lambda r: r.search(search, limit))
    kind, of = random.choice(tuple(KINDS)), random.choice((SOURCES, SOURCES[:1], ()))
    yield Question(
        f"things {kind} by {first}", lambda r: _walk(lambda page: r.things(kind, page), lambda e: e[:1], first)
    )
    yield Question(f"last_received {some} {of}", lambda r: r.last_received(some, of))
    yield Question("sources", lambda r: r.sources())
    tasks, about = _some(random, pool.tasks, 4), _task_where(random, records)
    yield Question(f"task {tasks}", lambda r: r.task(tasks))
    yield Question(
        f"tasks {about} by {first}",
        lambda r: _walk(lambda page: r.tasks(about, page), lambda t: (t.raised, t.id), first),
    )


def _of_links(random: Random, pool: Pool) -> Iterator[Question]:
    pairs = [(tie[0], tie[4]) for tie in _some(random, pool.ties, 6)]
    pairs.append((random.choice(pool.entities), random.choice(pool.entities)))
    linked, where, first = [tie[0] for tie in pool.ties], link_where(random), random.choice((2, 5, 50))
    some = _some(random, random.choice((linked, linked, pool.entities)), 3)
    many, hub = [*some, *(other for _, other in pairs)], random.choice((None, 0, 1, 2))
    of, type_, role, outgoing, other = random.choice(pool.ties)
    sort: Sort = (type_, role, outgoing)
    ends = ([of, *some], [other, *many])
    yield Question(f"counts {some} {where}", lambda r: r.relationship_counts(some, where))
    yield Question(f"neighbours {some} {where} by {first}", lambda r: _all_neighbours(r, some, where, first))
    yield Question(f"tie_others {some} {where}", lambda r: r.tie_others(some, where))
    yield Question(f"ties {pairs} {where}", lambda r: r.ties(pairs, where))
    yield Question(f"about {some} {where} most {first}", lambda r: r.about(some, first, where))
    yield Question(f"around {some} {where} by {first}", lambda r: _all_around(r, some, where, first))
    yield Question(f"events {some} {where} by {first}", lambda r: _all_events(r, some, where, first))
    yield Question(f"frontier {many} {where} hub {hub}", lambda r: r.frontier(many, where, hub))
    yield Question(f"links_between {ends} {sort} by {first}", lambda r: _all_links(r, ends, sort, first))
    yield Question(f"projection {where}", lambda r: r.projection(where))


def _of_time(random: Random, pool: Pool) -> Iterator[Question]:
    some, record, limit = _some(random, pool.entities, 4), random.choice(pool.records), random.choice((2, 500))
    at = random.choice(("2024-12-31T00:00:00Z", instant(0), instant(1), instant(2), "2025-01-01T00:01:30Z", instant(9)))
    yield Question(f"lineage {some}", lambda r: r.lineage(some))
    yield Question(f"past_mentions {some} at {at} limit {limit}", lambda r: r.past_mentions(some, at, limit))
    yield Question(f"past_links {some} at {at} limit {limit}", lambda r: r.past_links(some, at, limit))
    first = random.choice((1, 3, 50))
    yield Question(f"changes {some} since {at} by {first}", lambda r: _all_changes(r, some, at, first))
    yield Question(f"versions {record}", lambda r: r.versions(record))
    yield from _of_decisions(random, pool, first)


def _of_decisions(random: Random, pool: Pool, first: int) -> Iterator[Question]:
    where = DecisionWhere(
        states=_maybe(random, ("in force", "ended", "unknown")),
        verdicts=_maybe(random, ("same", "different")),
        keysets=random.choice((None, tuple(_some(random, pool.keysets, 6)))),
        rows=random.choice((None, tuple(_some(random, pool.rows, 6)))),
    )
    yield Question(
        f"decisions {where} by {first}",
        lambda r: _walk(lambda page: r.decisions(where, page), lambda d: (d.made, d.id), first),
    )
    some = _some(random, pool.decisions, 6)
    yield Question(f"decision {some}", lambda r: r.decision(some))


def link_where(random: Random) -> LinkWhere:
    """Conditions on links; most are left out, so that something passes."""
    low, high = random.choice(((None, None), (None, None), (0, 1_000_000_000), (981_158_400, None), (None, -1)))
    return LinkWhere(
        types=_maybe(random, ("SUSPECT_IN", "INVOLVED_IN", "LIVES_AT", "UNKNOWN")),
        roles=_maybe(random, ("", "witness", "driver")),
        kinds=_maybe(random, tuple(KINDS)),
        subtypes=_maybe(random, tuple(s for subtypes in KINDS.values() for s in subtypes)),
        sources=_maybe(random, SOURCES),
        standings=_maybe(random, ("", *(s for s in STANDINGS if s))),
        grades=_maybe(random, ("", *(g for g in GRADES if g))),
        low=low,
        high=high,
        undated=random.random() < 0.5,
        outgoing=random.choice((None, None, None, True, False)),
    )


def _task_where(random: Random, records: list[Id]) -> TaskWhere:
    return TaskWhere(
        _maybe(random, SOURCES), _maybe(random, tuple(state.value for state in TaskState)),
        random.choice((None, None, tuple(records))),
    )  # fmt: skip


def _search_where(random: Random, entities: list[Id]) -> SearchWhere:
    groups = tuple(tuple(_words(random)) for _ in range(random.choice((1, 1, 2))))
    groups = random.choice((groups, groups, groups, (*groups, ()), (*groups, ("", "*")), ()))
    subtypes = _maybe(random, ("person", "crime"))
    only = tuple(_some(random, entities, 5)) if random.random() < 0.3 else None
    return SearchWhere(groups, _maybe(random, tuple(KINDS)), subtypes, _maybe(random, SOURCES), only)


def _words(random: Random) -> Iterator[str]:
    """Some of one group: whole words, and how words begin."""
    for word in random.sample(WORDS, random.choice((1, 1, 2, 4))):
        yield word[: random.randint(1, len(word))] + "*" if random.random() < 0.5 else word


def _maybe(random: Random, values: tuple[str, ...]) -> tuple[str, ...] | None:
    return tuple(random.sample(values, random.randint(0, len(values)))) if random.random() < 0.15 else None


def _some(random: Random, values: list[T], most: int) -> list[T]:
    """In no order, with repeats now and then."""
    return random.choices(values, k=random.randint(1, most))


def _walk(fetch: Callable[[PageRequest], Page[T]], position: Callable[[T], tuple[str, ...]], first: int) -> list[T]:
    """Page after page; a page that is not full and yet not the last is a fault, and so is a row that comes twice."""
    rows: list[T] = []
    page = fetch(PageRequest(first))
    rows += page.rows
    while page.more:
        assert len(page.rows) == first
        page = fetch(PageRequest(first, position(rows[-1])))
        rows += page.rows
        assert len({position(row) for row in rows}) == len(rows)
    return rows


def _received(row: MentionRow | LinkRow) -> tuple[str, ...]:
    return (row.received, row.id)


def _all_mentions(reader: GraphReader, entities: list[Id], first: int) -> object:
    return _walk(lambda page: reader.mentions(entities, page), _received, first)


def _all_records(reader: GraphReader, source: str, types: list[str], first: int) -> object:
    return _walk(lambda page: reader.records_of(source, types, page), lambda record: (record.row, record.id), first)


def _all_neighbours(reader: GraphReader, entities: list[Id], where: LinkWhere, first: int) -> object:
    ties = _walk(lambda page: reader.neighbours(entities, where, page), tie_position, first)
    return [tie._replace(low=None) for tie in ties]


def _all_around(r: GraphReader, entities: list[Id], where: LinkWhere, first: int) -> list[object]:
    """Every page with what it is shown with. The earliest second of a tie is no promise of `neighbours`."""
    found, after = list[object](), None
    while True:
        page = r.around(entities, where, PageRequest(first, after))
        found.append(page._replace(ties=page.ties._replace(rows=[t._replace(low=None) for t in page.ties.rows])))
        if not page.ties.more:
            return found
        after = tie_position(page.ties.rows[-1])


def _all_events(reader: GraphReader, entities: list[Id], where: LinkWhere, first: int) -> object:
    return _walk(lambda page: reader.events(entities, where, page), event_position, first)


def _all_changes(reader: GraphReader, entities: list[Id], since: str, first: int) -> object:
    return _walk(lambda page: reader.changes(entities, since, page), lambda change: change[:4], first)


def _all_links(reader: GraphReader, ends: tuple[list[Id], list[Id]], sort: Sort, first: int) -> object:
    return _walk(lambda page: reader.links_between(*ends, sort[0], sort[1], sort[2], page), _received, first)
