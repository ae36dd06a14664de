"""A load takes the memory of a batch, not of its file: ten times the rows have the same peak."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.faults.cases import COLUMNS, MAPPING
from tests.faults.loading import PROGRAM, settings_of
from tests.stores.keepers import Keeper

FEW, MANY = 10_000, 100_000
MARGIN = 1.15
"""Of one peak over the other: an interpreter's heap is not the same twice."""


def extract(folder: Path, rows: int) -> Path:
    """A full extract of so many people, no two alike, in cases of ten."""
    path = folder / f"person_full_{rows}.txt"
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{COLUMNS['person']}\n")
        for n in range(rows):
            file.write(f"I|C{n // 10}|{n}|2024-01-01|Person {n} of Street {n % 977}|{'MF'[n % 2]}\n")
        file.write(f"END|{rows}\n")
    return path


def peak(keeper: Keeper, folder: Path, file: Path) -> int:
    """The largest memory, in KiB, of a process of its own that loads the file into an empty store."""
    keeper.fresh()
    settings = {**settings_of(keeper, folder), "POLE_MAPPINGS": str(folder / "mappings")}
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "load", str(file)], cwd=ROOT, env=settings, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss


@pytest.mark.slow
def test_ten_times_the_rows_take_no_more_memory(keeper: Keeper, tmp_path: Path) -> None:
    mapping = tmp_path / "mappings" / "cases" / "mapping.yaml"
    mapping.parent.mkdir(parents=True)
    mapping.write_text(MAPPING, encoding="utf-8")
    few, many = (peak(keeper, tmp_path, extract(tmp_path, rows)) for rows in (FEW, MANY))
    assert many < MARGIN * few, f"{few} KiB for {FEW} rows, {many} KiB for {MANY}"
