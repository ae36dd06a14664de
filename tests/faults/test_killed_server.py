"""The Neo4j server killed while `pole load` writes: the loader outlives it, or is run again, and nothing is lost or doubled."""

from __future__ import annotations

from pathlib import Path
from random import Random
from time import sleep

import pytest

from pole.errors import StoreAwayError
from pole.graph.port import Store
from tests.faults.loading import SMALL, Undisturbed, batches_written, pole, started, wait_until
from tests.server.server import Neo4jServer
from tests.stores.keepers import Keeper


def server_killed(keeper: Keeper, store: Store, force: Undisturbed, data: Path, random: Random, share: float) -> int:
    """Kill the server within so large a share of a load's batches, start it again; the loader's exit code."""
    assert isinstance(keeper.server, Neo4jServer)
    until = batches_written(store) + 1 + random.randrange(int(force.batches * share))
    with started(keeper, data, "load", force.extracts, "--batch-rows", SMALL) as process:
        assert wait_until(lambda: batches_written(store) >= until, process)
        sleep(random.random() / 20)
        keeper.server.kill9()
        keeper.server.start()
        process.communicate(timeout=240)
    return process.returncode


def killed_and_resumed(keeper: Keeper, force: Undisturbed, data: Path, random: Random, times: int) -> None:
    """Kill the server so many times, each under another load, and compare with an undisturbed one."""
    store = keeper.fresh()
    for _ in range(times):
        code = server_killed(keeper, store, force, data, random, 0.9 / times)
        assert code in (0, StoreAwayError.exit_code)
        assert store.check() == []
        if code == 0:
            break
    code, _, err = pole(keeper, data, "load", force.extracts, "--batch-rows", SMALL)
    assert (code, err) == (0, "")
    assert store.check() == []
    assert list(store.dump()) == force.dump


def test_a_load_whose_server_was_killed_equals_an_undisturbed_one(
    killable: Keeper, force: Undisturbed, tmp_path: Path
) -> None:
    killed_and_resumed(killable, force, tmp_path, Random(1), times=1)


@pytest.mark.slow
@pytest.mark.timeout(3_600)
def test_a_load_whose_server_was_killed_ten_times_equals_an_undisturbed_one(
    killable: Keeper, larger_force: Undisturbed, tmp_path: Path
) -> None:
    for seed in range(10):
        killed_and_resumed(killable, larger_force, tmp_path / str(seed), Random(seed), times=1)
