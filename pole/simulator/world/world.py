"""The world: drawn from one seed, and lived day by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from pole.simulator.chance import Chance
from pole.simulator.world.belongings import Garage, Phones
from pole.simulator.world.careers import Careers
from pole.simulator.world.course import Course, News
from pole.simulator.world.ground import Ground
from pole.simulator.world.happenings import Happenings
from pole.simulator.world.lives import Lives
from pole.simulator.world.numbers import Numbers
from pole.simulator.world.people import Person
from pole.simulator.world.places import Places
from pole.simulator.world.planting import Planting
from pole.simulator.world.police import raise_force
from pole.simulator.world.population import Population

HISTORY = 730
"""Days that are lived before the first extract."""
_BUSY = 14
"""So many days before the first extract, even the smallest force has something to do every day."""
_OLDEST_REPORT = date(2009, 1, 1)
_NEW_GRADES = date(2016, 12, 31)


class World:
    """People and what happens to them. `start` is the day of the first extract; days must be lived in order."""

    def __init__(self, people: int, seed: int | str, start: date) -> None:
        self._start = start
        self._day = start - timedelta(days=HISTORY)
        self.ground, self.planted = _begin(people, seed, start, self._day)
        self._chance = self.ground.chance("world")
        self._course = self.ground.course
        self._happenings = Happenings(self.ground, start)
        self._lives = Lives(self.ground, self._moved)
        self.planted.plan(self.ground, self._happenings)

    def history(self) -> Iterator[News]:
        """All that happened before the day of the first extract."""
        self._happenings.licensing.begin(self._day)
        for _ in range(max(3, len(self.ground.population.people) // 60)):
            self._happenings.intelligence.old_report(self._chance.day(_OLDEST_REPORT, _NEW_GRADES))
        while self._day < self._start:
            yield from self.live()

    def live(self) -> Iterator[News]:
        """The next day, from midnight to midnight."""
        day, people = self._day, len(self.ground.population.people)
        self._day += timedelta(days=1)
        busy = day >= self._start - timedelta(days=_BUSY)
        self._lives.a_day(day)
        self._happenings.licensing.a_day(day, busy=busy)
        self._happenings.plan(day, people, at_least=(4 if day >= self._start else 2) if busy else 0)
        if busy:
            self._course.at(self._chance.moment(day, 9, 17), self._a_child_on_a_plan)
        yield from self._course.until(datetime.combine(self._day, time()))

    def _a_child_on_a_plan(self) -> None:
        """Even the smallest unit has a child that moves one day, and a plan that ends the next."""
        plan, today = self._happenings.unit.on_a_plan(), self._course.now.date()
        if plan is not None and today.toordinal() % 2:
            self._lives.move_family(plan.child.person.parents[1], today)
        elif plan is not None:
            self._happenings.unit.end(plan)

    def _moved(self, person: Person) -> None:
        """Who keeps files on where somebody lives hears of it."""
        self._happenings.unit.moved(person)
        self._happenings.licensing.moved(person)


def _begin(people: int, seed: int | str, start: date, dawn: date) -> tuple[Ground, Planting]:
    """The people as they are at dawn, with those of the planted stories among them."""

    def stream(part: str) -> Chance:
        return Chance(f"{seed}/world/{part}")

    places, numbers = Places(stream("places")), Numbers(stream("numbers"))
    population = Population(stream("people"), places, start, dawn)
    planted = Planting(population, start)
    population.grow(people)
    ground = Ground(
        seed,
        Course(datetime.combine(dawn, time())),
        population,
        places,
        numbers,
        Phones(numbers),
        Garage(stream("cars"), numbers, start),
        Careers(stream("careers"), population, numbers, start),
        raise_force(stream("force"), population, places, numbers, dawn),
    )
    return ground, planted
