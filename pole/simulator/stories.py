"""How crimes come about: who did what to whom, and where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from pole.simulator.careers import Careers
from pole.simulator.chance import Chance, Weighted
from pole.simulator.crimes import Crime, Organisation, Part
from pole.simulator.developments import settle
from pole.simulator.offences import OFFENCES, ROBBERY, Offence
from pole.simulator.people import Person, Population
from pole.simulator.recording import Recorder

_OUTDOORS = Weighted({"STREET": 8, "CAR PARK": 1, "OPEN SPACE": 1}.items())
_RELIGIONS = ("CHR", "MUS", "HIN", "SIK", "JEW", "NON")
_LOOKS = ("ASIAN", "BLACK", "EASTERN EUROPEAN", "TRAVELLER")
_STRANDS = Weighted({"RACE": 60, "RELIGION": 18, "SEXUAL_ORIENT": 12, "DISABILITY": 7, "TRANSGENDER": 3}.items())
_GOODS = (
    ("JEWELLERY", "GOLD CHAIN WITH LOCKET", "", ""),
    ("COMPUTER", "LAPTOP", "DELL", "XPS"),
    ("CASH", "CASH IN ENVELOPE", "", ""),
    ("GAMES CONSOLE", "CONSOLE AND TWO CONTROLLERS", "SONY", "PLAYSTATION"),
    ("PEDAL CYCLE", "MOUNTAIN BIKE", "CARRERA", "VENGEANCE"),
    ("TOOLS", "CORDLESS DRILL SET", "MAKITA", "DHP"),
)
_WAYS_IN = (
    "REAR DOOR FORCED WITH BODILY PRESSURE", "EURO LOCK SNAPPED", "INSECURE WINDOW",
    'SIDE GATE CLIMBED, "CAT FLAP" REACHED THROUGH',
)  # fmt: skip
_SEARCHES = ("TIDY, MASTER BEDROOM ONLY", "UNTIDY, ALL ROOMS", "KEYS TAKEN FROM HALL")


class Stories:
    """Makes crimes happen, each by the story of its sort."""

    def __init__(
        self,
        chance: Chance,
        population: Population,
        recorder: Recorder,
        careers: Careers,
        shops: Sequence[Organisation],
        today: date,
    ) -> None:
        self._chance = chance
        self._population = population
        self._recorder = recorder
        self._careers = careers
        self._shops = shops
        self._today = today
        husbands = [person for person in population.people if person.partner and person.sex == "M"]
        self._troubled = chance.some_of(husbands, max(3, len(husbands) // 12))
        self._tell = {
            "violence": self._violence,
            "domestic": self._domestic,
            "burglary": self._burglary,
            "robbery": self._robbery,
            "car-theft": self._car_theft,
            "shop": self._shop,
            "damage": self._damage,
            "hate": self._hate,
            "drugs": self._drugs,
        }

    def commit(self, day: date) -> Crime:
        """A crime of any sort that is reported on a day."""
        offence = self._chance.draw(OFFENCES)
        return self._settled(self._tell[offence.story](offence, day))

    # ---------------------------------------------------------------- with people who are given

    def at_home(self, offence: Offence, day: date, suspect: Person, victim: Person) -> Crime:
        """Violence between two who are or were partners, at the victim's home."""
        home = victim.home(day)
        words = f"DISPUTE AT HOME ADDRESS. {suspect.given.upper()} ALLEGED TO HAVE\nSTRUCK IP IN THE KITCHEN."
        crime = self._recorder.open(offence, day, home, home.kind, words)
        crime.domestic = True
        relationship = "PARTNER" if suspect.partner is victim else "EX-PARTNER"
        injury = self._chance.one_of(("NONE", "MINOR", "MINOR", "SERIOUS"))
        self._recorder.victim(crime, victim, relationship=relationship, injury=injury)
        if self._chance.happens(60):
            self._recorder.add(crime, "REPT", victim)
        self._recorder.suspect(crime, suspect)
        if any(child.age(day) < 16 and child.home(day) is home for child in victim.children):
            crime.flags = (*crime.flags, "CHILD PRESENT")
        return crime

    def assault(
        self, offence: Offence, day: date, suspects: Sequence[Person], victim: Person, witnesses: Sequence[Person] = ()
    ) -> Crime:
        """Violence out of doors."""
        words = "IP APPROACHED AND STRUCK FOLLOWING VERBAL ALTERCATION."
        crime = self._recorder.open(offence, day, victim.home(day), self._chance.draw(_OUTDOORS), words)
        injury = self._chance.one_of(("NONE", "MINOR", "SERIOUS"))
        self._recorder.victim(crime, victim, relationship="STRANGER", injury=injury)
        self._others(crime, witnesses, suspects)
        return crime

    def robbery(
        self, day: date, suspects: Sequence[Person], victim: Person, keeper: Person | None = None
    ) -> Crime:  # fmt: skip
        """A telephone taken by threats; the first suspect may drive somebody's car."""
        words = "IP WALKING HOME WHEN APPROACHED, KNIFE SEEN, PHONE DEMANDED."
        crime = self._recorder.open(ROBBERY, day, victim.home(day), self._chance.draw(_OUTDOORS), words)
        part = self._recorder.victim(crime, victim, relationship="STRANGER", injury="NONE")
        crime.methods = [("METHOD", 'THREATS WITH KNIFE; "GIVE ME YOUR PHONE"')]
        crime.flags = ("KNIFE",)
        self._recorder.telephone(crime, part)
        self._others(crime, (), suspects)
        if keeper is not None:
            self._recorder.car(crime, "USED", keeper, suspects[0])
        return crime

    def burglary(self, offence: Offence, day: date, suspects: Sequence[Person], victim: Person) -> Crime:
        """A home entered and searched."""
        home = victim.home(day)
        words = "ENTRY GAINED TO PREMISES WHILE OCCUPANTS OUT.\nTIDY SEARCH, PROPERTY TAKEN."
        crime = self._recorder.open(offence, day, home, home.kind, words)
        crime.occurred -= timedelta(hours=self._chance.between(2, 12))
        part = self._recorder.victim(crime, victim)
        crime.methods = [("ENTRY", self._chance.one_of(_WAYS_IN)), ("SEARCH", self._chance.one_of(_SEARCHES))]
        for _ in range(self._chance.between(1, 3)):
            self._stolen(crime, part)
        self._others(crime, (), suspects)
        return crime

    # ---------------------------------------------------------------- by chance

    def _violence(self, offence: Offence, day: date) -> Crime:
        crime = self.assault(offence, day, self._known(offence, 2), self._anybody(day, 14), self._passers_by(day))
        for flag, percent in (("KNIFE", 15), ("ALCOHOL", 30)):
            crime.flags += (flag,) if self._chance.happens(percent) else ()
        return crime

    def _domestic(self, offence: Offence, day: date) -> Crime:
        man = self._chance.one_of(self._troubled)
        woman = man.partner or man
        suspect, victim = (man, woman) if self._chance.happens(85) else (woman, man)
        return self.at_home(offence, day, suspect, victim)

    def _burglary(self, offence: Offence, day: date) -> Crime:
        suspects = self._known(offence, 2)
        crime = self.burglary(offence, day, suspects, self._anybody(day, 20))
        if not suspects and self._chance.happens(25):
            self._recorder.describe(crime, self._careers.offender())
        return crime

    def _robbery(self, offence: Offence, day: date) -> Crime:
        suspects, keeper = self._known(offence, 3), None
        if suspects and self._chance.happens(40):
            keeper = self._careers.associate(suspects[0])
        crime = self.robbery(day, suspects, self._anybody(day, 12), keeper)
        if len(suspects) < 2:
            self._recorder.describe(crime, self._careers.offender())
        return crime

    def _car_theft(self, offence: Offence, day: date) -> Crime:
        owner, suspects = self._anybody(day, 20), self._known(offence, 1)
        home = owner.home(day)
        crime = self._recorder.open(offence, day, home, home.kind, "VEHICLE TAKEN FROM DRIVE OVERNIGHT.")
        self._recorder.victim(crime, owner)
        self._others(crime, (), suspects)
        self._recorder.car(crime, "STOLEN", owner, suspects[0] if suspects else None)
        crime.methods = [("ENTRY", self._chance.one_of(("KEYLESS RELAY", "KEYS FROM BURGLARY", "UNKNOWN MEANS")))]
        return crime

    def _shop(self, offence: Offence, day: date) -> Crime:
        shop, suspects = self._chance.one_of(self._shops), self._known(offence, 2)
        words = "SUSPECT SELECTS ITEMS AND PASSES ALL POINTS OF PAYMENT."
        crime = self._recorder.open(offence, day, shop.place, shop.place.kind, words)
        part = self._recorder.body(crime, shop)
        self._recorder.add(crime, "REPT", self._anybody(day, 18))
        value = self._chance.between(20, 180)
        self._recorder.item(crime, "FOODSTUFFS", "MEAT AND SPIRITS", value, "STOLEN", part)
        self._others(crime, (), suspects)
        if not suspects:
            self._recorder.describe(crime, self._careers.offender())
        return crime

    def _damage(self, offence: Offence, day: date) -> Crime:
        victim = self._anybody(day, 20)
        home = victim.home(day)
        crime = self._recorder.open(offence, day, home, home.kind, "FRONT WINDOW SMASHED BY UNKNOWN MEANS.")
        part = self._recorder.victim(crime, victim)
        self._recorder.item(crime, "WINDOW", "FRONT WINDOW", 150, "DAMAGED", part)
        self._others(crime, (), self._known(offence, 1))
        return crime

    def _hate(self, offence: Offence, day: date) -> Crime:
        victim, suspects = self._anybody(day, 14), self._known(offence, 1)
        words = "ABUSE SHOUTED AT IP FROM PASSING GROUP."
        crime = self._recorder.open(offence, day, victim.home(day), "STREET", words)
        strand = self._chance.draw(_STRANDS)
        both = strand == "RACE" and self._chance.happens(20)
        crime.strands = frozenset((strand, "RELIGION") if both else (strand,))
        part = self._recorder.victim(crime, victim, relationship="STRANGER", injury="NONE")
        self._perceived(crime, part, victim)
        self._others(crime, self._passers_by(day), suspects)
        if not suspects:
            self._recorder.describe(crime, self._careers.offender())
        return crime

    def _drugs(self, offence: Offence, day: date) -> Crime:
        suspect = self._careers.offender()
        words = "STOP SEARCH s.23; HERBAL CANNABIS FOUND."
        crime = self._recorder.open(offence, day, suspect.home(day), "STREET", words)
        self._recorder.suspect(crime, suspect)
        self._recorder.item(crime, "DRUGS", "SNAP BAGS CONTAINING HERBAL SUBSTANCE", 40, "SEIZED", None)
        if self._chance.happens(30):
            self._recorder.car(crime, "USED", suspect, suspect)
        return crime

    # ---------------------------------------------------------------- parts of a story

    def _others(self, crime: Crime, witnesses: Sequence[Person], suspects: Sequence[Person]) -> None:
        present = {part.person for part in crime.parts}
        for person in witnesses:
            if person not in present:
                self._recorder.add(crime, "WITN", person)
                if self._chance.happens(50):
                    self._recorder.add(crime, "REPT", person)
        for person in suspects:
            if person not in present:
                self._recorder.suspect(crime, person)

    def _perceived(self, crime: Crime, part: Part, victim: Person) -> None:
        """What the abusers took the victim to be, which need not be so."""
        if "RELIGION" in crime.strands:
            guess = self._chance.one_of((*_RELIGIONS, "UNK"))
            part.perceived_religion = victim.religion if self._chance.happens(60) else guess
        if "RACE" in crime.strands:
            part.perceived_ethnicity = self._chance.one_of(_LOOKS)

    def _stolen(self, crime: Crime, owner: Part) -> None:
        if self._chance.happens(30):
            self._recorder.telephone(crime, owner)
            return
        category, words, make, model = self._chance.one_of(_GOODS)
        item = self._recorder.item(crime, category, words, self._chance.between(40, 900), "STOLEN", owner)
        item.make, item.model = make, model

    def _settled(self, crime: Crime) -> Crime:
        settle(crime, self._today, self._chance)
        return crime

    def _anybody(self, day: date, youngest: int) -> Person:
        while True:
            person = self._chance.one_of(self._population.people)
            if person.age(day) >= youngest:
                return person

    def _passers_by(self, day: date) -> list[Person]:
        return [self._anybody(day, 14) for _ in range(self._chance.one_of((0, 0, 1, 1, 2)))]

    def _known(self, offence: Offence, most: int) -> list[Person]:
        """Those known to have done it; none where it is not solved."""
        return self._careers.some(most) if self._chance.happens(offence.solved) else []
