"""How ICIS writes a custody record: what was done with a detainee, line by line; and where detainees are held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from pole.simulator.lines import Line
from pole.simulator.systems.books import Act
from pole.simulator.systems.custody_records import CustodyFile, Written, looks_of
from pole.simulator.systems.spelling import in_letters
from pole.simulator.world.course import on_the_clock
from pole.simulator.world.custody import QUESTIONS
from pole.simulator.world.places import Place
from pole.simulator.world.police import Suite, unit_of
from pole.simulator.world.proceedings import Bail, Belonging

ENCODING = "windows-1252"
ACTS = {Act.INSERT: "A", Act.UPDATE: "C", Act.DELETE: "E", Act.DISPOSE: "W"}
_DISPOSALS = {
    "": ("", ""), "CHARGED": ("CHG", "CHARGED"), "BAILED": ("BAI", "BAILED"), "RUI": ("RUI", "RELEASED UNDER INVESTIGATION"),
    "NFA": ("NFA", "NO FURTHER ACTION"), "CAUTION": ("CAU", "ADULT CAUTION"),
}  # fmt: skip
_ANSWERS = {"YES": "Y", "NO": "N", "NOT KNOWN": "D", "REFUSED": "R"}
_CONDITIONS = {"NOT": "NOC", "RESIDE": "RES", "CURFEW": "CUR"}
_NATIONS = {
    "polish": "POLISH", "romanian": "ROMANIAN", "irish": "IRISH", "chinese": "CHINESE", "arab-kurdish": "IRAQI",
    "african": "NIGERIAN",
}  # fmt: skip


def day_of(day: date | None) -> str:
    """`02112026`; blank for none."""
    return f"{day.day:02}{day.month:02}{day.year}" if day else ""


def minute_of(moment: datetime | None) -> str:
    """`02112026 1405`; blank for none."""
    if moment is None:
        return ""
    moment = on_the_clock(moment)
    return f"{day_of(moment)} {moment.hour:02}{moment.minute:02}"


def touched(moment: datetime) -> str:
    """`02112026 140500`."""
    return f"{minute_of(moment)}00"


def run_line(run: int, at: datetime) -> Line:
    """The header of an extract."""
    return Line("run", (), {"SYSTEM": "ICIS", "RUN_NO": f"{run:05}", "RUN_AT": touched(at)}, {})


def suite_lines(suite: Suite) -> Iterator[Line]:
    """A custody suite, and its cells."""
    values = {
        "SUITE_CODE": suite.code,
        "SUITE_NAME": suite.name,
        "ST_NO": suite.place.number,
        "STREET": suite.place.street.upper(),
        "TOWN": suite.place.town.upper(),
        "PCODE": suite.place.postcode,
        "OPENED": day_of(suite.opened),
    }
    yield Line("suite", (suite.code,), values, {"suite": suite.id, "building": suite.place.id})
    for cell in suite.cells:
        values = {"CELL_NO": cell, "CELL_TYPE": "MALE" if cell[0] == "M" else "FEMALE", "OPENED": day_of(suite.opened)}
        yield Line("cell", (suite.code, cell), values, {"suite": suite.id, "cell": f"{suite.code}/{cell}"})


def custody_lines(file: CustodyFile, act: Act, saved: datetime) -> Iterator[Line]:
    """A custody record with all its lines."""
    yield _custody(file, act, saved)
    yield from _names(file)
    yield _arrest(file)
    yield from _offences(file)
    for bail in file.detention.bails:
        yield from _bail(file, bail)
    yield from _stay(file)
    yield from _answers(file)
    for belonging in file.detention.belongings:
        yield from _property(file, belonging)
    for other in file.others:
        truth = {"custody": file.detention.number, "other": other}
        yield Line("co-detained", (file.detention.number, other), {"CO_CUST_NO": other}, truth)
    yield from _professionals(file)


def _truth(file: CustodyFile, **more: str) -> dict[str, str]:
    """The record, and who truly was in the cell, whatever the record says."""
    return {"custody": file.detention.number, "detainee": file.detention.arrest.person.id, **more}


# -------------------------------------------------------------------- the record


def _custody(file: CustodyFile, act: Act, saved: datetime) -> Line:
    detention, detainee = file.detention, file.detainee
    arrest, person, looks = detention.arrest, detainee.person, looks_of(detention.arrest.person)
    values = {
        "ACT": ACTS[act],
        "TOUCHED": touched(saved),
        "CUST_NO": detention.number,
        "STATION": unit_of(detention.suite.place),
        "SUITE_CODE": detention.suite.code,
        "ARRIVED": minute_of(detention.arrived),
        "AUTHORISED": minute_of(detention.authorised),
        "RELEASED": minute_of(detention.released),
        "RELEASE_REASON": _DISPOSALS[detention.result][1],
        "GROUNDS": arrest.grounds,
        "PERSON_NO": detainee.number,
        "IDENT": "N" if arrest.given_as else "L",
        "TITLE": person.title,
        "SURNAME": detainee.name.surname.upper(),
        "FORENAME1": detainee.name.given.upper(),
        "FORENAME2": detainee.name.middle.upper(),
        "DOB": day_of(detainee.born),
        "BIRTH_PLACE": person.stays[0].place.town.upper(),
        "SEX": person.sex,
        "ETH_SELF": person.origin.self_defined,
        "ETH_OBS": arrest.person.origin.observed,
        "NATIONALITY": _NATIONS.get(person.origin.name, "BRITISH"),
        "LANGUAGE": person.origin.language,
        "INTERPRETER": "N",
        "OCCUPATION": person.occupation,
        "PNC_ID": person.pnc,
        "CRO_NO": person.cro,
        "HEIGHT": looks.height,
        "BUILD": looks.build,
        "HAIR": looks.hair,
        "EYES": looks.eyes,
        "MARKS": looks.marks,
        "NFA": "" if detainee.home else "Y",
        "PHONE": detainee.phone,
        "OFFICER": detention.officer.collar,
        "OFFICER_NAME": in_letters(detention.officer.name, ENCODING),
        **(_address(detainee.home) if detainee.home else {}),
    }
    truth = _truth(
        file,
        suite=detention.suite.id,
        home=detainee.home.id if detainee.home else "",
        phone=detainee.phone,
        officer=detention.officer.id,
    )
    return Line("custody", (detention.number,), values, truth)


def _address(place: Place) -> dict[str, str]:
    return {
        "FLAT": place.flat,
        "ADDR_NO": place.number,
        "STREET": place.street.upper(),
        "LOCALITY": place.locality.upper(),
        "TOWN": place.town.upper(),
        "PCODE": place.postcode,
    }


def _names(file: CustodyFile) -> Iterator[Line]:
    """What the person is called and was called, street name, and the particulars that were given falsely."""
    person, found = file.detainee.person, list[dict[str, str]]()
    if person.called and person.called != file.detainee.name.given:
        found.append({"NAME_TYPE": "A", **_upper(person.called, person.name.surname)})
    if person.names[-1].why == "DEED POLL":
        before = person.names[-2].name
        found.append({"NAME_TYPE": "P", **_upper(f"{before.given} {before.middle}".strip(), before.surname)})
    if person.street_name:
        found.append({"NAME_TYPE": "K", "FORENAMES": person.street_name.upper()})
    if person.maiden:
        found.append({"NAME_TYPE": "M", "SURNAME": in_letters(person.maiden, ENCODING).upper()})
    if file.falsely is not None:
        found.append(_false(file.falsely))
    for seq, values in enumerate(found, 1):
        number = file.detention.number
        yield Line(
            "name", (number, str(seq)), {"SEQ": str(seq), **values}, {"detainee": file.detention.arrest.person.id}
        )


def _upper(forenames: str, surname: str) -> dict[str, str]:
    return {
        "SURNAME": in_letters(surname, ENCODING).upper(),
        "FORENAMES": in_letters(forenames, ENCODING).upper(),
    }


def _false(given: Written) -> dict[str, str]:
    return {
        "NAME_TYPE": "F",
        "SURNAME": given.name.surname.upper(),
        "FORENAMES": f"{given.name.given} {given.name.middle}".strip().upper(),
        "DOB": day_of(given.born),
        "FOUND_BY": "LIVESCAN",
    }


def _arrest(file: CustodyFile) -> Line:
    arrest = file.detention.arrest
    place, crime = arrest.place, arrest.crime
    values = {
        "SEQ": "1",
        "ARREST_NO": arrest.id,
        "ARRESTED_AT": minute_of(arrest.when),
        "ASN": arrest.asn,
        "ADDR_NO": "" if arrest.outdoors else place.number,
        "STREET": place.street.upper(),
        "TOWN": place.town.upper(),
        "PCODE": "" if arrest.outdoors else place.postcode,
        "PLACE": "IN STREET" if arrest.outdoors else "",
        "OFFICER": arrest.officer.collar,
        "OFFICER_NAME": in_letters(arrest.officer.name, ENCODING),
        "REASON": arrest.grounds,
        "CRIME_NO": crime.number,
        "LOG_REF": crime.call.reference if crime.call else "",
    }
    where = {"place": f"near {arrest.id}"} if arrest.outdoors else {"address": _building(place)}
    truth = _truth(
        file, arrest=arrest.id, crime=crime.number, log=values["LOG_REF"], officer=arrest.officer.id, **where
    )
    return Line("arrest", (file.detention.number, "1"), values, truth)


def _building(place: Place) -> str:
    """An arrest names no flat, so that its address is the building's."""
    return f"{place.number} {place.street}, {place.postcode}" if place.flat else place.id


