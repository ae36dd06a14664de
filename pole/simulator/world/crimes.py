"""Crimes: what was done to whom, and what the police know of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from pole.simulator.world.calls import Call
from pole.simulator.world.offences import Offence, Standing
from pole.simulator.world.people import Person, Vehicle
from pole.simulator.world.places import Place
from pole.simulator.world.police import Officer, Organisation

OUTDOORS = ("STREET", "OPEN SPACE", "CAR PARK")
"""Sorts of scene that have no address."""


@dataclass(frozen=True, slots=True)
class Description:
    """What somebody who was seen looked like, and who says so."""

    by: str
    """VICTIM, WITNESS or OFFICER."""
    age: str
    height: str
    build: str
    hair: str
    clothing: str
    accent: str
    nickname: str = ""


@dataclass(slots=True, eq=False)
class Party:
    """One person, or a body, in one role: VICT, SUSP, WITN or REPT."""

    role: str
    person: Person | None
    """Who it truly was; None where it is a body."""
    body: Organisation | None = None
    known: bool = True
    """Whether the police know who it was; else there is only a description."""
    description: Description | None = None
    taken_for: Person | None = None
    """Whom the police take it to be, while somebody else's particulars are believed."""
    standing: Standing | None = None
    disposal: str = ""
    solicitor: Organisation | None = None
    relationship: str = ""
    injury: str = ""
    perceived_religion: str = ""
    perceived_ethnicity: str = ""

    @property
    def believed(self) -> Person | None:
        """Whom the police take it to be."""
        return self.taken_for or self.person


@dataclass(slots=True, eq=False)
class Thing:
    """A thing in a crime; with IMEI and number where it is a telephone."""

    id: str
    category: str
    description: str
    colour: str
    serial: str
    value: int
    status: str
    """STOLEN, DAMAGED, SEIZED or RECOVERED."""
    owner: Party | None
    make: str = ""
    model: str = ""
    imei: str = ""
    phone: str = ""


@dataclass(slots=True, eq=False)
class CarUsed:
    """A car in a crime, STOLEN or USED, with keeper and driver as far as the police know them."""

    vehicle: Vehicle
    involvement: str
    keeper: Person | None
    driver: Person | None


@dataclass(slots=True, eq=False)
class Crime:
    """One recorded crime."""

    number: str
    call: Call | None
    offence: Offence
    classed: date
    occurred: datetime
    until: datetime
    reported: datetime
    recorded: datetime
    scene: Place
    scene_type: str
    """DWELLING, SHOPPING CENTRE and the like; STREET, OPEN SPACE and CAR PARK have no address."""
    officer: Officer
    summary: str
    earlier: list[tuple[Offence, date, date]] = field(default_factory=list[tuple[Offence, date, date]])
    """Former classes with first and last day, newest first; no more than two."""
    parties: list[Party] = field(default_factory=list[Party])
    things: list[Thing] = field(default_factory=list[Thing])
    cars: list[CarUsed] = field(default_factory=list[CarUsed])
    methods: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Category and words."""
    strands: frozenset[str] = frozenset()
    flags: tuple[str, ...] = ()
    domestic: bool = False
    outcome: tuple[str, str, date] | None = None
    """Type, words and day, once it is filed."""

    def suspects(self) -> list[Party]:
        """Those said to have done it."""
        return [party for party in self.parties if party.role == "SUSP"]

    def victim(self) -> Party | None:
        """The first of them."""
        return next((party for party in self.parties if party.role == "VICT"), None)

    def reclass(self, offence: Offence, day: date) -> None:
        """It turns out to be something else."""
        self.earlier.insert(0, (self.offence, self.classed, day))
        del self.earlier[2:]
        self.offence, self.classed = offence, day
