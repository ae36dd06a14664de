"""The stores under test. A store enters every test here by its line in `KEEPERS`."""

from __future__ import annotations

from collections.abc import Callable, Generator
from itertools import count
from pathlib import Path

import pytest

from pole.graph.port import Store
from pole.stores import bolt, sqlite
from tests.server.bolt import BoltServer

Opener = Callable[[], Store]
"""Opens an empty, initialised store. What the opener before gave is closed and, where there is one server, emptied."""

KEEPERS = ["sqlite", pytest.param("bolt", marks=pytest.mark.neo4j)]


def _openers(keeper: str, folder: Path, request: pytest.FixtureRequest) -> Opener:
    if keeper == "sqlite":
        number = count()
        return lambda: sqlite.open_store(f"sqlite:///{folder}/{next(number)}.db")
    server: BoltServer = request.getfixturevalue("neo4j_server")
    return lambda: _open_bolt(server)


def _open_bolt(server: BoltServer) -> Store:
    server.wipe()
    user, password = server.auth
    return bolt.open_store(server.uri, user, password)


@pytest.fixture(params=KEEPERS)
def fresh_store(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Opener]:
    """Opens one empty store after another; the last one is closed with the test."""
    opener = _openers(request.param, tmp_path, request)
    opened: list[Store] = []

    def fresh() -> Store:
        for old in opened:
            old.close()
        opened[:] = [opener()]
        opened[0].initialise()
        return opened[0]

    yield fresh
    for old in opened:
        old.close()


@pytest.fixture
def store(fresh_store: Opener) -> Store:
    """An empty, initialised store."""
    return fresh_store()
