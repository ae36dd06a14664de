"""What ICIS holds of a detention and of a case beside these themselves: numbers of people, and how they were written down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from pole.simulator.chance import Chance
from pole.simulator.systems.nominals import Nominals
from pole.simulator.systems.spelling import Hand
from pole.simulator.world.crimes import Crime, Party
from pole.simulator.world.people import Name, Person
from pole.simulator.world.places import Place
from pole.simulator.world.police import Officer
from pole.simulator.world.proceedings import Arrest, Case, Charge, Detention

_BUILDS = ("SLIM", "MEDIUM", "STOCKY", "HEAVY")
_HAIR = ("BROWN SHORT", "BLACK SHORT", "SHAVED", "BLONDE LONG", "GREY", "GINGER")
_EYES = ("BROWN", "BLUE", "GREEN", "HAZEL")
_MARKS = ("", "", "", "TATTOO LEFT FOREARM, ROSE", "SCAR RIGHT EYEBROW", "TATTOO NECK, SWALLOW", "PIERCED EARS")


@dataclass(frozen=True, slots=True)
class Looks:
    """What somebody looks like, the same in every cell."""

    height: str
    build: str
    hair: str
    eyes: str
    marks: str


def looks_of(person: Person) -> Looks:
    """Drawn from who it is, so that every detention sees the same."""
    chance = Chance(f"looks of {person.id}")
    tall = chance.between(165, 193) if person.sex == "M" else chance.between(152, 178)
    return Looks(
        f"{tall} cm", chance.one_of(_BUILDS), chance.one_of(_HAIR), chance.one_of(_EYES), chance.one_of(_MARKS)
    )


@dataclass(slots=True, eq=False)
class Written:
    """Somebody as written down, under a number."""

    person: Person
    number: str
    name: Name
    born: date
    home: Place | None
    phone: str


@dataclass(slots=True, eq=False)
class CustodyFile:
    """One detention in ICIS."""

    detention: Detention
    detainee: Written
    """Whom the record has, which may be somebody else as long as false particulars are believed."""
    falsely: Written | None = None
    """Whose particulars had been given, once that is known."""
    charges: tuple[Charge, ...] = ()
    others: list[str] = field(default_factory=list[str])
    """Custody numbers of those held for the same crime."""
    disposed: datetime | None = None
    result: str = ""


@dataclass(slots=True, eq=False)
class CaseFile:
    """One case in ICIS."""

    case: Case
    defendants: list[CustodyFile]
    """In the order of the case's defendants."""
    witnesses: list[Written | Officer]


class CustodyDesk:
    """Writes down detentions and cases."""

    def __init__(self, nominals: Nominals, hand: Hand) -> None:
        self._nominals = nominals
        self._hand = hand
        self._files: dict[Arrest, CustodyFile] = {}
        self._of_crime: dict[Crime, list[CustodyFile]] = {}
        self._charges: dict[Arrest, tuple[Charge, ...]] = {}
        self._cases: dict[Case, CaseFile] = {}

    def detention(self, detention: Detention, when: datetime) -> CustodyFile:
        """The file of a detention, as it now is."""
        arrest = detention.arrest
        file = self._files.get(arrest)
        if file is None:
            file = self._files[arrest] = CustodyFile(detention, self._write(arrest.believed))
            self._of_crime.setdefault(arrest.crime, []).append(file)
        elif file.detainee.person is not arrest.believed:
            file.falsely, file.detainee = file.detainee, self._write(arrest.believed)
        file.charges = self._charges.get(arrest, ())
        file.others = [one.detention.number for one in self._of_crime[arrest.crime] if one is not file]
        if file.result != detention.result:
            file.result, file.disposed = detention.result, when
        return file

    def case(self, case: Case) -> CaseFile:
        """The file of a case, as it now is."""
        for defendant in case.defendants:
            self._charges[defendant.arrest] = tuple(case.charges)
        file = self._cases.get(case)
        if file is None:
            file = self._cases[case] = CaseFile(case, [], list(self._witnesses(case)))
        file.defendants = [self._files[defendant.arrest] for defendant in case.defendants]
        return file

    def _witnesses(self, case: Case) -> Iterator[Written | Officer]:
        """Victim, witnesses and the officer."""
        for party in case.crime.parties:
            if party.role in ("VICT", "WITN") and party.person is not None:
                yield self._witness(party)
        yield case.officer

    def _witness(self, party: Party) -> Written:
        assert party.person is not None
        return self._write(party.person)

    def _write(self, person: Person) -> Written:
        nominal = self._nominals.of(person)
        home = None if person.roofless else person.home
        return Written(person, nominal.number, nominal.name, nominal.born, home, person.phone)
