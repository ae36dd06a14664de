"""How command and control writes a log: its head, its timed entries, the units sent, and what it refers to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from pole.simulator.lines import Line, british_day, spaced
from pole.simulator.systems.spelling import in_letters
from pole.simulator.world.calls import Call, Note, Unit
from pole.simulator.world.course import on_the_clock
from pole.simulator.world.crimes import OUTDOORS
from pole.simulator.world.people import Name
from pole.simulator.world.places import Place
from pole.simulator.world.police import unit_of

ENCODING = "windows-1252"
_VIA = {"999": "999", "101": "101", "ONLINE": "WEB", "RADIO": "OFFICER"}
_CODES = {
    "VIOLENCE": "C01", "DOMESTIC": "D01", "BURGLARY": "C11", "ROBBERY": "C12", "VEHICLE CRIME": "C21",
    "SHOPLIFTING": "C31", "DAMAGE": "C41", "HATE INCIDENT": "C51", "DRUGS": "C61", "ASB NUISANCE": "A01", "NOISE": "A02",
    "ASB": "A09", "CONCERN FOR SAFETY": "P01", "CONCERN": "P01", "SUSPICIOUS PERSON": "P11", "SUSPICIOUS": "P11",
    "ROAD COLLISION": "T01", "RTC DAMAGE": "T02", "ABANDONED CALL": "P21", "NO TRACE": "P29", "ALARM": "P31",
    "ALARM FALSE": "P32", "MISSING": "P41", "MISSING FOUND": "P42",
}  # fmt: skip
_PLACES = {"STREET": "STR", "OPEN SPACE": "OPN", "CAR PARK": "CPK", "DWELLING": "DWL", "HOSTEL": "HST"}


@dataclass(frozen=True, slots=True, eq=False)
class Caller:
    """Who called, as the handler typed it."""

    name: Name
    born: date | None
    home: Place | None
    phone: str
    withheld: str
    """What stands in the place of a number that was not seen."""


class Row(NamedTuple):
    """A line, when it came about and when it was last amended."""

    begun: datetime
    amended: datetime
    record: str
    key: tuple[str, ...]
    values: dict[str, str]
    truth: dict[str, str]

    def line(self, act: str = "", when: datetime | None = None) -> Line:
        """As written: new or amended, or with an act of its own at a moment."""
        amended = when or self.amended
        code = act or ("N" if self.begun == self.amended else "A")
        return Line(self.record, self.key, {"ACT": code, "AMENDED": stamp(amended), **self.values}, self.truth)


def log_rows(call: Call, caller: Caller | None) -> Iterator[Row]:
    """All rows of a log."""
    yield _log(call, caller)
    for seq, note in enumerate(call.notes, 1):
        yield _entry(call, seq, note)
    for number, unit in enumerate(call.units, 1):
        yield _unit(call, number, unit)
    yield from _references(call)


def stamp(moment: datetime) -> str:
    """`20261102140500`."""
    moment = on_the_clock(moment)
    return f"{moment.year}{moment.month:02}{moment.day:02}{moment.hour:02}{moment.minute:02}{moment.second:02}"


def _clock(moment: datetime | None) -> str:
    """`02/11/2026 14:05:00`; blank for none."""
    if moment is None:
        return ""
    moment = on_the_clock(moment)
    return f"{british_day(moment)} {moment.hour:02}:{moment.minute:02}:{moment.second:02}"


def _head(call: Call) -> dict[str, str]:
    number, _, day = call.reference.partition("-")
    return {"LOG_NO": number, "LOG_DATE": day}


def _log(call: Call, caller: Caller | None) -> Row:
    scene, nowhere = call.place, call.place_type in OUTDOORS
    values = {
        **_head(call),
        "STATUS": "C" if call.closed else "O",
        "DIVISION": unit_of(scene),
        "BEAT": scene.beat,
        "CALL_AT": _clock(call.received),
        "CALL_VIA": "ALARM" if call.code == "ALARM" else _VIA[call.how],
        "HANDLER": call.handler.collar,
        "HANDLER_NAME": in_letters(call.handler.name, ENCODING),
        "CALLER_ORG": call.body.name if call.body else "",
        "LOC_NAME": "" if nowhere else scene.name,
        "LOC_FLAT": "" if nowhere else scene.flat,
        "LOC_NO": "" if nowhere else scene.number,
        "LOC_STREET": scene.street.upper(),
        "LOC_LOCALITY": scene.locality.upper(),
        "LOC_TOWN": scene.town.upper(),
        "LOC_PCODE": scene.postcode,
        "LOC_TYPE": _PLACES.get(call.place_type, "COM"),
        "LOC_EAST": str(scene.easting),
        "LOC_NORTH": str(scene.northing),
        "GRADE": call.grade,
        "OPEN_CODE": _CODES[call.code],
        "OPEN_TEXT": call.code,
        "CLOSE_CODE1": _CODES[call.closing_code] if call.closing_code else "",
        "CLOSE_TEXT": call.closing_code,
        "CLOSED_AT": _clock(call.closed),
        "DA_FLAG": "Y" if call.domestic else "N",
        "QUALIFIERS": "/".join(call.flags),
        "HEADLINE": in_letters(call.notes[0].text, ENCODING),
        **_caller(caller),
    }
    truth = {
        "log": call.reference,
        "caller": call.caller.id if call.caller and caller and any(caller.name) else "",
        "calling-body": call.body.id if call.body else "",
        "phone": caller.phone if caller else "",
        "callers-home": caller.home.id if caller and caller.home else "",
        "scene": f"near {call.reference}" if nowhere else scene.id,
        "scene-postcode": scene.postcode,
        "beat": scene.beat,
        "handler": call.handler.id,
    }
    return Row(call.received, call.notes[-1].when, "log", (call.reference,), values, truth)


def _caller(caller: Caller | None) -> dict[str, str]:
    if caller is None:
        return {}
    values = {
        "CALLER_FORENAMES": caller.name.given.upper(),
        "CALLER_SURNAME": caller.name.surname.upper(),
        "CALLER_DOB": british_day(caller.born),
        "CALLER_TEL": spaced(caller.phone) or caller.withheld,
    }
    if caller.home is not None:
        values.update(
            {
                "CALLER_FLAT": caller.home.flat,
                "CALLER_NO": caller.home.number,
                "CALLER_STREET": caller.home.street.upper(),
                "CALLER_LOCALITY": caller.home.locality.upper(),
                "CALLER_TOWN": caller.home.town.upper(),
                "CALLER_PCODE": caller.home.postcode,
            }
        )
    return values


def _entry(call: Call, seq: int, note: Note) -> Row:
    values = {
        **_head(call),
        "SEQ": str(seq),
        "ENTERED_AT": _clock(note.when),
        "OPERATOR": note.author.collar if note.author else "SYSTEM",
        "TERMINAL": note.terminal,
        "TEXT": in_letters(note.text, ENCODING),
    }
    truth = {"log": call.reference, "operator": note.author.id if note.author else ""}
    number, day = values["LOG_NO"], values["LOG_DATE"]
    return Row(note.when, note.when, "entry", (number, day, str(seq)), values, truth)


def _unit(call: Call, number: int, unit: Unit) -> Row:
    second = unit.second
    values = {
        **_head(call),
        "ASSIGN_NO": str(number),
        "CALLSIGN": unit.call_sign,
        "UNIT_TYPE": "RESPONSE CAR",
        "COLLAR1": unit.officer.collar,
        "NAME1": in_letters(unit.officer.name, ENCODING),
        "COLLAR2": second.collar if second else "",
        "NAME2": in_letters(second.name, ENCODING) if second else "",
        "ASSIGNED_AT": _clock(unit.sent),
        "ENROUTE_AT": _clock(unit.on_the_way),
        "SCENE_AT": _clock(unit.arrived),
        "CLEAR_AT": _clock(unit.cleared),
    }
    truth = {
        "log": call.reference,
        "unit": unit.call_sign,
        "officer": unit.officer.id,
        "second-officer": second.id if second else "",
    }
    amended = unit.cleared or unit.arrived or unit.sent
    key = (values["LOG_NO"], values["LOG_DATE"], str(number))
    return Row(unit.sent, amended, "unit", key, values, truth)


def _references(call: Call) -> Iterator[Row]:
    """The log it repeats, the log of before, and the crime once the log is closed."""
    found: list[tuple[datetime, str, str]] = []
    if call.repeats is not None:
        found.append((call.received, "DUP", call.repeats.reference))
    if call.earlier is not None:
        found.append((call.received, "LOG", call.earlier.reference))
    if call.closed is not None and call.result == "CRIMED":
        found.append((call.closed, "CRM", call.crime_number))
    for number, (when, sort, reference) in enumerate(found, 1):
        values = {**_head(call), "XREF_NO": str(number), "XREF_TYPE": sort, "XREF": reference}
        truth = {"log": call.reference, "crime" if sort == "CRM" else "other-log": reference}
        key = (values["LOG_NO"], values["LOG_DATE"], str(number))
        yield Row(when, when, "cross-reference", key, values, truth)
