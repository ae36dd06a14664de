"""Stories that are always there, because the demo tells them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from pole.simulator.world.crimes import Crime
from pole.simulator.world.domestic import Couple
from pole.simulator.world.ground import Ground
from pole.simulator.world.happenings import Happenings
from pole.simulator.world.justice import Fate
from pole.simulator.world.offences import BODILY_HARM, BURGLARY, DOMESTIC
from pole.simulator.world.people import Person
from pole.simulator.world.places import Place
from pole.simulator.world.population import Population
from pole.simulator.world.safeguarding import Safeguarding

_HITS_PARTNER = 7
_CONVICTED = Fate(arrested=True, result="CHARGED", verdict="GUILTY")
_ON_BAIL = Fate(arrested=True)
_AT_LARGE = Fate(arrested=False)


@dataclass(slots=True)
class Family:
    """A father whom every system knows, his partner, their children, and her father with his shotgun, in one home."""

    father: Person
    mother: Person
    children: list[Person]
    grandfather: Person
    home: Place
    crimes: list[Crime] = field(default_factory=list[Crime])
    """Those at home, oldest first."""


@dataclass(slots=True)
class Chain:
    """A suspect drives the car of a keeper, who shares a home with somebody whom another burgles."""

    suspect: Person
    keeper: Person
    victim: Person
    robbed: Person
    attacker: Person


@dataclass(slots=True)
class Brothers:
    """One is arrested and gives the name of the other, whom custody knows already."""

    liar: Person
    brother: Person


class Planting:
    """A family that every system knows, a chain from a suspect to a victim, and a false name. Chance leaves all of them
    alone."""

    def __init__(self, population: Population, today: date) -> None:
        self._today = today
        self.family = self._family(population)
        self.chain = self._chain(population)
        self.brothers = self._brothers(population)

    def plan(self, ground: Ground, happenings: Happenings) -> None:
        """Plan all of it, each on its day."""
        family, chain, stories = self.family, self.chain, happenings.stories
        ground.careers.police_numbers(family.father)
        family.father.warnings = ("VI",)
        couple = happenings.domestic.couple(family.father, family.mother, 30)
        happenings.licensing.grant(family.grandfather, self._today - timedelta(days=900), "SHOTGUN")

        def on(days_ago: int, hour: int, happen: Callable[[], object]) -> None:
            ground.course.at(datetime.combine(self._today - timedelta(days=days_ago), time(hour, 17)), happen)

        def assault(suspect: Person, victim: Person, fate: Fate, *witnesses: Person) -> None:
            happenings.report(stories.assault(BODILY_HARM, [suspect], victim, witnesses), fate, call=True)

        def at_home(fate: Fate) -> None:
            self._at_home(happenings, couple, fate)

        on(400, 22, lambda: assault(chain.attacker, family.father, _ON_BAIL))
        on(320, 19, lambda: assault(chain.attacker, family.mother, _ON_BAIL, family.father))
        on(210, 21, lambda: at_home(_CONVICTED))
        on(196, 14, lambda: self._confer(happenings.unit))
        on(60, 11, lambda: happenings.intelligence.report(family.father, _HITS_PARTNER))
        on(9, 20, lambda: at_home(_ON_BAIL))
        on(85, 23, lambda: happenings.report(stories.robbery([chain.suspect], chain.robbed, chain.keeper), _ON_BAIL))
        on(135, 18, lambda: assault(chain.attacker, chain.robbed, _ON_BAIL, chain.keeper))
        self._false_name(on, assault)
        on(73, 12, lambda: happenings.report(stories.burglary(BURGLARY, (), chain.victim), _AT_LARGE))

    def _false_name(self, on: Callable[..., None], assault: Callable[..., None]) -> None:
        """The brother is arrested; half a year later the liar gives his name, which is found out on the first day."""
        liar, brother, robbed = self.brothers.liar, self.brothers.brother, self.chain.robbed
        on(190, 16, lambda: assault(brother, robbed, _ON_BAIL))
        on(6, 10, lambda: assault(liar, self.chain.keeper, _ON_BAIL._replace(gives=brother)))

    def _at_home(self, happenings: Happenings, couple: Couple, fate: Fate) -> None:
        """Violence at home; after the first time the children are referred."""
        crime = happenings.stories.at_home(DOMESTIC, couple.abuser, couple.victim)
        self.family.crimes.append(crime)
        happenings.between(couple, crime, fate)
        if len(self.family.crimes) == 1:
            assert crime.call is not None
            happenings.unit.refer(self.family.children, self.family.father, crime.call.reference, crime.number)

    def _confer(self, unit: Safeguarding) -> None:
        for referral in unit.last_referrals(self.family.children):
            unit.confer(referral, plan=True)

    def _family(self, population: Population) -> Family:
        father, mother, children = population.family(2, youngest=3, parents=32)
        grandfather = population.parent_of(mother, "M", mother.home)
        _script(father, mother, grandfather, *children)
        return Family(father, mother, children, grandfather, mother.home)

    def _chain(self, population: Population) -> Chain:
        adult = population.adult
        suspect, keeper = adult(sex="M", oldest=35), adult(oldest=35)
        victim = adult(keeper.home, oldest=35)
        robbed, attacker = adult(), adult(sex="M")
        _script(suspect, keeper, victim, robbed, attacker)
        return Chain(suspect, keeper, victim, robbed, attacker)

    def _brothers(self, population: Population) -> Brothers:
        liar = population.adult(sex="M", youngest=24, oldest=35)
        population.parent_of(liar, "M")
        brother = population.brother_of(liar)
        _script(liar, brother)
        return Brothers(liar, brother)


def _script(*people: Person) -> None:
    """Nobody of them is born on the first of January, which is no day to most systems."""
    for person in people:
        person.scripted = True
        if (person.born.month, person.born.day) == (1, 1):
            person.born = person.born.replace(day=9)
            person.names[0] = person.names[0]._replace(since=person.born)
