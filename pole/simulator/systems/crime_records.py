"""What the crime system holds of a crime beside the crime itself: how each person in it was written down, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from pole.simulator.chance import Chance
from pole.simulator.systems.nominals import Nominals
from pole.simulator.systems.spelling import Hand
from pole.simulator.world.crimes import Crime, Party
from pole.simulator.world.offences import Standing
from pole.simulator.world.people import Name, Person
from pole.simulator.world.places import Place


@dataclass(slots=True, eq=False)
class Entry:
    """A person in a crime, as written down on a day."""

    party: Party
    believed: Person
    nominal: str
    name: Name
    maiden: str
    born: date
    home: Place | None
    home_since: date
    home_role: str
    """G given to police, A given on arrest, H hostel."""
    phone: str
    email: str
    religion: str
    alias: Name | None
    warned: date


@dataclass(slots=True, eq=False)
class CrimeRecord:
    """One crime in the crime system."""

    crime: Crime
    entries: list[Entry | None] = field(default_factory=list[Entry | None])
    """For each party of the crime: None for a body, and for somebody unidentified."""
    keepers: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """For each car the nominal numbers of keeper and driver; empty where they are not known."""


class CrimeDesk:
    """Writes down who is in a crime."""

    def __init__(self, chance: Chance, nominals: Nominals, hand: Hand) -> None:
        self._chance = chance
        self._nominals = nominals
        self._hand = hand

    def refresh(self, record: CrimeRecord, day: date) -> None:
        """Write down who is new, who has become known or proved to be another, and what was given on arrest."""
        for place, party in enumerate(record.crime.parties):
            if place == len(record.entries):
                record.entries.append(self._entry(party, day))
            else:
                record.entries[place] = self._again(record.entries[place], party, day)
        for car in record.crime.cars[len(record.keepers) :]:
            record.keepers.append((self._number(car.keeper), self._number(car.driver)))

    def _again(self, entry: Entry | None, party: Party, day: date) -> Entry | None:
        if entry is None or party.believed is not entry.believed:
            return self._entry(party, day)
        if party.standing is Standing.ARRESTED and entry.home_role == "G":
            return self._entry(party, day)
        return entry

    def _entry(self, party: Party, day: date) -> Entry | None:
        """A line with the address and number given."""
        person, chance = party.believed, self._chance
        if person is None or not party.known:
            return None
        nominal = self._nominals.of(person)
        called = person.called if party.role == "SUSP" and not person.scripted and chance.happens(20) else ""
        return Entry(
            party=party,
            believed=person,
            nominal=nominal.number,
            name=nominal.name,
            maiden=nominal.maiden,
            born=nominal.born,
            home=None if person.roofless else person.home,
            home_since=person.stays[-1].begins,
            home_role=self._home_role(party, person),
            phone=self._phone(party, person),
            email=person.email if chance.happens(20) else "",
            religion=person.religion if chance.happens(45) else chance.one_of(("", "", "UNK")),
            alias=self._hand.letters(nominal.name._replace(given=called, middle="")) if called else None,
            warned=day,
        )

    def _home_role(self, party: Party, person: Person) -> str:
        if person.home.kind == "HOSTEL":
            return "H"
        return "A" if party.standing is not None and party.standing is not Standing.SUSPECTED else "G"

    def _phone(self, party: Party, person: Person) -> str:
        """The number given: mostly one's own; of those arrested, now and then the solicitor's."""
        if party.solicitor is not None and not person.scripted and self._chance.happens(15):
            return party.solicitor.phone
        return person.phone if self._chance.happens(50 if party.role == "WITN" else 70) else ""

    def _number(self, person: Person | None) -> str:
        return self._nominals.of(person).number if person is not None else ""


def nominal_of(record: CrimeRecord, party: Party | None) -> str:
    """The number of a party; empty for none, a body or somebody unidentified."""
    if party is None or party not in record.crime.parties:
        return ""
    entry = record.entries[record.crime.parties.index(party)]
    return entry.nominal if entry else ""
