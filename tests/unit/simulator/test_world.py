"""What makes real records hard is in the world, in the records of its systems, and in what is written of the truth."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest

from pole.simulator import simulate
from pole.simulator.truth import KEY_JOINT
from pole.simulator.truth_of_world import PEOPLE, THINGS
from pole.simulator.world.origins import origins

Row = dict[str, str]


class Told(NamedTuple):
    """A force as its files tell it."""

    people: dict[str, Row]
    things: list[Row]
    mentions: dict[tuple[str, str], dict[str, dict[str, str]]]
    """(source, record) → key → mention → truth; the last word on each."""
    crimes: list[tuple[str, Row]]
    """Who it truly is, and what the crime system has of that person in one line."""

    def truths(self, source: str, record: str, mention: str) -> Counter[str]:
        """How often each truth stands behind a mention."""
        return Counter(said[mention] for said in self.mentions[source, record].values() if mention in said)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("world")
    simulate(folder, people=3000, seed=6, days=4)
    mentions: defaultdict[tuple[str, str], dict[str, dict[str, str]]] = defaultdict(dict)
    for row in _rows(folder / "truth.csv"):
        mentions[row["source"], row["record"]].setdefault(row["key"], {})[row["mention"]] = row["truth"]
    of_crimes = mentions["crimes", "person"]
    lines = _rows(folder / "crimes" / "crimes_person_full_0001.txt", "|", "windows-1252")
    known = [(of_crimes[KEY_JOINT.join((line["CRIME_NO"], line["SEQ"]))], line) for line in lines if line["SEQ"]]
    people = {row["truth"]: row for row in _rows(folder / PEOPLE)}
    return Told(
        people,
        _rows(folder / THINGS),
        dict(mentions),
        [(truth["person"], line) for truth, line in known if truth.get("person") in people],
    )


def _rows(path: Path, delimiter: str = ",", encoding: str = "utf-8") -> list[Row]:
    with path.open(encoding=encoding, newline="") as file:
        return [row for row in csv.DictReader(file, delimiter=delimiter) if None not in row.values()]


def _name(person: Row) -> tuple[str, str]:
    return person["given"], person["surname"]


def test_everybody_has_a_group_of_names_and_every_group_has_somebody(told: Told) -> None:
    assert {person["origin"] for person in told.people.values()} == {origin.name for origin in origins().things}


def test_there_are_twins_of_one_birth_date_and_one_home_and_records_of_both(told: Told) -> None:
    twins = [person for person in told.people.values() if person["twin"]]
    recorded = {truth for truth, _ in told.crimes} | set(told.truths("child-protection", "child", "child"))
    assert twins
    for person in twins:
        other = told.people[person["twin"]]
        assert (other["twin"], other["born"], other["mother"]) == (person["truth"], person["born"], person["mother"])
        assert other["given"] != person["given"]
    assert [person for person in twins if person["truth"] in recorded and person["twin"] in recorded]


def test_there_are_fathers_and_sons_of_one_name(told: Told) -> None:
    sons = [one for one in told.people.values() if one["father"] and _name(told.people[one["father"]]) == _name(one)]
    assert len(sons) > 10
    assert all(told.people[son["father"]]["born"] < son["born"] for son in sons)


def test_people_move_and_are_recorded_at_both_homes(told: Told) -> None:
    homes: defaultdict[str, set[str]] = defaultdict(set)
    for said in told.mentions["crimes", "person"].values():
        if "home" in said and "person" in said:
            homes[said["person"]].add(said["home"])
    own = {person["truth"]: set(person["homes"].replace(";", "").split()) for person in told.people.values()}
    assert len([person for person, found in homes.items() if len(found) > 1 and found <= own[person]]) > 10


def test_names_change_by_marriage_and_by_deed_and_records_have_both(told: Told) -> None:
    changed = {one["truth"]: one["names"].split("; ") for one in told.people.values() if "; " in one["names"]}
    assert [names for names in changed.values() if "MARRIAGE" in names[-1]]
    assert [names for names in changed.values() if "DEED POLL" in names[-1]]
    written: defaultdict[str, set[str]] = defaultdict(set)
    for truth, line in told.crimes:
        written[truth] |= {line["SURNAME"].upper(), line["MAIDEN_NAME"].upper()} - {""}
    assert [one for one, names in changed.items() if {name.split()[-1].upper() for name in names} <= written[one]]


def test_people_are_recorded_by_what_they_are_called(told: Told) -> None:
    called = [
        line for truth, line in told.crimes
        if told.people[truth]["called"].upper() == line["FORENAME1"].upper() != told.people[truth]["given"].upper()
    ]  # fmt: skip
    assert len(called) > 5


def test_telephones_change_hands(told: Told) -> None:
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for said in told.mentions["crimes", "person"].values():
        if "phone" in said and "person" in said:
            holders[said["phone"]].add(said["person"])
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for thing in told.things:
        if thing["sort"] == "phone":
            owners[thing["truth"]].add(thing["person"])
    assert [number for number, people in holders.items() if len(people) > 1 and people <= owners[number]]


def test_plates_are_cloned_and_both_cars_are_recorded(told: Told) -> None:
    clones = [thing for thing in told.things if thing["clone_of"]]
    plates = {thing["truth"]: thing["mark"] for thing in told.things if not thing["clone_of"]}
    recorded = told.truths("crimes", "vehicle", "vehicle") + told.truths("intelligence", "object", "object")
    assert clones
    assert all(plates[clone["clone_of"]] == clone["mark"] for clone in clones)
    assert [clone for clone in clones if recorded[clone["truth"]] and recorded[clone["clone_of"]]]


def test_a_shopping_centre_a_hostel_and_custody_suites_are_hubs(told: Told) -> None:
    scenes = told.truths("crimes", "header", "scene").most_common(2)
    homes = Counter(
        home for person in told.people.values() for home in {stay.split()[1] for stay in person["homes"].split("; ")}
    )
    suites = told.truths("custody", "custody", "suite")
    assert scenes[0][1] > 30
    assert homes.most_common(1)[0][1] > 10
    assert len(suites) == 3
    assert min(suites.values()) > 30


def test_some_suspects_are_nobody_to_the_records_and_somebody_in_truth(told: Told) -> None:
    strangers = told.truths("crimes", "person", "unidentified")
    known = {truth for truth, _ in told.crimes}
    assert len(strangers) > 20
    assert len(set(strangers) & known) > 5
