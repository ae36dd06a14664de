"""What a load asks of the ledger costs as much after years of deltas as on the first day, on both stores."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, LiteralString

from pole.graph.rows import FIRST_PLACE, LedgerRow
from pole.ingest.load import Loader
from pole.stores.bolt import BoltStore, open_store
from pole.stores.bolt import sources as on_bolt
from pole.stores.bolt.shapes import ledger_properties
from pole.stores.bolt.wire import Asker, Pen, Row, Wire
from pole.stores.sqlite import open_store as open_file
from pole.stores.sqlite import sources as on_sqlite
from pole.stores.sqlite.connections import Look
from pole.stores.sqlite.connections import Pen as SqlitePen
from pole.stores.sqlite.store import SqliteStore
from tests.formats.loading import source_of
from tests.server.bolt import BoltServer
from tests.stores.shaping import batch_of

SHORT, LONG = 200, 3_000
"""Batches: half of them of one large file, the others each an extract of its own."""
NEW = batch_of(LONG, []).ledger._replace(digest="digest-0")
"""A further batch of a newer extract."""
AMID = batch_of(LONG, [], extract="0").ledger._replace(digest="digest-0", number=LONG)
"""A further batch of the large file."""


def ledger(first: int, last: int) -> list[LedgerRow]:
    return [
        batch_of(n, []).ledger._replace(
            extract="0" if n % 2 else str(n), digest="digest-0" if n % 2 else f"digest-{n}", number=n
        )
        for n in range(first, last)
    ]


def steps_on_sqlite(raw: sqlite3.Connection) -> int:
    """Of SQLite's machine, for what a load asks."""
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    raw.set_progress_handler(count, 1)
    try:
        for row in (NEW, AMID):
            assert on_sqlite.known_batch(Look(raw), row) is None
        assert on_sqlite.batches(Look(raw), "crimes", NEW.place) == []
        assert on_sqlite.latest(Look(raw), "crimes") is not None
        assert on_sqlite.last_place(Look(raw), "crimes") > 0
    finally:
        raw.set_progress_handler(None, 0)
    return steps


def test_a_long_ledger_is_not_read_on_sqlite(tmp_path: Path) -> None:
    store = open_file(f"sqlite:///{tmp_path}/graph.db")
    store.initialise()
    store.close()
    with sqlite3.connect(tmp_path / "graph.db") as raw:
        for row in ledger(0, SHORT):
            on_sqlite.put_batch(SqlitePen(raw), row)
        first = steps_on_sqlite(raw)
        for row in ledger(SHORT, LONG):
            on_sqlite.put_batch(SqlitePen(raw), row)
        assert steps_on_sqlite(raw) == first


class Asked(SqliteStore):
    """A store that remembers from which place on it was asked for its ledger."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.since: list[int] = []

    def batches(self, source: str | None = None, since: int = FIRST_PLACE) -> list[LedgerRow]:
        self.since.append(since)
        return super().batches(source, since)


DOGS = """\
source: dogs
title: Dogs
format: {kind: delimited, delimiter: ",", header: yes}
markings: {ordinary: {classification: OFFICIAL}}
marking: ordinary
records:
  dog:
    file: dogs_{extract}.csv
    mode: delta
    key: CHIP
    mentions:
      dog:
        is: object/property-item
        keys: {dog-chip: serial}
        attributes: {serial: CHIP, status: {column: STATE, map: {A: alive}, otherwise: quarantine}}
"""


def test_a_load_and_a_replay_ask_from_their_first_extract_on(tmp_path: Path) -> None:
    store, source = Asked(tmp_path / "graph.db"), source_of(DOGS)
    store.initialise()
    for number, state in ((7, "A"), (8, "X"), (9, "A")):
        (tmp_path / f"dogs_{number:04}.csv").write_text(f"CHIP,STATE\nC{number},{state}\n", encoding="utf-8")
        Loader(store).load(source, [tmp_path / f"dogs_{number:04}.csv"])
    assert {*store.since} == {7, 8, 9}
    store.since.clear()
    sheet = Loader(store).replay(source_of(DOGS.replace("A: alive", "A: alive, X: exported")))
    assert (sheet.accounts[0].outcomes, store.since) == ({"new": 1}, [8])
    assert store.last_place("dogs") == 9
    assert store.last_place("cats") == FIRST_PLACE
    store.close()


class Profiled(Wire):
    """A wire whose questions, in and out of a transaction, add up what they touch in the server's store."""

    def __init__(self, other: Wire) -> None:
        super().__init__(other._driver, other._database, other._limits)
        self.hits = 0

    def answer(
        self,
        text: LiteralString,
        values: dict[str, object],
        asker: Asker,
        seconds: float | None = None,
        patience: float | None = None,
    ) -> list[Row]:
        result = self._driver.execute_query("PROFILE " + text, values, database_="neo4j")
        self.hits += hits(result.summary.profile or {})
        return [record.values() for record in result.records]

    def rows(self, text: LiteralString, /, **values: object) -> list[Row]:
        return self.answer(text, values, Asker())


def hits(plan: dict[str, Any]) -> int:
    """What a plan and those below it touched."""
    return int(plan.get("dbHits", 0)) + sum(map(hits, plan.get("children", ())))


def hits_on_neo4j(store: BoltStore) -> int:
    wire = Profiled(store._wire)
    for row in (NEW, AMID):
        assert on_bolt.known_batch(row, *wire.one("RETURN " + on_bolt.KNOWN, **on_bolt.known_values(row))) is None
    assert on_bolt.batches(wire, "crimes", NEW.place) == []
    assert on_bolt.latest(wire, "crimes") is not None
    assert on_bolt.last_place(wire, "crimes") > 0
    return wire.hits


def test_a_long_ledger_is_not_read_on_neo4j(empty_neo4j: BoltServer) -> None:
    def put(pen: Pen, rows: list[LedgerRow]) -> None:
        pen.each("UNWIND $rows AS row CREATE (b:Ledger) SET b = row", map(ledger_properties, rows))

    store = open_store(empty_neo4j.uri, *empty_neo4j.auth)
    store.initialise()
    store._wire.write(lambda pen: put(pen, ledger(0, SHORT)))
    first = hits_on_neo4j(store)
    store._wire.write(lambda pen: put(pen, ledger(SHORT, LONG)))
    assert 0 < hits_on_neo4j(store) <= first + 5
    store.close()
