"""People: who they are, whom they live with and whose children they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from pole.simulator.chance import Chance, Weighted
from pole.simulator.names import NICKNAMES, STREET_NAMES, Community, community
from pole.simulator.numbers import Numbers
from pole.simulator.places import Place, Places

_PLAIN = str.maketrans("áëóíé", "aeoie", "' ")
"""What becomes of letters that an e-mail address cannot have."""


@dataclass(frozen=True, slots=True)
class Stay:
    """A time somebody lived somewhere; no end while it lasts."""

    place: Place
    begins: date
    ends: date | None = None


@dataclass(slots=True, eq=False)
class Vehicle:
    """A car and its plate, known to the crime system under a number of its own once it has been recorded."""

    id: str
    plate: str
    vin: str
    make: str
    model: str
    colour: str
    year: int


@dataclass(slots=True, eq=False)
class Person:
    """Somebody, with what is true of them; records tell some of it, in one spelling or another."""

    id: str
    given: str
    middle: str
    surname: str
    sex: str
    born: date
    roots: Community
    religion: str
    occupation: str
    stays: list[Stay]
    maiden: str = ""
    nickname: str = ""
    street_name: str = ""
    mobile: str = ""
    pnc: str = ""
    cro: str = ""
    vehicle: Vehicle | None = None
    partner: Person | None = None
    parents: list[Person] = field(default_factory=list["Person"])
    children: list[Person] = field(default_factory=list["Person"])
    warnings: tuple[str, ...] = ()
    vulnerability: str = ""
    nominals: list[str] = field(default_factory=list[str])
    """Numbers in the crime system, the present one last; more than one where it did not know somebody again."""

    def home(self, day: date) -> Place:
        """Where the person lives on a day (the earliest known home before that)."""
        for stay in reversed(self.stays):
            if stay.begins <= day:
                return stay.place
        return self.stays[0].place

    def age(self, day: date) -> int:
        """Completed years on a day."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))

    @property
    def email(self) -> str:
        """An address in a domain that is kept for examples (RFC 2606)."""
        return f"{self.given}.{self.surname}.{int(self.id[1:])}@example.org".lower().translate(_PLAIN)

    @property
    def title(self) -> str:
        """As officers write it."""
        if self.sex == "M":
            return "MR"
        return "MRS" if self.maiden else "MS"


_HOUSEHOLDS = Weighted(
    {"couple-with-children": 30, "parent-with-children": 16, "couple": 22, "alone": 26, "shared": 6}.items()
)
_JOBS = (
    "WAREHOUSE OPERATIVE", "DELIVERY DRIVER", "CARE ASSISTANT", "TEACHING ASSISTANT", "TEACHER", "NURSE", "PLUMBER",
    "ELECTRICIAN", "SHOP ASSISTANT", "CHEF", "BAR STAFF", "TAXI DRIVER", "HAIRDRESSER", "BUILDER", "ROOFER", "CLEANER",
    "OFFICE WORKER", "ACCOUNTANT", "SOLICITOR", "SECURITY GUARD", "MECHANIC", "SCAFFOLDER", "FITTER",
)  # fmt: skip
_CARS = (
    ("FORD", "FIESTA"), ("FORD", "FOCUS"), ("VAUXHALL", "CORSA"), ("VAUXHALL", "ASTRA"), ("VOLKSWAGEN", "GOLF"),
    ("BMW", "320D"), ("AUDI", "A3"), ("TOYOTA", "YARIS"), ("NISSAN", "QASHQAI"), ("SEAT", "LEON"), ("KIA", "PICANTO"),
    ("MERCEDES-BENZ", "C220"), ("FORD", "TRANSIT"), ("HONDA", "CIVIC"), ("RENAULT", "CLIO"), ("SKODA", "OCTAVIA"),
)  # fmt: skip
_COLOURS = ("BLACK", "WHITE", "SILVER", "GREY", "BLUE", "RED", "GREEN")
_VULNERABLE = ("ELDERLY LIVING ALONE", "LEARNING DISABILITY", "MENTAL HEALTH", "PHYSICAL DISABILITY", "REPEAT VICTIM")


