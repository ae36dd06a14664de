"""The test server is what other tests believe it is."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from neo4j.exceptions import DriverError, Neo4jError

from tests.server.bolt import BoltServer
from tests.server.choice import given_server, passing_server, sweep
from tests.server.errors import NoServerError
from tests.server.homes import PASSING, free_port
from tests.server.server import Neo4jServer


def test_a_wiped_server_holds_no_data_and_no_schema(empty_neo4j: BoltServer) -> None:
    with empty_neo4j.driver() as driver:
        driver.execute_query("CREATE CONSTRAINT one FOR (n:Thing) REQUIRE n.id IS UNIQUE")
        driver.execute_query("CREATE INDEX two FOR (n:Thing) ON (n.vis)")
        driver.execute_query("UNWIND range(1, 30000) AS id CREATE (:Thing {id: id})")
        empty_neo4j.wipe(schema=True)
        held = driver.execute_query("MATCH (n) RETURN count(n) AS held").records[0]["held"]
        rules = driver.execute_query("SHOW INDEXES YIELD type WHERE type <> 'LOOKUP' RETURN count(*) AS n").records[0][
            "n"
        ]
    assert (held, rules) == (0, 0)


def test_a_server_that_is_wiped_in_pieces_keeps_its_schema(empty_neo4j: BoltServer) -> None:
    with empty_neo4j.driver() as driver:
        empty_neo4j.wipe(schema=True)
        driver.execute_query("CREATE CONSTRAINT one FOR (n:Thing) REQUIRE n.id IS UNIQUE")
        driver.execute_query("CREATE FULLTEXT INDEX two FOR (n:Thing) ON EACH [n.words]")
        driver.execute_query("UNWIND range(1, 30000) AS id CREATE (n:Thing {id: id, words: 'thing ' + id})-[:IS]->(n)")
        empty_neo4j.wipe()
        held = driver.execute_query("MATCH (n) RETURN count(n) AS held").records[0]["held"]
        rules = driver.execute_query("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name ORDER BY name")
        empty_neo4j.wipe(schema=True)
    assert (held, [row["name"] for row in rules.records]) == (0, ["one", "two"])


def test_what_was_committed_outlives_kill_9(killable_neo4j: Neo4jServer) -> None:
    killable_neo4j.wipe()
    with killable_neo4j.driver() as driver:
        driver.execute_query("CREATE (:Thing {id: 1})")
        killable_neo4j.kill9()
        with pytest.raises((DriverError, Neo4jError)):
            driver.execute_query("RETURN 1")
        killable_neo4j.start()
        held = driver.execute_query("MATCH (n:Thing) RETURN n.id AS id").records
    assert [row["id"] for row in held] == [1]


def test_a_restarted_server_keeps_its_address_and_data(killable_neo4j: Neo4jServer) -> None:
    killable_neo4j.wipe()
    with killable_neo4j.driver() as driver:
        driver.execute_query("CREATE (:Thing {id: 2})")
    before = killable_neo4j.uri
    killable_neo4j.restart()
    with killable_neo4j.driver() as driver:
        held = driver.execute_query("MATCH (n:Thing) RETURN n.id AS id").records
    assert (killable_neo4j.uri, [row["id"] for row in held]) == (before, [2])


def test_a_second_server_sees_nothing_of_the_first(empty_neo4j: BoltServer) -> None:
    other = passing_server()
    try:
        with empty_neo4j.driver() as first, other.driver() as second:
            first.execute_query("CREATE (:Thing)")
            seen = second.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"]
    finally:
        other.discard()
    assert seen == 0 and other.uri != empty_neo4j.uri


@pytest.mark.neo4j
@pytest.mark.slow
def test_the_server_of_a_killed_test_run_is_swept_away() -> None:
    script = "from tests.server.choice import passing_server; print(passing_server().uri, flush=True); input()"
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        uri = run.stdout.readline().strip()
        os.kill(run.pid, signal.SIGKILL)
    left = [home for home in PASSING.glob(f"{run.pid}-*") if home.is_dir()]
    sweep()
    assert uri.startswith("neo4j://") and len(left) == 1 and not left[0].exists()


def test_a_free_port_is_below_those_drawn_for_outgoing_connections() -> None:
    assert 17_000 <= free_port() < 32_000


def test_each_worker_is_given_a_server_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLE_TEST_NEO4J_URI", "bolt://one:7687, bolt://two:7687")
    given = [given_server(worker) for worker in (0, 1)]
    assert [server.uri for server in given if server] == ["bolt://one:7687", "bolt://two:7687"]
    with pytest.raises(NoServerError, match="worker 3 wants one of its own"):
        given_server(2)
