"""The crime system at work: it numbers crimes and people, and writes down who and what was there."""

from __future__ import annotations

from datetime import date, timedelta

from pole.simulator.chance import Chance, Weighted
from pole.simulator.crimes import Car, Crime, Item, Officer, Organisation, Part
from pole.simulator.names import STREET_NAMES
from pole.simulator.numbers import Numbers
from pole.simulator.offences import Offence
from pole.simulator.people import Person, Population
from pole.simulator.places import Place

_STANDINGS = Weighted({"SUS": 26, "ARR": 14, "CHG": 22, "CON": 20, "NFA": 10, "OOC": 5, "ACQ": 2, "ELM": 1}.items())
_BEARING = ("CON", "OOC")
_ON_ARREST = ("ARR", "CHG", "CON")
_DISPOSALS = ("COMMUNITY ORDER", "FINE", "SUSPENDED SENTENCE", "CAUTION")
_DESCRIBERS = Weighted({"VICTIM": 6, "WITNESS": 3, "OFFICER": 1}.items())
_AGES = ("ABOUT 15", "16-20", "18-25", "20-30", "30-40", "ABOUT 50")
_BUILDS = ("SLIM", "MEDIUM", "STOCKY", "HEAVY", "ATHLETIC")
_HAIR = ("SHORT DARK", "SHAVED", "LONG BLONDE", "BROWN, CURLY", "GINGER", "NOT SEEN - HOOD UP")
_CLOTHES = (
    "BLACK TRACKSUIT, WHITE TRAINERS", "GREY HOODIE, BLUE JEANS", "DARK PUFFER JACKET", "HI-VIS VEST",
    "RED CAP, BLACK COAT",
)  # fmt: skip
_ACCENTS = ("LOCAL", "SCOUSE", "EASTERN EUROPEAN", "GEORDIE", "SCOTTISH", "")
_NUMBERED = ("COMPUTER", "GAMES CONSOLE", "PEDAL CYCLE")
_PHONES = (("APPLE", "IPHONE"), ("SAMSUNG", "GALAXY"), ("GOOGLE", "PIXEL"), ("MOTOROLA", "MOTO G"))


