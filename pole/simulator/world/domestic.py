"""Abuse between partners: the same couples again and again, what is asked of the victim each time, and who is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pole.simulator.chance import Weighted
from pole.simulator.world.calls import Call
from pole.simulator.world.control import Control
from pole.simulator.world.crimes import Crime
from pole.simulator.world.ground import Ground
from pole.simulator.world.offences import DOMESTIC, HARASSMENT, Offence
from pole.simulator.world.people import Person
from pole.simulator.world.places import Place
from pole.simulator.world.police import Officer
from pole.simulator.world.population import Population
from pole.simulator.world.stories import Stories

INDICATORS = (
    "INJURY", "FRIGHTENED", "AFRAID OF FURTHER INJURY", "ISOLATED", "DEPRESSED OR SUICIDAL", "SEPARATED",
    "CONFLICT OVER CHILDREN", "STALKING", "PREGNANT OR NEW BABY", "OTHER CHILDREN", "HURT CHILDREN",
    "THREATENED CHILDREN", "MORE OFTEN", "WORSE", "CONTROLS OR JEALOUS", "WEAPONS", "THREATENED TO KILL",
    "STRANGLED", "SEXUAL", "OTHER PERSON AFRAID", "HURT OTHERS", "HURT ANIMALS", "MONEY", "DRUGS ALCOHOL MENTAL HEALTH",
    "THREATENED SUICIDE", "BROKE BAIL OR ORDER", "POLICE RECORD",
)  # fmt: skip
"""The questions, in the order in which they are asked."""
_GRAVE = ("THREATENED TO KILL", "STRANGLED", "WEAPONS", "WORSE")


@dataclass(slots=True, eq=False)
class Couple:
    """Two who are or were partners, one of whom abuses the other."""

    id: str
    abuser: Person
    victim: Person
    severity: int
    """Of a hundred: how likely a question is answered yes. It grows."""
    said: dict[str, str]
    """What the victim answered before: what happened once is not unsaid."""
    times: int = 0
    last_call: Call | None = None
    last_form: Assessment | None = None


@dataclass(slots=True, eq=False)
class Assessment:
    """One form, filled in after one incident."""

    number: str
    when: datetime
    couple: Couple
    relationship: str
    place: Place
    children: tuple[Person, ...]
    answers: dict[str, str]
    """Indicator to YES, NO, NOT KNOWN; one that was not asked is missing."""
    graded: str
    """By the number of yeses: STANDARD, MEDIUM, HIGH."""
    level: str
    """As decided, perhaps by an officer's judgement: STANDARD, MEDIUM, HIGH, VERY HIGH."""
    override: str
    """Why it was decided otherwise."""
    assessor: Officer
    call: Call | None
    crime: Crime | None
    words: str
    reviewed: datetime | None = None
    reviewer: Officer | None = None
    conference: tuple[str, date] | None = None
    """Reference and day of the meeting of agencies on it."""
    closed: date | None = None
    """When another form took its place, or the risk had gone."""


