"""What the police know of a crime, put down part by part: who was there, what was taken, who was seen."""

from __future__ import annotations

from datetime import date, datetime

from pole.simulator.chance import Weighted
from pole.simulator.world.crimes import CarUsed, Crime, Description, Party, Thing
from pole.simulator.world.ground import Ground
from pole.simulator.world.offences import Offence
from pole.simulator.world.people import Person
from pole.simulator.world.places import Place
from pole.simulator.world.police import Organisation
from pole.simulator.world.population import STREET_NAMES

_DESCRIBERS = Weighted({"VICTIM": 6, "WITNESS": 3, "OFFICER": 1}.items())
_BUILDS = ("SLIM", "MEDIUM", "STOCKY", "HEAVY", "ATHLETIC")
_HAIR = ("SHORT DARK", "SHAVED", "LONG BLONDE", "BROWN, CURLY", "GINGER", "NOT SEEN - HOOD UP")
_CLOTHES = (
    "BLACK TRACKSUIT, WHITE TRAINERS", "GREY HOODIE, BLUE JEANS", "DARK PUFFER JACKET", "HI-VIS VEST",
    "RED CAP, BLACK COAT",
)  # fmt: skip
_ACCENTS = ("LOCAL", "SCOUSE", "EASTERN EUROPEAN", "GEORDIE", "SCOTTISH", "")
_NUMBERED = ("COMPUTER", "GAMES CONSOLE", "PEDAL CYCLE")
_PHONES = (("APPLE", "IPHONE"), ("SAMSUNG", "GALAXY"), ("GOOGLE", "PIXEL"), ("MOTOROLA", "MOTO G"))


class Casebook:
    """Opens crimes under numbers, and adds what is known."""

    def __init__(self, ground: Ground) -> None:
        self._chance, self._course = ground.chance("casebook"), ground.course
        self._ground = ground
        self._crimes = 0
        self._things = 0
        self._cars: list[CarUsed] = []
        """Of which crimes told; not those of planted stories."""

    def open(
        self, offence: Offence, scene: Place, scene_type: str, summary: str, occurred: datetime | None = None
    ) -> Crime:
        """A crime that is reported now, at an address or (STREET and the like) near it."""
        self._crimes += 1
        now = self._course.now
        begun = occurred or now - self._chance.minutes(5, 90)
        return Crime(
            number=f"CR/{self._crimes:07}/{now.year % 100:02}",
            call=None,
            offence=offence,
            classed=now.date(),
            occurred=begun,
            until=min(now, begun + self._chance.minutes(0, 60)),
            reported=now,
            recorded=now + self._chance.minutes(20, 180),
            scene=scene,
            scene_type=scene_type,
            officer=self._chance.one_of(self._ground.force.officers),
            summary=summary,
        )

    # ---------------------------------------------------------------- people

    def add(self, crime: Crime, role: str, person: Person, *, relationship: str = "", injury: str = "") -> Party:
        """Somebody in a role, whom the police know."""
        self._ground.phones.of(person, crime.reported.date())
        party = Party(role, person, relationship=relationship, injury=injury)
        crime.parties.append(party)
        return party

    def body(self, crime: Crime, organisation: Organisation) -> Party:
        """A victim that is no human being."""
        party = Party("VICT", None, organisation)
        crime.parties.append(party)
        return party

    def stranger(self, crime: Crime, person: Person) -> None:
        """A suspect whom nobody knows."""
        if any(party.person is person for party in crime.parties):
            return
        description = self.describe(person, self._chance.draw(_DESCRIBERS), crime.reported.date())
        crime.parties.append(Party("SUSP", person, known=False, description=description))

    def describe(self, person: Person, by: str, day: date) -> Description:
        """What somebody says that a person looked like; the age not far from the truth."""
        chance = self._chance
        guess = max(12, person.age(day) + chance.between(-4, 4)) // 5 * 5
        return Description(
            by=by,
            age=chance.one_of((f"{guess}-{guess + 5}", f"ABOUT {guess}")),
            height=f"{chance.between(160, 195)} cm",
            build=chance.one_of(_BUILDS),
            hair=chance.one_of(_HAIR),
            clothing=chance.one_of(_CLOTHES),
            accent=chance.one_of(_ACCENTS),
            nickname=(person.street_name or chance.one_of(STREET_NAMES)).upper() if chance.happens(10) else "",
        )

    # ---------------------------------------------------------------- things

    def thing(self, crime: Crime, category: str, words: str, value: int, status: str, owner: Party | None) -> Thing:
        """A thing, with a serial number where such things have one."""
        self._things += 1
        serial = f"SN{self._things:08}" if category in _NUMBERED else ""
        colour = self._chance.one_of(("BLACK", "SILVER", ""))
        thing = Thing(f"I{self._things:06}", category, words, colour, serial, value, status, owner)
        crime.things.append(thing)
        return thing

    def telephone(self, crime: Crime, owner: Party) -> Thing:
        """The owner's stolen telephone."""
        thing = self.thing(
            crime, "MOBILE PHONE", "MOBILE TELEPHONE IN CASE", self._chance.between(100, 800), "STOLEN", owner
        )
        thing.make, thing.model = self._chance.one_of(_PHONES)
        thing.imei = self._ground.numbers.imei()
        if owner.person is not None and self._chance.happens(70):
            thing.phone = owner.person.phone
        return thing

    def car(self, crime: Crime, involvement: str, keeper: Person, driver: Person | None) -> CarUsed:
        """The keeper's car, which somebody drove; now and then another under the plate of one that is known already."""
        car = CarUsed(self._ground.garage.of(keeper, crime.reported.date()), involvement, keeper, driver)
        if involvement == "USED" and not keeper.scripted and self._cars and self._chance.happens(8):
            like = self._chance.one_of(self._cars)
            car = CarUsed(self._ground.garage.clone(like.vehicle), involvement, like.keeper, driver)
        elif not keeper.scripted:
            self._cars.append(car)
        crime.cars.append(car)
        return car
