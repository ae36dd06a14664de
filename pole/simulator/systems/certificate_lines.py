"""How the licensing system writes a certificate: the certificate with its holder, decisions, referees, stores and weapons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from pole.simulator.lines import Line, spaced
from pole.simulator.systems.books import Act
from pole.simulator.systems.log_lines import stamp
from pole.simulator.systems.spelling import in_letters
from pole.simulator.world.firearms import Certificate, Decision, Referee, Store, Weapon
from pole.simulator.world.numbers import FORCE
from pole.simulator.world.people import Name
from pole.simulator.world.places import Place

ENCODING = "windows-1252"
_ACTS = {Act.INSERT: "N", Act.UPDATE: "A", Act.DELETE: "E", Act.DISPOSE: "W"}
_KINDS = {
    "APPLIED": "APP", "GRANTED": "GRA", "RENEWED": "REN", "VARIED": "VAR", "REFUSED": "REF", "REVOKED": "REV",
    "EXPIRED": "EXD",
}  # fmt: skip
_STATES = {"APPLIED": "AP", "REFUSED": "RF", "REVOKED": "RV", "EXPIRED": "EX"}
_CABINETS = ("BRATTONSOUND 4 GUN CABINET, LANDING", "STEEL CABINET IN STUDY, ALARMED", "CABINET UNDER STAIRS")


@dataclass(frozen=True, slots=True, eq=False)
class File:
    """A certificate's file, with holder and referees as written down."""

    number: str
    certificate: Certificate
    person: str
    """The holder's number with the licensing system."""
    name: Name
    born: date
    referees: tuple[tuple[Name, date], ...]


def run_line(run: int, at: datetime) -> Line:
    """The header of an extract."""
    values = {"SYSTEM": "CERTS", "FORCE": FORCE, "RUN_NO": f"{run:06}", "RUN_AT": stamp(at)}
    return Line("run", (), values, {})


def file_lines(file: File, act: Act, saved: datetime) -> Iterator[Line]:
    """A certificate and all that stands under it."""
    yield _certificate(file, act, saved)
    for seq, decision in enumerate(file.certificate.decisions, 1):
        yield _decision(file, seq, decision)
    for seq, (referee, written) in enumerate(zip(file.certificate.referees, file.referees, strict=True), 1):
        yield _referee(file, seq, referee, *written)
    for seq, store in enumerate(file.certificate.stores, 1):
        yield _store(file, seq, store)
        for weapon in file.certificate.weapons:
            if store_of(file.certificate, weapon) is store:
                yield _weapon(file, weapon, store)


def store_of(certificate: Certificate, weapon: Weapon) -> Store:
    """Where a weapon is, or was when it was disposed of."""
    if weapon.disposed is None:
        return certificate.stores[-1]
    kept = [store for store in certificate.stores if store.begins <= weapon.disposed]
    return kept[-1] if kept else certificate.stores[0]


def _day(day: date | None) -> str:
    return f"{day.year}{day.month:02}{day.day:02}" if day else "00000000"


def _state(certificate: Certificate) -> str:
    if certificate.status == "CURRENT":
        return "RN" if any(one.what == "RENEWED" for one in certificate.decisions) else "GR"
    return _STATES[certificate.status]


def _certificate(file: File, act: Act, saved: datetime) -> Line:
    certificate, person = file.certificate, file.certificate.holder
    ended = next((one.on for one in certificate.decisions if one.what == "REVOKED"), None)
    values = {
        "ACT": _ACTS[act],
        "UPDATED": stamp(saved),
        "FILE_NO": file.number,
        "CERT_NO": certificate.number if certificate.granted else "",
        "CERT_TYPE": "SGC" if certificate.sort == "SHOTGUN" else "FAC",
        "STATUS": _state(certificate),
        "HOLDER_TYPE": "P",
        "PERSON_NO": file.person,
        "TITLE": person.title,
        "SURNAME": file.name.surname.upper(),
        "FORENAMES": f"{file.name.given} {file.name.middle}".strip().upper(),
        "DOB": _day(file.born),
        "SEX": person.sex,
        "PNC_ID": person.pnc,
        "OCCUPATION": person.occupation,
        "PHONE": spaced(person.phone),
        **_address(person.home),
        "GRANTED": _day(certificate.granted),
        "EXPIRES": _day(certificate.expires),
        "ENDED": _day(ended),
        "REASON": certificate.reason,
    }
    truth = {
        "certificate": file.number,
        "holder": person.id,
        "home": person.home.id,
        "phone": person.phone,
    }
    return Line("certificate", (file.number,), values, truth)


def _address(place: Place) -> dict[str, str]:
    return {
        "FLAT": place.flat,
        "HOUSE_NO": place.number,
        "STREET": place.street,
        "LOCALITY": place.locality,
        "TOWN": place.town,
        "PCODE": place.postcode,
    }


def _decision(file: File, seq: int, decision: Decision) -> Line:
    values = {
        "SEQ": f"{seq:03}",
        "KIND": _KINDS[decision.what],
        "DECIDED": _day(decision.on),
        "OFFICER": decision.by.collar,
        "OFFICER_NAME": in_letters(decision.by.name, ENCODING),
        "WHY": decision.words,
    }
    truth = {
        "certificate": file.number,
        "holder": file.certificate.holder.id,
        "decision": f"{file.number}/{seq:03}",
        "officer": decision.by.id,
    }
    return Line("decision", (file.number, values["SEQ"]), values, truth)


def _referee(file: File, seq: int, referee: Referee, name: Name, born: date) -> Line:
    values = {
        "SEQ": f"{seq:03}",
        "SURNAME": name.surname.upper(),
        "FORENAMES": name.given.upper(),
        "DOB": _day(born),
        "KNOWN_YEARS": str(referee.years),
    }
    truth = {"certificate": file.number, "holder": file.certificate.holder.id, "referee": referee.person.id}
    return Line("referee", (file.number, values["SEQ"]), values, truth)


def _store(file: File, seq: int, store: Store) -> Line:
    values = {
        "SEQ": f"{seq:03}",
        **_address(store.place),
        "FROM_DATE": _day(store.begins),
        "TO_DATE": _day(store.ends),
        "CABINET": _CABINETS[int(file.number[2:]) % len(_CABINETS)],
    }
    truth = {"certificate": file.number, "address": store.place.id, "postcode": store.place.postcode}
    return Line("storage", (file.number, values["SEQ"]), values, truth)


def _weapon(file: File, weapon: Weapon, store: Store) -> Line:
    number = f"WP{weapon.id[1:]}"
    values = {
        "WEAPON_NO": number,
        "SORT": weapon.sort,
        "MAKE": weapon.make,
        "MODEL": weapon.model,
        "CALIBRE": weapon.calibre,
        "SERIAL_NO": weapon.serial,
        "QUANTITY": "1",
        "ACQUIRED": _day(weapon.acquired),
        "DISPOSED": _day(weapon.disposed),
        "DISPOSED_TO": weapon.disposal,
    }
    truth = {
        "certificate": file.number,
        "holder": file.certificate.holder.id,
        "weapon": weapon.id,
        "address": store.place.id,
    }
    return Line("weapon", (number,), values, truth)
