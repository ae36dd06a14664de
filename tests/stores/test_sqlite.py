"""What is true of the embedded store alone: its file, its threads, its limits, and how it notices damage."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import _GeneratorContextManager
from functools import partial
from pathlib import Path
from random import Random
from threading import Timer
from time import monotonic

import pytest

from pole.errors import AbandonedError, LimitReachedError, SchemaVersionError, SettingsError, StoreAwayError
from pole.graph.port import Store, StoreReader
from pole.graph.questions import ANY_LINK, LinkWhere, PageRequest, SearchWhere
from pole.graph.rows import SourceEntry
from pole.model.facts import Id, ShapedRow, Verb, record_id
from pole.stores.sqlite import open_store
from pole.stores.sqlite.connections import Connections, Look
from pole.stores.sqlite.reader import SqliteReader
from tests.stores.generate import CHILDREN, MARKINGS, OPEN, Shape, history
from tests.stores.shaping import HOLDER, Thing, Tie, batch_of, entity, eventful, load, planner, row

OPENLY = frozenset({OPEN})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "graph.db"


@pytest.fixture
def store(path: Path) -> Store:
    """An initialised store in the file `path`."""
    store = open_store(f"sqlite:///{path}")
    store.initialise()
    return store


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "postgres:///x", "graph.db"])
def test_an_address_that_is_none_is_named(url: str) -> None:
    with pytest.raises(SettingsError, match="is no SQLite store"):
        open_store(url)


def test_a_store_never_initialised_says_so(path: Path) -> None:
    store = open_store(f"sqlite:///{path}")
    with pytest.raises(SchemaVersionError, match="pole store init"):
        store.reader(OPENLY).sources()
    with pytest.raises(SchemaVersionError, match="pole store init"), store.lease(HOLDER):
        pass
    assert not path.exists()


def test_a_newer_schema_is_refused_and_left_alone(path: Path, store: Store) -> None:
    store.close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    newer = open_store(f"sqlite:///{path}")
    with pytest.raises(SchemaVersionError, match="99"):
        newer.initialise()
    with pytest.raises(SchemaVersionError, match="99"):
        newer.reader(OPENLY).sources()


FIRST_SCHEMA = """
DROP INDEX past_parent;
ALTER TABLE past DROP COLUMN parent;
ALTER TABLE past DROP COLUMN place;
ALTER TABLE past DROP COLUMN closed;
DROP TABLE tasks;
DROP TABLE decisions;
DROP TABLE decision_ends;
DROP INDEX ledger_at;
DROP INDEX ledger_data_to;
DROP INDEX ledger_place;
DROP INDEX ledger_time;
ALTER TABLE ledger DROP COLUMN place;
DROP INDEX ledger_extract;
CREATE INDEX ledger_extract ON ledger (source, type, extract);
DROP TABLE sources;
CREATE TABLE sources (source TEXT PRIMARY KEY, title TEXT NOT NULL, owner TEXT NOT NULL, contact TEXT NOT NULL) STRICT;
DROP INDEX quarantine_parent;
ALTER TABLE quarantine DROP COLUMN parent;
DROP TABLE last_words;
DROP TABLE tally;
CREATE TABLE tally (
  source TEXT NOT NULL, vis INTEGER NOT NULL, records INTEGER NOT NULL, PRIMARY KEY (source, vis)
) STRICT, WITHOUT ROWID;
INSERT INTO tally SELECT source, vis, count(*) FROM records GROUP BY source, vis;
PRAGMA user_version = 1;
"""


def test_a_file_of_the_first_schema_is_brought_up_to_date(path: Path, store: Store) -> None:
    load(store, *eventful())
    before = [line for line in store.dump() if not line.startswith('["task"')]
    store.close()
    with sqlite3.connect(path) as raw:
        raw.executescript(FIRST_SCHEMA)
        raw.execute("UPDATE past SET vis = ? WHERE row = ?", (OPEN, row("raised").row))
    raw.close()
    older = open_store(f"sqlite:///{path}")
    with pytest.raises(SchemaVersionError, match="pole store migrate"):
        older.batches()
    older.initialise()
    assert older.check() == []
    raised = row("raised").row
    assert [line for line in older.dump() if raised not in line] == [line for line in before if raised not in line]
    assert older.reader(frozenset(MARKINGS)).versions(record_id(raised, OPEN)) == []
    assert [s.entry for s in older.reader(frozenset()).sources()] == [SourceEntry("crimes", "crimes", "", "")]


def test_a_database_of_another_program_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE things (id)")
    raw.close()
    with pytest.raises(SchemaVersionError, match="another program"):
        open_store(f"sqlite:///{path}").initialise()


def test_initialising_twice_changes_nothing(store: Store) -> None:
    load(store, [row("1", {"a": Thing(("nominal|1",))})])
    before = list(store.dump(exact=True))
    store.initialise()
    assert list(store.dump(exact=True)) == before


def test_a_question_that_takes_too_long_is_a_limit(path: Path, store: Store) -> None:
    load(store, *(list(batch.rows) for batch in history(Random(1), Shape(5, 10, 8))))
    impatient = SqliteReader(Connections(path), frozenset(MARKINGS), seconds=0)
    with pytest.raises(LimitReachedError, match="narrow the question"):
        _slow(impatient)


def test_a_cancelled_question_stops(path: Path, store: Store) -> None:
    load(store, *(list(batch.rows) for batch in history(Random(1), Shape(5, 10, 8))))
    reader = SqliteReader(Connections(path), frozenset(MARKINGS))
    Timer(0.05, reader.cancel).start()
    begun = monotonic()
    with pytest.raises(AbandonedError):
        while monotonic() < begun + 30:
            _slow(reader)
    with pytest.raises(AbandonedError):
        reader.sources()


class Counting(Connections):
    """Counts the steps that SQLite takes for the questions asked."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, steps=1)
        self.steps = 0

    def reading(
        self, visibilities: frozenset[int], seconds: float | None, cancelled: Callable[[], bool] = bool
    ) -> _GeneratorContextManager[Look]:
        return super().reading(visibilities, seconds, self._step)

    def _step(self) -> bool:
        self.steps += 1
        return False


