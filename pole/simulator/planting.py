"""Stories that are always there, because the demo tells them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from pole.simulator.chance import Chance
from pole.simulator.child_files import Child
from pole.simulator.crimes import Crime
from pole.simulator.offences import BODILY_HARM, BURGLARY, DOMESTIC
from pole.simulator.people import Person, Population
from pole.simulator.recording import Recorder
from pole.simulator.safeguarding import Safeguarding
from pole.simulator.stories import Stories


@dataclass(slots=True)
class Planted:
    """What was planted, so that chance leaves it alone."""

    crimes: list[Crime] = field(default_factory=list[Crime])
    files: list[Child] = field(default_factory=list[Child])
    families: set[Person] = field(default_factory=set[Person])
    """Mothers of families that the unit has a file on."""
    pairs: list[tuple[Person, Person]] = field(default_factory=list[tuple[Person, Person]])
    """Suspect and victim."""

    def holds(self, crime: Crime) -> bool:
        """Whether the crime is one that no day may change."""
        return any(crime is one for one in self.crimes)


class Planting:
    """A family whom the crime system and child protection both know, and three chains from a suspect to a victim."""

    def __init__(
        self,
        chance: Chance,
        population: Population,
        stories: Stories,
        recorder: Recorder,
        unit: Safeguarding,
        today: date,
    ) -> None:
        self._chance = chance
        self._population = population
        self._stories = stories
        self._recorder = recorder
        self._unit = unit
        self._today = today
        self._planted = Planted()

    def plant(self) -> Planted:
        """All of it."""
        self._family()
        for _ in range(3):
            self._chain()
        return self._planted

    def _family(self) -> None:
        """The father is suspect, victim and witness, to the unit alleged perpetrator; both children have plans."""
        father, mother, children = self._population.family(2, youngest=3)
        stranger = self._population.adult(sex="M")
        self._recorder.known_again.update((father, mother, stranger, *children))
        father.warnings = ("VI",)
        ago = self._days_ago
        first = self._stories.at_home(DOMESTIC, ago(210), father, mother)
        crimes = [
            self._stories.assault(BODILY_HARM, ago(400), [stranger], father),
            self._stories.assault(BODILY_HARM, ago(320), [stranger], mother, [father]),
            first,
            self._stories.at_home(DOMESTIC, ago(9), father, mother),
        ]
        for number, crime in enumerate(crimes):
            crime.log = crime.log or f"{1990 + number}-{crime.reported:%d%m%Y}"
        self._keep(crimes)
        for child in children:
            file = self._unit.take_on(child, ago(209), alleged=father, log=first.log, crime=first.number)
            self._unit.confer(file, ago(196), plan=True)
            self._unit.review(file, ago(1))
            self._planted.files.append(file)
        self._planted.families.add(mother)

    def _chain(self) -> None:
        """A suspect drives the car of a keeper, who shares a home with somebody whom another burgles."""
        adult = self._population.adult
        suspect, keeper = adult(sex="M", oldest=35), adult(oldest=35)
        victim = adult(keeper.home(self._today), oldest=35)
        robbed, attacker = adult(), adult(sex="M")
        self._recorder.known_again.update((suspect, keeper, victim, robbed, attacker))
        ago = self._chance.between(30, 90)
        crimes = [
            self._stories.robbery(self._days_ago(ago), [suspect], robbed, keeper),
            self._stories.assault(BODILY_HARM, self._days_ago(ago + 50), [attacker], robbed, [keeper]),
            self._stories.burglary(BURGLARY, self._days_ago(ago - 12), (), victim),
        ]
        self._keep(crimes)
        self._planted.pairs.append((suspect, victim))

    def _keep(self, crimes: list[Crime]) -> None:
        """Nobody in a planted story is eliminated by chance."""
        for crime in crimes:
            for part in crime.suspects():
                self._recorder.put_standing(part, "ARR")
        self._planted.crimes += crimes

    def _days_ago(self, days: int) -> date:
        return self._today - timedelta(days=days)
