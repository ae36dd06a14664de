"""How the crime system writes a crime: one header and its person, property, vehicle and MO lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime

from pole.simulator.lines import Line, columns, oracle_day, oracle_moment, spaced
from pole.simulator.systems.books import Act
from pole.simulator.systems.crime_records import CrimeRecord, Entry, nominal_of
from pole.simulator.systems.nominals import Nominal
from pole.simulator.systems.spelling import in_letters
from pole.simulator.world.crimes import OUTDOORS, CarUsed, Crime, Description, Party, Thing
from pole.simulator.world.offences import Standing
from pole.simulator.world.people import Person
from pole.simulator.world.places import Place

ENCODING = "windows-1252"

COLUMNS: dict[str, tuple[str, ...]] = {
    "header": columns(
        """ACTION CRIME_NO LOG_REF LAST_UPD REPORTED RECORDED OCC_FROM OCC_TO CLASS_CODE CLASS_TEXT CLASS_FROM
        PREV1_CODE PREV1_TEXT PREV1_FROM PREV1_TO PREV2_CODE PREV2_TEXT PREV2_FROM PREV2_TO OUTCOME_TYPE
        OUTCOME_TEXT OUTCOME_DATE STATUS DA_FLAG HATE_RACE HATE_RELIGION HATE_SEXUAL_ORIENT HATE_DISABILITY
        HATE_TRANSGENDER FLAGS SUMMARY UNIT OIC_COLLAR OIC_RANK OIC_NAME SCENE_FLAT SCENE_NO SCENE_NAME
        SCENE_STREET SCENE_LOCALITY SCENE_TOWN SCENE_PCODE SCENE_EAST SCENE_NORTH SCENE_BEAT SCENE_TYPE"""
    ),
    "person": columns(
        """ACTION CRIME_NO SEQ LAST_UPD ROLE STANDING DISPOSAL PERSON_TYPE NOMINAL_NO TITLE FORENAME1 FORENAME2
        SURNAME MAIDEN_NAME ALIAS1 ALIAS2 NICKNAME DOB SEX ETH_SELF ETH_OBS RELIGION PERC_RELIGION
        PERC_ETHNICITY OCCUPATION VULNERABILITY WARNINGS WARN_FROM WARN_REVIEW WARN_TEXT PNC_ID CRO_NO
        ORG_NAME PHONE EMAIL NFA ADDR_FLAT ADDR_NO ADDR_STREET ADDR_LOCALITY ADDR_TOWN ADDR_PCODE ADDR_ROLE
        ADDR_FROM ADDR_TO REL_TO_SUSPECT INJURY AGE_AT_EVENT DESC_BY DESC_AGE DESC_HEIGHT DESC_BUILD
        DESC_HAIR DESC_CLOTHING DESC_ACCENT"""
    ),
    "property": columns(
        """ACTION CRIME_NO ITEM_NO LAST_UPD STATUS CATEGORY DESCRIPTION MAKE MODEL COLOUR SERIAL_NO IMEI
        PHONE_NO ITEM_VALUE CURRENCY OWNER_NOMINAL"""
    ),
    "vehicle": columns(
        """ACTION CRIME_NO VEH_NO LAST_UPD INVOLVEMENT VRM VIN MAKE MODEL COLOUR YEAR_MADE KEEPER_NOMINAL
        DRIVER_NOMINAL SEEN_AT"""
    ),
    "mo": columns("ACTION CRIME_NO LINE_NO LAST_UPD MO_CATEGORY MO_TEXT"),
    "merge": columns("ACTION FROM_NOMINAL TO_NOMINAL LAST_UPD"),
}

_STRANDS = ("RACE", "RELIGION", "SEXUAL_ORIENT", "DISABILITY", "TRANSGENDER")
_BEARING = (Standing.CONVICTED, Standing.OUT_OF_COURT)
"""Standings with which the system calls somebody an offender."""
_DESCRIBED = {
    "by": "DESC_BY", "age": "DESC_AGE", "height": "DESC_HEIGHT", "build": "DESC_BUILD", "hair": "DESC_HAIR",
    "clothing": "DESC_CLOTHING", "accent": "DESC_ACCENT", "nickname": "NICKNAME",
}  # fmt: skip
_WARNING_WORDS = {
    "VI": "VIOLENT TO PARTNERS",
    "WE": "CARRIES KNIVES",
    "AS": "HAS KICKED OFFICERS",
    "SH": "CUTS SELF IN CUSTODY",
}


def crime_lines(record: CrimeRecord, act: Act, saved: datetime) -> Iterator[Line]:
    """All lines of a crime."""
    crime = record.crime
    head = {"ACTION": act.value, "CRIME_NO": crime.number, "LAST_UPD": oracle_moment(saved)}
    yield _header(crime, head)
    for seq, (party, entry) in enumerate(zip(crime.parties, record.entries, strict=True), 1):
        yield _person(crime, seq, party, entry, head)
    for number, thing in enumerate(crime.things, 1):
        yield _property(record, number, thing, head)
    for number, (car, numbers) in enumerate(zip(crime.cars, record.keepers, strict=True), 1):
        yield _vehicle(crime, number, car, numbers, head)
    for number, (category, text) in enumerate(crime.methods, 1):
        values = {**head, "LINE_NO": str(number), "MO_CATEGORY": category, "MO_TEXT": text}
        yield Line("mo", (crime.number, str(number)), values, {"crime": crime.number})


def merge_line(older: Nominal, present: Nominal, when: datetime) -> Line:
    """Nominal `older` is now `present`."""
    values = {
        "ACTION": "M", "FROM_NOMINAL": older.number, "TO_NOMINAL": present.number, "LAST_UPD": oracle_moment(when),
    }  # fmt: skip
    return Line("merge", (older.number, present.number), values, {"merged": older.person.id})


def _header(crime: Crime, head: dict[str, str]) -> Line:
    scene = crime.scene
    nowhere = crime.scene_type in OUTDOORS
    values = {
        **head,
        "LOG_REF": crime.call.reference if crime.call else "",
        "REPORTED": oracle_moment(crime.reported),
        "RECORDED": oracle_moment(crime.recorded),
        "OCC_FROM": oracle_moment(crime.occurred),
        "OCC_TO": oracle_moment(crime.until),
        "CLASS_CODE": crime.offence.code,
        "CLASS_TEXT": crime.offence.text,
        "CLASS_FROM": oracle_day(crime.classed),
        "STATUS": "FILED" if crime.outcome else "OPEN",
        "DA_FLAG": "Y" if crime.domestic else "N",
        **{f"HATE_{strand}": "Y" if strand in crime.strands else "N" for strand in _STRANDS},
        "FLAGS": ";".join(crime.flags),
        "SUMMARY": in_letters(crime.summary, ENCODING),
        "UNIT": crime.officer.unit,
        "OIC_COLLAR": crime.officer.collar,
        "OIC_RANK": crime.officer.rank,
        "OIC_NAME": in_letters(crime.officer.name, ENCODING),
        "SCENE_FLAT": "" if nowhere else scene.flat,
        "SCENE_NO": "" if nowhere else scene.number,
        "SCENE_NAME": "" if nowhere else scene.name,
        "SCENE_STREET": scene.street.upper(),
        "SCENE_LOCALITY": scene.locality.upper(),
        "SCENE_TOWN": scene.town.upper(),
        "SCENE_PCODE": scene.postcode,
        "SCENE_EAST": str(scene.easting),
        "SCENE_NORTH": str(scene.northing),
        "SCENE_BEAT": scene.beat,
        "SCENE_TYPE": crime.scene_type,
    }
    for number, (offence, first, last) in enumerate(crime.earlier, 1):
        values[f"PREV{number}_CODE"], values[f"PREV{number}_TEXT"] = offence.code, offence.text
        values[f"PREV{number}_FROM"], values[f"PREV{number}_TO"] = oracle_day(first), oracle_day(last)
    if crime.outcome:
        values["OUTCOME_TYPE"], values["OUTCOME_TEXT"], day = crime.outcome
        values["OUTCOME_DATE"] = oracle_day(day)
    truth = {
        "crime": crime.number,
        "log": values["LOG_REF"],
        "scene": f"near {crime.number}" if nowhere else scene.id,
        "scene-postcode": scene.postcode,
        "beat": scene.beat,
        "officer": crime.officer.id,
    }
    return Line("header", (crime.number,), values, truth)


def _person(crime: Crime, seq: int, party: Party, entry: Entry | None, head: dict[str, str]) -> Line:
    role = "OFFR" if party.role == "SUSP" and party.standing in _BEARING else party.role
    values = {
        **head,
        "SEQ": str(seq),
        "ROLE": role,
        "STANDING": party.standing or "",
        "DISPOSAL": party.disposal,
        "PERSON_TYPE": "O" if party.body else "P",
        "REL_TO_SUSPECT": party.relationship,
        "INJURY": party.injury,
        "PERC_RELIGION": party.perceived_religion,
        "PERC_ETHNICITY": party.perceived_ethnicity,
    }
    truth = {"crime": crime.number}
    if party.body is not None:
        values.update(
            {"NOMINAL_NO": f"O{party.body.id[1:]}", "ORG_NAME": party.body.name, **_address(party.body.place)}
        )
        truth.update({"person": party.body.id, **_place(party.body.place)})
    elif entry is not None:
        values.update(_identity(crime, party, entry))
        truth.update({"person": party.person.id if party.person else "", "phone": entry.phone, "email": entry.email})
        truth.update(_place(entry.home) if entry.home else {})
    elif party.person is not None:
        values.update(_looks(party.person, party.description))
        truth["unidentified"] = party.person.id
    return Line("person", (crime.number, str(seq)), values, truth)


def _looks(person: Person, description: Description | None) -> dict[str, str]:
    values = {"SEX": person.sex, "ETH_OBS": person.origin.observed}
    if description is not None:
        values.update({_DESCRIBED[part.name]: getattr(description, part.name) for part in fields(description)})
    return values


def _identity(crime: Crime, party: Party, entry: Entry) -> dict[str, str]:
    person = entry.believed
    suspect = party.role == "SUSP"
    values = {
        "NOMINAL_NO": entry.nominal,
        "TITLE": person.title,
        "FORENAME1": entry.name.given.upper(),
        "FORENAME2": entry.name.middle.upper(),
        "SURNAME": entry.name.surname.upper(),
        "MAIDEN_NAME": entry.maiden.upper(),
        "ALIAS1": str(entry.alias).upper() if entry.alias else "",
        "NICKNAME": person.street_name.upper() if suspect else "",
        "DOB": oracle_day(entry.born),
        "SEX": person.sex,
        "ETH_SELF": person.origin.self_defined,
        "ETH_OBS": person.origin.observed if suspect else "",
        "RELIGION": entry.religion,
        "OCCUPATION": person.occupation,
        "VULNERABILITY": person.vulnerability if party.role in ("VICT", "WITN") else "",
        "PNC_ID": person.pnc if suspect else "",
        "CRO_NO": person.cro if suspect else "",
        "PHONE": spaced(entry.phone),
        "EMAIL": entry.email,
        "NFA": "" if entry.home else "Y",
        "AGE_AT_EVENT": str(person.age(crime.reported.date())),
    }
    if person.warnings and suspect:
        values["WARNINGS"] = ";".join(person.warnings)
        values["WARN_FROM"] = oracle_day(entry.warned)
        values["WARN_REVIEW"] = oracle_day(
            entry.warned.replace(year=entry.warned.year + 1, day=min(entry.warned.day, 28))
        )
        values["WARN_TEXT"] = _WARNING_WORDS.get(person.warnings[0], "")
    if entry.home is not None:
        values.update(_address(entry.home))
        values.update({"ADDR_ROLE": entry.home_role, "ADDR_FROM": oracle_day(entry.home_since)})
    return values


def _address(place: Place) -> dict[str, str]:
    return {
        "ADDR_FLAT": place.flat,
        "ADDR_NO": place.number,
        "ADDR_STREET": place.street.upper(),
        "ADDR_LOCALITY": place.locality.upper(),
        "ADDR_TOWN": place.town.upper(),
        "ADDR_PCODE": place.postcode,
    }


def _place(place: Place) -> dict[str, str]:
    return {"home": place.id, "home-postcode": place.postcode}


def _property(record: CrimeRecord, number: int, thing: Thing, head: dict[str, str]) -> Line:
    owner = nominal_of(record, thing.owner)
    values = {
        **head,
        "ITEM_NO": str(number),
        "STATUS": thing.status,
        "CATEGORY": thing.category,
        "DESCRIPTION": thing.description,
        "MAKE": thing.make,
        "MODEL": thing.model,
        "COLOUR": thing.colour,
        "SERIAL_NO": thing.serial,
        "IMEI": thing.imei,
        "PHONE_NO": thing.phone,
        "ITEM_VALUE": str(thing.value),
        "CURRENCY": "GBP",
        "OWNER_NOMINAL": owner,
    }
    truth = {
        "crime": record.crime.number,
        "item": thing.id,
        "number": thing.phone,
        "owner": thing.owner.person.id if owner and thing.owner and thing.owner.person else "",
    }
    return Line("property", (record.crime.number, str(number)), values, truth)


def _vehicle(crime: Crime, number: int, car: CarUsed, numbers: tuple[str, str], head: dict[str, str]) -> Line:
    vehicle, (keeper, driver) = car.vehicle, numbers
    values = {
        **head,
        "VEH_NO": str(number),
        "INVOLVEMENT": car.involvement,
        "VRM": vehicle.plate,
        "VIN": vehicle.vin if vehicle.clone_of is None else "",
        "MAKE": vehicle.make,
        "MODEL": vehicle.model,
        "COLOUR": vehicle.colour,
        "YEAR_MADE": str(vehicle.year),
        "KEEPER_NOMINAL": keeper,
        "DRIVER_NOMINAL": driver,
        "SEEN_AT": oracle_moment(crime.occurred),
    }
    truth = {
        "crime": crime.number,
        "vehicle": vehicle.id,
        "keeper": car.keeper.id if car.keeper else "",
        "driver": car.driver.id if car.driver else "",
    }
    return Line("vehicle", (crime.number, str(number)), values, truth)