def _steps(path: Path, ask: Callable[[SqliteReader], object]) -> int:
    connections = Counting(path)
    ask(SqliteReader(connections, OPENLY))
    connections.close()
    return connections.steps


def _slow(reader: SqliteReader) -> None:
    """Enough work for one look at the clock."""
    entities = [m.entity for m in reader.mentions_of([])] + [f"e{n:06d}" for n in range(20_000)]
    reader.frontier(entities, ANY_LINK, 1)


def test_readers_in_many_threads_see_whole_batches_while_a_loader_writes(store: Store) -> None:
    def rows(number: int) -> list[ShapedRow]:
        return [
            row(
                f"{number}-{n}",
                {"a": Thing(("nominal|1",)), "e": Thing((f"crime|{number}-{n}",), "EVENT")},
                [Tie("a", "e")],
            )
            for n in range(10)
        ]

    def watch(_: int) -> set[int]:
        reader = store.reader(OPENLY)
        return {reader.mention_count(_holders(reader, "nominal|1")) % 10 for _ in range(150)}

    with ThreadPoolExecutor(8) as pool:
        watching = [pool.submit(watch, n) for n in range(8)]
        load(store, *(rows(number) for number in range(15)))
        assert {rest for done in watching for rest in done.result()} == {0}


def _holders(reader: StoreReader, key: str) -> list[str]:
    return [entity for _, entity in reader.by_identifier([key])]


def test_readers_of_different_scopes_share_connections_and_nothing_else(store: Store) -> None:
    load(store, [row("1", {"a": Thing(("nominal|1",))}), row("2", {"a": Thing(("nominal|1",))}, vis=CHILDREN)])

    def count(n: int) -> tuple[int, int]:
        seen = (OPENLY, frozenset({CHILDREN}), frozenset(MARKINGS), frozenset[int]())[n % 4]
        return n % 4, len(store.reader(seen).by_identifier(["nominal|1"]))

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(count, range(400))) == {(0, 1), (1, 1), (2, 2), (3, 0)}


def test_a_reader_cannot_write(path: Path, store: Store) -> None:
    with pytest.raises(StoreAwayError), Connections(path).reading(OPENLY, 1.0) as look:
        look.rows("DELETE FROM records")


def test_nothing_of_a_disposed_row_stays_in_the_file(path: Path, store: Store) -> None:
    thing = Thing(("nominal|123456",), text="quetzalcoatl", caption="Quetzalcoatl")
    others = [row(f"{n}", {"a": Thing((f"nominal|{n}",), text=f"anna word{n}")}) for n in range(50)]
    plan = planner()
    with store.lease(HOLDER) as lease:
        store.apply(lease, batch_of(0, [*others, row("x", {"a": thing})]), plan)
        assert b"uetzalcoatl" in _bytes(path)
        store.apply(lease, batch_of(1, [row("x", verb=Verb.DISPOSE)]), plan)
    assert store.check() == []
    store.close()
    assert b"uetzalcoatl" not in _bytes(path)


