"""The synthetic force: a world, and the systems that speak of it."""

from __future__ import annotations

from datetime import date

from pole.simulator.cast import CallAddress, Cast, Connection, FalseName, Someone
from pole.simulator.chance import Chance
from pole.simulator.lines import short_pnc
from pole.simulator.systems.child_protection import ChildProtection
from pole.simulator.systems.crimes import Crimes
from pole.simulator.systems.custody import Custody
from pole.simulator.systems.domestic_abuse import DomesticAbuse
from pole.simulator.systems.firearms import Firearms
from pole.simulator.systems.incidents import Incidents
from pole.simulator.systems.intelligence import Intelligence
from pole.simulator.systems.system import System
from pole.simulator.world.people import Person
from pole.simulator.world.world import World

_LINKS = 4
"""From suspect to victim in the planted chain: a car, its keeper, and the home that keeper and victim share."""


class Force:
    """Drawn from one seed. Every system draws its habits from a stream of its own, so that none disturbs another."""

    def __init__(self, people: int, seed: int, start: date) -> None:
        self.world = World(people, seed, start)
        self._crimes = Crimes(Chance(f"{seed}/crimes"))
        self._unit = ChildProtection(Chance(f"{seed}/child-protection"))
        self.systems: tuple[System, ...] = (
            self._crimes,
            self._unit,
            Incidents(Chance(f"{seed}/incidents")),
            DomesticAbuse(Chance(f"{seed}/domestic-abuse")),
            Custody(Chance(f"{seed}/custody"), self.world.ground.force.suites),
            Firearms(Chance(f"{seed}/firearms")),
            Intelligence(Chance(f"{seed}/intelligence")),
        )

    def live_history(self) -> None:
        """Everything up to the day of the first extract."""
        for news in self.world.history():
            for system in self.systems:
                system.hear(news)

    def live(self, day: date) -> None:
        """The next day, which is `day`, with what clerks do at its end."""
        for news in self.world.live():
            for system in self.systems:
                system.hear(news)
        for system in self.systems:
            system.night(day)

    def scripted(self) -> frozenset[str]:
        """Ids of the people of the planted stories."""
        return frozenset(person.id for person in self.world.ground.population.people if person.scripted)

    def cast(self) -> Cast:
        """People and places of the planted stories, as the systems have them."""
        family, chain, brothers = self.world.planted.family, self.world.planted.chain, self.world.planted.brothers
        connection = Connection(self._someone(chain.suspect), self._someone(chain.victim), _LINKS)
        false_name = FalseName(self._someone(brothers.liar), self._someone(brothers.brother))
        return Cast(self._address(), self._someone(family.father), connection, false_name)

    def _address(self) -> CallAddress:
        """The family's home, and the latest call to it."""
        family = self.world.planted.family
        place, crime = family.home, family.crimes[-1]
        assert crime.call is not None
        parts = {
            "flat": place.flat,
            "number": place.number,
            "street": place.street,
            "locality": place.locality,
            "town": place.town,
            "postcode": place.postcode,
        }
        line = f"{place.number} {place.street}"
        text = ", ".join(part for part in (place.flat, line, place.locality, place.town, place.postcode) if part)
        child, suspect = self._someone(family.children[0]), self._someone(family.father)
        return CallAddress(place.id, text, parts, crime.call.reference, crime.number, child, suspect)

    def _someone(self, person: Person) -> Someone:
        return Someone(
            truth=person.id,
            name=f"{person.name.given} {person.name.surname}",
            born=person.born.isoformat(),
            nominal=self._crimes.number_of(person),
            pnc=short_pnc(person.pnc),
            unit_number=self._unit.number_of(person),
        )
