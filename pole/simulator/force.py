"""The synthetic force: who there is, what happened before the first extract, and what happens on each day after it."""

from __future__ import annotations

from datetime import date, timedelta

from pole.simulator.careers import Careers
from pole.simulator.cast import Cast
from pole.simulator.casting import find_cast
from pole.simulator.chance import Chance
from pole.simulator.child_files import Child, Row
from pole.simulator.child_lines import child_line, child_rows
from pole.simulator.crime_lines import crime_lines, merge_line
from pole.simulator.crimes import Crime
from pole.simulator.developments import develop
from pole.simulator.lines import Line
from pole.simulator.numbers import Numbers
from pole.simulator.people import Person, Population
from pole.simulator.places import Places
from pole.simulator.planting import Planted, Planting
from pole.simulator.premises import officers, shops
from pole.simulator.recording import Recorder
from pole.simulator.safeguarding import Safeguarding
from pole.simulator.stories import Stories

HISTORY = 730
"""Days of crime that the first extract reaches back."""
_LIVE = 120
"""Days for which a crime still changes now and then."""


class Force:
    """A world drawn from one seed. Its days must be lived in order."""

    def __init__(self, people: int, seed: int, start: date) -> None:
        self._chance = Chance(seed)
        self._start = start
        places, numbers = Places(self._chance), Numbers(self._chance)
        self.population = Population(self._chance, places, numbers, start)
        self.population.grow(people)
        hostel = places.premises("ST OSWIN'S HOUSE", "HOSTEL")
        staff = officers(self._chance, self.population)
        self._recorder = Recorder(self._chance, self.population, numbers, staff, hostel)
        careers = Careers(self._chance, self.population, start)
        trade = shops(places, self.population)
        self._stories = Stories(self._chance, self.population, self._recorder, careers, trade, start)
        self._unit = Safeguarding(self._chance, self.population, places, numbers)
        self.crimes: list[Crime] = []
        self._planted: Planted = Planting(
            self._chance, self.population, self._stories, self._recorder, self._unit, start
        ).plant()
        self._past(people)

    @property
    def children(self) -> list[Child]:
        """Those the child abuse investigation unit has a file on."""
        return self._unit.children

    def cast(self) -> Cast:
        """People and places of the planted stories, as the extracts have them."""
        return find_cast(self._planted, self.crimes, self.children)

    def first_extract(self) -> tuple[list[Line], list[Line]]:
        """Everything that both systems hold on the first day: crimes, child protection."""
        crimes = [line for crime in self.crimes for line in crime_lines(crime, "I")]
        files = [child_line(row, "I") for file in self.children for row in child_rows(file)]
        self._unit.journal.clear()
        return crimes, files

    def next_day(self, day: date) -> tuple[list[Line], list[Line]]:
        """What both systems send after a day: crimes, child protection."""
        changed = self._day_of_crime(day)
        merged = self._merges(day)
        wrong = self._recorded_in_error(day, changed)
        lines = [line for crime, action in changed for line in crime_lines(crime, action)]
        lines += [line for crime in wrong for line in crime_lines(crime, "D")]
        self._day_of_the_unit(day)
        return lines + merged, self._journal()

    # ---------------------------------------------------------------- before the first extract

    def _past(self, people: int) -> None:
        last = self._start - timedelta(days=1)
        days = sorted(
            self._chance.day(self._start - timedelta(days=HISTORY), last) for _ in range(max(20, people * 28 // 100))
        )
        self.crimes = sorted(
            [*self._planted.crimes, *(self._stories.commit(day) for day in days)], key=lambda crime: crime.reported
        )
        self._known_children(max(6, people // 110))

    def _known_children(self, count: int) -> None:
        families = [
            person
            for person in self.population.people
            if person.sex == "F" and any(child.age(self._start) < 16 for child in person.children)
        ]
        troubled = [mother for mother in families if mother.children[0].parents[0].nominals]
        taken = self._planted.families
        for mother in [*troubled, *self._chance.shuffled(families)]:
            if count <= 0:
                return
            if mother in taken:
                continue
            taken.add(mother)
            count -= 1
            self._family_case(mother)

    def _family_case(self, mother: Person) -> None:
        chance, unit = self._chance, self._unit
        day = chance.day(self._start - timedelta(days=540), self._start - timedelta(days=20))
        father = mother.children[0].parents[0]
        alleged = father if chance.happens(55) else None
        for child in [child for child in mother.children if child.age(day) < 17 and child.born <= day]:
            file = unit.take_on(child, day, alleged=alleged)
            met = day + timedelta(days=chance.between(10, 15))
            if met >= self._start or not chance.happens(75):
                if chance.happens(50):
                    unit.close_referral(file, min(met, self._start - timedelta(days=1)))
                continue
            unit.confer(file, met, plan=chance.happens(80))
            ended = met + timedelta(days=chance.between(90, 400))
            unit.review(file, min(ended, self._start) - timedelta(days=1))
            if file.current_plans() and ended < self._start:
                unit.end_plan(file, ended)
                if chance.happens(25) and ended + timedelta(days=40) < self._start:
                    unit.refer_again(file, ended + timedelta(days=20))
                    unit.confer(file, ended + timedelta(days=35), plan=True)
                    unit.review(file, self._start - timedelta(days=1))

    # ---------------------------------------------------------------- a day

    def _day_of_crime(self, day: date) -> list[tuple[Crime, str]]:
        new = [self._stories.commit(day) for _ in range(max(5, len(self.population.people) // 1500))]
        first = day - timedelta(days=_LIVE)
        live = [crime for crime in self.crimes if crime.reported.date() >= first and self._may_change(crime)]
        old = self._chance.some_of(live, max(4, len(new)))
        for crime in old:
            develop(crime, day, self._recorder, self._chance)
        self.crimes += new
        return [*((crime, "U") for crime in old), *((crime, "I") for crime in new)]

    def _recorded_in_error(self, day: date, changed: list[tuple[Crime, str]]) -> list[Crime]:
        """One crime in a few days turns out to be none, or another's duplicate."""
        if not self._chance.happens(50):
            return []
        busy = {crime.number for crime, _ in changed}
        live = [crime for crime in self.crimes[-200:] if crime.number not in busy and self._may_change(crime)]
        wrong = self._chance.some_of(live, 1)
        for crime in wrong:
            crime.touch(self._chance.moment(day, 8, 20))
            self.crimes.remove(crime)
        return wrong

    def _may_change(self, crime: Crime) -> bool:
        return not self._planted.holds(crime)

    def _merges(self, day: date) -> list[Line]:
        count = 1 + len(self._recorder.merges) // 20
        now, self._recorder.merges = self._recorder.merges[:count], self._recorder.merges[count:]
        when = self._chance.moment(day, 20, 22)
        return [merge_line(older, present, whose, when) for older, present, whose in now]

    def _day_of_the_unit(self, day: date) -> None:
        unit, chance = self._unit, self._chance
        for file in unit.children:
            unit.review(file, day)
        free = [file for file in unit.children if file not in self._planted.files]
        on_plan = [file for file in free if file.current_plans()]
        for file in chance.some_of(on_plan, 1 + len(on_plan) // 100):
            unit.move(file, day)
        if on_plan and chance.happens(50):
            unit.end_plan(chance.one_of(on_plan), day)
        waiting = [file for file in free if file.referrals[-1].closed is None]
        if waiting:
            unit.confer(chance.one_of(waiting), day, plan=chance.happens(80))
        if free and chance.happens(40):
            unit.refer_again(chance.one_of(free), day)
        if free and chance.happens(30):
            unit.withdraw(chance.one_of(free), day)
        self._new_case(day)

    def _new_case(self, day: date) -> None:
        known = {file.person for file in self._unit.children}
        for person in self._chance.some_of(self.population.people, 40):
            if person not in known and person.parents and person.age(day) < 16:
                self._unit.take_on(person, day, alleged=None)
                return

    def _journal(self) -> list[Line]:
        actions: dict[Row, str] = {}
        for row, action in self._unit.journal:
            actions[row] = "I" if actions.get(row) == "I" and action == "U" else action
        self._unit.journal.clear()
        return [child_line(row, action) for row, action in actions.items()]
