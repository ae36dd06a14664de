"""How the child abuse investigation unit's system writes a child's file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from pole.simulator.lines import Line, british_day, columns, iso_moment, short_pnc, spaced
from pole.simulator.systems.books import Act
from pole.simulator.world.child_files import Child, Conference, Engagement, Home, Involvement, Plan, Referral
from pole.simulator.world.people import Name
from pole.simulator.world.places import Place

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


@dataclass(frozen=True, slots=True, eq=False)
class ChildRow:
    """A child's own line, with name and birth date as written down."""

    file: Child
    name: Name
    known_as: str
    born: date


@dataclass(slots=True, eq=False)
class AdultRow:
    """An adult's line, with what was written down of him or her."""

    row: Involvement
    number: str
    name: Name
    maiden: str
    born: date
    home: Place
    phone: str


Document: TypeAlias = ChildRow | Home | AdultRow | Engagement | Referral | Conference | Plan


def child_lines(document: Document, act: Act, saved: datetime) -> Iterator[Line]:
    """The one line of a document."""
    line = _line(document)
    yield line._replace(values={"ACTION": act.value, **line.values, "UPDATED": iso_moment(saved)})


def _line(document: Document) -> Line:
    match document:
        case ChildRow():
            return _child(document)
        case Home():
            return _home(document)
        case AdultRow():
            return _adult(document)
        case Engagement():
            return _engagement(document)
        case Referral():
            return _referral(document)
        case Conference():
            return _conference(document)
        case Plan():
            return _plan(document)


def _child(row: ChildRow) -> Line:
    file, person = row.file, row.file.person
    values = {
        "CHILD_ID": file.number,
        "SURNAME": row.name.surname,
        "FORENAME": row.name.given,
        "MIDDLE_NAMES": row.name.middle,
        "KNOWN_AS": row.known_as,
        "DATE_OF_BIRTH": british_day(row.born),
        "SEX": person.sex,
        "NHS_NO": f"{file.nhs[:3]} {file.nhs[3:6]} {file.nhs[6:]}" if file.nhs else "",
        "ETHNICITY": person.origin.self_defined,
        "FIRST_LANGUAGE": person.origin.language,
        "DISABILITY": file.disability,
        "SCHOOL_CODE": file.school[:2] + str(len(file.school)) if file.school else "",
        "SCHOOL_NAME": file.school,
    }
    return Line("child", (file.number,), values, {"child": person.id, "school": file.school})


def _home(row: Home) -> Line:
    values = {
        "ADDRESS_SEQ": row.number,
        "CHILD_ID": row.child.number,
        "ADDRESS_TYPE": row.sort,
        **_address(row.place),
        "FROM_DATE": british_day(row.begins),
        "TO_DATE": british_day(row.ends),
    }
    truth = {"child": row.child.person.id, "home": row.place.id, "postcode": row.place.postcode}
    return Line("address", (row.number,), values, truth)


def _adult(adult: AdultRow) -> Line:
    row, person = adult.row, adult.row.person
    values = {
        "INVOLVEMENT_ID": row.number,
        "CHILD_ID": row.child.number,
        "PERSON_ID": adult.number,
        "REFERRAL_NO": row.referral.number,
        "INVOLVEMENT": "AP" if row.alleged else "FAM",
        "RELATIONSHIP": row.relationship,
        "STANDING": row.standing,
        "RISK_TO_CHILDREN": "Y" if row.alleged and row.standing != "ALLEGED" else "",
        "FROM_DATE": british_day(row.begins),
        "TITLE": person.title.title(),
        "SURNAME": adult.name.surname,
        "FORENAME": adult.name.given,
        "MIDDLE_NAMES": adult.name.middle,
        "MAIDEN_NAME": adult.maiden,
        "DATE_OF_BIRTH": british_day(adult.born),
        "SEX": person.sex,
        "OCCUPATION": person.occupation.capitalize(),
        "PNC_NO": short_pnc(person.pnc),
        "CRO_NO": person.cro,
        "TELEPHONE": f"+44 {spaced(adult.phone)[1:]}" if adult.phone else "",
        **_address(adult.home),
    }
    truth = {
        "child": row.child.person.id,
        "adult": person.id,
        "referral": row.referral.number,
        "home": adult.home.id,
        "phone": adult.phone,
    }
    return Line("person", (row.number,), values, truth)


def _address(place: Place) -> dict[str, str]:
    return {
        "FLAT": place.flat,
        "HOUSE_NO": place.number,
        "STREET": place.street,
        "LOCALITY": place.locality,
        "TOWN": place.town,
        "POSTCODE": place.postcode,
    }


def _engagement(row: Engagement) -> Line:
    worker = row.worker
    values = {
        "INVOLVEMENT_ID": row.number,
        "CHILD_ID": row.child.number,
        "REFERRAL_NO": row.referral.number,
        "WORKER_ID": worker.number,
        "COLLAR_NO": worker.collar,
        "WORKER_NAME": worker.name,
        "POST": worker.post,
        "AGENCY": worker.agency,
        "INVOLVED_AS": worker.role,
        "FROM_DATE": british_day(row.begins),
        "TO_DATE": british_day(row.ends),
    }
    truth = {
        "child": row.child.person.id,
        "referral": row.referral.number,
        "professional": worker.number,
        "agency": worker.agency,
    }
    return Line("professional", (row.number,), values, truth)


def _referral(row: Referral) -> Line:
    values = {
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
    }
    child = row.child.person.id
    truth = {"child": child, "referral": row.number, "crime": row.crime}
    if row.risk_from:
        truth["marked-child"] = child
    return Line("referral", (row.number,), values, truth)


def _conference(row: Conference) -> Line:
    values = {
        "CONFERENCE_NO": row.number,
        "CHILD_ID": row.child.number,
        "REFERRAL_NO": row.referral.number,
        "PLAN_NO": row.plan.number if row.plan else "",
        "HELD_ON": british_day(row.on),
        "CONFERENCE_TYPE": row.sort,
        "DECISION": row.decision,
        "CHAIR_ID": row.chair.number,
        "CHAIR_NAME": row.chair.name,
    }
    truth = {
        "child": row.child.person.id,
        "referral": row.referral.number,
        "plan": row.plan.number if row.plan else "",
        "conference": row.number,
        "chair": row.chair.number,
    }
    return Line("conference", (row.number,), values, truth)


def _plan(row: Plan) -> Line:
    values = {
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
    }
    child = row.child.person.id
    truth = {"child": child, "marked-child": child, "plan": row.number, "referral": row.referral.number}
    return Line("plan", (row.number,), values, truth)
