"""The places where a test has a store: a new file, or a server that is emptied."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from pole.graph.port import Store
from pole.stores import bolt, sqlite
from tests.server.bolt import BoltServer


def open_at(kind: str, address: str, *sign_in: str) -> Store:
    """The store at an address, as a process may be told it in its arguments."""
    if kind == "sqlite":
        return sqlite.open_store(address)
    user, password = sign_in
    return bolt.open_store(address, user, password)


class Keeper:
    """One kind of store, and the place where the test has it."""

    def __init__(self, kind: str, folder: Path, server: BoltServer | None) -> None:
        self.kind = kind
        self.server = server
        self._folder = folder
        self._number = count()
        self._opened: list[Store] = []
        self.address: tuple[str, ...] = ()
        """What `open_at` takes, of the present store."""

    def fresh(self) -> Store:
        """An empty, initialised store; the one before is closed."""
        self.close()
        if self.server is None:
            self.address = (self.kind, f"sqlite:///{self._folder}/{next(self._number)}.db")
        else:
            self.server.wipe()
            self.address = (self.kind, self.server.uri, *self.server.auth)
        store = self.again()
        store.initialise()
        return store

    def again(self) -> Store:
        """The present store, opened once more."""
        self._opened.append(open_at(*self.address))
        return self._opened[-1]

    def close(self) -> None:
        """Close all that is open."""
        for store in self._opened:
            store.close()
        self._opened.clear()
