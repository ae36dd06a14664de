"""What becomes of those who are suspected: arrest or not, release, charge, court, and how the crime is filed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from pole.simulator.chance import Weighted
from pole.simulator.world.courts import Courts
from pole.simulator.world.crimes import Crime, Party
from pole.simulator.world.custody import Custody
from pole.simulator.world.ground import Ground
from pole.simulator.world.offences import OUTCOMES, RECLASSED, UNSOLVED, Standing
from pole.simulator.world.people import Person
from pole.simulator.world.proceedings import Detention

_AFTER_ARREST = Weighted({"CHARGED": 45, "BAILED": 25, "NFA": 15, "RUI": 8, "CAUTION": 7}.items())
_AFTER_BAIL = Weighted({"CHARGED": 50, "NFA": 40, "CAUTION": 10}.items())
_WAYS = Weighted({"arrest": 36, "nothing": 42, "out of court": 16, "eliminated": 6}.items())


class Fate(NamedTuple):
    """What a planted story says must become of a suspect; nothing more happens by chance."""

    arrested: bool
    result: str = "BAILED"
    verdict: str = ""
    """GUILTY or NOT GUILTY, where the result is CHARGED."""
    gives: Person | None = None
    """Whose name and birth date the arrested person gives for his own."""


class Justice:
    """Investigates recorded crimes, and takes suspects to where they get."""

    def __init__(self, ground: Ground, custody: Custody, courts: Courts) -> None:
        self._chance, self._course = ground.chance("justice"), ground.course
        self._custody = custody
        self._courts = courts

    def investigate(self, crime: Crime, fate: Fate | None = None) -> None:
        """From the moment at which a crime is recorded: plan what becomes of it. A planted story ends with its fate."""
        for party in crime.suspects():
            if party.known:
                party.standing = Standing.SUSPECTED
        if fate is not None:
            self._fulfil(crime, fate)
            return
        for party in crime.suspects():
            self._pursue(crime, party)
        if crime.offence in RECLASSED and self._chance.happens(12):
            self._later(1, 12, lambda: self._reclass(crime))
        self._later(15, 45, lambda: self._file(crime))

    # ---------------------------------------------------------------- one suspect

    def _fulfil(self, crime: Crime, fate: Fate) -> None:
        for party in crime.suspects():
            if fate.arrested and party.known:
                self._course.after(self._chance.minutes(30, 240), partial(self._arrest, crime, party, fate))

    def _pursue(self, crime: Crime, party: Party) -> None:
        if not party.known:
            if self._chance.happens(22):
                self._later(2, 60, lambda: self._identify(crime, party))
            return
        way = "arrest" if crime.domestic and self._chance.happens(25) else self._chance.draw(_WAYS)
        if way == "arrest":
            soon = self._chance.happens(70 if crime.domestic else 35)
            wait = self._chance.minutes(20, 300) if soon else self._chance.days(1, 25)
            self._course.after(wait, lambda: self._arrest(crime, party, None))
        elif way == "eliminated":
            self._later(3, 25, lambda: self._settle(crime, party, Standing.ELIMINATED))
        elif way == "out of court":
            self._later(2, 20, lambda: self._out_of_court(crime, party, "COMMUNITY RESOLUTION"))

    def _identify(self, crime: Crime, party: Party) -> None:
        """The stranger becomes known, and mostly is arrested."""
        party.known, party.standing = True, Standing.SUSPECTED
        self._course.tell(crime)
        if self._chance.happens(80):
            self._later(0, 4, lambda: self._arrest(crime, party, None))

    def _arrest(self, crime: Crime, party: Party, fate: Fate | None) -> None:
        assert party.person is not None
        held = self._custody.held_until(party.person)
        if held is not None:
            self._course.at(held + timedelta(days=1), lambda: self._arrest(crime, party, fate))
            return
        detention = self._custody.arrest(crime, party, fate.gives if fate else None)
        party.standing = Standing.ARRESTED
        self._course.tell(crime)
        result = fate.result if fate else self._chance.draw(_AFTER_ARREST)
        self._course.at(
            detention.authorised + self._chance.minutes(180, 1250),
            lambda: self._release(detention, result, fate),
        )

    # ---------------------------------------------------------------- after arrest

    def _release(self, detention: Detention, result: str, fate: Fate | None) -> None:
        crime, party = detention.arrest.crime, detention.arrest.party
        if result == "CHARGED":
            self._courts.charge(detention, fate.verdict if fate else "")
        elif result == "BAILED":
            days = self._chance.between(25, 80)
            bail = self._custody.bail(detention, "PRE-CHARGE", days)
            if fate is None:
                self._course.at(bail.returns, lambda: self._answer_bail(detention))
        elif result == "RUI":
            self._later(30, 150, lambda: self._answer_bail(detention))
        elif result == "NFA":
            self._settle(crime, party, Standing.NO_ACTION)
        else:
            self._out_of_court(crime, party, "CAUTION")
        self._custody.release(detention, result)

    def _answer_bail(self, detention: Detention) -> None:
        """The enquiry is done: charge, caution or nothing."""
        crime, party = detention.arrest.crime, detention.arrest.party
        result = self._chance.draw(_AFTER_BAIL)
        detention.result = result
        for bail in detention.bails:
            bail.ended = self._course.now
        if result == "CHARGED":
            self._courts.charge(detention, "")
        elif result == "NFA":
            self._settle(crime, party, Standing.NO_ACTION)
        else:
            self._out_of_court(crime, party, "CAUTION")
        self._course.tell(detention)

    def _out_of_court(self, crime: Crime, party: Party, disposal: str) -> None:
        party.disposal = disposal
        self._settle(crime, party, Standing.OUT_OF_COURT)

    def _settle(self, crime: Crime, party: Party, standing: Standing) -> None:
        party.standing = standing
        self._course.tell(crime)

    # ---------------------------------------------------------------- the crime

    def _reclass(self, crime: Crime) -> None:
        if crime.offence in RECLASSED:
            crime.reclass(RECLASSED[crime.offence], self._course.now.date())
            self._course.tell(crime)

    def _file(self, crime: Crime) -> None:
        """File it, or look again later while somebody is under arrest or on bail."""
        standings = [party.standing for party in crime.suspects() if party.standing is not None]
        if Standing.ARRESTED in standings:
            self._later(20, 40, lambda: self._file(crime))
        elif crime.outcome is None:
            first = next(iter(standings), None)
            sort, words = OUTCOMES.get(first, OUTCOMES[Standing.SUSPECTED]) if first else UNSOLVED
            crime.outcome = (sort, words, self._course.now.date())
            self._course.tell(crime)

    def _later(self, low: int, high: int, happen: Callable[[], object]) -> None:
        self._course.after(self._chance.days(low, high), happen)
