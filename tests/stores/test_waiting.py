"""Those who wait for the lease: served in their order, each after at most one batch of the others."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from time import monotonic, sleep

import pytest

from pole.errors import LeaseHeldError
from pole.graph.lease import Patience, holder_text, impatient
from pole.graph.port import Store
from tests.conftest import ROOT
from tests.stores.keepers import Keeper
from tests.stores.shaping import HOLDER, Thing, batch_of, planner, row

ANNA = {"anna": Thing(("nominal|1",), text="anna berg", caption="Anna Berg")}
OTHER = "other@there:1 since now"


def within(seconds: float) -> Patience:
    """Waits so long."""
    until = monotonic() + seconds
    return lambda: monotonic() < until


def write(store: Store, holder: str, number: int) -> int:
    """Wait for the lease and write one batch; its number."""
    with store.lease(holder, within(20)) as lease:
        store.apply(lease, batch_of(number, [row(str(number), ANNA)]), planner())
    return number


def written(store: Store) -> list[str | None]:
    """The extracts in the ledger, in whatever order they were written: each batch is an extract of its own."""
    return [b.extract for b in store.batches()]


def test_nobody_waits_so_nothing_is_handed_over(store: Store) -> None:
    with store.lease(HOLDER) as lease:
        assert not lease.make_room(impatient)
        store.apply(lease, batch_of(0, [row("0", ANNA)]), planner())


def test_who_waits_writes_before_the_next_batch_and_then_it_goes_on(keeper: Keeper) -> None:
    store, other = keeper.fresh(), keeper.again()
    with ThreadPoolExecutor() as pool, store.lease(HOLDER) as lease:
        store.apply(lease, batch_of(0, [row("0", ANNA)]), planner())
        waiting = pool.submit(write, other, OTHER, 1)
        until = monotonic() + 20
        while not lease.make_room(within(20)):
            assert monotonic() < until
        assert sorted(filter(None, written(store))) == ["0", "1"]
        store.apply(lease, batch_of(2, [row("2", ANNA)]), planner())
        assert waiting.result() == 1
    assert store.check() == []


def test_those_who_wait_come_in_the_order_of_their_coming(keeper: Keeper) -> None:
    store, other = keeper.fresh(), keeper.again()
    order: list[int] = []

    def wait(number: int) -> None:
        with other.lease(f"waiter@there:{number} since now", within(20)):
            order.append(number)

    with ThreadPoolExecutor() as pool, store.lease(HOLDER) as lease:
        waiters = []
        for number in range(3):
            waiters.append(pool.submit(wait, number))
            sleep(0.4)
        assert lease.make_room(within(20))
        assert order == [0, 1, 2]
        for waiter in waiters:
            waiter.result()


def test_two_at_work_take_turns(keeper: Keeper) -> None:
    """Each batch of one comes between two of the other, however many both have."""
    stores = {"first": keeper.fresh(), "second": keeper.again()}
    turns: list[str] = []

    def work(name: str) -> None:
        store = stores[name]
        with store.lease(f"{name}@there:1 since now", within(20)) as lease:
            for _ in range(5):
                lease.make_room(within(20))
                turns.append(name)
                sleep(0.3)

    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(work, name) for name in stores]:
            done.result()
    changes = sum(before != after for before, after in pairwise(turns))
    assert changes >= 7, turns


def test_a_newcomer_without_patience_does_not_overtake(keeper: Keeper) -> None:
    store, other, third = keeper.fresh(), keeper.again(), keeper.again()
    with ThreadPoolExecutor() as pool:
        with store.lease(HOLDER):
            waiting = pool.submit(write, other, OTHER, 1)
            sleep(0.4)
            with pytest.raises(LeaseHeldError) as refused, third.lease("third@there:3 since now"):
                pass
            assert refused.value.holder == HOLDER
        assert waiting.result() == 1


def test_patience_ends(keeper: Keeper) -> None:
    store, other = keeper.fresh(), keeper.again()
    with store.lease(HOLDER) as lease:
        begun = monotonic()
        with pytest.raises(LeaseHeldError) as refused, other.lease(OTHER, within(0.5)):
            pass
        assert 0.4 < monotonic() - begun < 5
        assert refused.value.holder == HOLDER
        assert not lease.make_room(impatient), "who gave up is no longer in the line"


def test_a_holder_that_made_room_and_lost_patience_has_the_lease_no_more(keeper: Keeper) -> None:
    store, other = keeper.fresh(), keeper.again()

    def hold() -> None:
        with other.lease(OTHER, within(20)):
            sleep(2)

    with ThreadPoolExecutor() as pool, store.lease(HOLDER) as lease:
        holding = pool.submit(hold)
        with pytest.raises(LeaseHeldError) as lost:
            while not lease.make_room(within(0.3)):
                sleep(0.05)
        assert lost.value.holder == OTHER
        holding.result()
    write(store, HOLDER, 1)


WAITING = """
import sys
from pole.graph.lease import holder_text
from tests.stores.keepers import open_at
store = open_at(*sys.argv[1:])
print("waiting", flush=True)
with store.lease(holder_text("now"), lambda: True):
    pass
"""


def test_one_who_was_killed_while_waiting_is_not_waited_for(keeper: Keeper) -> None:
    store = keeper.fresh()
    with store.lease(holder_text("now")) as lease:
        command = [sys.executable, "-c", WAITING, *keeper.address]
        with subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            process.stdout.readline()
            sleep(1)
            process.kill()
        assert not lease.make_room(impatient)
        store.apply(lease, batch_of(0, [row("0", ANNA)]), planner())
