"""A loader that is killed, and started again: the store ends as if nothing had happened."""

from __future__ import annotations

import os
import subprocess
import sys
from random import Random
from time import sleep

import pytest

from pole.errors import LeaseHeldError
from pole.ingest.plan import Planner
from tests.conftest import ROOT
from tests.stores.generate import history
from tests.stores.keepers import Keeper
from tests.stores.loading_process import load_history, shape_of
from tests.stores.memory import MemoryStore

BATCHES = 25


def started(seed: int, keeper: Keeper) -> subprocess.Popen[str]:
    """A loading process of its own."""
    command = [sys.executable, "-m", "tests.stores.loading_process", str(seed), str(BATCHES), *keeper.address]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def after_batches(process: subprocess.Popen[str], number: int) -> None:
    """Wait until so many batches are written."""
    assert process.stdout is not None
    for _ in range(number):
        assert process.stdout.readline()


def undisturbed(seed: int) -> list[str]:
    """What the history comes to."""
    oracle, random = MemoryStore(), Random(seed)
    plan = Planner(lambda vis: f"{random.getrandbits(80):020x}")
    for batch in history(Random(seed), shape_of(BATCHES)):
        oracle.apply(batch, plan)
    return list(oracle.dump())


def kill_and_resume(keeper: Keeper, random: Random, times: int) -> None:
    """Kill a load at so many random moments, the last time let it end, and compare."""
    seed = random.getrandbits(32)
    store = keeper.fresh()
    for _ in range(times):
        with started(seed, keeper) as process:
            after_batches(process, random.randrange(1, BATCHES // 2))
            sleep(random.random() / 50)
            process.kill()
        assert store.check() == []
    load_history(store, seed, BATCHES)
    assert store.check() == []
    assert list(store.dump()) == undisturbed(seed)


def test_a_killed_load_resumes_and_equals_an_undisturbed_one(keeper: Keeper) -> None:
    kill_and_resume(keeper, Random(1), times=2)


@pytest.mark.campaign
@pytest.mark.timeout(1_800)
def test_a_load_killed_twenty_times_equals_an_undisturbed_one(keeper: Keeper) -> None:
    for seed in range(5):
        kill_and_resume(keeper, Random(seed), times=4)


def test_a_second_loader_is_refused_with_the_name_of_the_first(keeper: Keeper) -> None:
    store = keeper.fresh()
    with started(1, keeper) as process:
        after_batches(process, 1)
        with pytest.raises(LeaseHeldError) as refused, store.lease("second@here:1 since now"):
            pass
        process.kill()
    assert f":{process.pid} since" in refused.value.holder
    assert os.uname().nodename in refused.value.holder