class Domestic:
    """The couples of the force area, and what happens between them."""

    def __init__(self, ground: Ground, stories: Stories, control: Control, day: date) -> None:
        self._chance, self._course = ground.chance("domestic"), ground.course
        self._force = ground.force
        self._stories = stories
        self._control = control
        self._forms = 0
        self._couples = 0
        couples = self._living_together(ground.population) + self._parted(ground.population, day)
        self._weighted = Weighted((couple, self._chance.one_of((1, 1, 2, 4, 8))) for couple in couples)

    def couple(self, abuser: Person, victim: Person, severity: int) -> Couple:
        """Two whose story somebody tells."""
        self._couples += 1
        return Couple(f"Q{self._couples:05}", abuser, victim, severity, {})

    def any_couple(self) -> Couple:
        """One of them; the worst most often."""
        return self._chance.draw(self._weighted)

    def crime(self, couple: Couple) -> Crime:
        """Violence or harassment, reported now."""
        offence: Offence = HARASSMENT if self._chance.happens(30) else DOMESTIC
        return self._stories.at_home(offence, couple.abuser, couple.victim)

    def quarrel(self, couple: Couple) -> Call:
        """A call without any crime."""
        return self._control.domestic(couple.victim.home, couple.victim, (couple.abuser,))

    def assess(self, couple: Couple, call: Call | None, crime: Crime | None) -> Assessment:
        """Ask the victim, and grade the risk; it grows from one time to the next."""
        chance, now = self._chance, self._course.now
        couple.times += 1
        couple.severity = min(70, couple.severity + chance.between(0, 6))
        answers = self._answers(couple)
        graded, level, override = self._graded(couple, answers)
        self._forms += 1
        day = now.date()
        children = tuple(c for c in couple.victim.children if 0 <= c.age(day) < 18 and c.home is couple.victim.home)
        form = Assessment(
            number=f"DA/{now.year}/{self._forms:06}",
            when=now,
            couple=couple,
            relationship=self._relationship(couple),
            place=crime.scene if crime else call.place if call else couple.victim.home,
            children=children,
            answers=answers,
            graded=graded,
            level=level,
            override=override,
            assessor=chance.one_of(self._force.officers),
            call=call,
            crime=crime,
            words=f"{'FIRST' if couple.times == 1 else 'FURTHER'} INCIDENT, {couple.times} REPORTED IN ALL.",
        )
        self._course.tell(form)
        if couple.last_form is not None:
            self._close(couple.last_form)
        couple.last_form = form
        if not couple.victim.scripted:
            self._course.after(chance.days(150, 300), lambda: self._close(form))
        if level in ("HIGH", "VERY HIGH") or chance.happens(20):
            self._course.after(chance.days(1, 5), lambda: self._review(form))
        return form

    # ---------------------------------------------------------------- the form

    def _answers(self, couple: Couple) -> dict[str, str]:
        chance, said = self._chance, couple.said
        for indicator in INDICATORS:
            if said.get(indicator) == "YES":
                continue
            yes = chance.happens(couple.severity)
            said[indicator] = "YES" if yes else "NOT KNOWN" if chance.happens(8) else "NO"
        children = any(child.home is couple.victim.home for child in couple.victim.children)
        asked = [one for one in INDICATORS if children or "CHILDREN" not in one]
        return {one: said[one] for one in asked if not chance.happens(3)}

    def _graded(self, couple: Couple, answers: dict[str, str]) -> tuple[str, str, str]:
        """By the number of yeses, as decided, and why it was decided otherwise."""
        yeses = sum(answer == "YES" for answer in answers.values())
        graded = "HIGH" if yeses >= 14 else "MEDIUM" if yeses >= 7 else "STANDARD"
        if yeses >= 18 and couple.times >= 3:
            return graded, "VERY HIGH", "ESCALATION"
        grave = [one for one in _GRAVE if answers.get(one) == "YES"]
        if graded == "MEDIUM" and len(grave) >= 3:
            return graded, "HIGH", "PROFESSIONAL JUDGEMENT"
        return graded, graded, ""

    def _review(self, form: Assessment) -> None:
        """A specialist looks at it again."""
        form.reviewed, form.reviewer = self._course.now, self._chance.one_of(self._force.officers)
        if form.level == "HIGH" and self._chance.happens(15):
            form.level, form.override = "MEDIUM", "REVIEWED BY SPECIALIST"
        elif form.level in ("HIGH", "VERY HIGH") and self._chance.happens(70):
            day = self._course.now.date() + timedelta(days=self._chance.between(6, 20))
            form.conference = f"M/{day.year % 100:02}/{int(form.number[-6:]):04}", day
        self._course.tell(form)

    def _close(self, form: Assessment) -> None:
        if form.closed is None:
            form.closed = self._course.now.date()
            self._course.tell(form)

    def _relationship(self, couple: Couple) -> str:
        if couple.abuser.partner is not couple.victim:
            return "EX-PARTNER"
        same = couple.abuser.name.surname[:4] == couple.victim.name.surname[:4]
        return "SPOUSE" if same else "PARTNER"

    # ---------------------------------------------------------------- who they are

    def _living_together(self, population: Population) -> list[Couple]:
        men = [one for one in population.people if one.partner and one.sex == "M" and not one.scripted]
        found: list[Couple] = []
        for man in self._chance.some_of(men, max(3, len(men) // 12)):
            assert man.partner is not None
            abuser, victim = (man, man.partner) if self._chance.happens(85) else (man.partner, man)
            found.append(self.couple(abuser, victim, self._chance.between(5, 45)))
        return found

    def _parted(self, population: Population, day: date) -> list[Couple]:
        """Parents who live apart."""
        mothers = [
            one for one in population.people
            if one.sex == "F" and one.partner is None and not one.scripted and one.children and one.children[0].age(day) < 18
        ]  # fmt: skip
        return [
            self.couple(mother.children[0].parents[0], mother, self._chance.between(10, 50))
            for mother in self._chance.some_of(mothers, max(2, len(mothers) // 12))
        ]