def _offences(file: CustodyFile) -> Iterator[Line]:
    """One for each charge; before there is one, for the crime."""
    arrest, crime = file.detention.arrest, file.detention.arrest.crime
    code, words = _DISPOSALS[file.detention.result]
    charged = [(charge.id, charge.wording) for charge in file.charges] if code == "CHG" else []
    for seq, (reference, wording) in enumerate(charged or [("", crime.offence.text)], 1):
        values = {
            "SEQ": str(seq),
            "CHARGE_REF": reference,
            "CJS_CODE": crime.offence.charge,
            "WORDING": wording,
            "OFF_FROM": minute_of(crime.occurred),
            "OFF_TO": minute_of(crime.until),
            "CRIME_NO": crime.number,
            "DISP": code,
            "DISP_AT": minute_of(file.disposed) if code else "",
            "DISP_TEXT": words,
            "DISP_BY": file.detention.officer.collar if code else "",
            "ASN": arrest.asn,
        }
        truth = _truth(file, charge=reference, crime=crime.number)
        truth["disposal"] = f"{file.detention.number}/{seq}" if code == "CAU" else ""
        yield Line("offence", (file.detention.number, str(seq)), values, truth)


# -------------------------------------------------------------------- bail, cell, risk


def _bail(file: CustodyFile, bail: Bail) -> Iterator[Line]:
    court = bail.sort == "COURT"
    values = {
        "BAIL_NO": bail.id,
        "BAIL_TYPE": f"{bail.sort} BAIL",
        "FROM_AT": minute_of(bail.begins),
        "RETURN_AT": minute_of(bail.returns),
        "RETURN_TO": "MARLSFORD MAGISTRATES' COURT" if court else file.detention.suite.name,
        "STATUS": "ANS" if bail.ended else "CUR",
    }
    yield Line("bail", (bail.id,), values, _truth(file, bail=bail.id))
    sorts = [(_CONDITIONS[words.split()[0]], words) for words in bail.conditions]
    wanted = [(sort, words, file.detainee.home if sort == "RES" else None) for sort, words in sorts]
    if bail.keep_from is not None:
        wanted.append(("EXC", "NOT TO GO WITHIN 100 METRES OF", bail.keep_from))
    for seq, (sort, words, place) in enumerate(wanted, 1):
        values = {"SEQ": str(seq), "CON_TYPE": sort, "TEXT": words, **(_address(place) if place else {})}
        truth = {"bail": bail.id, "detainee": file.detention.arrest.person.id, "place": place.id if place else ""}
        yield Line("condition", (bail.id, str(seq)), values, truth)


