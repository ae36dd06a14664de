"""The demo's people are always there, whatever the seed, and the extracts bear them out."""

from __future__ import annotations

from pathlib import Path

import pytest

from pole.simulator import demo_cast, simulate


def _lines(directory: Path, pattern: str) -> list[str]:
    return [line for path in directory.glob(pattern) for line in path.read_text("windows-1252").splitlines()]


@pytest.mark.parametrize("seed", [1, 2, 20_261_102])
def test_every_force_has_the_people_of_the_demo(tmp_path: Path, seed: int) -> None:
    force = simulate(tmp_path, people=250, seed=seed, days=3)
    cast = demo_cast(tmp_path)
    assert cast == force.cast == demo_cast(force)
    assert cast.connection.links in (3, 4)
    assert cast.man.pnc
    assert cast.man.nominal
    assert cast.man.unit_number.startswith("AP")


def test_a_child_at_risk_lives_with_a_known_suspect_at_an_address_on_a_call(tmp_path: Path) -> None:
    simulate(tmp_path, people=250, seed=5, days=3)
    cast = demo_cast(tmp_path)
    street, number = cast.address.parts["street"], cast.address.parts["number"]
    child, suspect = cast.address.child.unit_number, cast.address.suspect.nominal
    homes = _lines(tmp_path, "child-protection/cab_address_*.csv")
    people = _lines(tmp_path, "crimes/crimes_person_*.txt")
    crimes = _lines(tmp_path, "crimes/crimes_header_*.txt")
    assert any(f"~{child}~" in line and f"~{number}~{street}~" in line for line in homes)
    assert any(f"|{suspect}|" in line and f"|{number}|{street.upper()}|" in line for line in people)
    assert any(f"|{cast.address.crime}|{cast.address.log}|" in line for line in crimes)


def test_the_man_is_suspect_victim_and_witness_and_alleged_perpetrator_under_one_pnc(tmp_path: Path) -> None:
    simulate(tmp_path, people=250, seed=5, days=3)
    man = demo_cast(tmp_path).man
    people = _lines(tmp_path, "crimes/crimes_person_full_0001.txt")
    unit = _lines(tmp_path, "child-protection/cab_person_full_0001.csv")
    roles = {line.split("|")[4] for line in people if f"|{man.nominal}|" in line}
    assert {"VICT", "WITN"} < roles
    assert roles & {"SUSP", "OFFR"}
    assert any("~AP~FATHER~" in line and man.pnc in line for line in unit)
