"""An empty store on this worker's server, and the wire beneath it."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from pole.stores.bolt import BoltStore, Limits, open_store
from pole.stores.bolt.wire import Wire, connect
from tests.server.bolt import BoltServer

IMPATIENT = Limits(question=5.0, reading_patience=1.0, writing_patience=5.0)


@pytest.fixture
def store(empty_neo4j: BoltServer) -> Generator[BoltStore]:
    """Empty and initialised."""
    store = open_store(empty_neo4j.uri, *empty_neo4j.auth)
    store.initialise()
    yield store
    store.close()


@pytest.fixture
def wire(empty_neo4j: BoltServer) -> Generator[Wire]:
    """Straight to an empty database, with little patience."""
    wire = connect(empty_neo4j.uri, *empty_neo4j.auth, "neo4j", IMPATIENT)
    yield wire
    wire.close()
