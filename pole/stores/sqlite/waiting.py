"""The line of those who wait for the lease.

It is a file of its own beside the store's, because the store's is locked while a batch is being written, and a loader
that shapes ahead leaves no gap between two batches in which somebody else could write down that they wait.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, time
from typing import NamedTuple

from pole.graph.lease import WAITING_SECONDS, still_waits
from pole.stores.sqlite.connections import translated

_TABLE = (
    "CREATE TABLE IF NOT EXISTS line"
    " (number INTEGER PRIMARY KEY AUTOINCREMENT, holder TEXT NOT NULL, until REAL NOT NULL) STRICT"
)


class Waiter(NamedTuple):
    """One who waits."""

    number: int
    holder: str


class Line:
    """Those who wait for the lease of one store, in the order of coming."""

    def __init__(self, store: Path) -> None:
        self._path = store.with_name(f"{store.name}-waiting")

    def first(self) -> Waiter | None:
        """Who is next; None when nobody waits."""
        if not self._path.exists():
            return None
        with self.opened() as file:
            every = file.execute("SELECT number, holder, until FROM line ORDER BY number").fetchall()
        now = time()
        return next(
            (Waiter(number, holder) for number, holder, until in every if still_waits(holder, until, now)), None
        )

    @contextmanager
    def place(self, holder: str) -> Generator[Place]:
        """A place at the end, until the block ends."""
        place = Place(self, holder)
        place.show()
        try:
            yield place
        finally:
            with self.opened() as file:
                file.execute("DELETE FROM line WHERE number = ?", (place.number,))

    @contextmanager
    def opened(self) -> Generator[sqlite3.Connection]:
        """The file in a transaction."""
        with translated(), closing(sqlite3.connect(self._path)) as file, file:
            file.execute(_TABLE)
            yield file


class Place:
    """A place in the line. One that was not shown for too long is lost, and taken again at the end."""

    def __init__(self, line: Line, holder: str) -> None:
        self._line = line
        self._holder = holder
        self._shown = 0.0
        self.number = 0

    def is_first(self) -> bool:
        """Whether all who came before have had their turn, or are gone."""
        if monotonic() > self._shown + WAITING_SECONDS / 4:
            self.show()
        first = self._line.first()
        return first is not None and first.number == self.number

    def show(self) -> None:
        """Say that we are still there."""
        self._shown = monotonic()
        now, until = time(), time() + WAITING_SECONDS
        with self._line.opened() as file:
            file.execute("DELETE FROM line WHERE until NOT BETWEEN ? AND ?", (now, until))
            kept = file.execute("UPDATE line SET until = ? WHERE number = ?", (until, self.number)).rowcount
            if not kept:
                added = file.execute("INSERT INTO line (holder, until) VALUES (?, ?)", (self._holder, until))
                self.number = added.lastrowid or 0
