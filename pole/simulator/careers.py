"""Who offends, how often, and with whom: always the same few."""

from __future__ import annotations

from datetime import date

from pole.simulator.chance import Chance, Weighted
from pole.simulator.people import Person, Population

_WARNINGS = ("VI", "WE", "DR", "MN", "AS", "SH", "ES", "AL")
_RING = 5


class Careers:
    """Offenders, each with a weight (few do most) and a ring of people to offend with."""

    def __init__(self, chance: Chance, population: Population, today: date) -> None:
        self._chance = chance
        grown = [person for person in population.people if 12 <= person.age(today) <= 65]
        men = [person for person in grown if person.sex == "M"]
        women = [person for person in grown if person.sex == "F"]
        some = chance.some_of(men, max(12, len(men) // 14)) + chance.some_of(women, max(3, len(women) // 60))
        offenders = chance.shuffled(some)
        for person in offenders:
            self._begin(person, population)
        self._offenders = Weighted((person, chance.one_of((1, 1, 1, 2, 3, 5, 9))) for person in offenders)
        self._rings = {
            person: offenders[place // _RING * _RING :][:_RING] for place, person in enumerate(offenders)
        }  # fmt: skip

    def offender(self) -> Person:
        """One of them; the busiest most often."""
        return self._chance.draw(self._offenders)

    def associate(self, person: Person) -> Person:
        """Somebody of the offender's ring, perhaps the same person."""
        return self._chance.one_of(self._rings[person])

    def some(self, most: int) -> list[Person]:
        """One offender, perhaps with others of the ring."""
        first = self.offender()
        others = (self.associate(first) for _ in range(self._chance.between(0, most - 1)))
        return list(dict.fromkeys((first, *others)))

    def _begin(self, person: Person, population: Population) -> None:
        population.police_numbers(person)
        if self._chance.happens(30):
            person.warnings = tuple(sorted(self._chance.some_of(_WARNINGS, self._chance.between(1, 2))))
