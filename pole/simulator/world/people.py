"""People: who they are, what they are called, where they live and whose children they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from pole.simulator.world.letters import plain
from pole.simulator.world.origins import Origin
from pole.simulator.world.places import Place


class Name(NamedTuple):
    """A name in law."""

    given: str
    middle: str
    surname: str

    def __str__(self) -> str:
        return " ".join(part for part in self if part)


class Named(NamedTuple):
    """A name and the day from which it was borne."""

    name: Name
    since: date
    why: str
    """BIRTH, MARRIAGE or DEED POLL."""


class Stay(NamedTuple):
    """A time somebody lived somewhere; no end while it lasts."""

    place: Place
    begins: date
    ends: date | None = None


@dataclass(slots=True, eq=False)
class Vehicle:
    """A car and its plate. `clone_of` is the car whose plate it wrongly bears."""

    id: str
    plate: str
    vin: str
    make: str
    model: str
    colour: str
    year: int
    clone_of: Vehicle | None = None


@dataclass(slots=True, eq=False)
class Person:
    """Somebody, with what is true now. Records tell some of it, in one spelling or another."""

    id: str
    sex: str
    born: date
    origin: Origin
    religion: str
    occupation: str
    names: list[Named]
    """Oldest first."""
    stays: list[Stay]
    """Oldest first."""
    called: str = ""
    """What those who know him or her say instead of the given name."""
    street_name: str = ""
    phone: str = ""
    pnc: str = ""
    cro: str = ""
    vehicle: Vehicle | None = None
    partner: Person | None = None
    twin: Person | None = None
    parents: list[Person] = field(default_factory=list["Person"])
    """Father and mother, where they belong to the world."""
    children: list[Person] = field(default_factory=list["Person"])
    warnings: tuple[str, ...] = ()
    vulnerability: str = ""
    roofless: bool = False
    """No fixed abode."""
    scripted: bool = False
    """Belongs to a planted story: chance leaves him or her alone, and clerks make no mistakes."""

    @property
    def name(self) -> Name:
        """The present one."""
        return self.names[-1].name

    @property
    def maiden(self) -> str:
        """The surname before marriage, where that was another."""
        married = self.names[-1].why == "MARRIAGE"
        return self.names[-2].name.surname if married and len(self.names) > 1 else ""

    @property
    def home(self) -> Place:
        """Where the person lives now."""
        return self.stays[-1].place

    def move(self, place: Place, day: date) -> bool:
        """Live somewhere else from a day on; not where the present stay began no earlier."""
        last = self.stays[-1]
        if last.begins >= day:
            return False
        self.stays[-1] = last._replace(ends=day)
        self.stays.append(Stay(place, day))
        return True

    def age(self, day: date) -> int:
        """Completed years on a day; below nought before birth."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))

    def siblings(self) -> list[Person]:
        """Those with a parent in common."""
        every = (child for parent in self.parents for child in parent.children)
        return [child for child in dict.fromkeys(every) if child is not self]

    @property
    def email(self) -> str:
        """An address in a domain that is kept for examples (RFC 2606)."""
        name = self.names[0].name
        return f"{plain(name.given)}.{plain(name.surname)}.{int(self.id[1:])}@example.org".lower()

    @property
    def title(self) -> str:
        """As officers write it."""
        if self.sex == "M":
            return "MR"
        return "MRS" if self.names[-1].why == "MARRIAGE" else "MS"
