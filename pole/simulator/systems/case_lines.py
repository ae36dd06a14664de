"""How ICIS writes a case: defendants with their pleas, witnesses, exhibits, hearings and results."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pole.simulator.lines import Line
from pole.simulator.systems.books import Act
from pole.simulator.systems.custody_lines import ACTS, ENCODING, day_of, item_of, minute_of, touched
from pole.simulator.systems.custody_records import CaseFile, CustodyFile, Written
from pole.simulator.systems.spelling import in_letters
from pole.simulator.world.police import Officer, unit_of
from pole.simulator.world.proceedings import Charge, Defendant, Hearing, Result

_RESULTS = {"COMMUNITY": "1115", "FINE": "1015", "SUSPENDED": "1115", "IMPRISONMENT": "1002", "": ""}


def case_lines(file: CaseFile, act: Act, saved: datetime) -> Iterator[Line]:
    """A case with all its lines."""
    yield _case(file, act, saved)
    for defendant, held in zip(file.case.defendants, file.defendants, strict=True):
        yield from _defendant(file, defendant, held)
    for number, witness in enumerate(file.witnesses, 1):
        yield _witness(file, number, witness)
    yield from _exhibits(file)
    for place, hearing in enumerate(file.case.hearings):
        yield from _hearing(file, place, hearing)


def _case(file: CaseFile, act: Act, saved: datetime) -> Line:
    case = file.case
    surnames = [held.detainee.name.surname.upper() for held in file.defendants]
    values = {
        "ACT": ACTS[act],
        "TOUCHED": touched(saved),
        "URN": case.urn,
        "TITLE": f"R V {' AND '.join(surnames)}",
        "STATUS": "CLOSED" if case.closed else "OPEN",
        "UNIT": unit_of(case.crime.scene),
        "OIC": case.officer.collar,
        "OIC_NAME": in_letters(case.officer.name, ENCODING),
        "COURT_REF": case.reference,
    }
    return Line("case", (case.urn,), values, {"case": case.urn, "officer": case.officer.id})


def _defendant(file: CaseFile, defendant: Defendant, held: CustodyFile) -> Iterator[Line]:
    urn, number, arrest = file.case.urn, str(defendant.number), defendant.arrest
    values = {
        "DEF_NO": number,
        "PERSON_NO": held.detainee.number,
        "CUST_NO": held.detention.number,
        "ASN": arrest.asn,
        "AGE": str(held.detainee.person.age(arrest.when.date())),
    }
    truth = {"case": urn, "defendant": arrest.person.id, "custody": held.detention.number}
    yield Line("defendant", (urn, number), values, truth)
    for charge in file.case.charges:
        plea = _plea(file.case.results, charge, defendant)
        truth = {"case": urn, "defendant": arrest.person.id, "charge": charge.id}
        yield Line("plea", (urn, number, charge.id), {"CHARGE_REF": charge.id, "PLEA": plea}, truth)


def _plea(results: list[Result], charge: Charge, defendant: Defendant) -> str:
    return next((one.plea for one in results if one.charge is charge and one.defendant is defendant), "")


def _witness(file: CaseFile, number: int, witness: Written | Officer) -> Line:
    urn, key = file.case.urn, str(number)
    if isinstance(witness, Officer):
        forenames, _, surname = in_letters(witness.name, ENCODING).partition(" ")
        values = {"WIT_NO": key, "COLLAR": witness.collar, "SURNAME": surname, "FORENAMES": forenames}
        return Line("witness", (urn, key), values, {"case": urn, "officer": witness.id})
    values = {
        "WIT_NO": key,
        "PERSON_NO": witness.number,
        "SURNAME": witness.name.surname.upper(),
        "FORENAMES": f"{witness.name.given} {witness.name.middle}".strip().upper(),
        "DOB": day_of(witness.born),
        "VULN": witness.person.vulnerability,
    }
    return Line("witness", (urn, key), values, {"case": urn, "witness": witness.person.id})


def _exhibits(file: CaseFile) -> Iterator[Line]:
    """What was seized from the defendants, and a statement."""
    urn, officer = file.case.urn, file.case.officer
    initials = "".join(word[0] for word in in_letters(officer.name, ENCODING).split())
    seized = [
        (one.id, one.description, item_of(one))
        for held in file.defendants
        for one in held.detention.belongings
        if any(move.what == "SEIZED" for move in one.moves)
    ]
    for number, (property_, words, item) in enumerate([*seized, ("", "CCTV ON DISC", "")], 1):
        reference = f"{initials}/{number}"
        values = {"EXH_REF": reference, "DESCRIPTION": words, "PRODUCED_BY": officer.collar, "PROP_NO": property_}
        truth = {"case": urn, "item": item or f"{urn}/{reference}", "produced-by": officer.id}
        yield Line("exhibit", (urn, reference), values, truth)


def _hearing(file: CaseFile, place: int, hearing: Hearing) -> Iterator[Line]:
    case, number = file.case, str(hearing.number)
    following = case.hearings[place + 1].when if place + 1 < len(case.hearings) else None
    values = {
        "HEARING_NO": number,
        "HELD_AT": minute_of(hearing.when),
        "COURT_CODE": hearing.court.code,
        "COURT_NAME": hearing.court.name,
        "HEARING_TYPE": hearing.sort,
        "OUTCOME": hearing.outcome,
        "NEXT_AT": minute_of(following),
    }
    reference = f"{case.urn}/{number}"
    truth = {"case": case.urn, "hearing": reference, "court": hearing.court.id}
    yield Line("hearing", (case.urn, number), values, truth)
    found = [result for result in case.results if result.hearing is hearing]
    for seq, result in enumerate(found, 1):
        yield _result(file, result, number, str(seq))


def _result(file: CaseFile, result: Result, hearing: str, seq: str) -> Line:
    urn, arrest = file.case.urn, result.defendant.arrest
    held = file.defendants[result.defendant.number - 1]
    pleaded = result.verdict == "GUILTY" and result.plea == "GUILTY"
    values = {
        "SEQ": seq,
        "PERSON_NO": held.detainee.number,
        "CHARGE_REF": result.charge.id,
        "VERDICT": "P" if pleaded else {"GUILTY": "G", "NOT GUILTY": "N", "DISCONTINUED": "W"}[result.verdict],
        "VERDICT_TEXT": "PLEADED GUILTY" if pleaded else result.verdict,
        "RESULT_CODE": _RESULTS[result.sentence.partition(" ")[0]],
        "DISPOSAL": result.sentence,
    }
    reference = f"{urn}/{hearing}/{seq}"
    truth = {
        "hearing": f"{urn}/{hearing}",
        "defendant": arrest.person.id,
        "charge": result.charge.id,
        "result": reference,
    }
    return Line("result", (urn, hearing, seq), values, truth)