def _stay(file: CustodyFile) -> Iterator[Line]:
    detention = file.detention
    values = {
        "SEQ": "1",
        "SUITE_CODE": detention.suite.code,
        "CELL_NO": detention.cell,
        "FROM_AT": minute_of(detention.authorised + timedelta(minutes=5)),
        "TO_AT": minute_of(detention.released),
    }
    truth = {"custody": detention.number, "cell": f"{detention.suite.code}/{detention.cell}"}
    yield Line("placement", (detention.number, "1"), values, truth)


def _answers(file: CustodyFile) -> Iterator[Line]:
    """Answers on arrival, and warning signals of whoever the record takes it to be."""
    detention = file.detention
    for seq, answer in enumerate(detention.risk, 1):
        values = {
            "SEQ": str(seq),
            "ASKED_AT": minute_of(detention.authorised),
            "QUESTION": f"Q{QUESTIONS.index(answer.question) + 1:02}",
            "ANSWER": _ANSWERS[answer.said],
            "DETAIL": answer.words,
            "ASKED_BY": detention.officer.collar,
        }
        truth = _truth(file, assessment=detention.number)
        truth["asked-by"] = detention.officer.id
        yield Line("risk", (detention.number, str(seq)), values, truth)
    day = detention.arrived.date()
    for seq, signal in enumerate(file.detainee.person.warnings, 1):
        review = day.replace(year=day.year + 1, day=min(day.day, 28))
        values = {"SEQ": str(seq), "SIGNAL": signal, "FROM_DATE": day_of(day), "REVIEW_DATE": day_of(review)}
        yield Line("warning", (detention.number, str(seq)), values, {"detainee": detention.arrest.person.id})


