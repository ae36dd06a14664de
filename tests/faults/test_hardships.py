"""What a machine does to a load: a disk that is full, a server that stands still, replies that are lost, a clock set back.

Each time: nothing lost, nothing doubled, and the same command goes on.
"""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from pole.errors import LeaseHeldError, StoreAwayError
from pole.graph.port import Store
from pole.ingest.load import Loader
from pole.stores.bolt import open_store
from tests.conftest import missing
from tests.faults.cases import MAPPING, Extracts, cases
from tests.faults.loading import (
    SMALL,
    Undisturbed,
    batches_written,
    load_everything,
    pole,
    started,
    unaccounted,
    wait_until,
)
from tests.server.errors import NoServerError
from tests.server.server import Neo4jServer
from tests.stores.bolt.proxy import LosingProxy
from tests.stores.keepers import Keeper

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
UNDATED = MAPPING.replace("    received: {column: AT, format: YYYY-MM-DD}\n", "")
"""Rows are received when they are loaded."""
FIRST, SECOND = "I|C1|x|Window broken", "I|C1|x|Window whole"


# ---------------------------------------------------------------- the clock


def take(extracts: Extracts, at: datetime | Iterator[datetime], name: str, *lines: str) -> None:
    """Load one file while the clock says so."""
    clock = (lambda: at) if isinstance(at, datetime) else (lambda: next(at))
    loader = Loader(extracts.store, clock=clock, batch_rows=1)
    loader.load(cases(UNDATED), [extracts.write(name, *lines)])


def raw(store: Store) -> list[str | None]:
    """Every live row as received."""
    rows = [row for row, _, _ in store.live_rows("cases", ["head"])]
    return [record.raw for record in store.reader(frozenset(store.visibilities())).facets(rows)]


def test_what_comes_after_the_clock_was_set_back_still_counts(store: Store, tmp_path: Path) -> None:
    extracts = Extracts(store, tmp_path)
    take(extracts, NOON, "head_full_1", FIRST)
    take(extracts, NOON - timedelta(hours=1), "head_delta_2", SECOND)
    assert raw(store) == [SECOND]
    take(extracts, NOON - timedelta(days=400), "head_delta_3", FIRST)
    assert raw(store) == [FIRST]
    assert store.check() == []


def test_a_clock_that_is_set_back_amid_a_load_takes_nothing_back(store: Store, tmp_path: Path) -> None:
    extracts = Extracts(store, tmp_path)
    falling = (NOON - timedelta(minutes=n) for n in range(10_000))
    take(extracts, falling, "head_full_1", FIRST, "I|C2|x|Bicycle stolen", SECOND)
    assert sorted(map(str, raw(store))) == sorted([SECOND, "I|C2|x|Bicycle stolen"])
    ats = [batch.at for batch in store.batches()]
    assert ats == sorted(ats)
    assert store.check() == []


# ---------------------------------------------------------------- the disk


def test_a_disk_that_is_full_stops_a_load_which_then_goes_on(force: Undisturbed, tmp_path: Path) -> None:
    """No file of the process may grow any more: what SQLite meets when there is no room."""
    keeper = Keeper("sqlite", tmp_path, None)
    store = keeper.fresh()
    with started(keeper, tmp_path / "data", "load", force.extracts, "--batch-rows", SMALL) as process:
        assert wait_until(lambda: batches_written(store) >= force.batches // 3, process)
        largest = max(path.stat().st_size for path in tmp_path.glob("0.db*"))
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (largest, largest))
        _, err = process.communicate(timeout=240)
    assert process.returncode == StoreAwayError.exit_code, err
    assert "store" in err
    assert batches_written(store) < force.batches
    assert store.check() == []
    code, _, err = pole(keeper, tmp_path / "data", "load", force.extracts, "--batch-rows", SMALL)
    assert (code, err) == (0, "")
    assert list(store.dump()) == force.dump
    keeper.close()


def test_a_server_whose_disk_is_full_stops_a_load_which_then_goes_on(
    killable: Keeper, killable_neo4j: Neo4jServer, force: Undisturbed, tmp_path: Path
) -> None:
    store = killable.fresh()
    with started(killable, tmp_path / "data", "load", force.extracts, "--batch-rows", SMALL) as process:
        assert wait_until(partial(further, store, force.batches // 4), process)
        try:
            killable_neo4j.fill_disk()
            _, err = process.communicate(timeout=240)
        except NoServerError as why:
            process.kill()
            missing(str(why))
        finally:
            killable_neo4j.kill9()
    assert process.returncode == StoreAwayError.exit_code, err
    killable_neo4j.start()
    assert batches_written(store) < force.batches
    assert store.check() == []
    code, _, err = pole(killable, tmp_path / "data", "load", force.extracts, "--batch-rows", SMALL)
    assert (code, err) == (0, "")
    assert list(store.dump()) == force.dump


# ---------------------------------------------------------------- standing still


def further(store: Store, batches: int) -> bool:
    """Whether so many are written."""
    return batches_written(store) >= batches


def test_a_loader_that_stands_still_keeps_its_turn_and_goes_on(force: Undisturbed, tmp_path: Path) -> None:
    keeper = Keeper("sqlite", tmp_path, None)
    store = keeper.fresh()
    with started(keeper, tmp_path / "data", "load", force.extracts, "--batch-rows", SMALL) as process:
        assert wait_until(lambda: batches_written(store) >= force.batches // 3, process)
        os.kill(process.pid, signal.SIGSTOP)
        code, _, err = pole(keeper, tmp_path / "other", "load", force.extracts, "--wait", "1")
        assert code == LeaseHeldError.exit_code, err
        os.kill(process.pid, signal.SIGCONT)
        _, err = process.communicate(timeout=240)
    assert (process.returncode, err) == (0, "")
    assert list(store.dump()) == force.dump
    keeper.close()


def test_a_server_that_stands_still_for_a_while_loses_nothing(
    killable: Keeper, killable_neo4j: Neo4jServer, force: Undisturbed, tmp_path: Path
) -> None:
    store = killable.fresh()
    with started(killable, tmp_path / "data", "load", force.extracts, "--batch-rows", SMALL) as process:
        for _ in range(2):
            assert wait_until(partial(further, store, batches_written(store) + 3), process)
            killable_neo4j.stand_still(4)
        _, err = process.communicate(timeout=240)
    if process.returncode:
        code, _, err = pole(killable, tmp_path / "data", "load", force.extracts, "--batch-rows", SMALL)
        assert code == 0, err
    assert store.check() == []
    assert list(store.dump()) == force.dump


# ---------------------------------------------------------------- the wire


def test_a_load_whose_commits_lose_their_replies_goes_on_by_itself(killable: Keeper, force: Undisturbed) -> None:
    direct = killable.fresh()
    assert killable.server is not None
    address = urlsplit(killable.server.uri)
    proxy = LosingProxy(address.hostname or "", address.port or 7687, losses=6)
    through = open_store(f"bolt://127.0.0.1:{proxy.port}", *killable.server.auth)
    sheets = load_everything(through, force.extracts)
    through.close()
    proxy.close()
    assert proxy.lost == 6
    assert unaccounted(sheets) == {}
    assert direct.check() == []
    assert list(direct.dump()) == force.dump
