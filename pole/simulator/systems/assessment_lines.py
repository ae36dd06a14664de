"""How the form package exports a domestic-abuse form: one row, and one for each child on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pole.simulator.lines import Line, british_day, columns, short_pnc, spaced
from pole.simulator.systems.books import Act
from pole.simulator.world.course import on_the_clock
from pole.simulator.world.domestic import INDICATORS, Assessment
from pole.simulator.world.offences import Standing
from pole.simulator.world.people import Name
from pole.simulator.world.places import Place
from pole.simulator.world.police import unit_of

COLUMNS: dict[str, tuple[str, ...]] = {
    "form": columns(
        """Action FormRef FormName FormVersion Status Amended Submitted Assessed Division LogRef CrimeNo AssessorCollar
        AssessorRank AssessorName VictimID V_Title V_Forenames V_Surname V_PrevSurname V_DOB V_Age V_Sex V_Ethnicity
        V_Language V_Interpreter V_Occupation V_Disability V_Vulnerability V_Injury V_Flat V_HouseNo V_Street
        V_Locality V_Town V_Postcode V_AddrConfidential V_Tel V_TelSafe PerpID P_Title P_Forenames P_Surname P_Aliases
        P_DOB P_Sex P_Ethnicity P_Occupation P_PNCID P_CRO P_Standing P_Flat P_HouseNo P_Street P_Locality P_Town
        P_Postcode P_Tel RelCode RelText LivesTogether HouseholdRef Q01 Q02 Q03 Q04 Q05 Q06 Q07 Q08 Q09 Q10 Q11 Q12 Q13
        Q14 Q15 Q16 Q17 Q18 Q19 Q20 Q21 Q22 Q23 Q24 Q25 Q26 Q27 Score ScoreRisk FinalRisk Overridden OverrideAt
        OverrideCollar OverrideRank OverrideName OverrideReason ReviewDue OfficerNarrative VictimWords Actions MaracRef
        MaracDate Closed"""
    ),
    "member": columns(
        """Action FormRef RowNo Amended VictimID PerpID HouseholdRef MemberID M_Name M_DOB M_Sex M_School M_Relation
        M_ChildOf M_LivesIn M_Present"""
    ),
}

_NEW_EDITION = date(2025, 9, 1)
"""The day from which forms are of edition 3, with letters for answers."""
_ANSWERS = {
    "3.1": {"YES": "Y", "NO": "N", "NOT KNOWN": "DK", "": "-- select --"},
    "2.0": {"YES": "1", "NO": "2", "NOT KNOWN": "9", "": ""},
}
_LEVELS = {"STANDARD": "S", "MEDIUM": "M", "HIGH": "H", "VERY HIGH": "V"}
_RELATIONS = {"SPOUSE": "SPO", "PARTNER": "PTR", "EX-PARTNER": "EXP"}
_STANDINGS = {
    Standing.SUSPECTED: "SUSPECTED",
    Standing.ARRESTED: "ARRESTED",
    Standing.CHARGED: "CHARGED",
    Standing.OUT_OF_COURT: "CAUTIONED",
    Standing.CONVICTED: "CONVICTED",
    Standing.ACQUITTED: "ACQUITTED",
    Standing.NO_ACTION: "NFA",
    Standing.ELIMINATED: "ELIMINATED",
}
_ACTS = {Act.INSERT: "INS", Act.UPDATE: "UPD", Act.DELETE: "DEL", Act.DISPOSE: "DSP"}
_ACTIONS = {
    "STANDARD": "SAFETY ADVICE GIVEN",
    "MEDIUM": "SAFETY ADVICE GIVEN;CALL BACK BY UNIT",
    "HIGH": "MARKER REQUESTED;REFER TO MARAC;REFER TO IDVA",
    "VERY HIGH": "MARKER REQUESTED;REFER TO MARAC;PANIC ALARM",
}


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """Somebody on a form, as the officer typed it."""

    number: str
    """Of the unit; empty for an abuser whom the victim does not name."""
    name: Name
    born: date | None
    home: Place | None
    phone: str


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """One form as filled in."""

    form: Assessment
    victim: Filled
    abuser: Filled
    household: str
    confidential: bool
    safe_to_call: bool
    interpreter: bool
    victims_words: str
    members: tuple[Filled, ...]
    """The children of the form, in its order."""


def form_lines(filled: Form, act: Act, saved: datetime) -> Iterator[Line]:
    """The form, and its members."""
    form = filled.form
    head = {"Action": _ACTS[act], "FormRef": form.number, "Amended": f"{_minute(saved)}:00"}
    yield Line("form", (form.number,), {**head, **_form(filled)}, _truth(filled))
    for number in range(len(filled.members)):
        yield _member(filled, number, head)


def _minute(moment: datetime) -> str:
    """`02/11/2026 14:05`."""
    moment = on_the_clock(moment)
    return f"{british_day(moment)} {moment.hour:02}:{moment.minute:02}"


def _form(filled: Form) -> dict[str, str]:
    form = filled.form
    edition = "3.1" if form.when.date() >= _NEW_EDITION else "2.0"
    answers = _ANSWERS[edition]
    return {
        "FormName": "DASH",
        "FormVersion": edition,
        "Status": "C" if form.closed else "Q" if form.reviewed else "S",
        "Submitted": f"{_minute(form.when + timedelta(minutes=25))}:00",
        "Assessed": _minute(form.when),
        "Division": unit_of(form.place),
        "LogRef": form.call.reference if form.call else "",
        "CrimeNo": form.crime.number if form.crime else "",
        "AssessorCollar": form.assessor.collar,
        "AssessorRank": form.assessor.rank,
        "AssessorName": form.assessor.name,
        **{f"Q{number:02}": answers[form.answers.get(one, "")] for number, one in enumerate(INDICATORS, 1)},
        "Score": str(sum(answer == "YES" for answer in form.answers.values())),
        "ScoreRisk": _LEVELS[form.graded],
        "FinalRisk": _LEVELS[form.level],
        "ReviewDue": british_day(form.when.date() + timedelta(days=28)) if form.level != "STANDARD" else "",
        "OfficerNarrative": form.words,
        "VictimWords": filled.victims_words,
        "Actions": _ACTIONS[form.level],
        "MaracRef": form.conference[0] if form.conference else "",
        "MaracDate": british_day(form.conference[1]) if form.conference else "",
        "Closed": british_day(form.closed),
        **_victim(filled),
        **_abuser(filled),
        **_override(form),
    }


def _override(form: Assessment) -> dict[str, str]:
    if form.level == form.graded:
        return {"Overridden": "N"}
    by, when = form.reviewer or form.assessor, form.reviewed or form.when
    return {
        "Overridden": "Y",
        "OverrideAt": _minute(when),
        "OverrideCollar": by.collar,
        "OverrideRank": by.rank,
        "OverrideName": by.name,
        "OverrideReason": form.override,
    }


def _victim(filled: Form) -> dict[str, str]:
    form, victim = filled.form, filled.victim
    person = form.couple.victim
    injured = form.crime.victim() if form.crime else None
    return {
        "VictimID": victim.number,
        "V_Title": person.title.title(),
        "V_Forenames": f"{victim.name.given} {victim.name.middle}".strip(),
        "V_Surname": victim.name.surname,
        "V_PrevSurname": person.maiden,
        "V_DOB": british_day(victim.born),
        "V_Age": str(person.age(form.when.date())),
        "V_Sex": person.sex,
        "V_Ethnicity": person.origin.self_defined,
        "V_Language": person.origin.language.title(),
        "V_Interpreter": "Y" if filled.interpreter else "N",
        "V_Occupation": person.occupation.title(),
        "V_Vulnerability": person.vulnerability,
        "V_Injury": injured.injury if injured else "",
        **_address("V_", victim.home),
        "V_AddrConfidential": "Y" if filled.confidential else "N",
        "V_Tel": spaced(victim.phone),
        "V_TelSafe": ("Y" if filled.safe_to_call else "N") if victim.phone else "",
    }


def _abuser(filled: Form) -> dict[str, str]:
    form, abuser = filled.form, filled.abuser
    person = form.couple.abuser
    party = next((one for one in form.crime.suspects() if one.person is person), None) if form.crime else None
    standing = party.standing if party else None
    known = bool(abuser.number)
    return {
        "PerpID": abuser.number,
        "P_Title": person.title.title() if known else "",
        "P_Forenames": f"{abuser.name.given} {abuser.name.middle}".strip(),
        "P_Surname": abuser.name.surname,
        "P_Aliases": person.called if known and not person.scripted else "",
        "P_DOB": british_day(abuser.born) if known else "",
        "P_Sex": person.sex,
        "P_Ethnicity": person.origin.observed if known else "",
        "P_Occupation": person.occupation.title() if known else "",
        "P_PNCID": short_pnc(person.pnc) if known else "",
        "P_CRO": person.cro if known else "",
        "P_Standing": _STANDINGS[standing] if standing else "ALLEGED",
        **_address("P_", abuser.home if known else None),
        "P_Tel": spaced(abuser.phone) if known else "",
        "RelCode": _RELATIONS[form.relationship],
        "RelText": form.relationship,
        "LivesTogether": "Y" if filled.household else "N",
        "HouseholdRef": filled.household,
    }


def _address(prefix: str, place: Place | None) -> dict[str, str]:
    if place is None:
        return {}
    return {
        f"{prefix}Flat": place.flat,
        f"{prefix}HouseNo": place.number,
        f"{prefix}Street": place.street,
        f"{prefix}Locality": place.locality,
        f"{prefix}Town": place.town,
        f"{prefix}Postcode": place.postcode,
    }


def _truth(filled: Form) -> dict[str, str]:
    form, victim, abuser = filled.form, filled.victim, filled.abuser
    couple = form.couple
    told = form.level in ("HIGH", "VERY HIGH")
    home = victim.home.id if victim.home else ""
    open_home = told and not filled.confidential
    overridden = form.level != form.graded
    return {
        "form": form.number,
        "victim": couple.victim.id,
        "known-victim": couple.victim.id if told else "",
        "perpetrator" if abuser.number else "unidentified": couple.abuser.id,
        "household": filled.household,
        "known-home" if open_home else "home": home,
        "perpetrators-home": abuser.home.id if abuser.home and abuser.number else "",
        "phone": victim.phone,
        "perpetrators-phone": abuser.phone if abuser.number else "",
        "log": form.call.reference if form.call else "",
        "crime": form.crime.number if form.crime else "",
        "assessor": form.assessor.id,
        "reviewer": (form.reviewer or form.assessor).id if overridden else "",
        "conference": form.conference[0] if form.conference else "",
    }


def _member(filled: Form, place: int, head: dict[str, str]) -> Line:
    form, member, row = filled.form, filled.members[place], str(place + 1)
    child = form.children[place]
    both = form.couple.abuser in child.parents
    values = {
        **head,
        "RowNo": row,
        "VictimID": filled.victim.number,
        "PerpID": filled.abuser.number,
        "HouseholdRef": filled.household,
        "MemberID": member.number,
        "M_Name": f"{member.name.surname.upper()}, {member.name.given}",
        "M_DOB": british_day(member.born),
        "M_Sex": child.sex,
        "M_Relation": "SON" if child.sex == "M" else "DAUGHTER",
        "M_ChildOf": "B" if both else "V",
        "M_LivesIn": "Y",
        "M_Present": "Y" if form.crime and "CHILD PRESENT" in form.crime.flags else "H",
    }
    truth = {
        "form": form.number,
        "victim": form.couple.victim.id,
        "perpetrator": form.couple.abuser.id if filled.abuser.number else "",
        "household": filled.household,
        "member": child.id,
    }
    return Line("member", (form.number, row), values, truth)
