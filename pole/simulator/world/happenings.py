"""What one thing leads to: a call to a crime, a crime to an enquiry, a quarrel to a form, a form to a referral."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pole.simulator.world.calls import Call
from pole.simulator.world.casebook import Casebook
from pole.simulator.world.control import Control
from pole.simulator.world.courts import Courts
from pole.simulator.world.crimes import Crime
from pole.simulator.world.custody import Custody
from pole.simulator.world.domestic import Couple, Domestic
from pole.simulator.world.firearms import Licensing
from pole.simulator.world.ground import Ground
from pole.simulator.world.intelligence import Intelligence
from pole.simulator.world.justice import Fate, Justice
from pole.simulator.world.safeguarding import Safeguarding
from pole.simulator.world.stories import Stories

_CRIMES = 23
"""Of a hundred people so many crimes in two years, beside those between partners."""
_YEARS = 730


class Happenings:
    """Makes things happen, each with what follows from it."""

    def __init__(self, ground: Ground, start: date) -> None:
        self._chance, self._course = ground.chance("days"), ground.course
        self.stories = Stories(ground, Casebook(ground))
        self._control = Control(ground)
        custody = Custody(ground)
        self._justice = Justice(ground, custody, Courts(ground, custody))
        self.domestic = Domestic(ground, self.stories, self._control, start)
        self.unit = Safeguarding(ground)
        self.licensing = Licensing(ground)
        self.intelligence = Intelligence(ground)

    def plan(self, day: date, people: int, at_least: int) -> None:
        """Plan what is to happen on a day among so many people; so many crimes at the least."""
        chance = self._chance
        crimes = max(at_least, chance.about(people * _CRIMES, 100 * _YEARS))
        quarrels = max(at_least // 2, chance.about(people * 8, 100 * _YEARS))
        self._spread(day, crimes, lambda: self.report(self.stories.any_crime()))
        self._spread(day, quarrels, self._between_partners)
        self._spread(day, max(at_least, chance.about(people * 30, 100 * _YEARS)), self._control.other)
        self._spread(day, max(at_least // 2, chance.about(people * 6, 100 * _YEARS)), self.intelligence.report)
        self._spread(day, max(at_least // 4, chance.about(people, 160 * _YEARS)), self.unit.concern)

    def report(self, crime: Crime, fate: Fate | None = None, *, call: bool | None = None) -> None:
        """A crime is reported, mostly by a call, and recorded within hours. A planted story says what must become of it."""
        called = self._chance.happens(78) if call is None else call
        if called:
            crime.call = self._control.crime_reported(crime)
        self._course.at(crime.recorded, lambda: self._record(crime, fate))

    def between(self, couple: Couple, crime: Crime | None, fate: Fate | None = None) -> None:
        """Something between partners: a crime or, without one, a quarrel. The risk is assessed within hours."""
        if crime is not None:
            self.report(crime, fate, call=True if fate else None)
        call = crime.call if crime else self.domestic.quarrel(couple)
        if call is not None:
            call.earlier, couple.last_call = couple.last_call, call
        self._course.after(self._chance.minutes(60, 240), lambda: self._assess(couple, call, crime))

    def _between_partners(self) -> None:
        couple = self.domestic.any_couple()
        self.between(couple, self.domestic.crime(couple) if self._chance.happens(60) else None)

    def _assess(self, couple: Couple, call: Call | None, crime: Crime | None) -> None:
        self.unit.assessed(self.domestic.assess(couple, call, crime))

    def _record(self, crime: Crime, fate: Fate | None) -> None:
        self._course.tell(crime)
        self._justice.investigate(crime, fate)
        self.licensing.suspected(crime)
        known = [party.person for party in crime.suspects() if party.known and party.person]
        if known and fate is None and self._chance.happens(6):
            self._course.after(self._chance.days(1, 20), lambda: self.intelligence.report(known[0]))

    def _spread(self, day: date, count: int, happen: Callable[[], object]) -> None:
        for _ in range(count):
            self._course.at(self._chance.moment(day), happen)
