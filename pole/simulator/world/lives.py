"""What happens in people's lives without any crime: they move, marry, change their names, numbers and cars."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pole.simulator.world.ground import Ground
from pole.simulator.world.people import Named, Person
from pole.simulator.world.places import Place

_YEAR = 365
_MOVES = 9
"""Of a hundred people so many begin to move in a year, and take their household with them."""


class Lives:
    """Changes in the lives of people, day by day. Whoever keeps records may hear of them: each is news of the person."""

    def __init__(self, ground: Ground, moved: Callable[[Person], None]) -> None:
        """`moved` is told of everybody who has moved."""
        self._chance, self._course = ground.chance("lives"), ground.course
        self._population, self._places = ground.population, ground.places
        self._phones, self._garage = ground.phones, ground.garage
        self._careers, self._hostel = ground.careers, ground.force.hostel
        self._moved = moved

    def a_day(self, day: date) -> None:
        """What changes on a day, for how many it would in a year."""
        people = len(self._population.people)
        for _ in range(self._chance.about(people * _MOVES, 100 * _YEAR)):
            self._household_moves(self._population.anybody(self._chance, day, 20), day)
        for _ in range(self._chance.about(people, 300 * _YEAR)):
            self._marry(self._population.anybody(self._chance, day, 21, 60), day)
        for _ in range(self._chance.about(people, 1500 * _YEAR)):
            self._deed_poll(self._population.anybody(self._chance, day, 18, 60), day)
        for _ in range(self._chance.about(people, 40 * _YEAR)):
            self._phones.change(self._population.anybody(self._chance, day, 14), day)
        for _ in range(self._chance.about(people, 60 * _YEAR)):
            self._garage.sell(
                self._population.anybody(self._chance, day, 18), self._population.anybody(self._chance, day, 18), day
            )
        for _ in range(self._chance.about(len(self._careers.offenders), 3 * _YEAR)):
            self._offender(self._careers.offender(self._chance), day)

    def move_family(self, person: Person, day: date) -> None:
        """Somebody's household moves to another home."""
        if not person.scripted:
            self._household_moves(person, day)

    def move(self, person: Person, place: Place, day: date) -> None:
        """Somebody moves; the stay before ends that day."""
        if person.move(place, day):
            self._course.tell(person)
            self._moved(person)

    def _household_moves(self, person: Person, day: date) -> None:
        old, new = person.home, self._places.next_home()
        household = dict.fromkeys([person, person.partner, *person.children, *person.parents, *person.siblings()])
        for one in household:
            if one is not None and one.home is old and not one.scripted:
                self.move(one, new, day)
        self._places.vacate(old)

    def _marry(self, person: Person, day: date) -> None:
        partner = person.partner
        if partner is not None and partner.sex != person.sex:
            man, woman = (person, partner) if person.sex == "M" else (partner, person)
            if woman.names[-1].why == "BIRTH":
                self._population.marry(man, woman, day)
                self._course.tell(woman)

    def _deed_poll(self, person: Person, day: date) -> None:
        chance, origin, name = self._chance, person.origin, person.name
        if chance.happens(50):
            name = name._replace(surname=origin.surname_for(chance.one_of(origin.surnames), person.sex))
        else:
            name = name._replace(given=chance.one_of(origin.given(person.sex)))
        if name != person.name:
            person.names.append(Named(name, day, "DEED POLL"))
            self._course.tell(person)

    def _offender(self, person: Person, day: date) -> None:
        """Offenders pass telephones on, lose their homes, and find a bed in the hostel or a new home."""
        if person.scripted:
            return
        what = self._chance.one_of(("phone", "phone", "hostel", "roofless"))
        if what == "phone":
            self._phones.pass_on(person, self._careers.associate(self._chance, person), day)
        elif person.roofless or person.home is self._hostel:
            person.roofless = False
            self.move(person, self._places.next_home(), day)
        elif what == "hostel":
            self.move(person, self._hostel, day)
        else:
            person.roofless = True
            self._course.tell(person)
