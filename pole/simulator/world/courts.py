"""Charge and court: cases, hearings, results."""

from __future__ import annotations

from datetime import datetime, timedelta

from pole.simulator.chance import Weighted
from pole.simulator.world.crimes import Crime
from pole.simulator.world.custody import Custody
from pole.simulator.world.ground import Ground
from pole.simulator.world.offences import Standing
from pole.simulator.world.proceedings import Arrest, Case, Charge, Defendant, Detention, Hearing, Result

_GRAVE = ("robbery", "burglary")
_SENTENCES = ("COMMUNITY ORDER 12 MONTHS", "FINE 250 POUNDS", "SUSPENDED SENTENCE 6 MONTHS", "IMPRISONMENT 12 WEEKS")
_VERDICTS = Weighted({"GUILTY": 82, "NOT GUILTY": 12, "DISCONTINUED": 6}.items())
_STANDINGS = {
    "GUILTY": Standing.CONVICTED, "NOT GUILTY": Standing.ACQUITTED, "DISCONTINUED": Standing.NO_ACTION,
}  # fmt: skip
_ORDER = tuple(_STANDINGS)
"""The worst first: it is how far the process got with somebody."""


class Courts:
    """Opens cases and hears them."""

    def __init__(self, ground: Ground, custody: Custody) -> None:
        self._chance, self._course = ground.chance("courts"), ground.course
        self._numbers, self._force = ground.numbers, ground.force
        self._custody = custody
        self._open: dict[Crime, Case] = {}
        self._count = 0

    def charge(self, detention: Detention, verdict: str) -> None:
        """Charge a detainee with the crime. Whoever is charged with it later joins the same case while it is open.

        `verdict` is what a planted story says; empty where chance decides.
        """
        arrest, now = detention.arrest, self._course.now
        case = self._open.get(arrest.crime)
        begins = case is None
        if case is None:
            case = self._case(arrest)
        defendant = Defendant(arrest, len(case.defendants) + 1)
        case.defendants.append(defendant)
        for charge in case.charges:
            charge.accused.append(defendant)
        arrest.party.standing = Standing.CHARGED
        self._custody.bail(detention, "COURT", self._chance.between(14, 30))
        self._course.tell(case, arrest.crime)
        if begins:
            self._list(case, now + self._chance.days(7, 28), verdict)

    def _case(self, arrest: Arrest) -> Case:
        now, crime = self._course.now, arrest.crime
        case = Case(
            urn=self._numbers.urn(now.year, arrest.asn[4:6]),
            reference=self._numbers.court_reference(now.year, self._force.magistrates.code),
            crime=crime,
            officer=crime.officer,
            opened=now.date(),
        )
        case.charges.append(self._charge(case, crime, now))
        if crime.flags and "KNIFE" in crime.flags and self._chance.happens(40):
            case.charges.append(self._charge(case, crime, now, "POSSESSION OF AN ARTICLE WITH A BLADE"))
        self._open[crime] = case
        return case

    def _charge(self, case: Case, crime: Crime, now: datetime, words: str = "") -> Charge:
        number = len(case.charges) + 1
        day = crime.occurred
        when = f"ON {day.day:02}/{day.month:02}/{day.year} AT {crime.scene.town.upper()}"
        wording = f"{when}: {words or crime.offence.text}"
        return Charge(self._next("CG"), number, crime.offence, crime, now, wording)

    # ---------------------------------------------------------------- hearings

    def _list(self, case: Case, when: datetime, verdict: str) -> None:
        """A hearing is fixed for a day."""
        grave = case.crime.offence.story in _GRAVE and case.hearings
        court = self._force.crown if grave else self._force.magistrates
        number = len(case.hearings) + 1
        sort = "FIRST HEARING" if number == 1 else "TRIAL" if number == 2 else "SENTENCE"
        at = when.replace(hour=10, minute=0)
        while at.weekday() >= 5:
            at += timedelta(days=1)
        hearing = Hearing(self._next("HG"), number, court, at, sort)
        case.hearings.append(hearing)
        self._course.at(at + self._chance.minutes(15, 300), lambda: self._hear(case, hearing, verdict))

    def _hear(self, case: Case, hearing: Hearing, verdict: str) -> None:
        last = bool(verdict) or hearing.number >= 3 or self._chance.happens(45)
        hearing.outcome = "CONCLUDED" if last else "ADJOURNED"
        if last:
            self._conclude(case, hearing, verdict)
        else:
            self._list(case, self._course.now + self._chance.days(21, 70), "")
        self._course.tell(case, case.crime)

    def _conclude(self, case: Case, hearing: Hearing, verdict: str) -> None:
        for defendant in case.defendants:
            found = [self._result(charge, defendant, hearing, verdict) for charge in case.charges]
            case.results += found
            party, worst = defendant.arrest.party, min(found, key=lambda result: _ORDER.index(result.verdict))
            party.standing, party.disposal = _STANDINGS[worst.verdict], worst.sentence
        case.closed = self._course.now
        self._open.pop(case.crime, None)

    def _result(self, charge: Charge, defendant: Defendant, hearing: Hearing, verdict: str) -> Result:
        found = verdict or self._chance.draw(_VERDICTS)
        guilty = found == "GUILTY"
        plea = "GUILTY" if guilty and self._chance.happens(70) else "NOT GUILTY"
        sentence = self._chance.one_of(_SENTENCES) if guilty else ""
        return Result(charge, defendant, hearing, plea, found, sentence)

    def _next(self, prefix: str) -> str:
        self._count += 1
        return f"{prefix}{self._count:06}"