class Recorder:
    """Writes crimes down as the system would."""

    def __init__(
        self, chance: Chance, population: Population, numbers: Numbers, staff: list[Officer], hostel: Place
    ) -> None:
        self._chance = chance
        self._population = population
        self._numbers = numbers
        self._staff = staff
        self._hostel = hostel
        self._crimes = 0
        self._nominals = 0
        self._items = 0
        self.known_again: set[Person] = set()
        """People of a planted story, whom the system never gives a second number."""
        self.merges: list[tuple[str, str, str]] = []
        """Nominal numbers that are one person's and not yet merged: older, present, whose."""

    def open(self, offence: Offence, day: date, scene: Place, scene_type: str, summary: str) -> Crime:
        """A new crime, reported on a day, at an address or (STREET and the like) near it."""
        self._crimes += 1
        reported = self._chance.moment(day)
        occurred = reported - timedelta(minutes=self._chance.between(10, 600))
        return Crime(
            number=f"CR/{self._crimes:07}/{day:%y}",
            log=f"{self._crimes % 2000:04}-{day:%d%m%Y}" if self._chance.happens(75) else "",
            offence=offence,
            classed=day,
            occurred=occurred,
            until=occurred + timedelta(minutes=self._chance.between(0, 45)),
            reported=reported,
            updated=reported + timedelta(minutes=30),
            scene=scene,
            scene_type=scene_type,
            officer=self._chance.one_of(self._staff),
            summary=summary,
        )

    # ---------------------------------------------------------------- people

    def nominal(self, person: Person) -> str:
        """The person's number; now and then the system does not know somebody again and gives a second one."""
        if not person.nominals:
            person.nominals.append(self._new_nominal())
        elif len(person.nominals) == 1 and person not in self.known_again and self._chance.happens(2):
            person.nominals.append(self._new_nominal())
            self.merges.append((person.nominals[0], person.nominals[1], person.id))
        return person.nominals[-1]

    def add(self, crime: Crime, role: str, person: Person) -> Part:
        """A line for somebody in a role, with the address and number given."""
        day = crime.reported.date()
        part = Part(len(crime.parts) + 1, role, person, nominal=self.nominal(person), home=person.home(day))
        part.home_since = next((stay.begins for stay in person.stays if stay.place is part.home), None)
        if self._chance.happens(50 if role == "WITN" else 70):
            part.phone = self._population.phone_of(person)
        if self._chance.happens(20):
            part.email = person.email
        part.religion = person.religion if self._chance.happens(45) else self._chance.one_of(("", "", "UNK"))
        crime.parts.append(part)
        return part

    def victim(self, crime: Crime, person: Person, *, relationship: str = "", injury: str = "") -> Part:
        """A line for the victim."""
        part = self.add(crime, "VICT", person)
        part.relationship, part.injury = relationship, injury
        return part

    def body(self, crime: Crime, organisation: Organisation) -> Part:
        """A line for a victim that is no human being."""
        organisation.nominal = organisation.nominal or self._new_nominal()
        part = Part(len(crime.parts) + 1, "VICT", None, organisation, organisation.nominal, home=organisation.place)
        crime.parts.append(part)
        return part

    def suspect(self, crime: Crime, person: Person) -> Part:
        """A line for somebody known to be suspected, at some step of the process."""
        self._population.police_numbers(person)
        part = self.add(crime, "SUSP", person)
        self.put_standing(part, self._chance.draw(_STANDINGS))
        if person.nickname and self._chance.happens(20):
            part.alias = f"{person.nickname} {person.surname}"
        if person not in self.known_again:
            self._give_no_ordinary_home(crime, part)
        return part

    def put_standing(self, part: Part, standing: str) -> None:
        """State how far the process is; the record calls an offender only one whose standing bears it."""
        part.standing = standing
        part.home_role = "A" if standing in _ON_ARREST else part.home_role
        bears = standing in _BEARING
        part.role, part.disposal = ("OFFR", self._chance.one_of(_DISPOSALS)) if bears else ("SUSP", "")

    def describe(self, crime: Crime, stranger: Person) -> None:
        """A line for a suspect whom nobody knows: the truth file does."""
        if any(part.person is stranger for part in crime.parts):
            return
        chance = self._chance
        words = {
            "DESC_BY": chance.draw(_DESCRIBERS),
            "DESC_AGE": chance.one_of(_AGES),
            "DESC_BUILD": chance.one_of(_BUILDS),
            "DESC_HEIGHT": f"{chance.between(160, 195)} cm",
            "DESC_HAIR": chance.one_of(_HAIR),
            "DESC_CLOTHING": chance.one_of(_CLOTHES),
            "DESC_ACCENT": chance.one_of(_ACCENTS),
            "NICKNAME": chance.one_of(STREET_NAMES).upper() if chance.happens(10) else "",
        }
        crime.parts.append(Part(len(crime.parts) + 1, "SUSP", stranger, standing="SUS", description=words))

    def identify(self, part: Part, day: date) -> None:
        """The stranger of a line becomes known, by arrest."""
        person = part.person
        if person is None or part.nominal:
            return
        self._population.police_numbers(person)
        part.nominal, part.home = self.nominal(person), person.home(day)
        part.phone, part.description = self._population.phone_of(person), {}
        self.put_standing(part, "ARR")

    def _give_no_ordinary_home(self, crime: Crime, part: Part) -> None:
        if self._chance.happens(4):
            part.home, part.home_role, part.home_since = self._hostel, "H", crime.reported.date()
        elif self._chance.happens(3):
            part.home, part.no_fixed_abode = None, True

    def _new_nominal(self) -> str:
        self._nominals += 1
        return f"N{self._nominals + 200_000:07}"

    # ---------------------------------------------------------------- things

    def item(self, crime: Crime, category: str, words: str, value: int, status: str, owner: Part | None) -> Item:
        """A line for a thing, with a serial number where such things have one."""
        self._items += 1
        serial = f"SN{self._items:08}" if category in _NUMBERED else ""
        colour = self._chance.one_of(("BLACK", "SILVER", ""))
        identity = f"I{self._items:06}"
        item = Item(len(crime.items) + 1, identity, category, words, colour, serial, value, status, owner)
        crime.items.append(item)
        return item

    def telephone(self, crime: Crime, owner: Part) -> Item:
        """A line for the owner's stolen telephone."""
        value = self._chance.between(100, 800)
        item = self.item(crime, "MOBILE PHONE", "MOBILE TELEPHONE IN CASE", value, "STOLEN", owner)
        item.make, item.model = self._chance.one_of(_PHONES)
        item.imei, item.phone = self._numbers.imei(), owner.phone
        return item

    def car(self, crime: Crime, involvement: str, keeper: Person, driver: Person | None) -> Car:
        """A line for the keeper's car, which somebody drove."""
        car = Car(
            len(crime.cars) + 1,
            self._population.vehicle_of(keeper),
            involvement,
            keeper,
            driver,
            keeper_nominal=self.nominal(keeper),
            driver_nominal=self.nominal(driver) if driver else "",
        )
        crime.cars.append(car)
        return car
