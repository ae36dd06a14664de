"""What everything in the world stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pole.simulator.chance import Chance
from pole.simulator.world.belongings import Garage, Phones
from pole.simulator.world.careers import Careers
from pole.simulator.world.course import Course
from pole.simulator.world.numbers import Numbers
from pole.simulator.world.places import Places
from pole.simulator.world.police import Force
from pole.simulator.world.population import Population


@dataclass(frozen=True, slots=True)
class Ground:
    """One course of events; the people, places and numbers, and the force."""

    seed: int | str
    course: Course
    population: Population
    places: Places
    numbers: Numbers
    phones: Phones
    garage: Garage
    careers: Careers
    force: Force

    def chance(self, part: str) -> Chance:
        """A stream of chance for one part of the world, so that no part disturbs another's."""
        return Chance(f"{self.seed}/world/{part}")

    @property
    def today(self) -> date:
        """The present day."""
        return self.course.now.date()
