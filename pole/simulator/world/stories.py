"""How crimes come about: who did what to whom, and where. Each story is told at the moment at which it is reported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from pole.simulator.chance import Weighted
from pole.simulator.world.casebook import Casebook
from pole.simulator.world.crimes import Crime, Party
from pole.simulator.world.ground import Ground
from pole.simulator.world.offences import OFFENCES, ROBBERY, Offence
from pole.simulator.world.people import Person

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
_BLOWS = ("STRUCK IP IN THE KITCHEN.", "PUSHED IP AGAINST WALL.", "THROWN A CUP AT IP.", "GRABBED IP BY THE ARM.")


class Stories:
    """Makes crimes happen, each by the story of its sort."""

    def __init__(self, ground: Ground, casebook: Casebook) -> None:
        self._chance, self._course = ground.chance("stories"), ground.course
        self._population, self._careers = ground.population, ground.careers
        self._shops = ground.force.shops
        self._casebook = casebook
        self._tell = {
            "violence": self._violence,
            "burglary": self._burglary,
            "robbery": self._robbery,
            "car-theft": self._car_theft,
            "shop": self._shop,
            "damage": self._damage,
            "hate": self._hate,
            "drugs": self._drugs,
        }

    def any_crime(self) -> Crime:
        """A crime of any sort but between partners."""
        offence = self._chance.draw(OFFENCES)
        return self._tell[offence.story](offence)

    # ---------------------------------------------------------------- with people who are given

    def at_home(self, offence: Offence, suspect: Person, victim: Person) -> Crime:
        """Violence between two who are or were partners, at the victim's home."""
        home, day = victim.home, self._course.now.date()
        words = f"DISPUTE AT HOME ADDRESS. {suspect.name.given.upper()} ALLEGED TO HAVE\n{self._chance.one_of(_BLOWS)}"
        crime = self._casebook.open(offence, home, home.kind, words)
        crime.domestic = True
        relationship = "PARTNER" if suspect.partner is victim else "EX-PARTNER"
        injury = self._chance.one_of(("NONE", "MINOR", "MINOR", "SERIOUS"))
        self._casebook.add(crime, "VICT", victim, relationship=relationship, injury=injury)
        if self._chance.happens(60):
            self._casebook.add(crime, "REPT", victim)
        self._casebook.add(crime, "SUSP", suspect)
        if any(0 <= child.age(day) < 16 and child.home is home for child in victim.children):
            crime.flags = (*crime.flags, "CHILD PRESENT")
        return crime

    def assault(
        self, offence: Offence, suspects: Sequence[Person], victim: Person, witnesses: Sequence[Person] = ()
    ) -> Crime:
        """Violence out of doors."""
        words = "IP APPROACHED AND STRUCK FOLLOWING VERBAL ALTERCATION."
        crime = self._casebook.open(offence, victim.home, self._chance.draw(_OUTDOORS), words)
        injury = self._chance.one_of(("NONE", "MINOR", "SERIOUS"))
        self._casebook.add(crime, "VICT", victim, relationship="STRANGER", injury=injury)
        self._others(crime, witnesses, suspects)
        return crime

    def robbery(self, suspects: Sequence[Person], victim: Person, keeper: Person | None = None) -> Crime:
        """A telephone taken by threats; the first suspect may drive somebody's car."""
        words = "IP WALKING HOME WHEN APPROACHED, KNIFE SEEN, PHONE DEMANDED."
        crime = self._casebook.open(ROBBERY, victim.home, self._chance.draw(_OUTDOORS), words)
        party = self._casebook.add(crime, "VICT", victim, relationship="STRANGER", injury="NONE")
        crime.methods = [("METHOD", 'THREATS WITH KNIFE; "GIVE ME YOUR PHONE"')]
        crime.flags = ("KNIFE",)
        self._casebook.telephone(crime, party)
        self._others(crime, (), suspects)
        if keeper is not None:
            self._casebook.car(crime, "USED", keeper, suspects[0])
        return crime

    def burglary(self, offence: Offence, suspects: Sequence[Person], victim: Person) -> Crime:
        """A home entered and searched."""
        words = "ENTRY GAINED TO PREMISES WHILE OCCUPANTS OUT.\nTIDY SEARCH, PROPERTY TAKEN."
        begun = self._course.now - timedelta(hours=self._chance.between(2, 12), minutes=self._chance.below(60))
        crime = self._casebook.open(offence, victim.home, victim.home.kind, words, begun)
        party = self._casebook.add(crime, "VICT", victim)
        crime.methods = [("ENTRY", self._chance.one_of(_WAYS_IN)), ("SEARCH", self._chance.one_of(_SEARCHES))]
        for _ in range(self._chance.between(1, 3)):
            self._stolen(crime, party)
        self._others(crime, (), suspects)
        return crime

    # ---------------------------------------------------------------- by chance

    def _violence(self, offence: Offence) -> Crime:
        crime = self.assault(offence, self._known(offence, 2), self._anybody(14), self._passers_by())
        for flag, percent in (("KNIFE", 15), ("ALCOHOL", 30)):
            crime.flags += (flag,) if self._chance.happens(percent) else ()
        return crime

    def _burglary(self, offence: Offence) -> Crime:
        suspects = self._known(offence, 2)
        crime = self.burglary(offence, suspects, self._anybody(20))
        if not suspects and self._chance.happens(25):
            self._casebook.stranger(crime, self._careers.offender(self._chance))
        return crime

    def _robbery(self, offence: Offence) -> Crime:
        suspects, keeper = self._known(offence, 3), None
        if suspects and self._chance.happens(40):
            keeper = self._careers.associate(self._chance, suspects[0])
        crime = self.robbery(suspects, self._anybody(12), keeper)
        if len(suspects) < 2:
            self._casebook.stranger(crime, self._careers.offender(self._chance))
        return crime

    def _car_theft(self, offence: Offence) -> Crime:
        owner, suspects = self._anybody(20), self._known(offence, 1)
        begun = self._course.now - timedelta(hours=self._chance.between(4, 14))
        crime = self._casebook.open(
            offence, owner.home, owner.home.kind, "VEHICLE TAKEN FROM DRIVE OVERNIGHT.", begun
        )  # fmt: skip
        self._casebook.add(crime, "VICT", owner)
        self._others(crime, (), suspects)
        self._casebook.car(crime, "STOLEN", owner, suspects[0] if suspects else None)
        crime.methods = [("ENTRY", self._chance.one_of(("KEYLESS RELAY", "KEYS FROM BURGLARY", "UNKNOWN MEANS")))]
        return crime

    def _shop(self, offence: Offence) -> Crime:
        shop, suspects = self._chance.one_of(self._shops), self._known(offence, 2)
        words = "SUSPECT SELECTS ITEMS AND PASSES ALL POINTS OF PAYMENT."
        crime = self._casebook.open(offence, shop.place, shop.place.kind, words)
        party = self._casebook.body(crime, shop)
        self._casebook.add(crime, "REPT", self._anybody(18))
        value = self._chance.between(20, 180)
        self._casebook.thing(crime, "FOODSTUFFS", "MEAT AND SPIRITS", value, "STOLEN", party)
        self._others(crime, (), suspects)
        if not suspects:
            self._casebook.stranger(crime, self._careers.offender(self._chance))
        return crime

    def _damage(self, offence: Offence) -> Crime:
        victim = self._anybody(20)
        crime = self._casebook.open(
            offence, victim.home, victim.home.kind, "FRONT WINDOW SMASHED BY UNKNOWN MEANS."
        )  # fmt: skip
        party = self._casebook.add(crime, "VICT", victim)
        self._casebook.thing(crime, "WINDOW", "FRONT WINDOW", 150, "DAMAGED", party)
        if self._chance.happens(15):
            self._casebook.add(crime, "REPT", victim)
        self._others(crime, (), self._known(offence, 1))
        return crime

    def _hate(self, offence: Offence) -> Crime:
        victim, suspects = self._anybody(12), self._known(offence, 2)
        words = "VERBAL ABUSE SHOUTED AT IP, PERCEIVED AS HOSTILE TO BACKGROUND."
        crime = self._casebook.open(offence, victim.home, self._chance.draw(_OUTDOORS), words)
        crime.strands = frozenset(self._chance.draw(_STRANDS) for _ in range(self._chance.one_of((1, 1, 1, 2))))
        party = self._casebook.add(crime, "VICT", victim, relationship="STRANGER", injury="NONE")
        self._perceived(crime, party, victim)
        self._others(crime, self._passers_by(), suspects)
        if not suspects:
            self._casebook.stranger(crime, self._careers.offender(self._chance))
        return crime

    def _drugs(self, offence: Offence) -> Crime:
        suspect = self._careers.offender(self._chance)
        crime = self._casebook.open(offence, suspect.home, "STREET", "STOP SEARCH s.23; HERBAL CANNABIS FOUND.")
        self._casebook.add(crime, "SUSP", suspect)
        self._casebook.thing(crime, "DRUGS", "SNAP BAGS CONTAINING HERBAL SUBSTANCE", 40, "SEIZED", None)
        if self._chance.happens(30):
            self._casebook.car(crime, "USED", suspect, suspect)
        return crime

    # ---------------------------------------------------------------- parts of a story

    def _others(self, crime: Crime, witnesses: Sequence[Person], suspects: Sequence[Person]) -> None:
        present = {party.person for party in crime.parties}
        for person in witnesses:
            if person not in present:
                self._casebook.add(crime, "WITN", person)
                if self._chance.happens(50):
                    self._casebook.add(crime, "REPT", person)
        for person in suspects:
            if person not in present:
                self._casebook.add(crime, "SUSP", person)

    def _perceived(self, crime: Crime, party: Party, victim: Person) -> None:
        """What the abusers took the victim to be, which need not be so."""
        if "RELIGION" in crime.strands:
            guess = self._chance.one_of((*_RELIGIONS, "UNK"))
            party.perceived_religion = victim.religion if self._chance.happens(60) else guess
        if "RACE" in crime.strands:
            party.perceived_ethnicity = self._chance.one_of(_LOOKS)

    def _stolen(self, crime: Crime, owner: Party) -> None:
        if self._chance.happens(30):
            self._casebook.telephone(crime, owner)
            return
        category, words, make, model = self._chance.one_of(_GOODS)
        thing = self._casebook.thing(crime, category, words, self._chance.between(40, 900), "STOLEN", owner)
        thing.make, thing.model = make, model

    def _anybody(self, youngest: int) -> Person:
        return self._population.anybody(self._chance, self._course.now.date(), youngest)

    def _passers_by(self) -> list[Person]:
        return [self._anybody(14) for _ in range(self._chance.one_of((0, 0, 1, 1, 2)))]

    def _known(self, offence: Offence, most: int) -> list[Person]:
        """Those known to have done it; none where it is not solved."""
        return self._careers.some(self._chance, most) if self._chance.happens(offence.solved) else []
