"""Custody: a detainee is booked in, asked, searched, reviewed and let go."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from pole.simulator.world.crimes import OUTDOORS, Crime, Party
from pole.simulator.world.ground import Ground
from pole.simulator.world.people import Person
from pole.simulator.world.proceedings import Answer, Arrest, Bail, Belonging, Detention, Move, Step

QUESTIONS = (
    "ILLNESS OR INJURY", "MEDICATION", "SELF-HARM EVER", "SELF-HARM NOW", "MENTAL HEALTH", "ALCOHOL", "DRUGS", "PREGNANT",
    "DISABILITY", "UNDERSTANDING", "DEPENDANTS", "FIRST TIME HERE", "SEEN A DOCTOR", "SWALLOWED ANYTHING",
)  # fmt: skip
"""What everybody is asked on arrival, in this order."""
_WORDS = {
    "ILLNESS OR INJURY": ("ASTHMA, HAS INHALER", "CUT TO HAND", "BAD BACK"),
    "MEDICATION": ("SERTRALINE", "INHALER", "METHADONE DAILY"),
    "SELF-HARM EVER": ("CUT ARMS LAST YEAR", "OVERDOSE AS TEENAGER"),
    "MENTAL HEALTH": ("ANXIETY AND DEPRESSION", "PERSONALITY DISORDER"),
    "ALCOHOL": ("FOUR CANS TODAY", "DRINKS DAILY"),
    "DRUGS": ("CANNABIS DAILY", "HEROIN, LAST NIGHT"),
}
_OFTEN = {
    "ALCOHOL": 35,
    "DRUGS": 35,
    "MENTAL HEALTH": 30,
    "FIRST TIME HERE": 30,
    "SELF-HARM NOW": 4,
    "SWALLOWED ANYTHING": 1,
}
_POCKETS = (
    ("CASH", "CASH, NOTES AND COINS"), ("KEYS", "BUNCH OF KEYS"), ("JEWELLERY", "YELLOW METAL RING"),
    ("CLOTHING", "BELT AND LACES"), ("CARD", "BANK CARD"), ("CIGARETTES", "TOBACCO AND LIGHTER"),
)  # fmt: skip
_FOUND_OUT = timedelta(days=6)
"""After so long a false name of a planted story is found out."""
_CONDITIONS = ("NOT TO CONTACT DIRECTLY OR INDIRECTLY", "RESIDE AND SLEEP AT GIVEN ADDRESS", "CURFEW 2100-0600")


class Custody:
    """The custody suites of the force."""

    def __init__(self, ground: Ground) -> None:
        self._chance, self._course = ground.chance("custody"), ground.course
        self._careers, self._phones = ground.careers, ground.phones
        self._numbers, self._force = ground.numbers, ground.force
        self._counts: dict[tuple[str, int], int] = {}
        self._ids = 0
        self._held: dict[Person, datetime] = {}

    def held_until(self, person: Person) -> datetime | None:
        """When somebody who is in a cell now will be out of it."""
        until = self._held.get(person)
        return until if until is not None and until > self._course.now else None

    def arrest(self, crime: Crime, party: Party, gives: Person | None = None) -> Detention:
        """Somebody is arrested now, and booked in within two hours. Who `gives` another's name is found out within a week."""
        person = party.person
        assert person is not None
        chance, now = self._chance, self._course.now
        self._careers.police_numbers(person)
        self._phones.of(person, now.date())
        suites = [suite for suite in self._force.suites if suite.opened <= now.date()]
        suite = chance.one_of(suites)
        party.taken_for = gives = gives or self._lie(person, now.date())
        at_scene = chance.happens(40)
        outdoors = crime.scene_type in OUTDOORS if at_scene else chance.happens(30)
        arrest = Arrest(
            id=self._next("AR"),
            asn=self._numbers.asn(now.year, suite.code),
            person=person,
            given_as=gives,
            corrected=None,
            was_given_as=gives,
            when=now,
            place=crime.scene if at_scene else person.home,
            outdoors=outdoors,
            officer=chance.one_of(self._force.officers),
            crime=crime,
            party=party,
            grounds=f"SUSPECTED OF {crime.offence.text}",
        )
        detention = self._book_in(arrest, chance.one_of(suite.cells))
        if gives is not None and (person.scripted or chance.happens(85)):
            self._course.after(_FOUND_OUT if person.scripted else chance.days(1, 20), lambda: self._correct(detention))
        return detention

    def release(self, detention: Detention, result: str, words: str = "") -> None:
        """Let somebody go, with a result."""
        now = self._course.now
        detention.released, detention.result = now, result
        detention.steps.append(Step(now, "RELEASED", detention.officer, words or result))
        for belonging in detention.belongings:
            what = "TO EXHIBITS STORE" if belonging.moves[-1].what == "SEIZED" else "RETURNED"
            belonging.moves.append(Move(now, what, detention.officer))
        self._held.pop(detention.arrest.person, None)
        self._course.tell(detention)

    def bail(self, detention: Detention, sort: str, days: int) -> Bail:
        """Bail until a day, on conditions; in a domestic matter away from the victim."""
        crime, now = detention.arrest.crime, self._course.now
        victim = crime.victim()
        protects = victim.person if victim and (crime.domestic or self._chance.happens(40)) else None
        bail = Bail(
            id=self._next("BL"),
            sort=sort,
            begins=now,
            returns=(now + timedelta(days=days)).replace(hour=10, minute=0),
            conditions=tuple(self._chance.some_of(_CONDITIONS, self._chance.between(1, 2))),
            keep_from=protects.home if protects and protects.home is not detention.arrest.person.home else None,
            protects=protects,
        )
        detention.bails.append(bail)
        return bail

    def _lie(self, person: Person, day: date) -> Person | None:
        """Whose name somebody gives, if not the right one."""
        return None if person.scripted or not self._chance.happens(6) else self._alike(person, day)

    def _alike(self, person: Person, day: date) -> Person | None:
        """A brother or sister, or else a friend, who could be taken for the person."""
        others = (
            [*person.siblings(), self._careers.associate(self._chance, person)]
            if person in self._careers
            else person.siblings()
        )
        fitting = [
            other for other in others
            if other is not person and other.sex == person.sex and not other.scripted
            and abs(other.age(day) - person.age(day)) <= 10 and other.age(day) >= 10
        ]  # fmt: skip
        return fitting[0] if fitting else None

    def _correct(self, detention: Detention) -> None:
        """Fingerprints tell who it was: the source puts its record right."""
        arrest = detention.arrest
        arrest.given_as, arrest.corrected, arrest.party.taken_for = None, self._course.now, None
        self._course.tell(detention, arrest.crime)

    # ---------------------------------------------------------------- booking in

    def _book_in(self, arrest: Arrest, cell: str) -> Detention:
        chance = self._chance
        suite = next(suite for suite in self._force.suites if suite.code == arrest.asn[4:6])
        arrived = arrest.when + chance.minutes(20, 110)
        officer = chance.one_of(self._force.officers)
        needs_adult = arrest.person.age(arrest.when.date()) < 18
        detention = Detention(
            number=self._custody_number(suite.code, arrest.when.year),
            arrest=arrest,
            suite=suite,
            cell=cell,
            arrived=arrived,
            authorised=arrived + chance.minutes(2, 25),
            officer=officer,
            risk=tuple(self._answer(question, arrest.person) for question in QUESTIONS),
            solicitor=chance.one_of(self._force.solicitors) if chance.happens(60) else None,
            adult=next(iter(arrest.person.parents[::-1]), None) if needs_adult else None,
        )
        arrest.party.solicitor = detention.solicitor
        self._held[arrest.person] = arrived + timedelta(hours=24)
        self._course.at(arrived, lambda: self._received(detention))
        return detention

    def _received(self, detention: Detention) -> None:
        now, officer = self._course.now, detention.officer
        detention.steps.append(Step(now, "ARRIVED", officer))
        detention.steps.append(Step(detention.authorised, "AUTHORISED", officer, "TO SECURE AND PRESERVE EVIDENCE"))
        detention.steps.append(Step(detention.authorised + timedelta(minutes=5), "CELL", officer, detention.cell))
        detention.belongings = self._searched(detention)
        self._course.tell(detention)
        self._course.after(self._chance.minutes(345, 375), lambda: self._review(detention))

    def _review(self, detention: Detention) -> None:
        if detention.released is None:
            inspector = self._chance.one_of(self._force.officers)
            detention.steps.append(Step(self._course.now, "REVIEW", inspector, "FURTHER DETENTION AUTHORISED"))
            self._course.tell(detention)

    def _searched(self, detention: Detention) -> list[Belonging]:
        now, officer, person = self._course.now, detention.officer, detention.arrest.person
        found = [
            Belonging(self._next("PR"), category, words, None, "", "", [Move(now, "BOOKED IN", officer)])
            for category, words in self._chance.some_of(_POCKETS, self._chance.between(1, 4))
        ]
        phone = person.phone if self._chance.happens(50) else ""
        if phone:
            moves = [Move(now, "BOOKED IN", officer)]
            moves += [Move(now, "SEIZED", officer)] if self._chance.happens(30) else []
            words = "MOBILE TELEPHONE, SCREEN CRACKED"
            found.append(Belonging(self._next("PR"), "MOBILE PHONE", words, None, phone, "", moves))
        for thing in detention.arrest.crime.things:
            if thing.status == "STOLEN" and self._chance.happens(15):
                thing.status = "RECOVERED"
                moves = [Move(now, "SEIZED", officer)]
                words = thing.description
                found.append(Belonging(self._next("PR"), thing.category, words, thing, thing.phone, thing.imei, moves))
                self._course.tell(detention.arrest.crime)
        return found

    def _answer(self, question: str, person: Person) -> Answer:
        percent = _OFTEN.get(question, 15)
        if question == "PREGNANT":
            percent = 3 if person.sex == "F" else 0
        if self._chance.happens(4):
            return Answer(question, self._chance.one_of(("REFUSED", "NOT KNOWN")), "")
        yes = self._chance.happens(percent)
        words = self._chance.one_of(_WORDS[question]) if yes and question in _WORDS else ""
        return Answer(question, "YES" if yes else "NO", words)

    def _custody_number(self, suite: str, year: int) -> str:
        count = self._counts[suite, year] = self._counts.get((suite, year), 0) + 1
        return f"{suite}/{count:06}/{year % 100:02}"

    def _next(self, prefix: str) -> str:
        self._ids += 1
        return f"{prefix}{self._ids:07}"
