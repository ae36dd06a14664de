"""Lost replies, deadlocks, limits, a server that dies: nothing lost, nothing doubled, and no wrong answer."""

from __future__ import annotations

import socket
from collections.abc import Generator
from contextlib import suppress
from random import Random
from threading import Barrier, BrokenBarrierError, Thread
from time import monotonic, sleep
from urllib.parse import urlsplit

import pytest
from neo4j.exceptions import ClientError

from pole.errors import AbandonedError, LimitReachedError, StoreAwayError
from pole.graph.lease import holder_text, impatient
from pole.ingest.plan import Planner
from pole.stores.bolt import BoltStore, Limits, open_store
from pole.stores.bolt.wire import Pen, Wire, connect
from tests.server.bolt import BoltServer
from tests.server.server import Neo4jServer
from tests.stores.bolt.proxy import LosingProxy
from tests.stores.generate import OPEN, history
from tests.stores.loading_process import load_history, shape_of
from tests.stores.memory import MemoryStore
from tests.stores.shaping import HOLDER, Thing, batch_of, planner, row

NOW = "2025-01-01T00:00:00Z"
ANNA = {"anna": Thing(("nominal|1",), text="anna berg", caption="Anna Berg")}


@pytest.fixture
def losing(empty_neo4j: BoltServer) -> Generator[LosingProxy]:
    """A proxy before this worker's server that loses the replies of its first two COMMITs."""
    address = urlsplit(empty_neo4j.uri)
    proxy = LosingProxy(address.hostname or "", address.port or 7687, losses=2)
    yield proxy
    proxy.close()


def test_a_lost_reply_to_commit_is_settled_by_the_ledger(
    store: BoltStore, losing: LosingProxy, empty_neo4j: BoltServer
) -> None:
    with store.lease(HOLDER) as lease:
        store.apply(lease, batch_of(0, [row("0", ANNA)]), planner())
        through = open_store(f"bolt://127.0.0.1:{losing.port}", *empty_neo4j.auth)
        applied = through.apply(lease, batch_of(1, [row("1", ANNA), row("2", ANNA)]), planner())
        through.close()
    assert losing.lost >= 1
    assert (applied.already, applied.counts) == (True, {"new": 2})
    assert [b.number for b in store.batches()] == [0, 0]
    assert store.reader(frozenset({OPEN})).mention_count(["e000000"]) == 3
    assert store.check() == []


def test_a_lease_whose_taking_got_no_reply_is_known_to_its_holder(
    store: BoltStore, losing: LosingProxy, empty_neo4j: BoltServer
) -> None:
    through = open_store(f"bolt://127.0.0.1:{losing.port}", *empty_neo4j.auth)
    with through.lease(holder_text(NOW)) as lease:
        through.apply(lease, batch_of(0, [row("1", ANNA)]), planner())
    through.close()
    assert losing.lost == 2
    with store.lease("other@there:1 since now"):
        pass


