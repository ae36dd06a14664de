"""The store itself: doors to reading and writing, over one file."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from pole.errors import SchemaVersionError, SettingsError
from pole.graph.changes import Applied, Batch, Changes, Plan
from pole.graph.dump import dump_lines
from pole.graph.lease import Patience, impatient
from pole.graph.port import Ids, Lease
from pole.graph.rows import FIRST_PLACE, LedgerRow, QuarantineRow, SameRow, SourceEntry, TaskRow
from pole.model.facts import Id, Instant, Join
from pole.model.marking import Marking
from pole.stores.sqlite import decisions, leasing, migrating, sources, tasks
from pole.stores.sqlite.checking import check
from pole.stores.sqlite.columns import QUARANTINE, keyset_keys
from pole.stores.sqlite.connections import QUESTION_SECONDS, Connections, Look, Pen, listed
from pole.stores.sqlite.current import known_markings, read_current
from pole.stores.sqlite.leasing import SqliteLease
from pole.stores.sqlite.reader import SqliteReader
from pole.stores.sqlite.waiting import Line
from pole.stores.sqlite.whole import whole
from pole.stores.sqlite.writing import write

_SCHEME = "sqlite:///"
_NOTHING: frozenset[int] = frozenset()


def open_store(url: str) -> SqliteStore:
    """The store in the file that the address names. Nothing is created before `initialise`.

    Raises SettingsError for an address that is not ``sqlite:///relative.db`` or ``sqlite:////absolute.db``.
    """
    path = url.removeprefix(_SCHEME)
    if not path or path == url:
        raise SettingsError(f"{url!r} is no SQLite store; write sqlite:///relative.db or sqlite:////absolute.db.")
    return SqliteStore(Path(path))


class SqliteStore:
    """`pole.graph.port.Store` on one SQLite file, for any thread. Other processes may read, and wait to write."""

    def __init__(self, path: Path) -> None:
        self._connections = Connections(path)
        self._line = Line(path)

    def reader(self, visibilities: frozenset[int]) -> SqliteReader:
        return SqliteReader(self._connections, visibilities)

    @contextmanager
    def lease(self, holder: str, patience: Patience = impatient) -> Generator[Lease]:
        lease = SqliteLease(self._connections, self._line, holder)
        lease.take(patience)
        try:
            yield lease
        finally:
            self._tidy(holder)

    def _tidy(self, holder: str) -> None:
        """Give the lease back. After a disposal, first rewrite the index of words, and then empty the log.

        Only so does nothing of what was disposed of stay in the files. Where a reader is in the way, the next holder
        of the lease sees to it.
        """
        with self._look() as look:
            if not leasing.is_of(look, holder):
                return
        with self._connections.writing() as pen:
            unclean = leasing.give_back(pen, holder) and pen.number("SELECT unclean FROM state")
            if unclean:
                pen.do("INSERT INTO words (words) VALUES ('optimize')")
        if unclean and self._connections.empty_log():
            with self._connections.writing() as pen:
                pen.do("UPDATE state SET unclean = 0")

    def apply(self, lease: Lease, batch: Batch, plan: Plan, following: Batch | None = None) -> Applied:
        with self._connections.writing() as pen:
            leasing.renew(pen, lease.holder)
            known = sources.known_batch(pen, batch.ledger)
            if known is not None:
                return Applied(known.counts, already=True)
            changes = plan(batch, read_current(pen, batch))
            write(pen, changes)
            sources.put_batch(pen, batch.ledger._replace(counts=changes.counts))
            _changed(pen)
        return Applied(changes.counts, already=False)

    def put_back(self, lease: Lease, batch: Batch, changes: Changes) -> None:
        self.apply(lease, batch, lambda batch, current: changes)

    def raise_task(self, task: TaskRow, marking: Marking) -> bool:
        with self._connections.writing() as pen:
            kept = tasks.raise_task(pen, task, marking)
            _changed(pen)
        return kept

    def answer_task(self, answered: TaskRow, visibilities: frozenset[int]) -> bool:
        with self._connections.writing() as pen:
            kept = tasks.answer_task(pen, answered, visibilities)
            _changed(pen)
        return kept

    def register(self, entries: Sequence[SourceEntry]) -> None:
        with self._connections.writing() as pen:
            sources.register(pen, entries)
            _changed(pen)

    def batches(self, source: str | None = None, since: int = FIRST_PLACE) -> list[LedgerRow]:
        with self._look() as look:
            return sources.batches(look, source, since)

    def latest(self, source: str) -> Instant | None:
        with self._look() as look:
            return sources.latest(look, source)

    def last_place(self, source: str) -> int:
        with self._look() as look:
            return sources.last_place(look, source)

    def batch(self, ids: Ids) -> list[LedgerRow]:
        with self._look() as look:
            return sources.batch(look, ids)

    def live_rows(self, source: str, types: Sequence[str]) -> Iterator[tuple[Id, str, str]]:
        with self._connections.reading(_NOTHING, None) as look:
            rows = look.each(
                "SELECT DISTINCT r.row, r.type, r.key FROM records AS r WHERE r.source = :source"
                " AND r.type IN (SELECT value FROM json_each(:types)) ORDER BY r.row",
                {"source": source, "types": listed(types)},
            )
            yield from ((row, type_, key) for row, type_, key in rows)

    def children(self, source: str, type_: str, parents: Ids) -> list[tuple[Id, str, Id]]:
        with self._look() as look:
            rows = look.rows(
                "SELECT DISTINCT r.row, r.key, r.parent FROM json_each(:parents) AS i CROSS JOIN records AS r"
                " ON r.parent = i.value AND r.source = :source AND r.type = :type ORDER BY r.row",
                {"parents": listed(parents), "source": source, "type": type_},
            )
        return [(row, key, parent) for row, key, parent in rows]

    def kept_children(self, source: str, parents: Ids) -> list[tuple[Id, str]]:
        with self._look() as look:
            return sources.kept_children(look, source, parents)

    def quarantine(self, source: str | None = None, load: Id | None = None) -> Iterator[QuarantineRow]:
        with self._connections.reading(_NOTHING, None) as look:
            yield from map(
                QuarantineRow._make,
                look.each(
                    "SELECT " + QUARANTINE + " FROM quarantine AS q WHERE (:source IS NULL OR q.source = :source)"
                    " AND (:load IS NULL OR q.batch IN (SELECT id FROM ledger WHERE load = :load))"
                    " ORDER BY q.source, q.file, q.line, q.id",
                    {"source": source, "load": load},
                ),
            )

    def release_quarantine(self, lease: Lease, ids: Ids) -> None:
        with self._connections.writing() as pen:
            leasing.renew(pen, lease.holder)
            pen.do("DELETE FROM quarantine WHERE id IN (SELECT value FROM json_each(:ids))", {"ids": listed(ids)})
            _changed(pen)

    def visibilities(self) -> dict[int, Marking]:
        with self._look() as look:
            return known_markings(look)

    def generation(self) -> str:
        with self._look() as look:
            row = look.number("SELECT generation FROM state")
        return str(row)

    def same(self, visibilities: frozenset[int]) -> list[SameRow]:
        with self._look(visibilities) as look:
            rows = look.rows(
                "SELECT high, low, vis, why, since FROM same WHERE vis IN temp.visible ORDER BY vis, high, low"
            )
        return list(map(SameRow._make, rows))

    def conflicts(self, entities: Ids, visibilities: frozenset[int]) -> dict[Id, frozenset[str]]:
        with self._look(visibilities) as look:
            sides = decisions.sides(look, entities)
            rows = look.rows(
                "SELECT s.entity, s.keys FROM json_each(:ids) AS i CROSS JOIN keysets AS s ON s.entity = i.value",
                {"ids": listed(entities)},
            )
        strong: dict[Id, frozenset[str]] = {}
        for entity, keys in rows:
            held = {key.text for key in keyset_keys(keys) if key.join == Join.STRONG}
            strong[entity] = strong.get(entity, frozenset()) | held
        for entity, side in sides:
            strong[entity] |= {side}
        return strong

    def existence(self, keys: Sequence[str], visibilities: frozenset[int]) -> list[tuple[str, int]]:
        with self._look(visibilities) as look:
            rows = look.rows(
                "SELECT DISTINCT k.key, k.vis FROM json_each(:keys) AS i CROSS JOIN keyset_keys AS k ON k.key = i.value"
                " WHERE k.vis IN temp.visible ORDER BY k.key, k.vis",
                {"keys": listed(keys)},
            )
        return [(key, vis) for key, vis in rows]

    def initialise(self) -> None:
        # A schema that is there needs no writing, which would have to wait for a pause of the loader that is at work.
        with suppress(SchemaVersionError), self._look():
            return
        with self._connections.writing(known_schema=False) as pen:
            migrating.migrate(pen)

    def check(self) -> list[str]:
        with self._connections.reading(_NOTHING, None) as look:
            return check(look)

    def dump(self, visibilities: frozenset[int] | None = None, exact: bool = False) -> Iterator[str]:
        with self._connections.reading(visibilities or _NOTHING, None) as look:
            yield from dump_lines(whole(look, visibilities is not None), exact)

    def close(self) -> None:
        self._connections.close()

    def _look(self, visibilities: frozenset[int] = _NOTHING) -> AbstractContextManager[Look]:
        return self._connections.reading(visibilities, QUESTION_SECONDS)


def _changed(pen: Pen) -> None:
    pen.do("UPDATE state SET generation = generation + 1")
