"""Crimes as the recording system holds them: a header with its lines, each with what the police know and write down."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from pole.simulator.offences import Offence
from pole.simulator.people import Person, Vehicle
from pole.simulator.places import Place


@dataclass(frozen=True, slots=True)
class Officer:
    """A police officer in the official role."""

    id: str
    collar: str
    rank: str
    name: str
    unit: str


@dataclass(slots=True, eq=False)
class Organisation:
    """A shop, landlord or other body, with its number in the crime system."""

    id: str
    name: str
    place: Place
    nominal: str = ""


@dataclass(slots=True, eq=False)
class Part:
    """One person in one role. `nominal` is empty for somebody whom the record only describes."""

    seq: int
    role: str
    person: Person | None
    """Who it truly was; None where it is a body."""
    organisation: Organisation | None = None
    nominal: str = ""
    standing: str = ""
    disposal: str = ""
    home: Place | None = None
    home_since: date | None = None
    home_role: str = "G"
    no_fixed_abode: bool = False
    phone: str = ""
    email: str = ""
    religion: str = ""
    perceived_religion: str = ""
    perceived_ethnicity: str = ""
    relationship: str = ""
    injury: str = ""
    alias: str = ""
    description: dict[str, str] = field(default_factory=dict[str, str])
    """Column to words, of somebody unidentified, and who described: DESC_BY."""


@dataclass(slots=True, eq=False)
class Item:
    """A thing in a crime; with IMEI and number where it is a telephone."""

    number: int
    id: str
    category: str
    description: str
    colour: str
    serial: str
    value: int
    status: str
    owner: Part | None
    make: str = ""
    model: str = ""
    imei: str = ""
    phone: str = ""


@dataclass(slots=True, eq=False)
class Car:
    """A vehicle in a crime, with those who keep it and drove it as far as the record knows, and their numbers."""

    number: int
    vehicle: Vehicle
    involvement: str
    keeper: Person | None
    driver: Person | None
    keeper_nominal: str
    driver_nominal: str


@dataclass(slots=True, eq=False)
class Crime:
    """One recorded crime."""

    number: str
    log: str
    offence: Offence
    classed: date
    occurred: datetime
    until: datetime
    reported: datetime
    updated: datetime
    scene: Place
    scene_type: str
    officer: Officer
    summary: str
    earlier: list[tuple[Offence, date, date]] = field(default_factory=list[tuple[Offence, date, date]])
    """Former classes with first and last day, newest first; the record has room for two."""
    parts: list[Part] = field(default_factory=list[Part])
    items: list[Item] = field(default_factory=list[Item])
    cars: list[Car] = field(default_factory=list[Car])
    methods: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Category and words."""
    strands: frozenset[str] = frozenset()
    flags: tuple[str, ...] = ()
    domestic: bool = False
    outcome: tuple[str, str, date] | None = None
    """Type, words and day."""

    def suspects(self) -> list[Part]:
        """Those said to have done it."""
        return [part for part in self.parts if part.role in ("SUSP", "OFFR")]

    def reclass(self, offence: Offence, day: date) -> None:
        """It turns out to be something else; the former class stays in the record."""
        self.earlier.insert(0, (self.offence, self.classed, day))
        del self.earlier[2:]
        self.offence, self.classed = offence, day

    def touch(self, when: datetime) -> None:
        """The record is saved; a minute later than before at the least."""
        self.updated = max(when, self.updated + timedelta(minutes=1))