def _bytes(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*"))


DAMAGE = {
    "links that disagree with the mention at their start": "UPDATE links SET start_entity = 'nobody'",
    "links that disagree with the mention at their end": "DELETE FROM mentions WHERE name = 'e'",
    "links without a record": "UPDATE links SET vis = vis + 1",
    "links that are not among the ties": "DELETE FROM adj WHERE outgoing = 0",
    "ties without their link": "DELETE FROM links",
    "mentions without a record": "UPDATE records SET vis = vis + 1",
    "mentions that disagree with their key set": "UPDATE mentions SET entity = 'nobody'",
    "key sets that disagree with their entity": "UPDATE entities SET vis = vis + 1",
    "key sets with another number of mentions": "UPDATE keysets SET mentions = 7",
    "key sets whose best mention": "UPDATE keysets SET best = 'none'",
    "entities without a key set": "DELETE FROM keysets",
    "key sets whose keys": "DELETE FROM keyset_keys",
    "keys found without": "UPDATE keyset_keys SET vis = vis + 1",
    "SAME without one of its entities": "UPDATE same SET low = 'nobody'",
    "lies below one of its ends": f"UPDATE same SET vis = {OPEN}",
    "key sets whose present membership": "DELETE FROM membership",
    "present memberships of key sets": "UPDATE membership SET entity = 'nobody'",
    "key sets with several present memberships": "INSERT INTO membership SELECT * FROM membership",
    "past rows that are not found": "DELETE FROM past_keysets",
    "past key sets without": "DELETE FROM past",
    "memberships of key sets that nothing": "INSERT INTO membership SELECT 'gone', id, vis, '2024', '2025' FROM entities",
    "sources whose tally": "UPDATE tally SET records = records + 1",
    "records of a visibility without a marking": "DELETE FROM visibility",
    "is kept under a visibility": "UPDATE visibility SET marking = 'SECRET' WHERE marking = 'OFFICIAL'",
    "the index of words is out of step": "UPDATE mentions SET text = 'name' || char(9) || 'other'",
}


@pytest.mark.parametrize("words", DAMAGE)
def test_damage_is_named(path: Path, store: Store, words: str) -> None:
    things = {"a": Thing(("nominal|1",), text="anna berg"), "e": Thing(("crime|1",), "EVENT")}
    load(
        store,
        [row("1", things, [Tie("a", "e")]), row("2", {"a": things["a"]}, vis=CHILDREN)],
        [row("1", things, [Tie("a", "e")], received="2024-02-01T00:00:00Z")],
    )
    assert store.check() == []
    with sqlite3.connect(path) as raw:
        raw.execute(DAMAGE[words])
    raw.close()
    assert any(words in problem for problem in store.check())
    assert not any("berg" in problem for problem in store.check())


def people_at_one_place(number: int, vis: int = OPEN) -> list[ShapedRow]:
    """So many, each by a record of its own."""
    return [
        row(
            f"{vis}-{n:05d}",
            {"a": Thing((f"nominal|{vis}-{n:05d}",), text="anna"), "l": Thing(("uprn|1",), "LOCATION")},
            [Tie("a", "l")],
            vis,
        )
        for n in range(number)
    ]


def test_a_page_of_a_hub_reads_only_what_it_shows(path: Path, store: Store) -> None:
    load(store, people_at_one_place(3_000))
    hub = entity(store, "uprn|1")
    ten = _steps(path, lambda r: r.neighbours([hub], ANY_LINK, PageRequest(10)))
    twenty = _steps(path, lambda r: r.neighbours([hub], ANY_LINK, PageRequest(20)))
    assert ten < twenty < 2.5 * ten < 10_000


QUESTIONS: dict[str, Callable[[Id, StoreReader], object]] = {
    "search": lambda hub, r: r.search(SearchWhere((("anna",),)), 10),
    "neighbours": lambda hub, r: r.neighbours([hub], ANY_LINK, PageRequest(10)),
    "counts": lambda hub, r: r.relationship_counts([hub], LinkWhere(kinds=("PERSON",))),
    "mentions": lambda hub, r: r.mentions([hub], PageRequest(10)),
    "frontier": lambda hub, r: r.frontier([hub], ANY_LINK, 5),
    "ties": lambda hub, r: r.ties([(hub, "unknown")], ANY_LINK),
    "identifier": lambda hub, r: r.by_identifier(["nominal|unknown"]),
}


def test_hidden_rows_cost_a_reader_nothing(tmp_path: Path) -> None:
    work: list[dict[str, int]] = []
    for name, hidden in (("with", people_at_one_place(500, CHILDREN)), ("without", [])):
        path = tmp_path / name
        store = open_store(f"sqlite:///{path}")
        store.initialise()
        load(store, [*people_at_one_place(20), *hidden])
        hub = entity(store, "uprn|1")
        store.close()
        work.append({what: _steps(path, partial(ask, hub)) for what, ask in QUESTIONS.items()})
    assert work[0] == work[1]
