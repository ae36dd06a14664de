"""How the crime system writes a crime: one header and its person, property, vehicle and MO lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from pole.simulator.crimes import Car, Crime, Item, Part
from pole.simulator.lines import Line, columns, oracle_day, oracle_moment, spaced
from pole.simulator.people import Person
from pole.simulator.places import Place

SOURCE = "crimes"

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
_NOWHERE = ("STREET", "OPEN SPACE", "CAR PARK")
_WARNING_WORDS = {
    "VI": "VIOLENT TO PARTNERS",
    "WE": "CARRIES KNIVES",
    "AS": "HAS KICKED OFFICERS",
    "SH": "CUTS SELF IN CUSTODY",
}


def crime_lines(crime: Crime, action: str) -> Iterator[Line]:
    """All lines of a crime."""
    yield _header(crime, action)
    for part in crime.parts:
        yield _person(crime, part, action)
    for item in crime.items:
        yield _property(crime, item, action)
    for car in crime.cars:
        yield _vehicle(crime, car, action)
    for number, (category, text) in enumerate(crime.methods, 1):
        values = {**_head(crime, action), "LINE_NO": str(number), "MO_CATEGORY": category, "MO_TEXT": text}
        yield Line("mo", (crime.number, str(number)), values, {"crime": crime.number})


def merge_line(older: str, present: str, whose: str, when: datetime) -> Line:
    """Nominal `older` is now `present`."""
    values = {"ACTION": "M", "FROM_NOMINAL": older, "TO_NOMINAL": present, "LAST_UPD": oracle_moment(when)}
    return Line("merge", (older, present), values, {"merged": whose})


def _head(crime: Crime, action: str) -> dict[str, str]:
    return {"ACTION": action, "CRIME_NO": crime.number, "LAST_UPD": oracle_moment(crime.updated)}


def _header(crime: Crime, action: str) -> Line:
    scene = crime.scene
    nowhere = crime.scene_type in _NOWHERE
    values = {
        **_head(crime, action),
        "LOG_REF": crime.log,
        "REPORTED": oracle_moment(crime.reported),
        "RECORDED": oracle_moment(crime.reported + timedelta(minutes=30)),
        "OCC_FROM": oracle_moment(crime.occurred),
        "OCC_TO": oracle_moment(crime.until),
        "CLASS_CODE": crime.offence.code,
        "CLASS_TEXT": crime.offence.text,
        "CLASS_FROM": oracle_day(crime.classed),
        "STATUS": "FILED" if crime.outcome else "OPEN",
        "DA_FLAG": "Y" if crime.domestic else "N",
        **{f"HATE_{strand}": "Y" if strand in crime.strands else "N" for strand in _STRANDS},
        "FLAGS": ";".join(crime.flags),
        "SUMMARY": crime.summary,
        "UNIT": crime.officer.unit,
        "OIC_COLLAR": crime.officer.collar,
        "OIC_RANK": crime.officer.rank,
        "OIC_NAME": crime.officer.name,
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
        "log": crime.log,
        "scene": "" if nowhere else scene.id,
        "scene-postcode": scene.postcode,
        "beat": scene.beat,
        "officer": crime.officer.id,
    }
    return Line("header", (crime.number,), values, truth)


def _person(crime: Crime, part: Part, action: str) -> Line:
    values = {
        **_head(crime, action),
        "SEQ": str(part.seq),
        "ROLE": part.role,
        "STANDING": part.standing,
        "DISPOSAL": part.disposal,
        "NOMINAL_NO": part.nominal,
        "PERSON_TYPE": "O" if part.organisation else "P",
        "REL_TO_SUSPECT": part.relationship,
        "INJURY": part.injury,
    }
    truth = {"crime": crime.number}
    if part.organisation is not None:
        values["ORG_NAME"] = part.organisation.name
        values.update(_address(part.organisation.place))
        truth["person"] = part.organisation.id
        truth["home"] = part.organisation.place.id
    elif part.person is not None and part.nominal:
        values.update(_identity(crime, part, part.person))
        truth["person"] = part.person.id
        truth.update(_places_and_phones(part))
    elif part.person is not None:
        values.update({"SEX": part.person.sex, "ETH_OBS": part.person.roots.observed, **part.description})
        truth["unidentified"] = part.person.id
    return Line("person", (crime.number, str(part.seq)), values, truth)


def _identity(crime: Crime, part: Part, person: Person) -> dict[str, str]:
    day = crime.reported.date()
    suspect = part.role in ("SUSP", "OFFR")
    values = {
        "TITLE": person.title,
        "FORENAME1": person.given.upper(),
        "FORENAME2": person.middle.upper(),
        "SURNAME": person.surname.upper(),
        "MAIDEN_NAME": person.maiden.upper(),
        "ALIAS1": part.alias.upper(),
        "NICKNAME": person.street_name.upper() if suspect else "",
        "DOB": oracle_day(person.born),
        "SEX": person.sex,
        "ETH_SELF": person.roots.self_defined,
        "ETH_OBS": person.roots.observed if suspect else "",
        "RELIGION": part.religion,
        "PERC_RELIGION": part.perceived_religion,
        "PERC_ETHNICITY": part.perceived_ethnicity,
        "OCCUPATION": person.occupation,
        "VULNERABILITY": person.vulnerability if part.role in ("VICT", "WITN") else "",
        "PNC_ID": person.pnc if suspect else "",
        "CRO_NO": person.cro if suspect else "",
        "PHONE": spaced(part.phone),
        "EMAIL": part.email,
        "NFA": "Y" if part.no_fixed_abode else "",
        "AGE_AT_EVENT": str(person.age(day)),
    }
    if person.warnings and suspect:
        values["WARNINGS"] = ";".join(person.warnings)
        values["WARN_FROM"] = oracle_day(day)
        values["WARN_REVIEW"] = oracle_day(day + timedelta(days=365))
        values["WARN_TEXT"] = _WARNING_WORDS.get(person.warnings[0], "")
    if part.home is not None:
        values.update(_address(part.home))
        values.update({"ADDR_ROLE": part.home_role, "ADDR_FROM": oracle_day(part.home_since)})
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


def _places_and_phones(part: Part) -> dict[str, str]:
    truth: dict[str, str] = {}
    if part.home is not None:
        truth.update({"home": part.home.id, "home-postcode": part.home.postcode})
    if part.phone:
        truth["phone"] = part.phone
    if part.email:
        truth["email"] = part.email
    return truth


def _property(crime: Crime, item: Item, action: str) -> Line:
    owner = item.owner.nominal if item.owner and item.owner.person else ""
    values = {
        **_head(crime, action),
        "ITEM_NO": str(item.number),
        "STATUS": item.status,
        "CATEGORY": item.category,
        "DESCRIPTION": item.description,
        "MAKE": item.make,
        "MODEL": item.model,
        "COLOUR": item.colour,
        "SERIAL_NO": item.serial,
        "IMEI": item.imei,
        "PHONE_NO": item.phone,
        "ITEM_VALUE": str(item.value),
        "CURRENCY": "GBP",
        "OWNER_NOMINAL": owner,
    }
    truth = {
        "crime": crime.number,
        "item": item.id,
        "number": item.phone,
        "owner": item.owner.person.id if owner and item.owner and item.owner.person else "",
    }
    return Line("property", (crime.number, str(item.number)), values, truth)


def _vehicle(crime: Crime, car: Car, action: str) -> Line:
    vehicle = car.vehicle
    values = {
        **_head(crime, action),
        "VEH_NO": str(car.number),
        "INVOLVEMENT": car.involvement,
        "VRM": vehicle.plate,
        "VIN": vehicle.vin if car.keeper_nominal else "",
        "MAKE": vehicle.make,
        "MODEL": vehicle.model,
        "COLOUR": vehicle.colour,
        "YEAR_MADE": str(vehicle.year),
        "KEEPER_NOMINAL": car.keeper_nominal,
        "DRIVER_NOMINAL": car.driver_nominal,
        "SEEN_AT": oracle_moment(crime.occurred),
    }
    truth = {
        "crime": crime.number,
        "vehicle": vehicle.id,
        "keeper": car.keeper.id if car.keeper else "",
        "driver": car.driver.id if car.driver else "",
    }
    return Line("vehicle", (crime.number, str(car.number)), values, truth)
