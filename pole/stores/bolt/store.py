"""The store itself: doors to reading and writing, over one database."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from secrets import token_hex

from pole.errors import SettingsError, StoreAwayError
from pole.graph.changes import Applied, Batch, Changes, Plan
from pole.graph.dump import dump_lines
from pole.graph.lease import Patience, impatient
from pole.graph.port import Ids, Lease
from pole.graph.rows import FIRST_PLACE, LedgerRow, QuarantineRow, SameRow, SourceEntry, TaskRow
from pole.model.facts import Id, Instant
from pole.model.marking import Marking
from pole.stores.bolt import decisions, leasing, sources, tasks
from pole.stores.bolt.applying import Application, Ready, changed
from pole.stores.bolt.checking import check
from pole.stores.bolt.leasing import BoltLease
from pole.stores.bolt.reader import BoltReader
from pole.stores.bolt.schema import Schema
from pole.stores.bolt.shapes import key_code, keyset_of, same_of
from pole.stores.bolt.sight import Sight, in_order
from pole.stores.bolt.whole import whole
from pole.stores.bolt.wire import Asker, Limits, Pen, Wire, connect

DEFAULT_LIMITS = Limits()
SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def open_store(
    url: str, user: str, password: str, database: str = "neo4j", limits: Limits = DEFAULT_LIMITS
) -> BoltStore:
    """The store in that database. Nothing is sent before the first question.

    Raises SettingsError for an address that is no ``neo4j://`` or ``bolt://`` one.
    """
    scheme, _, place = url.partition("://")
    if scheme not in SCHEMES or not place:
        raise SettingsError(f"{url!r} is no Neo4j server; write neo4j://host:7687 or bolt://host:7687.")
    return BoltStore(connect(url, user, password, database, limits))


class BoltStore:
    """`pole.graph.port.Store` on one Neo4j database; any thread and process may use it."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._schema = Schema(wire)
        self._not_given_back: set[str] = set()
        self._ready: Ready | None = None

    def reader(self, visibilities: frozenset[int]) -> BoltReader:
        self._schema.require()
        return BoltReader(self._sight(visibilities))

    @contextmanager
    def lease(self, holder: str, patience: Patience = impatient) -> Generator[Lease]:
        self._schema.require()
        mark = token_hex(8)
        lease = BoltLease(self._wire, holder, mark, self._not_given_back)
        lease.take(patience)
        try:
            yield lease
        except StoreAwayError:
            self._not_given_back.add(mark)
            raise
        finally:
            self._give_back(mark)

    def _give_back(self, mark: str) -> None:
        """A lease that the server keeps because it is away is still ours to take again."""
        if mark in self._not_given_back:
            return
        try:
            self._wire.write(lambda pen: leasing.give_back(pen, mark))
        except StoreAwayError:
            self._not_given_back.add(mark)

    def apply(self, lease: Lease, batch: Batch, plan: Plan, following: Batch | None = None) -> Applied:
        self._schema.require()
        self._schema.add_types(link.type for row in batch.rows for facet in row.facets for link in facet.links)
        ready, self._ready = self._ready, None
        application = Application(lease.holder, batch, plan, ready, following)
        written, self._ready = self._wire.write_and(application.write, application.look_ahead)
        return written.applied

    def put_back(self, lease: Lease, batch: Batch, changes: Changes) -> None:
        self._schema.require()
        self._schema.add_types(link.type for link in changes.put_links)
        self.apply(lease, batch, lambda batch, current: changes)

    def raise_task(self, task: TaskRow, marking: Marking) -> bool:
        def work(pen: Pen) -> bool:
            kept = tasks.raise_task(pen, task, marking)
            changed(pen)
            return kept

        self._schema.require()
        return self._wire.write(work)

    def answer_task(self, answered: TaskRow, visibilities: frozenset[int]) -> bool:
        def work(pen: Pen) -> bool:
            kept = tasks.answer_task(pen, answered, visibilities)
            changed(pen)
            return kept

        self._schema.require()
        return self._wire.write(work)

    def register(self, entries: Sequence[SourceEntry]) -> None:
        def work(pen: Pen) -> None:
            sources.register(pen, entries)
            changed(pen)

        self._schema.require()
        self._wire.write(work)

    def batches(self, source: str | None = None, since: int = FIRST_PLACE) -> list[LedgerRow]:
        return sources.batches(self._known(), source, since)

    def latest(self, source: str) -> Instant | None:
        return sources.latest(self._known(), source)

    def last_place(self, source: str) -> int:
        return sources.last_place(self._known(), source)

    def batch(self, ids: Ids) -> list[LedgerRow]:
        return sources.batch(self._known(), ids)

    def live_rows(self, source: str, types: Sequence[str]) -> Iterator[tuple[Id, str, str]]:
        return sources.live_rows(self._known(), source, types)

    def children(self, source: str, type_: str, parents: Ids) -> list[tuple[Id, str, Id]]:
        return sources.children(self._known(), source, type_, parents)

    def kept_children(self, source: str, parents: Ids) -> list[tuple[Id, str]]:
        return sources.kept_children(self._known(), source, parents)

    def quarantine(self, source: str | None = None, load: Id | None = None) -> Iterator[QuarantineRow]:
        return sources.quarantine(self._known(), source, load)

    def release_quarantine(self, lease: Lease, ids: Ids) -> None:
        def work(pen: Pen) -> None:
            leasing.renew(pen, lease.holder)
            pen.each("UNWIND $rows AS id MATCH (q:Quarantine {id: id}) DELETE q", ids)
            changed(pen)

        self._schema.require()
        self._wire.write(work)

    def visibilities(self) -> dict[int, Marking]:
        rows = self._known().rows("MATCH (v:Visibility) RETURN v.vis, v.marking ORDER BY v.vis")
        return {vis: Marking.parse(text) for vis, text in rows}

    def generation(self) -> str:
        return str(self._known().one("MATCH (s:Schema) RETURN s.generation")[0])

    def same(self, visibilities: frozenset[int]) -> list[SameRow]:
        self._schema.require()
        (found,) = self._sight(visibilities).one("MATCH (s:Same) WHERE s.vis IN $vis RETURN collect(properties(s))")
        return sorted(map(same_of, found), key=lambda s: (s.vis, s.high, s.low))

    def conflicts(self, entities: Ids, visibilities: frozenset[int]) -> dict[Id, frozenset[str]]:
        (found,) = self._known().one(
            "UNWIND $entities AS entity MATCH (s:KeySet) WHERE s.entity = entity RETURN collect(properties(s))",
            entities=in_order(entities),
        )
        strong: dict[Id, frozenset[str]] = {}
        for row in map(keyset_of, found):
            held = {key.text for key in row.keys if key.join == "s"}
            strong[row.entity] = strong.get(row.entity, frozenset()) | held
        for entity, side in decisions.sides(self._sight(visibilities), entities):
            strong[entity] |= {side}
        return strong

    def existence(self, keys: Sequence[str], visibilities: frozenset[int]) -> list[tuple[str, int]]:
        self._schema.require()
        (found,) = self._sight(visibilities).one(
            "UNWIND $codes AS code MATCH (k:Key) WHERE k.code = code AND k.keyset > '' AND k.vis IN $vis"
            " RETURN collect(DISTINCT [k.text, k.vis])",
            codes=[key_code(key) for key in in_order(keys)],
        )
        return sorted((key, vis) for key, vis in found)

    def initialise(self) -> None:
        self._schema.initialise()

    def check(self) -> list[str]:
        return check(self._known())

    def dump(self, visibilities: frozenset[int] | None = None, exact: bool = False) -> Iterator[str]:
        self._schema.require()
        return dump_lines(whole(self._sight(visibilities or frozenset()), visibilities is not None), exact)

    def close(self) -> None:
        self._wire.close()

    def _sight(self, visibilities: frozenset[int]) -> Sight:
        return Sight(self._wire, sorted(visibilities), Asker())

    def _known(self) -> Wire:
        """The wire to a database whose schema is this program's."""
        self._schema.require()
        return self._wire
