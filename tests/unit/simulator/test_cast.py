"""The demo's people are always there, whatever the seed, and the extracts bear them out."""

from __future__ import annotations

import re
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


def test_custody_crime_recording_and_intelligence_hold_the_man_under_one_pnc(tmp_path: Path) -> None:
    simulate(tmp_path, people=250, seed=5, days=3)
    year, serial = demo_cast(tmp_path).man.pnc.split("/")
    his = re.compile(rf"\b(19|20)?{year}/0*{serial}\b")
    held = {
        folder: any(his.search(line) for line in _lines(tmp_path, f"{folder}/*_full_0001.*"))
        for folder in ("crimes", "custody", "intelligence")
    }
    assert held == {"crimes": True, "custody": True, "intelligence": True}


def test_a_brothers_name_given_on_arrest_is_put_right_by_the_first_delta(tmp_path: Path) -> None:
    simulate(tmp_path, people=250, seed=5, days=2)
    lie = demo_cast(tmp_path).false_name
    liar, brother = (one.name.split()[0].upper() for one in (lie.liar, lie.brother))
    surname = lie.liar.name.split()[-1].upper()
    before, after = (_lines(tmp_path, f"custody/icis_{name}.spl") for name in ("full_0001", "delta_0002"))
    assert lie.brother.name.split()[-1].upper() == surname
    assert not any(f"|{surname}|{liar}|" in line for line in before)
    assert any(f"|{surname}|{liar}|" in line for line in after)
    assert any(line.startswith("11|") and f"|F|{surname}|{brother}|" in line for line in after)
