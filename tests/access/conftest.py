"""Worlds for the tests of access."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.access.worlds import NewWorld, World, bolt_worlds, memory_world, sqlite_worlds
from tests.server.bolt import BoltServer


@pytest.fixture(scope="module")
def sqlite_world(tmp_path_factory: pytest.TempPathFactory) -> NewWorld:
    """Empty SQLite stores, one after another."""
    return sqlite_worlds(tmp_path_factory.mktemp("worlds"))


@pytest.fixture(scope="module")
def neo4j_world(neo4j_server: BoltServer) -> NewWorld:
    """Empty Neo4j stores, one after another on this worker's server."""
    return bolt_worlds(neo4j_server)


WORLDS = ["memory", "sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)]


@pytest.fixture(params=WORLDS)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """An empty store of each kind."""
    new: NewWorld = memory_world if request.param == "memory" else request.getfixturevalue(f"{request.param}_world")
    with new() as made:
        yield made
