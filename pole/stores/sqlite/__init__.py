"""The embedded store: one SQLite file, nothing to install. `sqlite:///relative.db` or `sqlite:////absolute.db`."""

from pole.stores.sqlite.store import SqliteStore, open_store

__all__ = ["SqliteStore", "open_store"]
