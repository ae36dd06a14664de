"""Numbers that a system gives to people, and the names under which it has them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pole.simulator.chance import Chance
from pole.simulator.systems.spelling import Hand
from pole.simulator.world.people import Name, Person


@dataclass(slots=True, eq=False)
class Nominal:
    """One person under one number, as first written down and since put right."""

    number: str
    person: Person
    name: Name
    true_name: Name
    """The name in law of which `name` is the spelling."""
    maiden: str
    born: date


class Nominals:
    """The people whom a system knows by number. Now and then it does not know somebody again, and gives a second one."""

    def __init__(self, chance: Chance, hand: Hand, number: Callable[[int], str], *, again: int) -> None:
        """`number` writes the n-th number; of a hundred people who come again, so many get a second one."""
        self._chance = chance
        self._hand = hand
        self._number = number
        self._again = again
        self._count = 0
        self._known: dict[Person, list[Nominal]] = {}
        self.double: list[tuple[Nominal, Nominal]] = []
        """Two numbers of one person that have not been merged yet, the older first."""

    def of(self, person: Person) -> Nominal:
        """The number under which somebody is written down this time."""
        known = self._known.get(person)
        if known is None:
            known = self._known[person] = [self._open(person)]
        elif len(known) == 1 and not person.scripted and self._chance.happens(self._again):
            known.append(self._open(person))
            self.double.append((known[0], known[1]))
        nominal = known[-1]
        if nominal.true_name != person.name:
            nominal.name, nominal.true_name = self._hand.name(person), person.name
            nominal.maiden = self._maiden(person)
        return nominal

    def present(self, person: Person) -> str:
        """The latest number of somebody; empty for who has none."""
        known = self._known.get(person)
        return known[-1].number if known else ""

    def _open(self, person: Person) -> Nominal:
        self._count += 1
        return Nominal(
            self._number(self._count),
            person,
            self._hand.name(person),
            person.name,
            self._maiden(person),
            self._hand.born(person),
        )

    def _maiden(self, person: Person) -> str:
        return self._hand.letters(person.name._replace(surname=person.maiden)).surname