# -------------------------------------------------------------------- property, people


def item_of(belonging: Belonging) -> str:
    """Id of the thing that a belonging is."""
    return belonging.thing.id if belonging.thing else belonging.id


def _property(file: CustodyFile, belonging: Belonging) -> Iterator[Line]:
    item, seized = item_of(belonging), any(move.what == "SEIZED" for move in belonging.moves)
    values = {
        "PROP_NO": belonging.id,
        "CATEGORY": belonging.category,
        "DESCRIPTION": belonging.description,
        "SERIAL_NO": belonging.thing.serial if belonging.thing else "",
        "QTY": "" if belonging.category == "MOBILE PHONE" else "1",
        "HOW": "S" if seized else "F",
        "SEAL_NO": f"MP{belonging.id[2:]}" if seized else "",
        "TAKEN_AT": minute_of(belonging.moves[0].when),
    }
    yield Line("property", (belonging.id,), values, _truth(file, item=item))
    store = f"{file.detention.suite.code} PROPERTY STORE"
    for seq, move in enumerate(belonging.moves[1:], 1):
        to = {"RETURNED": "", "SEIZED": store, "TO EXHIBITS STORE": "CENTRAL EXHIBITS STORE"}[move.what]
        values = {
            "SEQ": str(seq),
            "MOVED_AT": minute_of(move.when),
            "FROM_LOC": store,
            "TO_LOC": to,
            "MOVED_BY": move.officer.collar,
            "REASON": move.what,
        }
        truth = {"item": item, "movement": f"{belonging.id}/{seq}", "from-place": store, "to-place": to}
        truth["moved-by"] = move.officer.id
        yield Line("movement", (belonging.id, str(seq)), values, truth)


def _professionals(file: CustodyFile) -> Iterator[Line]:
    detention, found = file.detention, list[tuple[dict[str, str], dict[str, str]]]()
    if detention.solicitor is not None:
        values = {"ROLE": "SOL", "NAME": "DUTY SOLICITOR", "FIRM": detention.solicitor.name}
        found.append((values, {"other": f"{detention.solicitor.id} duty", "firm": detention.solicitor.id}))
    if detention.adult is not None:
        name = in_letters(str(detention.adult.name), ENCODING).upper()
        found.append(({"ROLE": "APA", "NAME": name}, {"other": detention.adult.id}))
    for step in detention.steps:
        if step.what == "REVIEW":
            name = in_letters(step.officer.name, ENCODING)
            values = {"ROLE": "REV", "COLLAR": step.officer.collar, "NAME": name, "FROM_AT": minute_of(step.when)}
            found.append((values, {"officer": step.officer.id}))
    for seq, (values, truth) in enumerate(found, 1):
        key = (detention.number, str(seq))
        yield Line("professional", key, {"SEQ": str(seq), **values}, {"custody": detention.number, **truth})
