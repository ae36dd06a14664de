"""What an extract holds, kept on disk so that memory stays flat whatever the size of the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from threading import Lock
from types import TracebackType
from typing import Self

from pole.model.facts import Id, Verb


class SeenRows:
    """Rows of one extract with what they ask for, the parents they name, by record type, and where some of them stand.

    They are in a file without a name, which is gone with this process however it ends. `row_at` may be asked in any thread.
    """

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._alone = Lock()
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("CREATE TABLE seen (type TEXT, row TEXT, verb TEXT, PRIMARY KEY (type, row)) WITHOUT ROWID")
        self._db.execute("CREATE TABLE parents (type TEXT, row TEXT, put INT, PRIMARY KEY (type, row)) WITHOUT ROWID")
        self._db.execute(
            "CREATE TABLE places (file TEXT, line INTEGER, row TEXT, PRIMARY KEY (file, line)) WITHOUT ROWID"
        )

    def add(self, type_: str, rows: Iterable[tuple[Id, str]]) -> None:
        """Note rows and what they ask for; what is said last of a row counts."""
        self._write("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", ((type_, row, verb) for row, verb in rows))

    def add_parents(self, type_: str, parents: Iterable[tuple[Id, bool]]) -> None:
        """Note the parent that each of these rows of a type names, and whether the row is to be held."""
        query = "INSERT INTO parents VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET put = put + excluded.put"
        self._write(query, ((type_, row, put) for row, put in parents))

    def add_places(self, file: str, places: Iterable[tuple[int, Id]]) -> None:
        """Note on which lines of a file, known by its digest, rows begin."""
        query = "INSERT INTO places VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET row = NULL"
        self._write(query, ((file, line, row) for line, row in places))

    def row_at(self, file: str, line: int) -> Id | None:
        """The row that begins on that line, where one was noted and no other."""
        with self._alone:
            found = self._db.execute("SELECT row FROM places WHERE file = ? AND line = ?", (file, line)).fetchone()
        return None if found is None else found[0]

    def asked(self, type_: str, row: Id) -> str | None:
        """What the extract asks for that row; None when it is not there."""
        found = self._db.execute("SELECT verb FROM seen WHERE type = ? AND row = ?", (type_, row)).fetchone()
        return None if found is None else str(found[0])

    def has(self, type_: str, row: Id) -> bool:
        """Whether the row was in the extract."""
        return self.asked(type_, row) is not None

    def asks(self, type_: str, verb: Verb) -> bool:
        """Whether any row of this type asks for that."""
        query = "SELECT 1 FROM seen WHERE type = ? AND verb = ? LIMIT 1"
        return self._db.execute(query, (type_, verb.value)).fetchone() is not None

    def rows(self, type_: str) -> Iterator[Id]:
        """Every row of a type, ordered."""
        for (row,) in self._db.execute("SELECT row FROM seen WHERE type = ? ORDER BY row", (type_,)):
            yield row

    def parents(self, type_: str) -> Iterator[Id]:
        """Every parent that rows of a type named, ordered, each once."""
        for (row,) in self._db.execute("SELECT row FROM parents WHERE type = ? ORDER BY row", (type_,)):
            yield row

    def children(self, type_: str, but_of: str | None = None) -> Iterator[tuple[Id, int]]:
        """Every parent that rows of a type named, ordered, with how many of those are to be held; leaving out the parents
        that the extract itself has as rows `but_of` a type, to be held."""
        query = (
            "SELECT p.row, p.put FROM parents AS p WHERE p.type = ? AND p.put > 0 AND NOT EXISTS"
            " (SELECT 1 FROM seen AS s WHERE s.type = ? AND s.row = p.row AND s.verb = ?) ORDER BY p.row"
        )
        yield from self._db.execute(query, (type_, but_of, Verb.PUT.value))

    def names_parent(self, type_: str, row: Id) -> bool:
        """Whether a row of this type named that parent."""
        query = "SELECT 1 FROM parents WHERE type = ? AND row = ?"
        return self._db.execute(query, (type_, row)).fetchone() is not None

    def asking(self, type_: str, verb: Verb) -> Iterator[Id]:
        """The rows of a type that ask for that, ordered."""
        query = "SELECT row FROM seen WHERE type = ? AND verb = ? ORDER BY row"
        for (row,) in self._db.execute(query, (type_, verb.value)):
            yield row

    def close(self) -> None:
        """Forget everything."""
        self._db.close()

    def _write(self, query: str, rows: Iterable[tuple[str | int, ...]]) -> None:
        with self._alone:
            self._db.execute("BEGIN")
            self._db.executemany(query, rows)
            self._db.execute("COMMIT")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
