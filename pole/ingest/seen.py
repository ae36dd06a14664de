"""Which rows an extract held, kept on disk so that memory stays flat whatever the size of the file."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from pole.model.facts import Id


class SeenRows:
    """Rows and their parents, by record type, for one load. The file goes when it is closed."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="pole-load-")
        self._db = sqlite3.connect(Path(self._folder.name) / "seen.db", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("CREATE TABLE seen (type TEXT, row TEXT, parent TEXT, PRIMARY KEY (type, row)) WITHOUT ROWID")

    def add(self, type_: str, rows: Iterable[tuple[Id, Id | None]]) -> None:
        """Note (row, parent) pairs."""
        self._db.execute("BEGIN")
        self._db.executemany(
            "INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", ((type_, row, parent) for row, parent in rows)
        )
        self._db.execute("COMMIT")

    def has(self, type_: str, row: Id) -> bool:
        """Whether the row was in the extract."""
        return self._db.execute("SELECT 1 FROM seen WHERE type = ? AND row = ?", (type_, row)).fetchone() is not None

    def rows(self, type_: str) -> Iterator[Id]:
        """Every row of a type, ordered."""
        for (row,) in self._db.execute("SELECT row FROM seen WHERE type = ? ORDER BY row", (type_,)):
            yield row

    def parents(self, type_: str) -> Iterator[Id]:
        """Every parent that rows of a type named, ordered, each once."""
        query = "SELECT DISTINCT parent FROM seen WHERE type = ? AND parent IS NOT NULL ORDER BY parent"
        for (parent,) in self._db.execute(query, (type_,)):
            yield parent

    def close(self) -> None:
        """Forget everything."""
        self._db.close()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
