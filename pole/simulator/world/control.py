"""The control room: it takes calls, sends crews, notes what it hears, and closes logs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pole.simulator.chance import Weighted
from pole.simulator.world.calls import Call, Note, Unit
from pole.simulator.world.crimes import OUTDOORS, Crime
from pole.simulator.world.ground import Ground
from pole.simulator.world.people import Person
from pole.simulator.world.places import Place
from pole.simulator.world.police import UNITS, Officer

_WAITS = {"1": 4, "2": 15, "3": 60, "4": 240}
"""Minutes within which somebody is sent, by grade."""
_HOW = Weighted({"999": 45, "101": 35, "ONLINE": 12, "RADIO": 8}.items())
_SIGNS = {unit: f"{unit.split()[-1][0]}{unit[0]}" for unit in UNITS}


@dataclass(frozen=True, slots=True)
class Sort:
    """What a call may be about when there is no crime in it."""

    code: str
    grade: str
    said: str
    found: str
    closing: str
    at_home: bool


_SORTS: Weighted[Sort] = Weighted(
    [
        (Sort("ASB NUISANCE", "3", "YOUTHS GATHERED, LOUD AND THROWING STONES", "GROUP DISPERSED, NO OFFENCES", "ASB", False), 24),
        (Sort("NOISE", "4", "LOUD MUSIC FROM NEIGHBOUR", "ADVICE GIVEN, MUSIC TURNED DOWN", "ASB", True), 12),
        (Sort("CONCERN FOR SAFETY", "2", "HAS NOT SEEN NEIGHBOUR FOR TWO DAYS", "OCCUPANT SAFE AND WELL", "CONCERN", True), 18),
        (Sort("SUSPICIOUS PERSON", "2", "MALE TRYING CAR DOOR HANDLES", "AREA SEARCHED, NO TRACE", "SUSPICIOUS", False), 14),
        (Sort("ROAD COLLISION", "2", "TWO CARS COLLIDED, NO INJURIES", "DETAILS EXCHANGED", "RTC DAMAGE", False), 12),
        (Sort("ABANDONED CALL", "2", "LINE OPEN, NOBODY SPEAKS", "CALLED BACK, CHILD PLAYING WITH PHONE", "NO TRACE", True), 8),
        (Sort("ALARM", "2", "INTRUDER ALARM SOUNDING", "PREMISES SECURE", "ALARM FALSE", True), 6),
        (Sort("MISSING", "2", "TEENAGER NOT HOME SINCE SCHOOL", "RETURNED, SAFE AND WELL", "MISSING FOUND", True), 6),
    ]
)  # fmt: skip
_OPENED_AS = {
    "violence": ("VIOLENCE", "1"),
    "domestic": ("DOMESTIC", "1"),
    "burglary": ("BURGLARY", "2"),
    "robbery": ("ROBBERY", "1"),
    "car-theft": ("VEHICLE CRIME", "3"),
    "shop": ("SHOPLIFTING", "3"),
    "damage": ("DAMAGE", "3"),
    "hate": ("HATE INCIDENT", "2"),
    "drugs": ("DRUGS", "3"),
}


class Control:
    """Logs, numbered anew each day."""

    def __init__(self, ground: Ground) -> None:
        self._chance, self._course = ground.chance("calls"), ground.course
        self._population, self._phones, self._force = ground.population, ground.phones, ground.force
        self._today = date.min
        self._number = 0

    def crime_reported(self, crime: Crime) -> Call:
        """A log of somebody who reports what turns out to be a crime; it closes when the crime is recorded."""
        code, grade = _OPENED_AS[crime.offence.story]
        party = next((party for party in crime.parties if party.role == "REPT"), None) or crime.victim()
        call = self._open(code, grade, crime.scene, crime.scene_type, party.person if party else None)
        victim = crime.victim()
        call.body = victim.body if victim else None
        call.domestic, call.flags, call.crime_number = crime.domestic, crime.flags, crime.number
        if crime.domestic:
            call.about = tuple(party.person for party in crime.suspects() if party.person)
        where = "IN THE STREET" if crime.scene_type in OUTDOORS else f"AT {crime.scene_type}"
        self._run(call, f"REPORTS {crime.offence.text} {where}", crime.summary.split("\n")[0], code, "CRIMED")
        if crime.scene_type in OUTDOORS and self._chance.happens(12):
            self._course.after(self._chance.minutes(1, 9), lambda: self._repeated(call))
        return call

    def domestic(self, place: Place, caller: Person, about: tuple[Person, ...]) -> Call:
        """A log of a quarrel at home in which there is no crime."""
        call = self._open("DOMESTIC", "1", place, place.kind, caller)
        call.about, call.domestic = about, True
        self._run(call, "VERBAL ARGUMENT, CAN BE HEARD OVER THE LINE", "VERBAL ONLY, PARTIES SEPARATED", "DOMESTIC", "")
        return call

    def other(self) -> Call:
        """A log of something that is no crime."""
        sort = self._chance.draw(_SORTS)
        caller = self._population.anybody(self._chance, self._course.now.date(), 14)
        near = caller if sort.at_home else self._population.anybody(self._chance, self._course.now.date(), 18)
        place_type = near.home.kind if sort.at_home else self._chance.one_of(OUTDOORS)
        call = self._open(sort.code, sort.grade, near.home, place_type, caller)
        self._run(call, sort.said, sort.found, sort.closing, "")
        return call

    def _repeated(self, call: Call) -> None:
        """Somebody else calls about the same; that log is closed at once."""
        caller = self._population.anybody(self._chance, self._course.now.date(), 14)
        other = self._open(call.code, call.grade, call.place, call.place_type, caller)
        other.repeats = call
        self._note(other, other.handler, f"SAME AS LOG {call.reference}")
        self._close(other, "DUPLICATE", call.code, "DUPLICATE")

    def _open(self, code: str, grade: str, place: Place, place_type: str, caller: Person | None) -> Call:
        now, chance = self._course.now, self._chance
        if now.date() != self._today:
            self._today, self._number = now.date(), 0
        self._number += 1
        how = chance.draw(_HOW) if caller else "RADIO"
        caller = None if how == "RADIO" else caller
        phone = self._phones.of(caller, self._today) if caller and how != "ONLINE" and chance.happens(80) else ""
        return Call(
            reference=f"{self._number:04}-{now.day:02}{now.month:02}{now.year}",
            received=now,
            how=how,
            code=code,
            grade=grade,
            place=place,
            place_type=place_type,
            caller=caller,
            phone=phone,
            handler=chance.one_of(self._force.handlers),
            anonymous=caller is not None and not caller.scripted and chance.happens(12),
        )

    # ---------------------------------------------------------------- what becomes of it

    def _run(self, call: Call, said: str, found: str, code: str, result: str) -> None:
        """The log from opening to closure, most of it still to come."""
        chance, course = self._chance, self._course
        who = "ANONYMOUS CALLER" if call.anonymous else "OFFICER" if call.how == "RADIO" else "CALLER"
        self._note(call, call.handler, f"{who} {said}")
        course.tell(call)
        wait = _WAITS[call.grade]
        if call.grade == "4" or chance.happens(12):
            course.after(
                chance.minutes(30, 600), lambda: self._close(call, "RESOLVED WITHOUT DEPLOYMENT", code, result)
            )
            return
        sent, on_the_way, there = chance.minutes(1, wait), chance.minutes(3, 2 * wait + 6), chance.minutes(10, 150)

        def close() -> None:
            self._close(call, found, code, result)

        def arrive() -> None:
            self._arrive(call, found)
            course.after(there, close)

        def send() -> None:
            self._send(call)
            course.after(on_the_way, arrive)

        course.after(sent, send)

    def _send(self, call: Call) -> None:
        now, chance = self._course.now, self._chance
        for _ in range(2 if call.grade == "1" and chance.happens(60) else 1):
            officer = chance.one_of(self._force.officers)
            second = chance.one_of(self._force.officers) if chance.happens(45) else None
            sign = f"{_SIGNS[officer.unit]}{chance.between(10, 69)}"
            call.units.append(Unit(sign, officer, None if second is officer else second, now))
            self._note(call, call.handler, f"{sign} ASSIGNED")
        self._course.tell(call)

    def _arrive(self, call: Call, found: str) -> None:
        now = self._course.now
        for unit in call.units:
            unit.on_the_way, unit.arrived = unit.sent + (now - unit.sent) // 4, now
        first = call.units[0]
        self._note(call, first.officer, "AT SCENE", first.call_sign)
        if self._chance.happens(60):
            self._note(call, first.officer, f"UPDATE: {found}", first.call_sign)
        self._course.tell(call)

    def _close(self, call: Call, found: str, code: str, result: str) -> None:
        now = self._course.now
        for unit in call.units:
            unit.cleared = now
        call.closed, call.closing_code, call.result = now, code, result or "NO FURTHER ACTION"
        self._note(call, None if result == "DUPLICATE" else call.handler, f"CLOSED: {found}")
        self._course.tell(call)

    def _note(self, call: Call, author: Officer | None, text: str, terminal: str = "") -> None:
        desk = terminal or (f"CR{author.collar[-2:]}" if author else "CR00")
        call.notes.append(Note(self._course.now, author, desk, text))