class Population:
    """The people of the force area, drawn household by household until there are enough."""

    def __init__(self, chance: Chance, places: Places, numbers: Numbers, today: date) -> None:
        self._chance = chance
        self._places = places
        self._numbers = numbers
        self._today = today
        self._vehicles = 0
        self.people: list[Person] = []

    def grow(self, count: int) -> list[Person]:
        """At least so many people; the last household is not cut short."""
        while len(self.people) < count:
            self._household(self._chance.draw(_HOUSEHOLDS))
        return self.people

    def family(self, children: int, *, apart: bool = False, youngest: int = 0) -> tuple[Person, Person, list[Person]]:
        """Father, mother and at most so many children, at one address or with the father at another."""
        roots = community(self._chance)
        home, since = self._places.home(), self._moved_in()
        mother = self._adult(roots, "F", 21, 44, Stay(home, since))
        other = Stay(self._places.home(), self._moved_in()) if apart else Stay(home, since)
        father = self._adult(roots, "M", 22, 48, other)
        if not apart:
            self._pair(father, mother)
        ages = self._chance.some_of(self._ages_of_children(father, mother, youngest), children)
        young = [self._child(father, mother, Stay(home, since), age) for age in ages]
        return father, mother, young

    def lodge(self, person: Person, place: Place, day: date) -> None:
        """Somebody moves; the stay before ends that day."""
        last = person.stays[-1]
        if last.ends is None:
            person.stays[-1] = Stay(last.place, last.begins, day)
        person.stays.append(Stay(place, day))

    def phone_of(self, person: Person) -> str:
        """The person's number, given out when it is first needed; may be empty (see `numbers`)."""
        if not person.mobile:
            person.mobile = self._numbers.mobile()
        return person.mobile

    def vehicle_of(self, person: Person) -> Vehicle:
        """The person's car, bought when it is first needed."""
        if person.vehicle is None:
            person.vehicle = self._vehicle()
        return person.vehicle

    def police_numbers(self, person: Person) -> None:
        """PNC and mostly CRO of somebody who has been arrested."""
        if not person.pnc:
            first = min(self._today.year, person.born.year + 11 + self._chance.between(0, 14))
            person.pnc = self._numbers.pnc(first)
            person.cro = self._numbers.cro(first) if self._chance.happens(60) else ""

    def adult(self, place: Place | None = None, *, sex: str = "", youngest: int = 18, oldest: int = 60) -> Person:
        """One more grown-up, alone or at a place that others live at too."""
        stay = Stay(place or self._places.home(), self._moved_in())
        return self._adult(community(self._chance), sex or self._chance.one_of("MF"), youngest, oldest, stay)

    def _household(self, sort: str) -> None:
        if sort in ("couple-with-children", "parent-with-children"):
            self.family(self._chance.one_of((1, 1, 2, 2, 3)), apart=sort == "parent-with-children")
            return
        if sort == "alone":
            self.adult(youngest=19, oldest=92)
            return
        home, since = self._places.home(), self._moved_in()
        if sort == "couple":
            roots = community(self._chance)
            man, woman = (self._adult(roots, sex, 23, 80, Stay(home, since)) for sex in "MF")
            self._pair(man, woman)
            return
        for _ in range(self._chance.between(3, 5)):
            roots = community(self._chance)
            self._adult(roots, self._chance.one_of("MF"), 18, 32, Stay(home, since))

    def _pair(self, man: Person, woman: Person) -> None:
        man.partner, woman.partner = woman, man
        if self._chance.happens(60):
            woman.maiden, woman.surname = woman.surname, man.surname

    def _adult(self, roots: Community, sex: str, youngest: int, oldest: int, stay: Stay) -> Person:
        year = self._today.year - self._chance.between(youngest, oldest)
        born = self._chance.day(date(year - 1, 12, 31), date(year, 12, 30))
        surname = self._chance.one_of(roots.surnames)
        return self._person(roots, sex, born, surname, stay, self._job(self._today.year - year))

    def _ages_of_children(self, father: Person, mother: Person, youngest: int) -> range:
        """Ages this year: parents are at least 17, mothers at most 40, and siblings a year or more apart."""
        last = max(youngest, self._today.year - mother.born.year - 40)
        first = min(17, self._today.year - max(mother.born.year, father.born.year) - 17)
        return range(min(last, first), first + 1, 2)

    def _child(self, father: Person, mother: Person, stay: Stay, age: int) -> Person:
        year = self._today.year - age
        born = min(self._chance.day(date(year, 1, 2), date(year, 12, 30)), self._today)
        surname = father.surname if self._chance.happens(80) else mother.surname
        child = self._person(father.roots, self._chance.one_of("MF"), born, surname, stay, "")
        child.stays = [Stay(stay.place, max(stay.begins, born))]
        if child.age(self._today) >= 5:
            child.occupation = "SCHOOLCHILD"
        child.parents = [father, mother]
        father.children.append(child)
        mother.children.append(child)
        return child

    def _person(self, roots: Community, sex: str, born: date, surname: str, stay: Stay, job: str) -> Person:
        chance = self._chance
        pool = roots.men if sex == "M" else roots.women
        given = chance.one_of(pool)
        middle = chance.one_of(pool) if chance.happens(55) else ""
        person = Person(
            id=f"P{len(self.people) + 1:06}",
            given=given,
            middle="" if middle == given else middle,
            surname=surname,
            sex=sex,
            born=born,
            roots=roots,
            religion=chance.draw(roots.religions),
            occupation=job,
            stays=[stay],
        )
        person.nickname = NICKNAMES.get(given, "")
        if sex == "M" and job and chance.happens(4):
            person.street_name = chance.one_of(STREET_NAMES)
        if job and chance.happens(5):
            person.vulnerability = chance.one_of(_VULNERABLE)
        if job and stay.begins > born and chance.happens(25):
            self._lived_elsewhere_before(person)
        self.people.append(person)
        return person

    def _lived_elsewhere_before(self, person: Person) -> None:
        now = person.stays[0]
        earlier = date(now.begins.year - self._chance.between(1, 6), now.begins.month, min(now.begins.day, 28))
        person.stays.insert(0, Stay(self._places.home(), earlier, now.begins))

    def _job(self, age: int) -> str:
        if age >= 67:
            return "RETIRED"
        if age <= 21 and self._chance.happens(40):
            return "STUDENT"
        return "UNEMPLOYED" if self._chance.happens(12) else self._chance.one_of(_JOBS)

    def _moved_in(self) -> date:
        return self._chance.day(date(self._today.year - 12, 1, 1), date(self._today.year - 1, 6, 30))

    def _vehicle(self) -> Vehicle:
        self._vehicles += 1
        built = self._chance.day(date(2006, 3, 1), date(self._today.year - 1, 12, 1))
        make, model = self._chance.one_of(_CARS)
        return Vehicle(
            id=f"V{self._vehicles:06}",
            plate=self._numbers.plate(built),
            vin=self._numbers.vin(),
            make=make,
            model=model,
            colour=self._chance.one_of(_COLOURS),
            year=built.year,
        )
