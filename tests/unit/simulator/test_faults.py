"""Faults are planted as they are listed, whatever the seed, and one simulation has the same ones each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from pole.errors import UsageError
from pole.simulator import simulate
from pole.simulator.faults import NAME, read_faults
from pole.simulator.faults.marring import check_digit, check_letter, day_and_month
from pole.simulator.faults.spots import SPOTS, SWAPPED, WRONG_CHECK

EVERYWHERE = {"placeholder", "unmapped code", "duplicate row", "late row", "orphan child row", SWAPPED}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_source_has_every_fault_that_it_can_have(tmp_path: Path, seed: int) -> None:
    simulate(tmp_path, people=200, seed=seed, days=3, faults=True)
    planted = {source: [fault for fault in read_faults(tmp_path) if fault.source == source] for source in SPOTS}
    for source, spots in SPOTS.items():
        whats = {fault.what for fault in planted[source]}
        assert whats >= EVERYWHERE, source
        assert (WRONG_CHECK in whats) == (source != "incidents"), source
        assert len([fault for fault in planted[source] if fault.column]) >= len(spots.values), source
        assert [fault.says.where for fault in planted[source]].count("refusal") == 1


def test_the_same_seed_plants_the_same_faults_in_the_same_bytes(tmp_path: Path) -> None:
    once, again = (
        simulate(tmp_path / name, people=200, seed=4, days=3, faults=True).files for name in ("once", "again")
    )
    assert once == again
    assert (tmp_path / "once" / NAME).read_bytes() == (tmp_path / "again" / NAME).read_bytes()


def test_extracts_without_a_fault_are_as_they_would_be_without_any(tmp_path: Path) -> None:
    sound = simulate(tmp_path / "sound", people=200, seed=4, days=4)
    faulty = simulate(tmp_path / "faulty", people=200, seed=4, days=4, faults=True)
    spoiled = {fault.file for fault in read_faults(tmp_path / "faulty")}
    changed = {file.path for file in sound.files if file not in faulty.files}
    came_late = {path for path in changed if "_delta_0002" in path}
    assert changed - came_late <= spoiled <= changed
    assert sound.cast == faulty.cast
    assert (tmp_path / "sound" / "truth.csv").read_bytes() == (tmp_path / "faulty" / "truth.csv").read_bytes()


def test_faults_need_three_days(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="3 days"):
        simulate(tmp_path, people=200, seed=1, days=2, faults=True)


@pytest.mark.parametrize(
    ("layout", "sound", "swapped"),
    [
        ("DD-MON-YYYY", "29-AUG-1986", "AUG-29-1986"),
        ("DD/MM/YYYY", "29/08/1986", "08/29/1986"),
        ("DDMMYYYY", "20081986", "08201986"),
        ("YYYYMMDD", "19860829", "19862908"),
        ("YYYY-MM-DD", "1986-08-29", "1986-29-08"),
        ("DD/MM/YYYY", "12/08/1986", None),
        ("YYYY-MM-DD", "1986", None),
        ("YYYY-MM-DD", "", None),
    ],
)
def test_day_and_month_are_swapped_where_it_shows(layout: str, sound: str, swapped: str | None) -> None:
    assert day_and_month(layout)(sound) == swapped


def test_a_check_character_is_replaced_by_the_next() -> None:
    assert check_letter("97/70B") == "97/70C"
    assert check_letter("97/70Y") == "97/70Z"
    assert check_letter("970") is None
    assert check_digit("9434765919") == "9434765910"
    assert check_digit("") is None
