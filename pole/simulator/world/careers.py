"""Who offends, how often, and with whom: always the same few, some of them as a gang."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pole.simulator.chance import Chance, Weighted
from pole.simulator.world.numbers import Numbers
from pole.simulator.world.people import Person
from pole.simulator.world.population import Population

_WARNINGS = ("VI", "WE", "DR", "MN", "AS", "SH", "ES", "AL")
_RING = 5
_RINGS_A_GANG = 3
_GANGS = (
    "EASTGATE CREW", "MILLBANK BOYS", "QUARRY HILL FIRM", "BECK SIDE LOT", "NORTHMOOR YOUNG ONES", "THORNLEY MOB",
    "HOLLIN GREEN SET", "UPPER WICKER BOYS",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Gang:
    """People whom intelligence holds to belong together, the leader first."""

    id: str
    name: str
    sort: str
    """STREET GANG or ORGANISED CRIME GROUP."""
    members: tuple[Person, ...]


class Careers:
    """Offenders, each with a weight (few do most) and a ring of people to offend with."""

    def __init__(self, chance: Chance, population: Population, numbers: Numbers, today: date) -> None:
        self._chance = chance
        self._numbers = numbers
        self._today = today
        grown = [one for one in population.people if 12 <= one.age(today) <= 65 and not one.scripted]
        men = [person for person in grown if person.sex == "M"]
        women = [person for person in grown if person.sex == "F"]
        some = chance.some_of(men, max(12, len(men) // 14)) + chance.some_of(women, max(3, len(women) // 60))
        self.offenders = chance.shuffled(some)
        for person in self.offenders:
            self._begin(person)
        self._weighted = Weighted((person, chance.one_of((1, 1, 1, 2, 3, 5, 9))) for person in self.offenders)
        self._rings = {
            person: self.offenders[place // _RING * _RING :][:_RING] for place, person in enumerate(self.offenders)
        }  # fmt: skip
        self.gangs = self._found_gangs()

    def __contains__(self, person: object) -> bool:
        return person in self._rings

    def offender(self, chance: Chance) -> Person:
        """One of them; the busiest most often."""
        return chance.draw(self._weighted)

    def associate(self, chance: Chance, person: Person) -> Person:
        """Somebody of the offender's ring, perhaps the same person."""
        return chance.one_of(self._rings[person])

    def some(self, chance: Chance, most: int) -> list[Person]:
        """One offender, perhaps with others of the ring."""
        first = self.offender(chance)
        others = (self.associate(chance, first) for _ in range(chance.between(0, most - 1)))
        return list(dict.fromkeys((first, *others)))

    def police_numbers(self, person: Person) -> None:
        """Give PNC and mostly CRO to somebody who is arrested for the first time."""
        if not person.pnc:
            first = min(self._today.year - 2, person.born.year + 11 + self._chance.between(0, 14))
            person.pnc = self._numbers.pnc(first)
            person.cro = self._numbers.cro(first) if self._chance.happens(60) else ""

    def _begin(self, person: Person) -> None:
        if self._chance.happens(70):
            self.police_numbers(person)
        if self._chance.happens(30):
            person.warnings = tuple(sorted(self._chance.some_of(_WARNINGS, self._chance.between(1, 2))))

    def _found_gangs(self) -> list[Gang]:
        """One for some two hundred offenders, and one at the least."""
        count = min(len(_GANGS), 1 + len(self.offenders) // 200)
        size = _RING * _RINGS_A_GANG
        gangs: list[Gang] = []
        for number, name in enumerate(_GANGS[:count]):
            members = self.offenders[number * size :][:size]
            sort = "ORGANISED CRIME GROUP" if number % 2 else "STREET GANG"
            gangs.append(Gang(f"B{number + 1:04}", name, sort, tuple(members)))
        return gangs