def test_a_deadlock_is_tried_again(wire: Wire) -> None:
    wire.write(lambda pen: pen.rows("CREATE (:Left {n: 0}), (:Right {n: 0})"))
    meeting, attempts = Barrier(2), []

    def work(first: str, pen: Pen) -> None:
        attempts.append(first)
        left = "MATCH (n:Left) SET n.n = n.n + 1"
        right = "MATCH (n:Right) SET n.n = n.n + 1"
        pen.rows(left if first == "left" else right)
        with suppress(BrokenBarrierError):
            meeting.wait(timeout=5)
        meeting.abort()
        pen.rows(right if first == "left" else left)

    threads = [
        Thread(target=lambda first=first: wire.write(lambda pen: work(first, pen))) for first in ("left", "right")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(attempts) == 3
    assert wire.rows("MATCH (l:Left), (r:Right) RETURN l.n, r.n") == [[2, 2]]


GREEDY = "UNWIND range(1, 500000) AS i WITH collect($text + toString(i)) AS texts RETURN size(texts)"
TEXT = "x" * 10_000


def test_what_runs_out_of_memory_is_not_tried_again(wire: Wire) -> None:
    attempts = []

    def work(pen: Pen) -> None:
        attempts.append(1)
        pen.rows(GREEDY, text=TEXT)

    with pytest.raises(LimitReachedError, match="memory"):
        wire.write(work)
    assert attempts == [1]


def test_a_question_that_runs_out_of_memory_says_so(wire: Wire) -> None:
    with pytest.raises(LimitReachedError, match="memory"):
        wire.bulk(GREEDY, text=TEXT)


def test_a_question_ends_at_its_time_limit(empty_neo4j: BoltServer) -> None:
    wire = connect(empty_neo4j.uri, *empty_neo4j.auth, "neo4j", Limits(question=0.5))
    begun = monotonic()
    with pytest.raises(LimitReachedError, match=r"0\.5"):
        wire.rows("UNWIND range(1, 1000000000) AS i RETURN count(i)")
    assert monotonic() - begun < 10
    wire.close()


def test_a_question_that_nobody_waits_for_is_ended(store: BoltStore) -> None:
    reader = store.reader(frozenset({OPEN}))
    failures: list[type[Exception]] = []

    def ask() -> None:
        try:
            reader._sight.rows("UNWIND range(1, 1000000000) AS i RETURN count(i)")
        except AbandonedError as error:
            failures.append(type(error))

    begun = monotonic()
    thread = Thread(target=ask)
    thread.start()
    sleep(0.5)
    reader.cancel()
    thread.join()
    assert failures == [AbandonedError]
    assert monotonic() - begun < 9
    with pytest.raises(AbandonedError):
        reader.sources()


def test_what_an_operator_ends_is_no_time_limit(wire: Wire) -> None:
    def end() -> None:
        while not wire.rows(
            "SHOW TRANSACTIONS YIELD transactionId AS id, currentQuery AS text WHERE text CONTAINS '1000000000'"
            " AND NOT text CONTAINS 'SHOW' TERMINATE TRANSACTIONS id YIELD message RETURN message"
        ):
            sleep(0.05)

    operator = Thread(target=end)
    operator.start()
    with pytest.raises(StoreAwayError, match="told to end"):
        wire.write(lambda pen: pen.rows("UNWIND range(1, 1000000000) AS i RETURN count(i)"))
    operator.join()


def test_a_question_cannot_write(wire: Wire) -> None:
    with pytest.raises(ClientError) as refused:
        wire.rows("CREATE (n:Entity)")
    assert refused.value.code == "Neo.ClientError.Statement.AccessMode"
    assert wire.rows("MATCH (n) RETURN count(n)") == [[0]]


def test_a_server_that_is_away_is_named_after_a_while() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    store = open_store(f"neo4j://127.0.0.1:{port}", "neo4j", "secret", limits=Limits(5.0, 0.5, 0.5))
    with pytest.raises(StoreAwayError, match="does not answer"):
        store.batches()
    with pytest.raises(StoreAwayError, match="does not answer"), store.lease(HOLDER):
        pass
    store.close()


def test_a_wrong_password_is_no_reason_to_wait(empty_neo4j: BoltServer) -> None:
    store = open_store(empty_neo4j.uri, empty_neo4j.auth[0], "not the password")
    begun = monotonic()
    with pytest.raises(StoreAwayError, match="password"):
        store.batches()
    assert monotonic() - begun < 4
    store.close()


def undisturbed(seed: int, batches: int) -> list[str]:
    """What a history comes to."""
    oracle, random = MemoryStore(), Random(seed)
    plan = Planner(lambda vis: f"{random.getrandbits(80):020x}")
    for batch in history(Random(seed), shape_of(batches)):
        oracle.apply(batch, plan)
    return list(oracle.dump())


def kill_and_load(server: Neo4jServer, seed: int, batches: int, kills: int) -> None:
    """Load while the server is killed and started again; a patient store waits and goes on by itself."""
    store = open_store(server.uri, *server.auth, limits=Limits(writing_patience=600.0))
    store.initialise()
    random = Random(seed)
    loading = Thread(target=lambda: load_history(store, seed, batches))
    loading.start()
    for _ in range(kills):
        sleep(random.random() * 3)
        server.kill9()
        server.start()
    loading.join()
    load_history(store, seed, batches)
    assert store.check() == []
    assert list(store.dump()) == undisturbed(seed, batches)
    store.close()


def test_a_load_outlives_the_server(killable_neo4j: Neo4jServer) -> None:
    killable_neo4j.wipe()
    kill_and_load(killable_neo4j, seed=1, batches=20, kills=2)


@pytest.mark.campaign
@pytest.mark.timeout(1_800)
def test_a_load_outlives_ten_deaths_of_the_server(killable_neo4j: Neo4jServer) -> None:
    for seed in range(5):
        killable_neo4j.wipe()
        kill_and_load(killable_neo4j, seed, batches=40, kills=2)


def test_a_load_that_was_given_up_is_resumed_by_the_same_process(killable_neo4j: Neo4jServer) -> None:
    killable_neo4j.wipe()
    store = open_store(killable_neo4j.uri, *killable_neo4j.auth, limits=Limits(5.0, 0.5, 0.5))
    store.initialise()
    with pytest.raises(StoreAwayError), store.lease(holder_text(NOW)) as lease:
        store.apply(lease, batch_of(0, [row("1", ANNA)]), planner())
        killable_neo4j.kill9()
        store.apply(lease, batch_of(1, [row("2", ANNA)]), planner())
    killable_neo4j.start()
    with store.lease(holder_text(NOW)) as lease:
        assert store.apply(lease, batch_of(0, [row("1", ANNA)]), planner()).already
        assert not store.apply(lease, batch_of(1, [row("2", ANNA)]), planner()).already
    assert store.check() == []
    store.close()


def test_who_leaves_the_line_while_it_is_read_is_gone(store: BoltStore, wire: Wire) -> None:
    """A node that is being deleted may be read without its properties."""
    halfway = "CREATE (:Waiting {mark: 'leaving', since: timestamp(), until: timestamp() + 1000})"
    with store.lease(HOLDER) as lease:
        wire.write(lambda pen: pen.rows(halfway))
        assert not lease.make_room(impatient)
