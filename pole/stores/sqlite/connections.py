"""Connections to one database file: one that writes, and a pool of those that read, each used by one thread at a time.

A reading connection carries the visibilities it may see in a temporary table, `visible`, which every question joins,
and is otherwise unable to write. All statements of one question see one state of the file.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, RLock
from time import monotonic
from typing import Any, LiteralString, TypeAlias

from pole.errors import AbandonedError, LimitReachedError, StoreAwayError
from pole.stores.sqlite.schema import require_known

Row: TypeAlias = tuple[Any, ...]
Values: TypeAlias = Mapping[str, object]

QUESTION_SECONDS = 10.0
BULK_SECONDS = 300.0
"""For whole columns, which nobody waits for at a screen."""

_BUSY_SECONDS = 30.0
_STEPS_BETWEEN_LOOKS = 20_000
"""Steps of SQLite between two looks at the clock: about a millisecond."""
_IDLE_LIMIT = 32
_AWAY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_READONLY,
}
"""What a file, a disk or another process may do to us; anything else is a fault of ours."""


class Look:
    """One question's view of the file. Query texts are literals, values are parameters."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: LiteralString, values: Values | None = None) -> list[Row]:
        """All rows of the answer."""
        return self._connection.execute(sql, values or {}).fetchall()

    def each(self, sql: LiteralString, values: Values | None = None) -> Iterator[Row]:
        """The rows of the answer, one by one."""
        return iter(self._connection.execute(sql, values or {}))

    def one(self, sql: LiteralString, values: Values | None = None) -> Row | None:
        """The first row, if there is any."""
        row: Row | None = self._connection.execute(sql, values or {}).fetchone()
        return row

    def number(self, sql: LiteralString, values: Values | None = None) -> int:
        """The one number of the answer; 0 when it is empty."""
        row = self.one(sql, values)
        return int(row[0] or 0) if row else 0


class Pen(Look):
    """The writing connection inside its transaction."""

    __slots__ = ()

    def do(self, sql: LiteralString, values: Values | tuple[object, ...] = ()) -> int:
        """Run one statement and say how many rows it changed."""
        return self._connection.execute(sql, values).rowcount

    def do_all(self, sql: LiteralString, rows: Iterable[tuple[object, ...]]) -> None:
        """Run one statement for each row of values."""
        self._connection.executemany(sql, rows)


class Connections:
    """Opens, lends and closes. Raises SchemaVersionError when the file's schema is not this program's."""

    def __init__(self, path: Path, steps: int = _STEPS_BETWEEN_LOOKS) -> None:
        self._path = path
        self._steps = steps
        self._idle: list[tuple[frozenset[int], sqlite3.Connection]] = []
        self._lock = Lock()
        self._writing = RLock()
        self._writer: sqlite3.Connection | None = None
        self._closed = False

    @contextmanager
    def reading(
        self, visibilities: frozenset[int], seconds: float | None, cancelled: Callable[[], bool] = bool
    ) -> Generator[Look]:
        """A view for one question of at most so many seconds (None: as long as it takes).

        Raises LimitReachedError when the time is up, and AbandonedError when it is `cancelled`, before or amid.
        """
        with translated(seconds, cancelled):
            if cancelled():
                raise _abandoned()
            connection = self._take(visibilities)
            try:
                self._watch(connection, seconds, cancelled)
                connection.execute("BEGIN")
                yield Look(connection)
            finally:
                connection.set_progress_handler(None, 0)
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                self._give_back(visibilities, connection)

    @contextmanager
    def writing(self, known_schema: bool = True) -> Generator[Pen]:
        """The one writing connection in a transaction: all of it is kept, or nothing."""
        with self._writing, translated():
            if known_schema:
                self._require_file()
            if self._writer is None:
                self._writer = self._open_writer()
            writer = self._writer
            if known_schema:
                require_known(*versions(writer))
            writer.execute("BEGIN IMMEDIATE")
            try:
                yield Pen(writer)
                writer.execute("COMMIT")
            finally:
                if writer.in_transaction:
                    writer.execute("ROLLBACK")

    def empty_log(self) -> bool:
        """Move what was written into the file itself and empty the log; False when readers were in the way."""
        with self._writing, translated():
            if self._writer is None:
                return False
            (busy, _, _) = self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy

    def close(self) -> None:
        """Close what is not in use."""
        with self._writing, self._lock:
            self._closed = True
            for _, connection in self._idle:
                connection.close()
            self._idle.clear()
            if self._writer is not None:
                self._writer.close()
                self._writer = None

    def _take(self, visibilities: frozenset[int]) -> sqlite3.Connection:
        with self._lock:
            same = [n for n, (seen, _) in enumerate(self._idle) if seen == visibilities]
            if same:
                return self._idle.pop(same[-1])[1]
            spare = self._idle.pop(0)[1] if len(self._idle) >= _IDLE_LIMIT else None
        connection = spare or self._open_reader()
        _show(connection, visibilities)
        return connection

    def _give_back(self, visibilities: frozenset[int], connection: sqlite3.Connection) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append((visibilities, connection))
                return
        connection.close()

    def _watch(self, connection: sqlite3.Connection, seconds: float | None, cancelled: Callable[[], bool]) -> None:
        if seconds is not None:
            until = monotonic() + seconds
            connection.set_progress_handler(lambda: monotonic() > until or cancelled(), self._steps)

    def _require_file(self) -> None:
        """To connect would create it."""
        if not self._path.is_file():
            require_known(0, 0)

    def _open_reader(self) -> sqlite3.Connection:
        self._require_file()
        connection = self._connect()
        try:
            require_known(*versions(connection))
            connection.execute("PRAGMA mmap_size = 268435456")
            connection.execute("CREATE TEMP TABLE visible (vis INTEGER PRIMARY KEY)")
            connection.execute("CREATE VIRTUAL TABLE temp.indexed USING fts5vocab (main, words, instance)")
        except BaseException:
            connection.close()
            raise
        return connection

    def _open_writer(self) -> sqlite3.Connection:
        connection = self._connect()
        connection.execute("PRAGMA page_size = 8192")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA wal_autocheckpoint = 4000")
        return connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        connection.execute("PRAGMA temp_store = MEMORY")
        return connection


def versions(connection: sqlite3.Connection) -> tuple[int, int]:
    """The application and the schema version that the file says it is of."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return application, version


def listed(values: Iterable[object]) -> str:
    """Values as one parameter, for ``json_each``."""
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))


def _show(connection: sqlite3.Connection, visibilities: frozenset[int]) -> None:
    connection.execute("PRAGMA query_only = OFF")
    connection.execute("DELETE FROM temp.visible")
    connection.executemany("INSERT INTO temp.visible VALUES (?)", [(vis,) for vis in sorted(visibilities)])
    connection.execute("PRAGMA query_only = ON")


@contextmanager
def translated(seconds: float | None = None, cancelled: Callable[[], bool] = bool) -> Generator[None]:
    """What SQLite says in the words of ours; raises StoreAwayError for what a file or disk may do to us."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = error.sqlite_errorcode & 0xFF
        if code == sqlite3.SQLITE_INTERRUPT and cancelled():
            raise _abandoned() from None
        if code == sqlite3.SQLITE_INTERRUPT:
            remedy = "ask for less at once, or narrow the question"
            raise LimitReachedError("The time for one question, in seconds,", seconds or 0, remedy) from None
        if code in _AWAY:
            raise StoreAwayError(f"The store's file cannot be used now ({error.sqlite_errorname}).") from error
        raise


def _abandoned() -> AbandonedError:
    return AbandonedError("The question was given up before its answer.")
