"""How often somebody may ask for identifiers under which they see nothing: the existence bit would answer any number of guesses.

Only what the viewer sees decides whether an identifier was a guess, so the count tells nothing of what is hidden. It lies in a
file of the data folder, for all processes of a deployment that share it, under keyed hashes in place of names.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

from pole.access.keys import derived_key
from pole.access.viewer import Viewer
from pole.errors import AuditUnavailableError, TooManyGuessesError

WINDOW = timedelta(hours=1)
BUSY_SECONDS = 5


class Guesses:
    """The count of one deployment; any thread and process may use it."""

    def __init__(self, path: Path, key: bytes, allowed: int, clock: Callable[[], datetime]) -> None:
        """At most `allowed` in any hour for each viewer."""
        self._path = path
        self._key = derived_key(key, "guesses", 32)
        self._allowed = allowed
        self._clock = clock

    def count(self, viewer: Viewer) -> None:
        """Note one guess. Raises TooManyGuessesError, and AuditUnavailableError where nothing can be noted."""
        name = blake2b(viewer.identity.encode(), key=self._key, digest_size=16).hexdigest()
        now = self._clock().timestamp()
        try:
            with closing(sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)) as file:
                earliest = self._noted(file, name, now)
        except sqlite3.Error as error:
            raise AuditUnavailableError(
                f"{self._path.name} cannot be written ({error}), so nothing is answered."
            ) from None
        if earliest is not None:
            again = datetime.fromtimestamp(earliest, UTC) + WINDOW
            raise TooManyGuessesError(
                f"You asked for {self._allowed} identifiers within an hour under which you see nothing. Ask again after "
                f"{again:%H:%M} UTC, or search by what you know."
            )

    def _noted(self, file: sqlite3.Connection, name: str, now: float) -> float | None:
        """Note a guess; where that is one too many, note nothing and give the time of the earliest that counts."""
        file.execute("CREATE TABLE IF NOT EXISTS guesses (viewer TEXT NOT NULL, at REAL NOT NULL) STRICT")
        file.execute("CREATE INDEX IF NOT EXISTS guesses_of ON guesses (viewer, at)")
        file.execute("BEGIN IMMEDIATE")
        file.execute("DELETE FROM guesses WHERE at <= ?", (now - WINDOW.total_seconds(),))
        number, earliest = file.execute("SELECT count(*), min(at) FROM guesses WHERE viewer = ?", (name,)).fetchone()
        if number >= self._allowed:
            file.execute("ROLLBACK")
            return float(earliest)
        file.execute("INSERT INTO guesses VALUES (?, ?)", (name, now))
        file.execute("COMMIT")
        return None
