"""`pole load` killed at random moments and run again: the store ends as if nothing had happened."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from random import Random
from time import sleep
from typing import Any

import pytest

from pole.graph.port import Store
from tests.faults.loading import SMALL, Undisturbed, batches_written, pole, started, wait_until
from tests.stores.keepers import Keeper


def killed(keeper: Keeper, store: Store, force: Undisturbed, data: Path, random: Random, share: float) -> bool:
    """Start a load and kill it within so large a share of its batches, and some moments later; was it still at work?"""
    until = batches_written(store) + random.randrange(int(force.batches * share))
    with started(keeper, data, "load", force.extracts, "--batch-rows", SMALL) as process:
        wait_until(lambda: batches_written(store) >= until, process)
        sleep(random.random() / 20)
        at_work = process.poll() is None
        process.kill()
    return at_work


def killed_and_resumed(keeper: Keeper, force: Undisturbed, data: Path, random: Random, times: int) -> None:
    """Kill one load after another, let one end, and compare with an undisturbed one."""
    store = keeper.fresh()
    for _ in range(times):
        assert killed(keeper, store, force, data, random, 0.9 / times)
        assert store.check() == []
    report = data / "report.json"
    code, _, err = pole(keeper, data, "load", force.extracts, "--batch-rows", SMALL, "--report", report)
    assert (code, err) == (0, "")
    assert store.check() == []
    assert list(store.dump()) == force.dump
    assert [_timeless(sheet) for sheet in json.loads(report.read_text())] == [_timeless(s) for s in force.sheets]


def _timeless(sheet: Mapping[str, Any]) -> dict[str, Any]:
    """A balance sheet without what differs from one run to the next: when it ran, and whether anything was left to do."""
    certificates = [{**one, "at": ""} for one in sheet.get("certificates", ())]
    return {**sheet, "alreadyLoaded": False, "certificates": certificates}


def test_a_killed_load_run_again_equals_an_undisturbed_one(keeper: Keeper, force: Undisturbed, tmp_path: Path) -> None:
    killed_and_resumed(keeper, force, tmp_path, Random(1), times=2)


@pytest.mark.slow
@pytest.mark.timeout(3_600)
def test_a_load_killed_twenty_times_equals_an_undisturbed_one(
    keeper: Keeper, larger_force: Undisturbed, tmp_path: Path
) -> None:
    for seed in range(4):
        killed_and_resumed(keeper, larger_force, tmp_path / str(seed), Random(seed), times=5)
