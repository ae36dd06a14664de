"""Which databases are taken, which addresses, and which names may become part of a query."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic
from typing import LiteralString

import pytest

from pole.errors import SchemaVersionError, SettingsError, VocabularyError
from pole.model.facts import record_id
from pole.stores.bolt import BoltStore, open_store
from pole.stores.bolt.names import any_of, link_type
from pole.stores.bolt.schema import Schema
from pole.stores.bolt.wire import Wire
from tests.server.bolt import BoltServer
from tests.stores.generate import MARKINGS, OPEN
from tests.stores.shaping import HOLDER, Thing, Tie, batch_of, eventful, load, planner, row


@pytest.mark.parametrize("url", ["http://localhost:7474", "localhost:7687", "neo4j", ""])
def test_an_address_that_is_none_is_named(url: str) -> None:
    with pytest.raises(SettingsError, match="is no Neo4j server"):
        open_store(url, "neo4j", "secret")


@pytest.mark.parametrize("name", ["", "LIVES AT", "A]->(x) DETACH DELETE x //", "lives_at", "ÄRGER", "A" * 65, "A1"])
def test_no_other_name_becomes_part_of_a_query(name: str) -> None:
    with pytest.raises(VocabularyError):
        link_type(name)
    assert any_of([name, "KNOWS"]) == ":KNOWS"


def test_a_link_of_an_impossible_type_is_refused_and_leaves_nothing(store: BoltStore) -> None:
    things = {"a": Thing(("nominal|1",)), "b": Thing(("nominal|2",))}
    with store.lease(HOLDER) as lease, pytest.raises(VocabularyError):
        store.apply(lease, batch_of(0, [row("1", things, [Tie("a", "b", "no type")])]), planner())
    assert list(store.dump()) == []


def test_a_store_never_initialised_says_so(empty_neo4j: BoltServer) -> None:
    store = open_store(empty_neo4j.uri, *empty_neo4j.auth)
    with pytest.raises(SchemaVersionError, match="pole store init"):
        store.reader(frozenset({OPEN}))
    with pytest.raises(SchemaVersionError, match="pole store init"), store.lease(HOLDER):
        pass
    store.close()


def test_a_newer_schema_is_refused_and_left_alone(store: BoltStore, wire: Wire, empty_neo4j: BoltServer) -> None:
    wire.write(lambda pen: pen.rows("MATCH (s:Schema) SET s.version = 99"))
    later = open_store(empty_neo4j.uri, *empty_neo4j.auth)
    with pytest.raises(SchemaVersionError, match="99"):
        later.initialise()
    with pytest.raises(SchemaVersionError, match="99"):
        later.batches()
    later.close()
    assert wire.rows("MATCH (s:Schema) RETURN s.version") == [[99]]


def test_initialising_twice_changes_nothing(store: BoltStore) -> None:
    before = store.generation()
    store.initialise()
    assert store.generation() == before
    assert store.check() == []


def at_once(server: BoltServer, work: Callable[[BoltStore], None]) -> None:
    """Several stores do the same in the same moment, and each succeeds."""
    stores = [open_store(server.uri, *server.auth) for _ in range(3)]
    together = Barrier(len(stores))

    def do(store: BoltStore) -> None:
        together.wait()
        work(store)

    with ThreadPoolExecutor(len(stores)) as threads:
        done = [threads.submit(do, store) for store in stores]
    for store in stores:
        store.close()
    assert [future.exception() for future in done] == [None] * len(stores)


def test_several_may_make_an_empty_database_ready_at_once(empty_neo4j: BoltServer) -> None:
    """As a service and a loader do that are started together."""
    empty_neo4j.wipe(schema=True)
    at_once(empty_neo4j, BoltStore.initialise)
    store = open_store(empty_neo4j.uri, *empty_neo4j.auth)
    assert store.check() == []
    store.close()


def test_several_that_bring_the_same_link_types_at_once_all_succeed(store: BoltStore, empty_neo4j: BoltServer) -> None:
    """As a watcher does beside a bulk load. The names are no other test's, for indexes outlive a test."""
    types = [f"FIRST_OF_ALL_{letter}" for letter in "ABCD"]
    at_once(empty_neo4j, lambda one: Schema(one._wire).add_types(types))
    assert store.check() == []
    empty_neo4j.wipe(schema=True)


