"""What a synthetic force sends: full extracts, then deltas of every sort, with the truth beside them."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest

from pole.errors import UsageError
from pole.formats.delimited.description import Delimited
from pole.formats.opening import open_reader
from pole.formats.rows import RawRow
from pole.simulator import START, Manifest, read_manifest, simulate
from pole.simulator.world.world import World

_FORMATS = {
    "crimes": {"kind": "delimited", "delimiter": "|", "encoding": "windows-1252", "trailer": {"starts": "TRAILER", "count": "2"}},
    "child-protection": {"kind": "delimited", "delimiter": "~"},
}  # fmt: skip


@pytest.fixture(scope="module")
def force(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    return simulate(tmp_path_factory.mktemp("force"), people=400, seed=11, days=8)


def _rows(force: Manifest, source: str, record: str) -> list[dict[str, str]]:
    """Every row of a record type, in the order of the files."""
    found: list[dict[str, str]] = []
    for file in force.files:
        if (file.source, file.record) == (source, record):
            reader = open_reader(Delimited.model_validate(_FORMATS[source]), force.directory / file.path)
            for row in reader.rows():
                assert isinstance(row, RawRow)
                found.append(dict(zip(reader.columns, row.values, strict=True)))
    return found


def test_the_first_day_is_full_and_the_others_are_deltas_numbered_on(force: Manifest) -> None:
    modes = {(file.extract, file.mode) for file in force.files if file.source != "incidents"}
    assert modes == {(1, "full"), *((number, "delta") for number in range(2, 9))}


def test_command_and_control_numbers_its_extracts_by_the_minute(force: Manifest) -> None:
    modes = {(file.extract, file.mode) for file in force.files if file.source == "incidents"}
    nights = [(date(2026, 11, 2) + timedelta(days=number)).strftime("%Y%m%d2400") for number in range(7)]
    assert modes == {(0, "full"), *((int(night), "delta") for night in nights)}


def test_the_manifest_tells_the_rows_and_digest_of_every_file(force: Manifest) -> None:
    for file in force.files:
        assert sha256((force.directory / file.path).read_bytes()).hexdigest() == file.sha256
    written = {path.relative_to(force.directory).as_posix() for path in force.directory.glob("*/*")}
    assert written == {file.path for file in force.files}


def test_a_row_is_inserted_before_it_is_updated_or_deleted_and_never_twice(force: Manifest) -> None:
    held: set[str] = set()
    for row in _rows(force, "crimes", "header"):
        assert (row["ACTION"] == "I") == (row["CRIME_NO"] not in held)
        held.add(row["CRIME_NO"])
        if row["ACTION"] == "D":
            held.remove(row["CRIME_NO"])


def test_a_changed_crime_is_sent_with_all_its_lines_and_saved_later_than_before(force: Manifest) -> None:
    versions: dict[str, list[str]] = {}
    for row in _rows(force, "crimes", "header"):
        versions.setdefault(row["CRIME_NO"], []).append(row["LAST_UPD"])
    changed = {number for number, saved in versions.items() if len(saved) > 1}
    assert changed
    assert all(len(set(versions[number])) == len(versions[number]) for number in changed)
    lines = Counter(row["CRIME_NO"] for row in _rows(force, "crimes", "person"))
    assert all(lines[number] % len(versions[number]) == 0 for number in changed)


def test_a_merge_joins_two_numbers_of_one_person(force: Manifest) -> None:
    whose = _truth_of_nominals(force)
    merged = {row["key"]: row["truth"] for row in _truth(force) if row["record"] == "merge"}
    numbers = {tuple(key.split("|")): truth for key, truth in merged.items()}
    seen = [(whose[number], truth) for pair, truth in numbers.items() for number in pair if number in whose]
    assert len(seen) > len(numbers)
    assert all(held == truth for held, truth in seen)


def test_people_under_ten_are_never_suspects(force: Manifest) -> None:
    suspects = [row for row in _rows(force, "crimes", "person") if row["ROLE"] in ("SUSP", "OFFR")]
    assert min(int(row["AGE_AT_EVENT"]) for row in suspects if row["NOMINAL_NO"]) >= 10


def test_a_suspect_that_nobody_knows_is_somebody_in_the_truth(force: Manifest) -> None:
    truth = _truth(force)
    strangers = [row for row in truth if row["mention"] == "unidentified"]
    assert strangers
    assert all(row["truth"].startswith("P") for row in strangers)


def test_the_truth_tells_of_every_row_that_was_sent(force: Manifest) -> None:
    told = {(row["source"], row["record"], row["key"]) for row in _truth(force)}
    sent = {("crimes", "header", row["CRIME_NO"]) for row in _rows(force, "crimes", "header")}
    sent |= {("crimes", "person", f"{row['CRIME_NO']}|{row['SEQ']}") for row in _rows(force, "crimes", "person")}
    sent |= {("child-protection", "plan", row["PLAN_NO"]) for row in _rows(force, "child-protection", "plan")}
    assert sent <= told


def test_a_child_has_one_home_at_a_time(force: Manifest) -> None:
    last = {row["ADDRESS_SEQ"]: row for row in _rows(force, "child-protection", "address")}
    homes = Counter(row["CHILD_ID"] for row in last.values() if not row["TO_DATE"])
    assert set(homes.values()) == {1}


def test_parents_are_grown_when_their_children_are_born_and_siblings_come_one_by_one_but_for_twins() -> None:
    world = World(800, seed=4, start=START)
    families = [person for person in world.ground.population.people if person.children]
    for parent in families:
        born = sorted({child.born for child in parent.children})
        assert born[0].year - parent.born.year >= 17
        assert all((later - earlier).days > 300 for earlier, later in pairwise(born))


def test_no_plan_is_left_without_its_review(force: Manifest) -> None:
    last = {row["PLAN_NO"]: row for row in _rows(force, "child-protection", "plan")}
    running = [row["REVIEW_DATE"] for row in last.values() if not row["END_DATE"]]
    days = [datetime.strptime(day, "%d/%m/%Y").date() for day in running]
    assert days
    assert min(days) > date(2026, 11, 7)


def test_some_child_moves_and_some_plan_ends(force: Manifest) -> None:
    moved = [row for row in _rows(force, "child-protection", "address") if row["ACTION"] == "U"]
    ended = [row for row in _rows(force, "child-protection", "plan") if row["ACTION"] == "U" and row["END_DATE"]]
    assert moved
    assert ended


def _truth(force: Manifest) -> list[dict[str, str]]:
    with (force.directory / force.truth).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _truth_of_nominals(force: Manifest) -> dict[str, str]:
    people = {
        (row["key"]): row["truth"] for row in _truth(force) if (row["record"], row["mention"]) == ("person", "person")
    }
    return {
        row["NOMINAL_NO"]: people[f"{row['CRIME_NO']}|{row['SEQ']}"]
        for row in _rows(force, "crimes", "person")
        if row["NOMINAL_NO"]
    }


def test_a_directory_without_a_simulation_is_told_from_one_that_has(tmp_path: Path, force: Manifest) -> None:

    assert read_manifest(force.directory) == force
    with pytest.raises(UsageError, match="pole simulate"):
        read_manifest(tmp_path)
