"""What every test may ask for: a real Neo4j server, and the data sets that stay outside the project.

Each worker of a parallel run has a server of its own: Community has one database, tests need it empty, and a start
costs a worker a few seconds once. Servers of our own end with the run; one given by ``POLE_TEST_NEO4J_URI`` stays.
"""

import os
from collections.abc import Generator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings

from tests.server.bolt import BoltServer
from tests.server.choice import given_server, passing_server
from tests.server.errors import NoServerError
from tests.server.jvm import SMALL, Shape
from tests.server.server import Neo4jServer

ROOT = Path(__file__).resolve().parents[1]
_LONGEST = 1_800
"""Seconds that one slow test may take where it does not say."""
_SERVER_FIXTURES = {"neo4j_server", "empty_neo4j", "killable_neo4j"}

# Two cores shared by two workers and two servers make single examples slow now and then; that is no finding.
settings.register_profile("quick", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("campaign", settings.get_profile("quick"), max_examples=1_000)
settings.load_profile("quick")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as `neo4j` whatever asks for a server by fixture, so that ``-m "not neo4j"`` runs without one."""
    for item in items:
        if isinstance(item, pytest.Function) and _SERVER_FIXTURES & set(item.fixturenames):
            item.add_marker(pytest.mark.neo4j)
        if item.get_closest_marker("slow") or item.get_closest_marker("campaign"):
            item.add_marker(pytest.mark.timeout(_LONGEST))  # appended: one that the test names goes first


def missing(what: str) -> NoReturn:
    """Skip for want of `what`, which a person sees; under ``CI`` fail, since there nobody would."""
    if os.environ.get("CI"):
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


def own_server(shape: Shape = SMALL) -> Neo4jServer:
    """A new server of ours, or no test."""
    try:
        return passing_server(shape)
    except NoServerError as error:
        why = str(error)
    missing(f"no Neo4j server: {why}")


@pytest.fixture(scope="session")
def neo4j_server() -> Generator[BoltServer]:
    """This worker's server, with whatever the test before left in it."""
    server = given_server(int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))) or own_server()
    yield server
    server.disconnect()
    if isinstance(server, Neo4jServer):
        server.discard()


@pytest.fixture
def empty_neo4j(neo4j_server: BoltServer) -> BoltServer:
    """This worker's server without a node in it; constraints and indexes stay (``wipe(schema=True)`` drops them)."""
    neo4j_server.wipe()
    return neo4j_server


@pytest.fixture(scope="session")
def _own_neo4j(neo4j_server: BoltServer) -> Generator[Neo4jServer]:
    """This worker's server if it is ours to kill, else a further one."""
    if isinstance(neo4j_server, Neo4jServer):
        yield neo4j_server
        return
    server = own_server()
    yield server
    server.discard()


@pytest.fixture
def killable_neo4j(_own_neo4j: Neo4jServer) -> Generator[Neo4jServer]:
    """A running server that the test may kill and restart; it runs again afterwards."""
    _own_neo4j.start()
    yield _own_neo4j
    _own_neo4j.start()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of data sets that may be read and never copied: ``POLE_TEST_DATA``, else `../shared/data`."""
    folder = Path(os.environ.get("POLE_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        missing(f"no data sets in {folder}; name their folder in POLE_TEST_DATA")
    return folder
