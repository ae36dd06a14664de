"""Where stores are kept while they are measured: a new file, or a server of our own that runs steadily."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from pole.graph.port import Store
from pole.stores import bolt, sqlite
from tests.server.choice import passing_server
from tests.server.jvm import Shape
from tests.server.server import Neo4jServer

STEADY = Shape(heap="2g", page_cache="1g", steady=True)
"""As a small production server: both compilers, a heap that holds a batch many times over."""


@contextmanager
def server() -> Generator[Neo4jServer]:
    """A server that ends with the block. Raises NoServerError where there is no way to one."""
    running = passing_server(STEADY)
    try:
        yield running
    finally:
        running.discard()


@contextmanager
def neo4j_store(running: Neo4jServer) -> Generator[Store]:
    """An empty store on that server."""
    running.wipe()
    store = bolt.open_store(running.uri, *running.auth)
    try:
        store.initialise()
        yield store
    finally:
        store.close()


@contextmanager
def sqlite_store(path: Path) -> Generator[Store]:
    """An empty store in a new file."""
    store = sqlite.open_store(f"sqlite:///{path}")
    try:
        store.initialise()
        yield store
    finally:
        store.close()
