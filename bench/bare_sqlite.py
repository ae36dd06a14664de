"""The rival of a load on SQLite: `executemany` alone, writing the very rows that a load left in the file.

It reads no file, shapes nothing, asks for nothing that is held and decides nothing. It has the same tables, indexes and
promises of durability to keep. Rows come in the order in which they were written, those of tables that keep no such order
in any order; each batch is sorted by key as a load sorts it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from bench.clock import Clock
from pole.stores import sqlite
from pole.stores.sqlite.search import index_text

BATCH = 10_000
"""Rows in one transaction."""

ELEMENTS = (
    "records", "mentions", "entities", "keysets", "keyset_keys", "membership", "same", "lineage", "past", "quarantine",
    "ledger", "last_words", "tasks", "links",
)  # fmt: skip
"""The tables whose rows are nodes or relationships on Neo4j. The others serve as indexes."""
_OTHERS = ("adj", "past_keysets", "sources", "tally", "visibility")
_SETTINGS = ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "cache_size = -65536",
             "wal_autocheckpoint = 4000", "temp_store = MEMORY")  # fmt: skip
"""As the store's writing connection has them."""

Rows: TypeAlias = list[tuple[Any, ...]]


def write(loaded: Path, into: Path, clock: Clock) -> None:
    """Copy a loaded file row by row into a new one. Reading is not timed."""
    store = sqlite.open_store(f"sqlite:///{into}")
    store.initialise()
    store.close()
    source, target = _open(loaded), _open(into)
    for table in (*ELEMENTS, *_OTHERS):
        columns = _columns(source, table)
        for rows in _batches(source, table, columns):
            _insert(target, f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(rows[0]))})", rows, clock)
    for rows in _batches(source, "mentions", "n, vis, text"):
        words = [(n, index_text(vis, text)) for n, vis, text in rows]
        _insert(target, "INSERT INTO words (rowid, word) VALUES (?, ?)", words, clock)
    with clock.running():
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    source.close()
    target.close()


def count(loaded: Path) -> int:
    """Nodes and relationships in the file."""
    source = _open(loaded)
    number = sum(int(source.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in ELEMENTS)
    source.close()
    return number


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in _SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    return connection


def _columns(source: sqlite3.Connection, table: str) -> str:
    """Those that are written; the file itself makes the others of them."""
    return ", ".join(str(row[1]) for row in source.execute(f"PRAGMA table_info({table})"))


def _batches(source: sqlite3.Connection, table: str, columns: str) -> Iterator[Rows]:
    ordered = "random()" if _keeps_no_order(source, table) else "rowid"
    found = source.execute(f"SELECT {columns} FROM {table} ORDER BY {ordered}")
    while rows := found.fetchmany(BATCH):
        yield rows


def _keeps_no_order(source: sqlite3.Connection, table: str) -> bool:
    rows = source.execute("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", (table,)).fetchone()
    return "WITHOUT ROWID" in rows[0]


def _insert(target: sqlite3.Connection, text: str, rows: Rows, clock: Clock) -> None:
    with clock.running():
        target.execute("BEGIN IMMEDIATE")
        target.executemany(text, rows)
        target.execute("COMMIT")
