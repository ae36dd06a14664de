"""Intelligence: what is said of offenders, gangs, addresses, cars and telephones, and how far it is to be believed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from pole.simulator.chance import Weighted
from pole.simulator.world.careers import Gang
from pole.simulator.world.ground import Ground
from pole.simulator.world.numbers import FORCE
from pole.simulator.world.people import Person, Vehicle
from pole.simulator.world.places import Place
from pole.simulator.world.police import Officer

NEW, OLD = "3x5x2", "5x5x5"
_NEW_GRADES = date(2017, 1, 1)
"""The first day on which reports were graded by the new scheme."""
_SOURCES = Weighted({"1": 30, "2": 55, "3": 15}.items())
_ASSESSMENTS = Weighted({"A": 12, "B": 25, "C": 30, "D": 28, "E": 5}.items())
_OLD_SOURCES = Weighted({"A": 6, "B": 40, "C": 24, "D": 8, "E": 22}.items())
_OLD_INFORMATION = Weighted({"1": 8, "2": 24, "3": 20, "4": 43, "5": 5}.items())


class Grade(NamedTuple):
    """How the source and what it says are judged, and who may have it."""

    source: str
    assessment: str
    handling: str
    action: str = ""
    """A1 to A3, where sharing has conditions."""
    sanitisation: str = ""
    """S1 or S2, likewise."""


_PLAIN = Grade("2", "B", "P")
"""Of what is told of people in a planted story."""


class Evaluation(NamedTuple):
    """A grade that was given, by whom and when."""

    grade: Grade
    by: Officer
    when: datetime


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """One person, gang, place, car or telephone in an item, under a letter that the words of the item use."""

    letter: str
    role: str
    """SUBJECT or MENTIONED."""
    person: Person | None = None
    gang: Gang | None = None
    place: Place | None = None
    vehicle: Vehicle | None = None
    phone: str = ""

    @property
    def scripted(self) -> bool:
        """Belongs to a planted story."""
        return self.person is not None and self.person.scripted


class Tie(NamedTuple):
    """What an item says that two of its subjects have to do with one another."""

    one: Subject
    other: Subject
    sort: str
    """ASSOCIATE, MEMBER, LEADER, USES, DRIVES, FREQUENTS, LIVES AT."""


@dataclass(slots=True, eq=False)
class Item:
    """One thing that is said, graded by itself. `{a}` and the like in its words are subjects."""

    number: int
    interest: str
    """What it is of interest for: DRUGS, VIOLENCE and so on."""
    words: str
    sanitised: str
    subjects: tuple[Subject, ...]
    ties: tuple[Tie, ...]
    grades: list[Evaluation]
    """The present one last."""


@dataclass(slots=True, eq=False)
class Report:
    """One report with its items."""

    number: str
    scheme: str
    """3x5x2, or 5x5x5 before 2016."""
    source: str
    """Reference of whoever said it; never a name."""
    submitted: datetime
    submitter: Officer
    evaluator: Officer
    authoriser: Officer
    review: date
    items: list[Item] = field(default_factory=list[Item])


class _Theme(NamedTuple):
    interest: str
    words: str
    sanitised: str
    with_: str
    """What else it is about, letter by letter: p another person, g the gang, l a place, v a car, t a telephone."""
    tie: str


_THEMES = (
    _Theme("DRUGS", "{a} IS SELLING CANNABIS FROM {b}.", "DRUGS ARE SOLD FROM {b}.", "l", "FREQUENTS"),
    _Theme("DRUGS", "{a} USES {b} FOR DEALING.", "{b} IS USED FOR DEALING.", "t", "USES"),
    _Theme("BURGLARY", "{a} AND {b} GO OUT STEALING TOGETHER.", "{a} AND {b} ARE ASSOCIATES.", "p", "ASSOCIATE"),
    _Theme("VEHICLES", "{a} HAS BEEN DRIVING {b} WITHOUT INSURANCE.", "{a} DRIVES {b}.", "v", "DRIVES"),
    _Theme("GANGS", "{a} RUNS WITH {b} AND HOLDS MONEY FOR THEM.", "{a} IS LINKED TO {b}.", "g", "MEMBER"),
    _Theme(
        "WEAPONS", "{a} IS STAYING AT {b} AND KEEPS A KNIFE BY THE DOOR.", "{a} IS STAYING AT {b}.", "l", "LIVES AT"
    ),
    _Theme("DRUGS", "{a} WAS SEEN WITH {b} IN {c} NEAR THE SCHOOL.", "{a} AND {b} USE {c}.", "pv", "ASSOCIATE"),
    _Theme("VIOLENCE", "{a} HITS HIS PARTNER WHEN DRUNK.", "{a} MAY BE VIOLENT AT HOME.", "", ""),
)


class Intelligence:
    """The intelligence unit."""

    def __init__(self, ground: Ground) -> None:
        self._chance, self._course = ground.chance("intelligence"), ground.course
        self._ground, self._careers = ground, ground.careers
        self._count = 0
        self._sources = [f"SR{number * 37 % 9973:05}" for number in range(1, 12 + len(self._careers.offenders) // 8)]
        self._gang_of = {member: gang for gang in self._careers.gangs for member in gang.members}

    def old_report(self, day: date) -> Report:
        """A report of the time of 5x5x5, from the files."""
        return self._report(OLD, self._chance.moment(day, 7, 21), self._old_hand(day))

    def _old_hand(self, day: date) -> Person:
        """An offender who was old enough on a day of long ago; the oldest of some, if none was."""
        some = [self._careers.offender(self._chance) for _ in range(12)]
        return next((person for person in some if person.age(day) >= 15), min(some, key=lambda person: person.born))

    def report(self, subject: Person | None = None, theme: int | None = None) -> Report:
        """A report that is submitted now, of an offender or of somebody who is named."""
        report = self._report(NEW, self._course.now, subject or self._careers.offender(self._chance), theme)
        if self._chance.happens(25) and not report.items[0].subjects[0].scripted:
            self._course.after(self._chance.days(2, 120), lambda: self._grade_again(report))
        return report

    def _report(self, scheme: str, when: datetime, subject: Person, theme: int | None = None) -> Report:
        chance, officers = self._chance, self._ground.force.officers
        self._count += 1
        report = Report(
            number=f"{FORCE}/INT/{when.year % 100:02}/{self._count:06}",
            scheme=scheme,
            source=chance.one_of(self._sources),
            submitted=when,
            submitter=chance.one_of(officers),
            evaluator=chance.one_of(officers),
            authoriser=chance.one_of(officers),
            review=date(when.year + (1 if scheme == NEW else 5), when.month, min(when.day, 28)),
        )
        themes = [theme] if theme is not None else [chance.below(len(_THEMES)) for _ in range(chance.one_of((1, 1, 2)))]
        for number, one in enumerate(themes, 1):
            report.items.append(self._item(number, _THEMES[one], subject, report))
        self._course.tell(report)
        return report

    def _item(self, number: int, theme: _Theme, person: Person, report: Report) -> Item:
        day = report.submitted.date()
        subjects = [Subject("a", "SUBJECT", person=person)]
        for letter, sort in zip("bc", theme.with_, strict=False):
            found = self._other(letter, sort, person, day)
            if found is None:
                theme, subjects = _THEMES[-1], subjects[:1]
                break
            subjects.append(found)
        ties = [Tie(subjects[0], subjects[1], self._tie(theme.tie, subjects[1], person))] if len(subjects) > 1 else []
        ties += [Tie(one, subjects[2], "DRIVES") for one in subjects[:1] if len(subjects) > 2]
        graded = _PLAIN if person.scripted else self._grade(report.scheme)
        grade = Evaluation(graded, report.evaluator, report.submitted)
        return Item(number, theme.interest, theme.words, theme.sanitised, tuple(subjects), tuple(ties), [grade])

    def _tie(self, sort: str, other: Subject, person: Person) -> str:
        leads = other.gang is not None and other.gang.members[0] is person
        return "LEADER" if leads else sort

    def _other(self, letter: str, sort: str, person: Person, day: date) -> Subject | None:
        """What else the item is about; None where there is no such thing."""
        if sort == "p":
            friend = self._careers.associate(self._chance, person) if person in self._careers else person.partner
            return Subject(letter, "MENTIONED", person=friend) if friend and friend is not person else None
        if sort == "g":
            gang = self._gang_of.get(person)
            return Subject(letter, "MENTIONED", gang=gang) if gang else None
        if sort == "v":
            return Subject(letter, "MENTIONED", vehicle=self._ground.garage.of(person, day))
        if sort == "t":
            phone = self._ground.phones.of(person, day)
            return Subject(letter, "MENTIONED", phone=phone) if phone else None
        friend = self._careers.associate(self._chance, person) if person in self._careers else person
        long_ago = day < _NEW_GRADES
        return Subject(letter, "MENTIONED", place=friend.stays[0].place if long_ago else friend.home)

    def _grade(self, scheme: str) -> Grade:
        chance = self._chance
        if scheme == OLD:
            return Grade(chance.draw(_OLD_SOURCES), chance.draw(_OLD_INFORMATION), str(chance.between(1, 5)))
        source, assessment = chance.draw(_SOURCES), chance.draw(_ASSESSMENTS)
        if chance.happens(70):
            return Grade(source, assessment, "P")
        return Grade(source, assessment, "C", f"A{chance.between(1, 3)}", f"S{chance.between(1, 2)}")

    def _grade_again(self, report: Report) -> None:
        """More is known: the item is worth more, or less."""
        item = self._chance.one_of(report.items)
        by = self._chance.one_of(self._ground.force.officers)
        item.grades.append(Evaluation(self._grade(report.scheme), by, self._course.now))
        self._course.tell(report)
