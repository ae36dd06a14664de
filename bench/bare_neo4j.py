"""The rival of a load on Neo4j: the driver alone, writing the very rows that a load left in the store.

It reads no file, shapes nothing, asks for nothing that is held and decides nothing. It has the same constraints and
indexes to keep, in one session, with batches of the sizes that were measured to be best. It writes in two ways: as the
driver's manual has it, each row a map; and as we do, each row the values of its columns in their order.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, LiteralString, NamedTuple, TypeAlias

from neo4j import Driver, ManagedTransaction

from bench.clock import Clock
from pole.stores.bolt.names import in_order, link_type

NODES = 10_000
"""Nodes in one transaction."""
LINKS = 5_000
"""Relationships in one transaction."""

LABELS: tuple[LiteralString, ...] = (
    "Visibility", "Record", "Mention", "KeySet", "Key", "Entity:Person", "Entity:Object", "Entity:Location",
    "Entity:Event", "Same", "Membership", "Lineage", "Past", "LastWord", "Quarantine", "Task", "Ledger", "Source", "Tally",
    "Schema", "Lease",
)  # fmt: skip
"""Every node of a store is of one of these."""

Rows: TypeAlias = list[Mapping[str, Any]]


class Pile(NamedTuple):
    """Rows of one kind, in a file, so that a large store needs no more memory than a batch."""

    path: Path
    columns: list[str]
    as_maps: LiteralString
    """What writes them, each row a map."""
    as_values: LiteralString
    """What writes them, each row the values of the columns."""


def pile_up(driver: Driver, folder: Path) -> list[Pile]:
    """Everything in the database, nodes first."""
    folder.mkdir(parents=True)
    piles = [_nodes(driver, folder, labels) for labels in LABELS]
    return piles + [_links(driver, folder, name) for name in _types(driver)]


def write(driver: Driver, piles: Iterable[Pile], clock: Clock, *, as_maps: bool) -> int:
    """Write them into an empty database, and say how many elements that were. Reading the files is not timed."""
    number = 0
    with driver.session(database="neo4j") as session:  # pyright: ignore[reportUnknownMemberType]
        for pile in piles:
            for maps in _batches(pile.path):
                rows = maps if as_maps else [list(map(row.get, pile.columns)) for row in maps]
                with clock.running():
                    session.execute_write(_run, pile.as_maps if as_maps else pile.as_values, rows)
                number += len(rows)
    return number


def count(driver: Driver) -> int:
    """Nodes and relationships in the database."""
    texts: tuple[LiteralString, ...] = ("MATCH (n) RETURN count(n)", "MATCH ()-[r]->() RETURN count(r)")
    return sum(int(driver.execute_query(text).records[0][0]) for text in texts)


def _run(transaction: ManagedTransaction, text: LiteralString, rows: Rows | list[list[Any]]) -> None:
    transaction.run(text, rows=rows).consume()


def _types(driver: Driver) -> list[str]:
    return sorted(row[0] for row in driver.execute_query("CALL db.relationshipTypes()").records)


def _nodes(driver: Driver, folder: Path, labels: LiteralString) -> Pile:
    path = folder / f"{labels.replace(':', '-')}.pickle"
    columns = _spool(driver, path, NODES, f"MATCH (n:{labels}) RETURN properties(n)")
    return Pile(
        path,
        columns,
        f"UNWIND $rows AS row CREATE (n:{labels}) SET n = row",
        f"UNWIND $rows AS row CREATE (:{labels} {{{in_order(columns)}}})",
    )


def _links(driver: Driver, folder: Path, name: str) -> Pile:
    path, type_ = folder / f"{name}.pickle", link_type(name)
    found = _spool(driver, path, LINKS, f"MATCH ()-[r:{type_}]->() RETURN properties(r)")
    columns = ["start", "end", *(column for column in found if column not in {"start", "end"})]
    return Pile(
        path,
        columns,
        "UNWIND $rows AS row MATCH (a:Entity {id: row.start}) MATCH (b:Entity {id: row.end})"
        f" CREATE (a)-[r:{type_}]->(b) SET r = row",
        "UNWIND $rows AS row MATCH (a:Entity {id: row[0]}) MATCH (b:Entity {id: row[1]})"
        f" CREATE (a)-[:{type_} {{{in_order(columns)}}}]->(b)",
    )


def _spool(driver: Driver, path: Path, size: int, text: LiteralString) -> list[str]:
    """Write the answer to a file, and say which properties were in it."""
    columns = set[str]()
    with driver.session(database="neo4j") as session, path.open("wb") as file:  # pyright: ignore[reportUnknownMemberType]
        found = (row[0] for row in session.run(text))
        while batch := list(islice(found, size)):
            columns.update(*batch)
            pickle.dump(batch, file)
    return sorted(columns)


def _batches(path: Path) -> Iterator[Rows]:
    with path.open("rb") as file:
        while file.peek(1):
            yield pickle.load(file)
