"""The people of the force area, drawn household by household until there are enough."""

from __future__ import annotations

from datetime import date

from pole.simulator.chance import Chance, Weighted
from pole.simulator.words import words
from pole.simulator.world.origins import Origin, origins
from pole.simulator.world.people import Name, Named, Person, Stay
from pole.simulator.world.places import Place, Places

_HOUSEHOLDS = Weighted(
    {"couple-with-children": 30, "parent-with-children": 16, "couple": 22, "alone": 26, "shared": 6}.items()
)
_JOBS = words("""
    WAREHOUSE_OPERATIVE DELIVERY_DRIVER CARE_ASSISTANT TEACHING_ASSISTANT TEACHER NURSE PLUMBER ELECTRICIAN
    SHOP_ASSISTANT CHEF BAR_STAFF TAXI_DRIVER HAIRDRESSER BUILDER ROOFER CLEANER OFFICE_WORKER ACCOUNTANT SOLICITOR
    SECURITY_GUARD MECHANIC SCAFFOLDER FITTER
""")
STREET_NAMES = words("Tiny Ginger Smithy Jonno Bear Slim Macca Tank Dutch Sparky Bones Red Frosty Ghost Lurch Specs")
"""Names that say nothing of the real one."""
_VULNERABLE = ("ELDERLY LIVING ALONE", "LEARNING DISABILITY", "MENTAL HEALTH", "PHYSICAL DISABILITY", "REPEAT VICTIM")


