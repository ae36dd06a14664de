"""What the criminal process makes: arrests, detentions, charges, cases, hearings and results."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from pole.simulator.world.crimes import Crime, Party, Thing
from pole.simulator.world.offences import Offence
from pole.simulator.world.people import Person
from pole.simulator.world.places import Place
from pole.simulator.world.police import Court, Officer, Organisation, Suite


class Answer(NamedTuple):
    """One answer to the questions on risk that everybody in custody is asked."""

    question: str
    said: str
    """YES, NO, NOT KNOWN or REFUSED."""
    words: str


class Step(NamedTuple):
    """Something that is done to a detainee, and by whom."""

    when: datetime
    what: str
    """ARRIVED, AUTHORISED, CELL, REVIEW, INTERVIEW, SOLICITOR, RELEASED."""
    officer: Officer
    words: str = ""


class Move(NamedTuple):
    """A detainee's thing goes from hand to hand."""

    when: datetime
    what: str
    """BOOKED IN, SEIZED, RETURNED, TO EXHIBITS STORE."""
    officer: Officer


@dataclass(slots=True, eq=False)
class Belonging:
    """A thing that a detainee had."""

    id: str
    category: str
    description: str
    thing: Thing | None
    """The stolen thing that it truly is."""
    phone: str
    imei: str
    moves: list[Move]


@dataclass(slots=True, eq=False)
class Bail:
    """Release until a day, on conditions."""

    id: str
    sort: str
    """POLICE, PRE-CHARGE or COURT."""
    begins: datetime
    returns: datetime
    conditions: tuple[str, ...]
    keep_from: Place | None
    """Somewhere that must not be gone near."""
    protects: Person | None
    ended: datetime | None = None


@dataclass(slots=True, eq=False)
class Arrest:
    """The arrest of one person for one crime."""

    id: str
    asn: str
    person: Person
    given_as: Person | None
    """Whose particulars were given, while they are believed."""
    corrected: datetime | None
    """When the true ones were put in their place."""
    was_given_as: Person | None
    when: datetime
    place: Place
    outdoors: bool
    officer: Officer
    crime: Crime
    party: Party
    grounds: str

    @property
    def believed(self) -> Person:
        """Whom the police take the arrested person to be."""
        return self.given_as or self.person


@dataclass(slots=True, eq=False)
class Detention:
    """One custody record."""

    number: str
    arrest: Arrest
    suite: Suite
    cell: str
    arrived: datetime
    authorised: datetime
    officer: Officer
    """The custody officer."""
    risk: tuple[Answer, ...]
    solicitor: Organisation | None
    adult: Person | None
    """Appropriate adult of a child or vulnerable person."""
    steps: list[Step] = field(default_factory=list[Step])
    belongings: list[Belonging] = field(default_factory=list[Belonging])
    released: datetime | None = None
    result: str = ""
    """CHARGED, BAILED, RUI, NFA, CAUTION; later what it came to in the end."""
    bails: list[Bail] = field(default_factory=list[Bail])


@dataclass(slots=True, eq=False)
class Charge:
    """One offence, and who is charged with it together."""

    id: str
    number: int
    offence: Offence
    crime: Crime
    when: datetime
    wording: str
    accused: list[Defendant] = field(default_factory=list["Defendant"])


@dataclass(slots=True, eq=False)
class Defendant:
    """One of the accused, with the arrest that led here."""

    arrest: Arrest
    number: int


class Result(NamedTuple):
    """What the court decided on one charge for one defendant."""

    charge: Charge
    defendant: Defendant
    hearing: Hearing
    plea: str
    verdict: str
    """GUILTY, NOT GUILTY or DISCONTINUED."""
    sentence: str


@dataclass(slots=True, eq=False)
class Hearing:
    """One sitting."""

    id: str
    number: int
    court: Court
    when: datetime
    sort: str
    """FIRST HEARING, PLEA, TRIAL, SENTENCE."""
    outcome: str = ""
    """ADJOURNED or CONCLUDED, once it was held."""


@dataclass(slots=True, eq=False)
class Case:
    """One prosecution."""

    urn: str
    reference: str
    crime: Crime
    officer: Officer
    opened: date
    charges: list[Charge] = field(default_factory=list[Charge])
    defendants: list[Defendant] = field(default_factory=list[Defendant])
    hearings: list[Hearing] = field(default_factory=list[Hearing])
    results: list[Result] = field(default_factory=list[Result])
    closed: datetime | None = None
