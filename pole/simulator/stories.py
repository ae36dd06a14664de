"""How crimes come about: who did what to whom, what was seen of it, and what becomes known later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from pole.simulator.chance import Chance, Weighted
from pole.simulator.crimes import Car, Crime, Item, Officer, Organisation, Part
from pole.simulator.numbers import Numbers
from pole.simulator.offences import BURGLARY, OFFENCES, OUTCOMES, RECLASSED, ROBBERY, Offence
from pole.simulator.people import Person, Population, Vehicle
from pole.simulator.places import Place, Places

_RANKS = Weighted({"PC": 70, "DC": 18, "SGT": 7, "DS": 5})
_UNITS = ("MARLSFORD NORTH", "MARLSFORD SOUTH", "HYTHEBRIDGE", "LAMBECK", "WICKERDALE")
_SHOPS = ("FELLMART", "BRIGHTWAYS", "PENNY & PENNY", "MARLGATE PHARMACY", "NORTHSIDE SPORTS", "QUILLER'S BOOKS")
_STREET_SCENES = Weighted({"STREET": 8, "CAR PARK": 1, "OPEN SPACE": 1})
_WARNINGS = ("VI", "WE", "DR", "MN", "AS", "SH", "ES", "AL")
_STANDINGS = Weighted({"SUS": 26, "ARR": 14, "CHG": 22, "CON": 20, "NFA": 10, "OOC": 5, "ACQ": 2, "ELM": 1})
_FROM_WITHIN = Weighted({"VICTIM": 6, "WITNESS": 3, "OFFICER": 1})
_AGES = ("ABOUT 15", "16-20", "18-25", "20-30", "30-40", "ABOUT 50")
_BUILDS = ("SLIM", "MEDIUM", "STOCKY", "HEAVY", "ATHLETIC")
_HAIR = ("SHORT DARK", "SHAVED", "LONG BLONDE", "BROWN, CURLY", "GINGER", "NOT SEEN - HOOD UP")
_CLOTHES = ("BLACK TRACKSUIT, WHITE TRAINERS", "GREY HOODIE, BLUE JEANS", "DARK PUFFER JACKET", "HI-VIS VEST", "RED CAP, BLACK COAT")
_ACCENTS = ("LOCAL", "SCOUSE", "EASTERN EUROPEAN", "GEORDIE", "SCOTTISH", "")
_GOODS = (
    ("JEWELLERY", "GOLD CHAIN WITH LOCKET", "", ""),
    ("COMPUTER", "LAPTOP", "DELL", "XPS"),
    ("CASH", "CASH IN ENVELOPE", "", ""),
    ("GAMES CONSOLE", "CONSOLE AND TWO CONTROLLERS", "SONY", "PLAYSTATION"),
    ("PEDAL CYCLE", "MOUNTAIN BIKE", "CARRERA", "VENGEANCE"),
    ("TOOLS", "CORDLESS DRILL SET", "MAKITA", "DHP"),
)
_PHONES = (("APPLE", "IPHONE"), ("SAMSUNG", "GALAXY"), ("GOOGLE", "PIXEL"), ("MOTOROLA", "MOTO G"))
_RELIGIONS = ("CHR", "MUS", "HIN", "SIK", "JEW", "NON")
_STRANDS = Weighted({"RACE": 60, "RELIGION": 18, "SEXUAL_ORIENT": 12, "DISABILITY": 7, "TRANSGENDER": 3})


class Stories:
    """Makes crimes happen and tells what is recorded of them."""

    def __init__(
        self, chance: Chance, population: Population, places: Places, numbers: Numbers, today: date
    ) -> None:
        self._chance = chance
        self._population = population
        self._places = places
        self._numbers = numbers
        self._today = today
        self._crimes = 0
        self._nominals = 0
        self._items = 0
        self.cast: set[Person] = set()
        """People of a planted story, whom the system always knows again."""
        self.merges: list[tuple[str, str, str]] = []
        """Nominal numbers that are one person's, not yet merged: older, present, whose."""
        self.whose: dict[str, str] = {}
        """True id behind each nominal number."""
        self.officers = [self._officer(number) for number in range(1, 13 + len(population.people) // 250)]
        self._shops = self._open_shops(2 + len(population.people) // 1500)
        self._hostel = places.premises("ST OSWIN'S HOUSE", "HOSTEL")
        self._couples = [person for person in population.people if person.partner and person.sex == "M"]
        self._troubled = chance.some_of(self._couples, max(3, len(self._couples) // 12))
        self.offenders = self._careers(today)

    # ---------------------------------------------------------------- one crime, by its sort

    def commit(self, day: date) -> Crime:
        """A crime of any sort that is reported on a day."""
        offence = self._chance.draw(OFFENCES)
        return self._told(offence, day)

    def _told(self, offence: Offence, day: date) -> Crime:
        tell = {
            "violence": self._violence,
            "domestic": self._domestic,
            "burglary": self._burglary,
            "robbery": self._robbery,
            "car-theft": self._car_theft,
            "shop": self._shop,
            "damage": self._damage,
            "hate": self._hate,
            "drugs": self._drugs,
        }[offence.story]
        return tell(offence, day)

    def domestic_crime(self, offence: Offence, day: date, suspect: Person, victim: Person) -> Crime:
        """One between two who are or were partners, at the victim's home."""
        home = victim.home(day)
        crime = self._open(offence, day, home, home.kind, f"DISPUTE AT HOME ADDRESS. {suspect.given.upper()} ALLEGED TO HAVE\nSTRUCK IP IN THE KITCHEN.")
        crime.domestic = True
        together = suspect.home(day) is home
        relationship = "PARTNER" if suspect.partner is victim else "EX-PARTNER" if victim.children else "ACQUAINTANCE"
        self._victim(crime, victim, relationship=relationship, injury=self._chance.one_of(("NONE", "MINOR", "MINOR", "SERIOUS")))
        if self._chance.happens(60):
            self._add(crime, "REPT", victim)
        self._suspect(crime, suspect)
        if any(child.age(day) < 16 and child.home(day) is home for child in victim.children):
            crime.flags = (*crime.flags, "CHILD PRESENT")
        if not together:
            crime.flags = (*crime.flags, "NON-RESIDENT SUSPECT")
        return self._settled(crime, day)

    def robbery_with_car(self, day: date, suspect: Person, keeper: Person, victim: Person) -> Crime:
        """One in which the suspect drives somebody else's car."""
        crime = self._robbery_of(victim, day, [suspect])
        crime.cars = [self._car(crime, self._population.vehicle_of(keeper), "USED", keeper, suspect)]
        return crime

    def assault(
        self, offence: Offence, day: date, *, suspect: Person, victim: Person, witness: Person | None = None
    ) -> Crime:
        """One by a known person on another, in the street, and perhaps seen."""
        words = "IP APPROACHED AND STRUCK FOLLOWING VERBAL ALTERCATION."
        crime = self._open(offence, day, victim.home(day), "STREET", words)
        self._victim(crime, victim, relationship="STRANGER", injury="MINOR")
        if witness is not None:
            self._add(crime, "WITN", witness)
        self._suspect(crime, suspect)
        return self._settled(crime, day)

    def burglary_at(self, day: date, victim: Person, suspect: Person | None) -> Crime:
        """A burglary of somebody's home."""
        return self._burglary_of(victim, day, [suspect] if suspect else [], BURGLARY)

    def _violence(self, offence: Offence, day: date) -> Crime:
        victim, suspects = self._anybody(day, 14), self._known(offence, 2)
        scene = victim.home(day)
        crime = self._open(offence, day, scene, self._chance.draw(_STREET_SCENES), "IP APPROACHED BY MALE(S) AND ASSAULTED FOLLOWING VERBAL ALTERCATION.")
        self._victim(crime, victim, relationship="STRANGER", injury=self._chance.one_of(("NONE", "MINOR", "SERIOUS")))
        self._witnesses(crime, day)
        self._suspects(crime, suspects)
        if self._chance.happens(15):
            crime.flags = (*crime.flags, "KNIFE")
        if self._chance.happens(30):
            crime.flags = (*crime.flags, "ALCOHOL")
        return self._settled(crime, day)

    def _domestic(self, offence: Offence, day: date) -> Crime:
        man = self._chance.one_of(self._troubled)
        woman = man.partner
        if woman is None:
            raise AssertionError("couples have partners")
        suspect, victim = (man, woman) if self._chance.happens(85) else (woman, man)
        return self.domestic_crime(offence, day, suspect, victim)

    def _burglary(self, offence: Offence, day: date) -> Crime:
        return self._burglary_of(self._anybody(day, 20), day, self._known(offence, 2), offence)

    def _burglary_of(self, victim: Person, day: date, suspects: Sequence[Person], offence: Offence) -> Crime:
        home = victim.home(day)
        crime = self._open(offence, day, home, home.kind, "ENTRY GAINED TO PREMISES WHILE OCCUPANTS OUT.\nTIDY SEARCH, PROPERTY TAKEN.")
        crime.occurred = min(crime.occurred, crime.reported) - timedelta(hours=self._chance.between(2, 12))
        part = self._victim(crime, victim)
        crime.methods = [
            ("ENTRY", self._chance.one_of(("REAR DOOR FORCED WITH BODILY PRESSURE", "EURO LOCK SNAPPED", "INSECURE WINDOW", 'SIDE GATE CLIMBED, "CAT FLAP" REACHED THROUGH'))),
            ("SEARCH", self._chance.one_of(("TIDY, MASTER BEDROOM ONLY", "UNTIDY, ALL ROOMS", "KEYS TAKEN FROM HALL"))),
        ]
        for _ in range(self._chance.between(1, 3)):
            self._stolen(crime, part)
        self._suspects(crime, suspects)
        if not suspects and self._chance.happens(25):
            self._described(crime)
        return self._settled(crime, day)

    def _robbery(self, offence: Offence, day: date) -> Crime:
        suspects = self._known(offence, 3)
        crime = self._robbery_of(self._anybody(day, 12), day, suspects)
        if suspects and self._chance.happens(40):
            keeper = self._chance.one_of((suspects[0], self._associate(suspects[0])))
            crime.cars = [self._car(crime, self._population.vehicle_of(keeper), "USED", keeper, suspects[0])]
        return crime

    def _robbery_of(self, victim: Person, day: date, suspects: Sequence[Person]) -> Crime:
        scene = victim.home(day)
        crime = self._open(ROBBERY, day, scene, self._chance.draw(_STREET_SCENES), "IP WALKING HOME WHEN APPROACHED, KNIFE SEEN, PHONE DEMANDED.")
        part = self._victim(crime, victim, relationship="STRANGER", injury="NONE")
        crime.methods = [("METHOD", "THREATS WITH KNIFE; \"GIVE ME YOUR PHONE\"")]
        crime.flags = (*crime.flags, "KNIFE")
        self._stolen(crime, part, telephone=True)
        self._witnesses(crime, day)
        self._suspects(crime, suspects)
        if len(suspects) < 2:
            self._described(crime)
        return self._settled(crime, day)

    def _car_theft(self, offence: Offence, day: date) -> Crime:
        owner, suspects = self._anybody(day, 20), self._known(offence, 1)
        home = owner.home(day)
        crime = self._open(offence, day, home, home.kind, "VEHICLE TAKEN FROM DRIVE OVERNIGHT.")
        self._victim(crime, owner)
        self._suspects(crime, suspects)
        driver = suspects[0] if suspects else None
        crime.cars = [self._car(crime, self._population.vehicle_of(owner), "STOLEN", owner, driver)]
        crime.methods = [("ENTRY", self._chance.one_of(("KEYLESS RELAY", "KEYS FROM BURGLARY", "UNKNOWN MEANS")))]
        return self._settled(crime, day)

    def _shop(self, offence: Offence, day: date) -> Crime:
        shop, suspects = self._chance.one_of(self._shops), self._known(offence, 2)
        crime = self._open(offence, day, shop.place, shop.place.kind, "SUSPECT SELECTS ITEMS AND PASSES ALL POINTS OF PAYMENT.")
        crime.parts.append(Part(1, "VICT", None, organisation=shop, nominal=shop.nominal))
        self._add(crime, "REPT", self._anybody(day, 18))
        part = crime.parts[0]
        item = self._item(crime, "FOODSTUFFS", "MEAT AND SPIRITS", self._chance.between(20, 180), "STOLEN", part)
        crime.items.append(item)
        self._suspects(crime, suspects)
        if not suspects:
            self._described(crime)
        return self._settled(crime, day)

    def _damage(self, offence: Offence, day: date) -> Crime:
        victim, suspects = self._anybody(day, 20), self._known(offence, 1)
        home = victim.home(day)
        crime = self._open(offence, day, home, home.kind, "FRONT WINDOW SMASHED BY UNKNOWN MEANS.")
        part = self._victim(crime, victim)
        crime.items.append(self._item(crime, "WINDOW", "FRONT WINDOW", 150, "DAMAGED", part))
        self._suspects(crime, suspects)
        return self._settled(crime, day)

    def _hate(self, offence: Offence, day: date) -> Crime:
        victim, suspects = self._anybody(day, 14), self._known(offence, 1)
        crime = self._open(offence, day, victim.home(day), "STREET", "ABUSE SHOUTED AT IP FROM PASSING GROUP.")
        strand = self._chance.draw(_STRANDS)
        strands = {strand, "RELIGION"} if strand == "RACE" and self._chance.happens(20) else {strand}
        crime.strands = frozenset(strands)
        part = self._victim(crime, victim, relationship="STRANGER", injury="NONE")
        if "RELIGION" in strands:
            part.perceived_religion = victim.religion if self._chance.happens(60) else self._chance.one_of((*_RELIGIONS, "UNK"))
        if "RACE" in strands:
            part.perceived_ethnicity = self._chance.one_of(("ASIAN", "BLACK", "EASTERN EUROPEAN", "TRAVELLER"))
        self._witnesses(crime, day)
        self._suspects(crime, suspects)
        if not suspects:
            self._described(crime)
        return self._settled(crime, day)

    def _drugs(self, offence: Offence, day: date) -> Crime:
        suspects = self._known(offence, 1)
        crime = self._open(offence, day, suspects[0].home(day), "STREET", "STOP SEARCH s.23; HERBAL CANNABIS FOUND.")
        self._suspects(crime, suspects)
        crime.items.append(self._item(crime, "DRUGS", "SNAP BAGS CONTAINING HERBAL SUBSTANCE", 40, "SEIZED", None))
        if self._chance.happens(30):
            crime.cars = [self._car(crime, self._population.vehicle_of(suspects[0]), "USED", suspects[0], suspects[0])]
        return self._settled(crime, day)

    # ---------------------------------------------------------------- what becomes known later

    def develop(self, crime: Crime, day: date) -> None:
        """Something is added to a crime: a name for a stranger, a step of the process, another class, an end."""
        unknown = [part for part in crime.suspects() if not part.nominal]
        known = [part for part in crime.suspects() if part.nominal]
        if unknown and self._chance.happens(50):
            self._identify(unknown[0], crime, day)
        elif crime.offence in RECLASSED and not crime.earlier and self._chance.happens(40):
            crime.reclass(RECLASSED[crime.offence], day)
        elif known:
            self._step(known[0])
            self._close(crime, day)
        else:
            self._close(crime, day)
        crime.touch(self._chance.moment(day, 0, 21))

    def _identify(self, part: Part, crime: Crime, day: date) -> None:
        if part.person is None:
            raise AssertionError("whom a record describes is somebody")
        self._population.police_numbers(part.person)
        part.nominal = self.nominal(part.person)
        part.standing, part.home, part.home_role = "ARR", part.person.home(day), "A"
        part.phone = self._population.phone_of(part.person)
        part.description = {}

    def _step(self, part: Part) -> None:
        later = {"SUS": ("ARR", "ELM", "NFA"), "ARR": ("CHG", "CHG", "NFA", "OOC"), "CHG": ("CON", "CON", "ACQ"), "REP": ("SUS",)}
        part.standing = self._chance.one_of(later.get(part.standing, (part.standing,)))
        if part.standing in ("CON", "OOC"):
            part.role = "OFFR"
            part.disposal = self._chance.one_of(("COMMUNITY ORDER", "FINE", "SUSPENDED SENTENCE", "CAUTION"))

    def _close(self, crime: Crime, day: date) -> None:
        standings = [part.standing for part in crime.suspects() if part.nominal] or [""]
        crime.close(OUTCOMES.get(standings[0], OUTCOMES["SUS"]), day)

    # ---------------------------------------------------------------- who is who in the crime system

    def nominal(self, person: Person) -> str:
        """The person's number; now and then the system does not know somebody again and gives a second one."""
        if not person.nominals:
            person.nominals.append(self._new_nominal(person.id))
        elif person not in self.cast and len(person.nominals) < 2 and self._chance.happens(2):
            person.nominals.append(self._new_nominal(person.id))
            self.merges.append((person.nominals[0], person.nominals[1], person.id))
        return person.nominals[-1]

    def _new_nominal(self, whose: str) -> str:
        self._nominals += 1
        number = f"N{self._nominals + 200_000:07}"
        self.whose[number] = whose
        return number

    # ---------------------------------------------------------------- lines of a crime

    def _open(self, offence: Offence, day: date, scene: Place, scene_type: str, summary: str) -> Crime:
        self._crimes += 1
        reported = self._chance.moment(day)
        occurred = reported - timedelta(minutes=self._chance.between(10, 600))
        log = f"{self._crimes % 2000:04}-{day:%d%m%Y}" if self._chance.happens(75) else ""
        return Crime(
            number=f"CR/{self._crimes:07}/{day:%y}",
            log=log,
            offence=offence,
            classed=day,
            earlier=[],
            occurred=occurred,
            until=occurred + timedelta(minutes=self._chance.between(0, 45)),
            reported=reported,
            updated=reported + timedelta(minutes=30),
            scene=scene,
            scene_type=scene_type,
            officer=self._chance.one_of(self.officers),
            summary=summary,
        )

    def _add(self, crime: Crime, role: str, person: Person) -> Part:
        day = crime.reported.date()
        part = Part(len(crime.parts) + 1, role, person, nominal=self.nominal(person), home=person.home(day))
        part.home_since = next((stay.begins for stay in person.stays if stay.place is part.home), None)
        if self._chance.happens(70 if role != "WITN" else 50):
            part.phone = self._population.phone_of(person)
        part.religion = person.religion if self._chance.happens(45) else self._chance.one_of(("", "", "UNK"))
        crime.parts.append(part)
        return part

    def _victim(self, crime: Crime, person: Person, *, relationship: str = "", injury: str = "") -> Part:
        part = self._add(crime, "VICT", person)
        part.relationship, part.injury = relationship, injury
        return part

    def _witnesses(self, crime: Crime, day: date) -> None:
        for _ in range(self._chance.one_of((0, 0, 1, 1, 2))):
            person = self._anybody(day, 14)
            if any(part.person is person for part in crime.parts):
                continue
            self._add(crime, "WITN", person)
            if self._chance.happens(50):
                self._add(crime, "REPT", person)

    def _suspects(self, crime: Crime, people: Sequence[Person]) -> None:
        for person in people:
            self._suspect(crime, person)

    def _suspect(self, crime: Crime, person: Person) -> Part:
        self._population.police_numbers(person)
        part = self._add(crime, "SUSP", person)
        part.standing = self._chance.draw(_STANDINGS)
        part.home_role = "A" if part.standing in ("ARR", "CHG", "CON") else "G"
        part.alias = f"{person.nickname} {person.surname}" if person.nickname and self._chance.happens(20) else ""
        if part.standing in ("CON", "OOC"):
            part.role = "OFFR"
            part.disposal = self._chance.one_of(("COMMUNITY ORDER", "FINE", "SUSPENDED SENTENCE", "CAUTION"))
        if self._chance.happens(4):
            part.home, part.home_role = self._hostel, "H"
            part.home_since = crime.reported.date()
        elif self._chance.happens(3):
            part.home, part.no_fixed_abode = None, True
        return part

    def _described(self, crime: Crime) -> None:
        """A stranger: the record does not know who, the truth file does."""
        person = self._chance.draw(self.offenders)
        if any(part.person is person for part in crime.parts):
            return
        chance = self._chance
        description = {
            "DESC_BY": chance.draw(_FROM_WITHIN),
            "DESC_AGE": chance.one_of(_AGES),
            "DESC_BUILD": chance.one_of(_BUILDS),
            "DESC_HEIGHT": f"{chance.between(160, 195)} cm",
            "DESC_HAIR": chance.one_of(_HAIR),
            "DESC_CLOTHING": chance.one_of(_CLOTHES),
            "DESC_ACCENT": chance.one_of(_ACCENTS),
        }
        crime.parts.append(Part(len(crime.parts) + 1, "SUSP", person, standing="SUS", description=description))

    def _stolen(self, crime: Crime, owner: Part, *, telephone: bool = False) -> None:
        if not telephone and self._chance.happens(70):
            category, words, make, model = self._chance.one_of(_GOODS)
            item = self._item(crime, category, words, self._chance.between(40, 900), "STOLEN", owner)
            item.make, item.model = make, model
        else:
            item = self._item(crime, "MOBILE PHONE", "MOBILE TELEPHONE IN CASE", self._chance.between(100, 800), "STOLEN", owner)
            item.make, item.model = self._chance.one_of(_PHONES)
            item.imei = self._numbers.imei()
            item.phone = owner.phone
        crime.items.append(item)

    def _item(self, crime: Crime, category: str, words: str, value: int, status: str, owner: Part | None) -> Item:
        self._items += 1
        serial = f"SN{self._items:08}" if category in ("COMPUTER", "GAMES CONSOLE", "PEDAL CYCLE") else ""
        colour = self._chance.one_of(("BLACK", "SILVER", ""))
        return Item(len(crime.items) + 1, f"I{self._items:06}", category, words, "", "", colour, serial, value, status, owner)

    def _car(self, crime: Crime, vehicle: Vehicle, involvement: str, keeper: Person | None, driver: Person | None) -> Car:
        return Car(
            len(crime.cars) + 1,
            vehicle,
            involvement,
            keeper,
            driver,
            keeper_nominal=self.nominal(keeper) if keeper else "",
            driver_nominal=self.nominal(driver) if driver else "",
        )

    def _settled(self, crime: Crime, day: date) -> Crime:
        """What a crime of some age has come to; one of late is still open."""
        closed, reclassed = (day + timedelta(days=self._chance.between(1, most)) for most in (40, 10))
        if closed <= self._today and self._chance.happens(70):
            self._close(crime, closed)
        if reclassed <= self._today and crime.offence in RECLASSED and self._chance.happens(12):
            crime.reclass(RECLASSED[crime.offence], reclassed)
        last = max([crime.classed, *([crime.outcome[2]] if crime.outcome else [])])
        if last > day:
            crime.touch(self._chance.moment(last, 8, 18))
        return crime

    # ---------------------------------------------------------------- whom it happens to, and who does it

    def _anybody(self, day: date, youngest: int) -> Person:
        while True:
            person = self._chance.one_of(self._population.people)
            if person.age(day) >= youngest:
                return person

    def _known(self, offence: Offence, most: int) -> list[Person]:
        """Those known to have done it; none where it is not solved."""
        if not self._chance.happens(offence.solved):
            return []
        first = self._chance.draw(self.offenders)
        found = [first]
        for _ in range(self._chance.between(0, most - 1)):
            other = self._associate(first)
            if other not in found:
                found.append(other)
        return found

    def _associate(self, person: Person) -> Person:
        """Somebody the offender offends with: always the same few."""
        ring = self._rings[person.id]
        return self._chance.one_of(ring)

    def _careers(self, today: date) -> Weighted[Person]:
        grown = [person for person in self._population.people if 12 <= person.age(today) <= 65]
        men = [person for person in grown if person.sex == "M"]
        women = [person for person in grown if person.sex == "F"]
        chosen = self._chance.some_of(men, max(12, len(men) // 14)) + self._chance.some_of(women, max(3, len(women) // 60))
        chosen = self._chance.shuffled(chosen)
        self._rings = {person.id: chosen[i // 5 * 5 : i // 5 * 5 + 5] for i, person in enumerate(chosen)}
        for person in chosen:
            self._population.police_numbers(person)
            if self._chance.happens(30):
                person.warnings = tuple(sorted(self._chance.some_of(_WARNINGS, self._chance.between(1, 2))))
        return Weighted([(person, self._chance.one_of((1, 1, 1, 2, 3, 5, 9))) for person in chosen])

    # ---------------------------------------------------------------- police and shops

    def _officer(self, number: int) -> Officer:
        pool = self._chance.one_of(self._population.people)
        rank = self._chance.draw(_RANKS)
        name = f"{self._chance.one_of(pool.roots.men if self._chance.happens(65) else pool.roots.women)} {pool.surname}"
        return Officer(f"S{number:04}", f"77-{4000 + number * 7 % 6000}", rank, name.upper(), self._chance.one_of(_UNITS))

    def _open_shops(self, centres: int) -> list[Organisation]:
        shops: list[Organisation] = []
        for number in range(centres):
            centre = self._places.premises("MARLGATE SHOPPING CENTRE" if number == 0 else f"RETAIL PARK {number}", "SHOPPING CENTRE")
            for name in _SHOPS if number == 0 else _SHOPS[number % 4 : number % 4 + 2]:
                identity = f"G{len(shops) + 1:04}"
                shops.append(Organisation(identity, name, centre, self._new_nominal(identity)))
        return shops