class Population:
    """Everybody. `today` is the day on which ages are reckoned; everybody's present home is that of `settled`, a day before."""

    def __init__(self, chance: Chance, places: Places, today: date, settled: date) -> None:
        self._chance = chance
        self._places = places
        self._today = today
        self._settled = settled
        self.people: list[Person] = []

    def grow(self, count: int) -> None:
        """At least so many people; the last household is not cut short."""
        while len(self.people) < count:
            self._household(self._chance.draw(_HOUSEHOLDS))

    def anybody(self, chance: Chance, day: date, youngest: int, oldest: int = 120) -> Person:
        """One of those whom chance may meet, of an age on a day."""
        while True:
            person = chance.one_of(self.people)
            if youngest <= person.age(day) <= oldest and not person.scripted:
                return person

    def adult(self, place: Place | None = None, *, sex: str = "", youngest: int = 18, oldest: int = 60) -> Person:
        """One more grown-up, alone or at a place that others live at too."""
        stay = Stay(place or self._places.home(), self._moved_in())
        return self._adult(self._origin(), sex or self._chance.one_of("MF"), youngest, oldest, stay)

    def family(
        self, children: int, *, apart: bool = False, youngest: int = 0, parents: int = 21
    ) -> tuple[Person, Person, list[Person]]:
        """Father, mother and at most so many children, at one address or with the father at another.

        `youngest` is the least age of a child, `parents` that of the parents.
        """
        origin = self._origin()
        home, since = self._places.home(), self._moved_in()
        mother = self._adult(origin, "F", parents, 44, Stay(home, since))
        other = Stay(self._places.home(), self._moved_in()) if apart else Stay(home, since)
        father = self._adult(origin, "M", parents + 1, 48, other)
        if not apart:
            self._pair(father, mother)
        ages = self._chance.some_of(self._ages_of_children(father, mother, youngest), children)
        return father, mother, [self._child(father, mother, Stay(home, since), age) for age in ages]

    def parent_of(self, child: Person, sex: str, place: Place | None = None) -> Person:
        """Mother or father of a grown-up, at a home of his or her own or at a place."""
        age = child.age(self._today)
        stay = Stay(place or self._places.home(), self._moved_in())
        parent = self._adult(child.origin, sex, age + 19, age + 36, stay)
        born_as = child.maiden or child.name.surname
        parent.names = [
            Named(parent.name._replace(surname=child.origin.surname_for(born_as, sex)), parent.born, "BIRTH")
        ]
        child.parents.append(parent)
        parent.children.append(child)
        return parent

    def brother_of(self, person: Person) -> Person:
        """A younger brother, grown up, at a home of his own."""
        years = self._today.year - person.born.year
        stay = Stay(self._places.home(), self._moved_in())
        brother = self._adult(person.origin, "M", years - 4, years - 2, stay)
        others = [given for given in person.origin.men if given != person.name.given]
        surname = person.origin.surname_for(person.maiden or person.name.surname, "M")
        brother.names = [Named(Name(self._chance.one_of(others), "", surname), brother.born, "BIRTH")]
        for parent in person.parents:
            brother.parents.append(parent)
            parent.children.append(brother)
        return brother

    # ---------------------------------------------------------------- households

    def _household(self, sort: str) -> None:
        if sort in ("couple-with-children", "parent-with-children"):
            _, _, young = self.family(self._chance.one_of((1, 1, 2, 2, 3)), apart=sort == "parent-with-children")
            if young and self._chance.happens(3):
                self._twin(young[-1], young[-1].stays[0])
        elif sort == "alone":
            self.adult(youngest=19, oldest=92)
        elif sort == "couple":
            self._couple()
        else:
            home, since = self._places.home(), self._moved_in()
            for _ in range(self._chance.between(3, 5)):
                self._adult(self._origin(), self._chance.one_of("MF"), 18, 32, Stay(home, since))

    def _couple(self) -> None:
        """Two people, with or without children who are grown up."""
        origin = self._origin()
        home, since = self._places.home(), self._moved_in()
        man = self._adult(origin, "M", 23, 80, Stay(home, since))
        woman = self._adult(origin, "F", max(21, man.age(self._today) - 8), man.age(self._today) + 5, Stay(home, since))
        self._pair(man, woman)
        oldest = min(man.age(self._today), woman.age(self._today)) - 18
        ages = range(max(18, woman.age(self._today) - 42), oldest + 1, 2)
        if ages and self._chance.happens(60):
            for age in self._chance.some_of(ages, self._chance.between(1, 3)):
                self._grown_child(man, woman, Stay(home, since), age)

    def _grown_child(self, father: Person, mother: Person, stay: Stay, age: int) -> None:
        at_home = age < 30 and self._chance.happens(45)
        child = self._child(father, mother, stay, age)
        child.occupation = self._job(age)
        if not at_home:
            child.stays = [Stay(self._places.home(), self._moved_in())]
        if self._chance.happens(3):
            twin = self._twin(child, stay)
            twin.occupation = self._job(age)
            twin.stays = [stay] if at_home else [Stay(self._places.home(), self._moved_in())]

    def _pair(self, man: Person, woman: Person) -> None:
        man.partner, woman.partner = woman, man
        if self._chance.happens(60):
            self.marry(man, woman, max(self._moved_in(), date(woman.born.year + 18, 1, 1)))

    def marry(self, man: Person, woman: Person, day: date) -> None:
        """The woman takes the man's surname."""
        surname = woman.origin.surname_for(man.name.surname, "F")
        if surname != woman.name.surname:
            woman.names.append(Named(woman.name._replace(surname=surname), day, "MARRIAGE"))

    # ---------------------------------------------------------------- one person

    def _adult(self, origin: Origin, sex: str, youngest: int, oldest: int, stay: Stay) -> Person:
        year = self._today.year - self._chance.between(youngest, oldest)
        born = self._chance.day(date(year - 1, 12, 31), date(year, 12, 30))
        name = self._name(origin, sex, self._chance.one_of(origin.surnames))
        left_school = min(date(year + 16, 7, 1), self._settled)
        stay = stay._replace(begins=max(stay.begins, left_school))
        return self._person(origin, sex, born, name, stay, self._job(self._today.year - year))

    def _ages_of_children(self, father: Person, mother: Person, youngest: int) -> range:
        """Ages this year: parents are at least 17, mothers at most 40, and siblings a year or more apart."""
        last = max(youngest, self._today.year - mother.born.year - 40)
        first = min(17, self._today.year - max(mother.born.year, father.born.year) - 17)
        return range(min(last, first), first + 1, 2)

    def _child(self, father: Person, mother: Person, stay: Stay, age: int) -> Person:
        year = self._today.year - age
        born = min(self._chance.day(date(year, 1, 2), date(year, 12, 30)), self._today)
        sex = self._chance.one_of("MF")
        elder = father if self._chance.happens(80) else mother
        name = self._name(father.origin, sex, father.origin.surname_for(elder.name.surname, sex))
        if sex == "M" and self._chance.happens(6):
            name = name._replace(given=father.name.given, middle=father.name.middle)
        elif father.origin.three_names:
            name = Name(name.given, father.name.given, father.name.middle or father.name.surname)
        child = self._person(father.origin, sex, born, name, stay, "")
        return self._born_to(child, father, mother, stay)

    def _twin(self, other: Person, stay: Stay) -> Person:
        """Born the same day as another, of the same sex more often than not, and named in the same taste."""
        sex = other.sex if self._chance.happens(66) else self._chance.one_of("MF")
        stock = other.origin.given(sex)
        alike = [given for given in stock if given[0] == other.name.given[0] and given != other.name.given]
        given = self._chance.one_of(alike or [given for given in stock if given != other.name.given])
        surname = other.origin.surname_for(other.name.surname, sex)
        name = Name(given, other.name.middle if sex == other.sex else "", surname)
        twin = self._person(other.origin, sex, other.born, name, stay, "")
        twin.twin, other.twin = other, twin
        father, mother = other.parents
        return self._born_to(twin, father, mother, stay)

    def _born_to(self, child: Person, father: Person, mother: Person, stay: Stay) -> Person:
        child.stays = [Stay(stay.place, max(stay.begins, child.born))]
        child.occupation = "SCHOOLCHILD" if child.age(self._today) >= 5 else ""
        child.vulnerability = ""
        child.parents = [father, mother]
        father.children.append(child)
        mother.children.append(child)
        return child

    def _name(self, origin: Origin, sex: str, surname: str) -> Name:
        stock = origin.given(sex)
        given = self._chance.one_of(stock)
        if origin.three_names:
            return Name(given, self._chance.one_of(origin.men), origin.surname_for(surname, sex))
        middle = self._chance.one_of(stock) if self._chance.happens(55) and not origin.family_first else ""
        return Name(given, "" if middle == given else middle, origin.surname_for(surname, sex))

    def _person(self, origin: Origin, sex: str, born: date, name: Name, stay: Stay, job: str) -> Person:
        chance = self._chance
        person = Person(
            id=f"P{len(self.people) + 1:06}",
            sex=sex,
            born=born,
            origin=origin,
            religion=chance.draw(origin.religions),
            occupation=job,
            names=[Named(name, born, "BIRTH")],
            stays=[stay],
        )
        if name.given in origin.called:
            person.called = chance.one_of(origin.called[name.given])
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
        year = now.begins.year - self._chance.between(1, 6)
        earlier = max(person.born, date(year, now.begins.month, min(now.begins.day, 28)))
        person.stays.insert(0, Stay(self._places.home(), earlier, now.begins))

    def _job(self, age: int) -> str:
        if age >= 67:
            return "RETIRED"
        if age <= 21 and self._chance.happens(40):
            return "STUDENT"
        return "UNEMPLOYED" if self._chance.happens(12) else self._chance.one_of(_JOBS)

    def _moved_in(self) -> date:
        return self._chance.day(date(self._settled.year - 10, 1, 1), self._settled)

    def _origin(self) -> Origin:
        return self._chance.draw(origins())
