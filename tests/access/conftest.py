"""Worlds for the tests of access."""

from __future__ import annotations

import pytest

from tests.access.worlds import NewWorld, bolt_worlds, sqlite_worlds
from tests.server.bolt import BoltServer


@pytest.fixture(scope="module")
def sqlite_world(tmp_path_factory: pytest.TempPathFactory) -> NewWorld:
    """Empty SQLite stores, one after another."""
    return sqlite_worlds(tmp_path_factory.mktemp("worlds"))


@pytest.fixture(scope="module")
def neo4j_world(neo4j_server: BoltServer) -> NewWorld:
    """Empty Neo4j stores, one after another on this worker's server."""
    return bolt_worlds(neo4j_server)
