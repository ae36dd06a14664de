"""What becomes known of a crime after it was recorded: a name, a step of the process, another class, an end."""

from __future__ import annotations

from datetime import date, timedelta

from pole.simulator.chance import Chance
from pole.simulator.crimes import Crime
from pole.simulator.offences import OUTCOMES, RECLASSED
from pole.simulator.recording import Recorder

_NEXT = {
    "SUS": ("ARR", "ELM", "NFA"),
    "ARR": ("CHG", "CHG", "NFA", "OOC"),
    "CHG": ("CON", "CON", "ACQ"),
}
"""Where the process may go from a standing; from others nowhere."""


def develop(crime: Crime, day: date, recorder: Recorder, chance: Chance) -> None:
    """One thing becomes known on a day."""
    suspects = crime.suspects()
    strangers = [part for part in suspects if not part.nominal]
    known = [part for part in suspects if part.nominal]
    if strangers and chance.happens(50):
        recorder.identify(strangers[0], day)
    elif crime.offence in RECLASSED and not crime.earlier and chance.happens(40):
        crime.reclass(RECLASSED[crime.offence], day)
    else:
        if known and known[0].standing in _NEXT:
            recorder.put_standing(known[0], chance.one_of(_NEXT[known[0].standing]))
        _close(crime, day)
    crime.touch(chance.moment(day, 0, 21))


def settle(crime: Crime, today: date, chance: Chance) -> None:
    """What a crime of some age has come to by today; one of late is still open."""
    day = crime.reported.date()
    closed, reclassed = (day + timedelta(days=chance.between(1, most)) for most in (40, 10))
    if reclassed <= today and crime.offence in RECLASSED and chance.happens(12):
        crime.reclass(RECLASSED[crime.offence], reclassed)
        crime.touch(chance.moment(reclassed, 8, 18))
    if closed <= today and chance.happens(70):
        _close(crime, closed)
        crime.touch(chance.moment(closed, 8, 18))


def _close(crime: Crime, day: date) -> None:
    standings = [part.standing for part in crime.suspects() if part.nominal] or [""]
    crime.outcome = (*OUTCOMES.get(standings[0], OUTCOMES["SUS"]), day)