def test_waiting_for_an_index_lets_another_make_its_constraint(store: BoltStore, empty_neo4j: BoltServer) -> None:
    """Who makes one lets go of its label while the index fills, and takes it again before it is ready."""
    store._wire.write(lambda pen: pen.rows("UNWIND range(1, 100000) AS n CREATE (:Stranger {n: n})"))
    ask: LiteralString = "SHOW INDEXES YIELD name, state WHERE name = 'stranger_n' RETURN state"
    with ThreadPoolExecutor(1) as other:
        made = other.submit(store._wire.alter, "CREATE CONSTRAINT stranger_n FOR (n:Stranger) REQUIRE n.n IS UNIQUE")
        while not (seen := store._wire.rows(ask)):
            assert not made.done()
        begun = monotonic()
        store.initialise()
        made.result()
    assert seen == [["POPULATING"]]
    assert store._wire.rows(ask) == [["ONLINE"]]
    assert monotonic() - begun < 60
    empty_neo4j.wipe(schema=True)


FIRST_SCHEMA: tuple[LiteralString, ...] = (
    "MATCH (p:Past) REMOVE p.closed, p.place, p.parent",
    "MATCH (w:LastWord) DELETE w",
    "MATCH (t:Tally) DELETE t",
    "MATCH (r:Record) WITH r.source AS source, r.vis AS vis, count(*) AS n CREATE (:Tally {source: source, vis: vis, records: n})",
    "DROP CONSTRAINT decision_id",
    "DROP INDEX decision_one",
    "DROP INDEX decision_other",
    "DROP INDEX decision_made",
    "DROP INDEX decision_end_keyset",
    "DROP INDEX decision_end_decision",
    "DROP CONSTRAINT tally_facets",
    "DROP CONSTRAINT last_word_row",
    "DROP INDEX last_word_parent",
    "DROP INDEX past_parent",
    "DROP INDEX quarantine_parent",
    "CREATE CONSTRAINT tally_of FOR (n:Tally) REQUIRE (n.source, n.vis) IS UNIQUE",
    "MATCH (b:Ledger) REMOVE b.place",
    "DROP INDEX ledger_place",
    "DROP INDEX ledger_extract",
    "DROP INDEX key_holder",
    "CREATE INDEX ledger_source FOR (n:Ledger) ON (n.source)",
    "CREATE INDEX key_code FOR (n:Key) ON (n.code)",
    "CREATE INDEX key_keyset FOR (n:Key) ON (n.keyset)",
    "MATCH (s:Schema) SET s.version = 1",
)


def test_a_database_of_the_first_schema_is_brought_up_to_date(
    store: BoltStore, wire: Wire, empty_neo4j: BoltServer
) -> None:
    load(store, *eventful())
    before = list(store.dump())
    for statement in FIRST_SCHEMA:
        wire.alter(statement)
    wire.write(
        lambda pen: pen.rows(
            "MATCH (p:Past) WHERE p.row = $row SET p.vis = $vis RETURN count(p)", row=row("raised").row, vis=OPEN
        )
    )
    older = open_store(empty_neo4j.uri, *empty_neo4j.auth)
    with pytest.raises(SchemaVersionError, match="pole store migrate"):
        older.batches()
    older.initialise()
    assert older.check() == []
    raised = row("raised").row
    assert [line for line in older.dump() if raised not in line] == [line for line in before if raised not in line]
    assert older.reader(frozenset(MARKINGS)).versions(record_id(raised, OPEN)) == []
    older.close()
