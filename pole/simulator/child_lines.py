"""How the child abuse investigation unit's system writes a child's file."""

from __future__ import annotations

from pole.simulator.child_files import Child, Conference, Engagement, Home, Involvement, Plan, Referral, Row
from pole.simulator.lines import Line, british_day, columns, iso_moment, short_pnc, spaced
from pole.simulator.people import Person
from pole.simulator.places import Place

SOURCE = "child-protection"

COLUMNS: dict[str, tuple[str, ...]] = {
    "child": columns(
        """ACTION CHILD_ID SURNAME FORENAME MIDDLE_NAMES KNOWN_AS DATE_OF_BIRTH SEX NHS_NO ETHNICITY
        FIRST_LANGUAGE DISABILITY SCHOOL_CODE SCHOOL_NAME UPDATED"""
    ),
    "address": columns(
        """ACTION ADDRESS_SEQ CHILD_ID ADDRESS_TYPE FLAT HOUSE_NO STREET LOCALITY TOWN POSTCODE FROM_DATE
        TO_DATE UPDATED"""
    ),
    "person": columns(
        """ACTION INVOLVEMENT_ID CHILD_ID PERSON_ID REFERRAL_NO INVOLVEMENT RELATIONSHIP STANDING
        RISK_TO_CHILDREN FROM_DATE TO_DATE TITLE SURNAME FORENAME MIDDLE_NAMES MAIDEN_NAME DATE_OF_BIRTH SEX
        OCCUPATION PNC_NO CRO_NO TELEPHONE FLAT HOUSE_NO STREET LOCALITY TOWN POSTCODE ADDR_FROM ADDR_TO
        UPDATED"""
    ),
    "professional": columns(
        """ACTION INVOLVEMENT_ID CHILD_ID REFERRAL_NO WORKER_ID COLLAR_NO WORKER_NAME POST AGENCY INVOLVED_AS
        FROM_DATE TO_DATE UPDATED"""
    ),
    "referral": columns(
        """ACTION REFERRAL_NO CHILD_ID REFERRAL_DATE REFERRED_BY REASON CATEGORY DETAILS RISK_FROM RISK_TO REVIEW_DATE
        CLOSED_DATE DECISION LOG_REF CRIME_NO UPDATED"""
    ),
    "conference": columns(
        """ACTION CONFERENCE_NO CHILD_ID REFERRAL_NO PLAN_NO HELD_ON CONFERENCE_TYPE DECISION CHAIR_ID
        CHAIR_NAME UPDATED"""
    ),
    "plan": columns(
        """ACTION PLAN_NO CHILD_ID REFERRAL_NO START_DATE END_DATE END_REASON CATEGORY1 CATEGORY2 REVIEW_DATE
        LEAD_AGENCY UPDATED"""
    ),
}

_LANGUAGES = {"A2": "URDU", "A1": "PUNJABI", "W9": "POLISH"}


def child_rows(file: Child) -> list[Row]:
    """Every row of a child's file, the child first."""
    return [
        file, *file.homes, *file.people, *file.professionals, *file.referrals, *file.conferences, *file.plans,
    ]  # fmt: skip


def child_line(row: Row, action: str) -> Line:
    """One row as the system writes it."""
    match row:
        case Child():
            return _child(row, action)
        case Home():
            return _home(row, action)
        case Involvement():
            return _involvement(row, action)
        case Engagement():
            return _engagement(row, action)
        case Referral():
            return _referral(row, action)
        case Conference():
            return _conference(row, action)
        case Plan():
            return _plan(row, action)


def _child(row: Child, action: str) -> Line:
    person = row.person
    values = {
        "ACTION": action,
        "CHILD_ID": row.number,
        "SURNAME": person.surname,
        "FORENAME": person.given,
        "MIDDLE_NAMES": person.middle,
        "KNOWN_AS": f"{person.nickname} {person.surname}" if person.nickname else "",
        "DATE_OF_BIRTH": british_day(person.born),
        "SEX": person.sex,
        "NHS_NO": f"{row.nhs[:3]} {row.nhs[3:6]} {row.nhs[6:]}" if row.nhs else "",
        "ETHNICITY": person.roots.self_defined,
        "FIRST_LANGUAGE": _LANGUAGES.get(person.roots.self_defined, "ENGLISH"),
        "DISABILITY": row.disability,
        "SCHOOL_CODE": row.school[:2] + str(len(row.school)) if row.school else "",
        "SCHOOL_NAME": row.school,
        "UPDATED": iso_moment(row.updated),
    }
    return Line("child", (row.number,), values, {"child": person.id, "school": row.school})


def _home(row: Home, action: str) -> Line:
    values = {
        "ACTION": action,
        "ADDRESS_SEQ": row.number,
        "CHILD_ID": row.child.number,
        "ADDRESS_TYPE": row.sort,
        **_address(row.place),
        "FROM_DATE": british_day(row.begins),
        "TO_DATE": british_day(row.ends),
        "UPDATED": iso_moment(row.updated),
    }
    truth = {"child": row.child.person.id, "home": row.place.id, "postcode": row.place.postcode}
    return Line("address", (row.number,), values, truth)


