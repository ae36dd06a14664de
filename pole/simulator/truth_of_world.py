"""What is true of the people and things of a simulated world, beside which mention is whom."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from pole.simulator.world.belongings import Garage, Phones
from pole.simulator.world.people import Person

PEOPLE = "truth-people.csv"
THINGS = "truth-things.csv"
PEOPLE_COLUMNS = (
    "truth", "origin", "sex", "born", "given", "middle", "surname", "called", "street_name", "pnc", "twin", "father",
    "mother", "partner", "names", "homes",
)  # fmt: skip
"""`origin` is the group of names the person's come from; `names` and `homes` are all, oldest first, with their first day."""
THINGS_COLUMNS = ("sort", "truth", "mark", "person", "since", "clone_of")
"""Who had a telephone or a car from which day; `mark` is the number or plate, `clone_of` the car whose plate it wrongly bears."""


def write_people(directory: Path, people: Iterable[Person]) -> None:
    """Everybody, as on the last day."""
    _write(directory / PEOPLE, PEOPLE_COLUMNS, map(_person, people))


def write_things(directory: Path, phones: Phones, garage: Garage) -> None:
    """Every telephone number and car that anybody had, and every car that bears the plate of another."""
    _write(directory / THINGS, THINGS_COLUMNS, _things(phones, garage))


def _write(path: Path, columns: Iterable[str], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _person(person: Person) -> tuple[str, ...]:
    parents = {parent.sex: parent.id for parent in person.parents}
    name = person.name
    return (
        person.id,
        person.origin.name,
        person.sex,
        person.born.isoformat(),
        name.given,
        name.middle,
        name.surname,
        person.called,
        person.street_name,
        person.pnc,
        person.twin.id if person.twin else "",
        parents.get("M", ""),
        parents.get("F", ""),
        person.partner.id if person.partner else "",
        "; ".join(f"{one.since} {one.why} {one.name}" for one in person.names),
        "; ".join(f"{stay.begins} {stay.place.id}" for stay in person.stays),
    )


def _things(phones: Phones, garage: Garage) -> Iterator[tuple[str, ...]]:
    for use in phones.uses:
        yield "phone", use.thing, use.thing, use.person.id, use.since.isoformat(), ""
    cars = {vehicle.id: vehicle for vehicle in garage.vehicles}
    for use in garage.uses:
        yield "vehicle", use.thing, cars[use.thing].plate, use.person.id, use.since.isoformat(), ""
    for car in garage.vehicles:
        if car.clone_of is not None:
            yield "vehicle", car.id, car.plate, "", "", car.clone_of.id
