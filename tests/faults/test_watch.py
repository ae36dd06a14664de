"""`pole load --watch`: whole files as they arrive, beside a bulk load, through restarts, bad files and signals."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

from pole.graph.port import Store
from pole.graph.questions import PageRequest
from tests.faults.loading import SMALL, Undisturbed, batches_written, load_everything, pole, started, wait_until
from tests.stores.keepers import Keeper

SETTLE = 0.3


@contextmanager
def watching(keeper: Keeper, data: Path, folder: Path, *options: object) -> Generator[subprocess.Popen[str]]:
    """`pole load --watch FOLDER` for the time of the block; killed at its end if it still runs."""
    folder.mkdir(exist_ok=True)
    arguments = ("load", "--watch", folder, "--settle", SETTLE, "--batch-rows", SMALL, *options)
    with started(keeper, data, *arguments) as process:
        try:
            yield process
        finally:
            process.kill()


def stopped(process: subprocess.Popen[str]) -> tuple[int, list[dict[str, object]]]:
    """Ask it to stop; its exit code and what it logged."""
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    assert out == ""
    return process.returncode, [json.loads(line) for line in err.splitlines()]


def arrive(extracts: Path, source: str, folder: Path, number: str) -> list[Path]:
    """The files of one extract, written under other names and renamed into place, as a sender should."""
    files = sorted((extracts / source).glob(f"*_{number}.*"))
    for file in files:
        shutil.copy(file, folder / f"{file.name}.part")
    for file in files:
        (folder / f"{file.name}.part").rename(folder / file.name)
    return [folder / file.name for file in files]


def loaded(files: list[Path]) -> bool:
    """Whether they have all been taken and moved."""
    return all((file.parent / "loaded" / file.name).exists() for file in files)


def sources(store: Store) -> set[str]:
    """Those that have loaded something."""
    return {b.source for b in store.batches()}


def test_what_arrives_is_in_answers_while_a_bulk_load_runs(keeper: Keeper, force: Undisturbed, tmp_path: Path) -> None:
    """The bulk load takes row by row, so that it lasts; when the rest is in, it is killed and ended in larger batches."""
    store, folder, data = keeper.fresh(), tmp_path / "arriving", tmp_path / "data"
    crimes = force.extracts / "crimes"
    with watching(keeper, data, folder) as watcher, ExitStack() as running:
        assert wait_until((folder / ".watched").exists, watcher)
        bulk = running.enter_context(started(keeper, data, "load", crimes, "--batch-rows", 1))
        assert wait_until(lambda: batches_written(store) > 3, bulk)
        for number in ("0001", "0002"):
            begun = monotonic()
            files = arrive(force.extracts, "child-protection", folder, number)
            assert wait_until(lambda files=files: loaded(files), watcher)  # type: ignore[misc]
            assert monotonic() - begun < 60
            (referrals,) = [file for file in files if "_referral_" in file.name]
            assert answered(store, folder / "loaded" / referrals.name)
        assert bulk.poll() is None, "the bulk load was over before the deltas were in: this shows nothing"
        code, log = stopped(watcher)
        assert code == 0
        assert [e["extracts"] for e in log if e["event"] == "load.taken"] == [["0001"], ["0002"]]
        bulk.kill()
    code, _, err = pole(keeper, data, "load", crimes, "--batch-rows", SMALL)
    assert (code, err) == (0, "")
    assert store.check() == []
    assert list(store.dump()) == force.dump


def answered(store: Store, file: Path) -> bool:
    """Whether each referral in that file is found by its number, and what is found was said by that file."""
    with file.open(encoding="utf-8", newline="") as text:
        keys = {f"cab-referral|{row['REFERRAL_NO']}" for row in csv.DictReader(text, delimiter="~")}
    seen = store.reader(frozenset(store.visibilities()))
    found = seen.by_identifier(sorted(keys))
    said = seen.mentions([entity for _, entity in found], PageRequest(500)).rows
    return {key for key, _ in found} == keys and file.name in {r.file for r in seen.records([m.record for m in said])}


def test_a_watcher_killed_and_started_again_loses_and_doubles_nothing(
    keeper: Keeper, force: Undisturbed, tmp_path: Path
) -> None:
    store, folder = keeper.fresh(), tmp_path / "arriving"
    with watching(keeper, tmp_path / "data", folder) as watcher:
        arrive(force.extracts, "crimes", folder, "0001")
        assert wait_until(lambda: batches_written(store) > 3, watcher)
    files = arrive(force.extracts, "crimes", folder, "0002")
    for number in ("0001", "0002"):
        files += arrive(force.extracts, "child-protection", folder, number)
    with watching(keeper, tmp_path / "data", folder) as watcher:
        assert wait_until(lambda: loaded(files), watcher)
        assert stopped(watcher)[0] == 0
    assert store.check() == []
    assert list(store.dump()) == force.dump


def test_asked_to_stop_it_ends_between_two_batches_and_goes_on_when_started_again(
    keeper: Keeper, force: Undisturbed, tmp_path: Path
) -> None:
    store, folder = keeper.fresh(), tmp_path / "arriving"
    with watching(keeper, tmp_path / "data", folder) as watcher:
        files = arrive(force.extracts, "crimes", folder, "0001")
        assert wait_until(lambda: batches_written(store) > 3, watcher)
        code, log = stopped(watcher)
    assert (code, log[-1]["event"]) == (0, "load.stopped")
    assert not any(loaded([file]) for file in files)
    with store.lease("somebody@elsewhere:1 since now"):
        pass
    for number in ("0001", "0002"):
        files += arrive(force.extracts, "child-protection", folder, number)
    files += arrive(force.extracts, "crimes", folder, "0002")
    with watching(keeper, tmp_path / "data", folder) as watcher:
        assert wait_until(lambda: loaded(files), watcher)
        assert stopped(watcher)[0] == 0
    assert list(store.dump()) == force.dump


@pytest.fixture
def embedded(tmp_path: Path) -> Keeper:
    """A place for embedded stores: what follows is of files alone."""
    return Keeper("sqlite", tmp_path, None)


def test_a_bad_file_is_set_aside_with_its_report_and_does_not_stop_the_others(
    embedded: Keeper, force: Undisturbed, tmp_path: Path
) -> None:
    store, folder = embedded.fresh(), tmp_path / "arriving"
    with watching(embedded, tmp_path / "data", folder) as watcher:
        files = arrive(force.extracts, "crimes", folder, "0001")
        cut = next(file for file in files if "_mo_" in file.name)
        os.truncate(cut, cut.stat().st_size // 2)
        others = [file for file in files if file != cut] + arrive(force.extracts, "child-protection", folder, "0001")
        refused = folder / "refused" / cut.name
        assert wait_until(lambda: refused.exists() and loaded(others), watcher)
        report = json.loads((refused.parent / f"{cut.name}.report.json").read_text())
        assert (report["source"], report["code"], report["file"]) == ("crimes", "extract", cut.name)
        assert "cut short" in report["message"]
        mended = [file for file in arrive(force.extracts, "crimes", folder, "0001") if file.name == cut.name]
        assert wait_until(lambda: loaded(mended), watcher)
        rest = arrive(force.extracts, "crimes", folder, "0002")
        rest += arrive(force.extracts, "child-protection", folder, "0002")
        assert wait_until(lambda: loaded(rest), watcher)
        code, log = stopped(watcher)
    assert code == 0
    assert [e["code"] for e in log if e["event"] == "load.refused"] == ["extract"]
    assert list(store.dump()) == force.dump


@pytest.mark.parametrize("bad", ["_header_", "_person_"])
def test_a_file_that_comes_late_still_shows_what_is_gone(
    embedded: Keeper, force: Undisturbed, tmp_path: Path, bad: str
) -> None:
    """Rows that a parent no longer has are withdrawn although parent and children did not come together."""
    extracts, folder = tmp_path / "extracts", tmp_path / "arriving"
    shutil.copytree(force.extracts / "crimes", extracts / "crimes")
    people = extracts / "crimes" / "crimes_person_delta_0002.txt"
    people.write_text(people.read_text().split("\n")[0] + "\nTRAILER|0\n")
    load_everything(embedded.fresh(), extracts)
    undisturbed = list(embedded.again().dump())
    assert sum('"withdrawn"' in line for line in undisturbed) > 5

    store = embedded.fresh()
    with watching(embedded, tmp_path / "data", folder) as watcher:
        first = arrive(extracts, "crimes", folder, "0001")
        assert wait_until(lambda: loaded(first), watcher)
        files = arrive(extracts, "crimes", folder, "0002")
        cut = next(file for file in files if bad in file.name)
        os.truncate(cut, 20)
        others = [file for file in files if file != cut]
        assert wait_until(lambda: (folder / "refused" / cut.name).exists() and loaded(others), watcher)
        shutil.copy(extracts / "crimes" / cut.name, cut)
        assert wait_until(lambda: loaded([cut]), watcher)
        stopped(watcher)
    assert list(store.dump()) == undisturbed


def test_never_half_a_file_is_taken(embedded: Keeper, force: Undisturbed, tmp_path: Path) -> None:
    """The layout has no trailer, and the sender writes in place, with a pause longer than any file has to be quiet."""
    store, folder = embedded.fresh(), tmp_path / "arriving"
    text = next((force.extracts / "child-protection").glob("cab_child_full_0001.csv")).read_bytes()
    half = text.index(b"\n", len(text) // 2) + 1
    with watching(embedded, tmp_path / "data", folder) as watcher:
        path = folder / "cab_child_full_0001.csv"
        with path.open("wb") as file:
            file.write(text[:half])
            file.flush()
            sleep(5 * SETTLE)
            assert batches_written(store) == 0
            file.write(text[half:])
        assert wait_until(lambda: loaded([path]), watcher)
        stopped(watcher)
    (batches, read) = len(store.batches()), sum(b.counts.get("read", 0) for b in store.batches())
    assert batches > 0
    assert read == text.count(b"\n") - 1


def test_another_content_under_a_known_number_is_set_aside(
    embedded: Keeper, force: Undisturbed, tmp_path: Path
) -> None:
    store, folder = embedded.fresh(), tmp_path / "arriving"
    load_everything(store, force.extracts)
    with watching(embedded, tmp_path / "data", folder) as watcher:
        path = folder / "cab_child_delta_0002.csv"
        path.write_bytes((force.extracts / "child-protection" / path.name).read_bytes() + b"\n")
        refused = folder / "refused" / f"{path.name}.report.json"
        assert wait_until(refused.exists, watcher)
        stopped(watcher)
    assert json.loads(refused.read_text())["code"] == "extract-conflict"
    assert list(store.dump()) == force.dump


def test_a_file_that_nobody_knows_is_left_alone(embedded: Keeper, force: Undisturbed, tmp_path: Path) -> None:
    embedded.fresh()
    folder = tmp_path / "arriving"
    with watching(embedded, tmp_path / "data", folder) as watcher:
        (folder / "notes.txt").write_text("for the day shift")
        files = arrive(force.extracts, "child-protection", folder, "0001")
        assert wait_until(lambda: loaded(files), watcher)
        stopped(watcher)
    assert sorted(p.name for p in folder.iterdir()) == [".watched", "loaded", "notes.txt"]


def test_a_folder_has_one_watcher(embedded: Keeper, tmp_path: Path) -> None:
    embedded.fresh()
    with watching(embedded, tmp_path / "data", tmp_path / "arriving") as watcher:
        assert wait_until((tmp_path / "arriving" / ".watched").exists, watcher)
        code, _, err = pole(embedded, tmp_path / "other", "load", "--watch", tmp_path / "arriving")
        stopped(watcher)
    assert (code, "watches" in err) == (4, True)


def test_the_log_holds_ids_and_counts_alone(embedded: Keeper, force: Undisturbed, tmp_path: Path) -> None:
    embedded.fresh()
    folder = tmp_path / "arriving"
    with watching(embedded, tmp_path / "data", folder) as watcher:
        files = arrive(force.extracts, "child-protection", folder, "0001")
        assert wait_until(lambda: loaded(files), watcher)
        _, log = stopped(watcher)
    (taken,) = [e for e in log if e["event"] == "load.taken"]
    assert set(taken) == {"event", "level", "timestamp", "source", "extracts", "files", "counts"}
    assert isinstance(taken["counts"], dict)
    assert all(isinstance(n, int) for n in taken["counts"].values())