def _involvement(row: Involvement, action: str) -> Line:
    person, home = row.person, row.person.home(row.updated.date())
    values = {
        "ACTION": action,
        "INVOLVEMENT_ID": row.number,
        "CHILD_ID": row.child.number,
        "PERSON_ID": row.person_number,
        "REFERRAL_NO": row.referral.number if row.referral else "",
        "INVOLVEMENT": "AP" if row.alleged else "FAM",
        "RELATIONSHIP": row.relationship,
        "STANDING": row.standing,
        "RISK_TO_CHILDREN": "Y" if row.alleged and row.standing != "ALLEGED" else "",
        "FROM_DATE": british_day(row.begins),
        "TITLE": person.title.title(),
        "SURNAME": person.surname,
        "FORENAME": person.given,
        "MIDDLE_NAMES": person.middle,
        "MAIDEN_NAME": person.maiden,
        "DATE_OF_BIRTH": british_day(person.born),
        "SEX": person.sex,
        "OCCUPATION": person.occupation.capitalize(),
        "PNC_NO": short_pnc(person.pnc),
        "CRO_NO": person.cro,
        "TELEPHONE": _dashed(person),
        **_address(home),
        "UPDATED": iso_moment(row.updated),
    }
    truth = {
        "child": row.child.person.id,
        "adult": person.id,
        "referral": row.referral.number if row.referral else "",
        "home": home.id,
        "phone": person.mobile,
    }
    return Line("person", (row.number,), values, truth)


def _dashed(person: Person) -> str:
    """`+44 7700 900123`: the same number as elsewhere, written otherwise."""
    return f"+44 {spaced(person.mobile)[1:]}" if person.mobile else ""


def _address(place: Place) -> dict[str, str]:
    return {
        "FLAT": place.flat,
        "HOUSE_NO": place.number,
        "STREET": place.street,
        "LOCALITY": place.locality,
        "TOWN": place.town,
        "POSTCODE": place.postcode,
    }


def _engagement(row: Engagement, action: str) -> Line:
    worker = row.worker
    values = {
        "ACTION": action,
        "INVOLVEMENT_ID": row.number,
        "CHILD_ID": row.child.number,
        "REFERRAL_NO": row.referral.number if row.referral else "",
        "WORKER_ID": worker.number,
        "COLLAR_NO": worker.collar,
        "WORKER_NAME": worker.name,
        "POST": worker.post,
        "AGENCY": worker.agency,
        "INVOLVED_AS": worker.role,
        "FROM_DATE": british_day(row.begins),
        "TO_DATE": british_day(row.ends),
        "UPDATED": iso_moment(row.updated),
    }
    truth = {
        "child": row.child.person.id,
        "referral": row.referral.number if row.referral else "",
        "professional": worker.number,
        "agency": worker.agency,
    }
    return Line("professional", (row.number,), values, truth)


def _referral(row: Referral, action: str) -> Line:
    values = {
        "ACTION": action,
        "REFERRAL_NO": row.number,
        "CHILD_ID": row.child.number,
        "REFERRAL_DATE": british_day(row.on),
        "REFERRED_BY": row.by,
        "REASON": row.reason,
        "CATEGORY": row.category,
        "DETAILS": row.details,
        "RISK_FROM": british_day(row.risk_from),
        "RISK_TO": british_day(row.risk_to),
        "REVIEW_DATE": british_day(row.review),
        "CLOSED_DATE": british_day(row.closed),
        "DECISION": row.decision,
        "LOG_REF": row.log,
        "CRIME_NO": row.crime,
        "UPDATED": iso_moment(row.updated),
    }
    child = row.child.person.id
    truth = {"child": child, "referral": row.number, "crime": row.crime}
    if row.risk_from:
        truth["marked-child"] = child
    return Line("referral", (row.number,), values, truth)


def _conference(row: Conference, action: str) -> Line:
    values = {
        "ACTION": action,
        "CONFERENCE_NO": row.number,
        "CHILD_ID": row.child.number,
        "REFERRAL_NO": row.referral.number,
        "PLAN_NO": row.plan.number if row.plan else "",
        "HELD_ON": british_day(row.on),
        "CONFERENCE_TYPE": row.sort,
        "DECISION": row.decision,
        "CHAIR_ID": row.chair.number,
        "CHAIR_NAME": row.chair.name,
        "UPDATED": iso_moment(row.updated),
    }
    truth = {
        "child": row.child.person.id,
        "referral": row.referral.number,
        "plan": row.plan.number if row.plan else "",
        "conference": row.number,
        "chair": row.chair.number,
    }
    return Line("conference", (row.number,), values, truth)


def _plan(row: Plan, action: str) -> Line:
    values = {
        "ACTION": action,
        "PLAN_NO": row.number,
        "CHILD_ID": row.child.number,
        "REFERRAL_NO": row.referral.number,
        "START_DATE": british_day(row.begins),
        "END_DATE": british_day(row.ends),
        "END_REASON": row.reason,
        "CATEGORY1": row.categories[0],
        "CATEGORY2": row.categories[1] if len(row.categories) > 1 else "",
        "REVIEW_DATE": british_day(row.review),
        "LEAD_AGENCY": "NORTH FELLS CHILDREN'S SERVICES",
        "UPDATED": iso_moment(row.updated),
    }
    child = row.child.person.id
    truth = {"child": child, "marked-child": child, "plan": row.number, "referral": row.referral.number}
    return Line("plan", (row.number,), values, truth)
