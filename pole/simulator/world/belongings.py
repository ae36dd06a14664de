"""Telephones and cars: whose they are, and whose they were."""

from __future__ import annotations

from collections import deque
from datetime import date, timedelta
from typing import NamedTuple

from pole.simulator.chance import Chance
from pole.simulator.world.numbers import Numbers
from pole.simulator.world.people import Person, Vehicle

_RESTS = timedelta(days=120)
"""For so long a number that was given up is given to nobody."""
_CARS = (
    ("FORD", "FIESTA"), ("FORD", "FOCUS"), ("VAUXHALL", "CORSA"), ("VAUXHALL", "ASTRA"), ("VOLKSWAGEN", "GOLF"),
    ("BMW", "320D"), ("AUDI", "A3"), ("TOYOTA", "YARIS"), ("NISSAN", "QASHQAI"), ("SEAT", "LEON"), ("KIA", "PICANTO"),
    ("MERCEDES-BENZ", "C220"), ("FORD", "TRANSIT"), ("HONDA", "CIVIC"), ("RENAULT", "CLIO"), ("SKODA", "OCTAVIA"),
)  # fmt: skip
_COLOURS = ("BLACK", "WHITE", "SILVER", "GREY", "BLUE", "RED", "GREEN")


class Use(NamedTuple):
    """Somebody had a thing from a day, until another had it."""

    thing: str
    """A telephone number, or the id of a car."""
    person: Person
    since: date


class Phones:
    """Numbers of people, each given out when it is first needed. A number may be empty: see `numbers`."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._resting: deque[tuple[date, str]] = deque()
        self.uses: list[Use] = []

    def of(self, person: Person, day: date) -> str:
        """The person's number."""
        if not person.phone:
            self._give(person, self._free(day), day)
        return person.phone

    def change(self, person: Person, day: date) -> None:
        """The person takes a new number; the old one goes to a stranger, some day."""
        if person.phone:
            self._resting.append((day, person.phone))
            self._give(person, self._free(day), day)

    def pass_on(self, person: Person, other: Person, day: date) -> None:
        """The number goes to another, with the telephone; who had it takes a new one."""
        if person.phone and person is not other:
            number = person.phone
            if other.phone:
                self._resting.append((day, other.phone))
            self._give(person, self._free(day), day)
            self._give(other, number, day)

    def _give(self, person: Person, number: str, day: date) -> None:
        person.phone = number
        if number:
            self.uses.append(Use(number, person, day))

    def _free(self, day: date) -> str:
        if self._resting and self._resting[0][0] + _RESTS <= day:
            return self._resting.popleft()[1]
        return self._numbers.mobile()


class Garage:
    """Cars of people, each bought when it is first needed."""

    def __init__(self, chance: Chance, numbers: Numbers, today: date) -> None:
        self._chance = chance
        self._numbers = numbers
        self._today = today
        self.vehicles: list[Vehicle] = []
        self.uses: list[Use] = []

    def of(self, person: Person, day: date) -> Vehicle:
        """The person's car."""
        if person.vehicle is None:
            self._give(person, self._vehicle(), day)
        assert person.vehicle is not None
        return person.vehicle

    def sell(self, person: Person, other: Person, day: date) -> None:
        """The car goes to another, plate and all."""
        if person.vehicle is not None and other.vehicle is None:
            vehicle, person.vehicle = person.vehicle, None
            self._give(other, vehicle, day)

    def clone(self, like: Vehicle) -> Vehicle:
        """Another car of the same make, model and colour that bears the same plate."""
        other = self._vehicle()
        other.make, other.model, other.colour, other.plate = like.make, like.model, like.colour, like.plate
        other.year, other.clone_of = like.year, like
        return other

    def _give(self, person: Person, vehicle: Vehicle, day: date) -> None:
        person.vehicle = vehicle
        self.uses.append(Use(vehicle.id, person, day))

    def _vehicle(self) -> Vehicle:
        built = self._chance.day(date(2006, 3, 1), date(self._today.year - 3, 12, 1))
        make, model = self._chance.one_of(_CARS)
        vehicle = Vehicle(
            id=f"V{len(self.vehicles) + 1:06}",
            plate=self._numbers.plate(built),
            vin=self._numbers.vin(),
            make=make,
            model=model,
            colour=self._chance.one_of(_COLOURS),
            year=built.year,
        )
        self.vehicles.append(vehicle)
        return vehicle
