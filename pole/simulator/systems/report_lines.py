"""How the intelligence system writes a report: the report, its original text, and its items with all that stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pole.simulator.lines import Line, columns, spaced
from pole.simulator.systems.books import Act
from pole.simulator.world.course import on_the_clock
from pole.simulator.world.intelligence import Item, Report, Subject, Tie
from pole.simulator.world.people import Name, Person
from pole.simulator.world.places import Place

COLUMNS: dict[str, tuple[str, ...]] = {
    "run": columns("@run @reports"),
    "report": columns(
        """@urn @action @amended @scheme @state title interest[] source/@ref submitted/@by submitted/@name
        submitted/@unit submitted/@at evaluated/@by evaluated/@name evaluated/@at authorised/@by authorised/@name
        authorised/@at review/@due"""
    ),
    "original": columns("."),
    "item": columns(
        """@no grade/@source grade/@assessment grade/@handling grade/@action grade/@sanitisation text period/@from
        period/@to"""
    ),
    "evaluation": columns("@no @at @by @source @assessment @handling reason"),
    "person": columns(
        """@id @person @part @known name/given name/surname alias[] streetName[] born sex appearance pnc description
        warning[] phone address/flat address/number address/street address/locality address/town address/postcode"""
    ),
    "object": columns("@id @kind @part @usedBy vrm make model colour number"),
    "location": columns(
        """@id @part @visitedBy name address/flat address/number address/street address/locality address/town
        address/postcode"""
    ),
    "group": columns("@id @group @kind @part name"),
    "member": columns("@person @role"),
    "tie": columns("@from @to @kind ."),
}

_SIGNALS = ("VI", "WE", "FI", "EX", "ES", "DR", "SU", "MN")
"""Warning signals that the system has."""
_GANGS = {"STREET GANG": "GANG", "ORGANISED CRIME GROUP": "OCG"}


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A person as a report has him or her."""

    person: Person
    number: str
    name: Name
    born: str
    """A day, a month or a year; empty where nobody knows."""
    pnc: str
    phone: str


@dataclass(frozen=True, slots=True, eq=False)
class ReportFile:
    """One report as the system holds it."""

    report: Report
    unit: str
    """NORTH, SOUTH or FIB."""
    people: Mapping[Subject, Told]
    nobody: int
    """Number of the item that also speaks of somebody nobody knows; 0 for none."""


def run_line(run: int, reports: int) -> Line:
    """The header of an extract."""
    return Line("run", (), {"@run": str(run), "@reports": str(reports)}, {})


def report_lines(file: ReportFile, act: Act, saved: datetime) -> Iterator[Line]:
    """A report and all that stands in it."""
    report = file.report
    yield _report(file, act, saved)
    words = "\n".join(_filled(item.words, item, file) for item in report.items)
    yield Line("original", (report.number,), {".": words}, {"report": report.number})
    for item in report.items:
        yield from _item(file, item)


def _minute(moment: datetime) -> str:
    """`2026-11-02T18:30`."""
    moment = on_the_clock(moment)
    return f"{moment.year}-{moment.month:02}-{moment.day:02}T{moment.hour:02}:{moment.minute:02}"


def _report(file: ReportFile, act: Act, saved: datetime) -> Line:
    report = file.report
    evaluated = report.submitted + timedelta(minutes=95)
    authorised = evaluated + timedelta(minutes=35)
    values = {
        "@urn": report.number,
        "@action": act.value,
        "@amended": f"{_minute(saved)}:00",
        "@scheme": report.scheme,
        "@state": "EVALUATED",
        "title": f"REPORT ON {report.items[0].interest}",
        "interest[]": "\n".join(dict.fromkeys(item.interest for item in report.items)),
        "source/@ref": report.source,
        "submitted/@by": report.submitter.collar,
        "submitted/@name": report.submitter.name,
        "submitted/@unit": file.unit,
        "submitted/@at": _minute(report.submitted),
        "evaluated/@by": report.evaluator.collar,
        "evaluated/@name": report.evaluator.name,
        "evaluated/@at": _minute(evaluated),
        "authorised/@by": report.authoriser.collar,
        "authorised/@name": report.authoriser.name,
        "authorised/@at": _minute(authorised),
        "review/@due": report.review.isoformat(),
    }
    truth = {
        "report": report.number,
        "submitter": report.submitter.id,
        "evaluator": report.evaluator.id,
        "authoriser": report.authoriser.id,
    }
    return Line("report", (report.number,), values, truth)


def _item(file: ReportFile, item: Item) -> Iterator[Line]:
    """One item, how it was graded, whom and what it is about, and what ties them."""
    report, number = file.report, str(item.number)
    grade, day = item.grades[-1].grade, report.submitted.date()
    open_ = grade.handling in ("P", "1")
    reference = f"{report.number}/{number}"
    values = {
        "@no": number,
        "grade/@source": grade.source,
        "grade/@assessment": grade.assessment,
        "grade/@handling": grade.handling,
        "grade/@action": grade.action,
        "grade/@sanitisation": grade.sanitisation,
        "text": _filled(item.words if open_ else item.sanitised, item, file),
        "period/@from": (day - timedelta(days=30)).isoformat(),
        "period/@to": day.isoformat(),
    }
    yield Line("item", (report.number, number), values, {"report": report.number, "item": reference})
    yield from _evaluations(file, item, reference)
    for subject in item.subjects:
        yield from _subject(file, item, subject, reference)
    if file.nobody == item.number:
        yield _nobody(file, item, reference)
    for tie in item.ties:
        if tie.other.person is not None:
            yield _tie(file, item, tie)


def _evaluations(file: ReportFile, item: Item, reference: str) -> Iterator[Line]:
    for no, evaluation in enumerate(item.grades, 1):
        values = {
            "@no": str(no),
            "@at": _minute(evaluation.when),
            "@by": evaluation.by.collar,
            "@source": evaluation.grade.source,
            "@assessment": evaluation.grade.assessment,
            "@handling": evaluation.grade.handling,
            "reason": "FIRST EVALUATION" if no == 1 else "FURTHER INFORMATION RECEIVED",
        }
        key = (file.report.number, str(item.number), str(no))
        yield Line("evaluation", key, values, {"item": reference, "evaluator": evaluation.by.id})


# -------------------------------------------------------------------- subjects


def _subject(file: ReportFile, item: Item, subject: Subject, reference: str) -> Iterator[Line]:
    ties = [tie for tie in item.ties if tie.other is subject]
    by = file.people.get(ties[0].one) if ties else None
    if subject.person is not None:
        yield _person(file, item, subject, reference)
    elif subject.place is not None:
        yield _location(file, item, subject, subject.place, by, reference)
    elif subject.gang is not None:
        yield from _group(file, item, subject, ties, reference)
    else:
        yield _object(file, item, subject, by, reference)


def _key(file: ReportFile, item: Item, subject: Subject) -> tuple[str, str, str]:
    return file.report.number, str(item.number), subject.letter


def _person(file: ReportFile, item: Item, subject: Subject, reference: str) -> Line:
    told = file.people[subject]
    person = told.person
    stays = [tie.other.place for tie in item.ties if tie.one is subject and tie.sort == "LIVES AT"]
    home = stays[0] if stays else None
    values = {
        "@id": subject.letter,
        "@person": told.number,
        "@part": "SUBJECT" if subject.role == "SUBJECT" else "ASSOCIATE",
        "name/given": told.name.given,
        "name/surname": told.name.surname,
        "alias[]": f"{person.called} {told.name.surname}" if person.called and person.called != told.name.given else "",
        "streetName[]": person.street_name,
        "born": told.born,
        "sex": person.sex,
        "appearance": person.origin.observed,
        "pnc": told.pnc,
        "warning[]": "\n".join(signal for signal in person.warnings if signal in _SIGNALS),
        "phone": spaced(told.phone),
        **(_address(home) if home else {}),
    }
    truth = {"item": reference, "person": person.id, "home": home.id if home else "", "phone": told.phone}
    return Line("person", _key(file, item, subject), values, truth)


def _nobody(file: ReportFile, item: Item, reference: str) -> Line:
    values = {
        "@id": "x",
        "@part": "MENTIONED",
        "@known": "N",
        "sex": "M",
        "description": "WHITE MALE, 30S, LOCAL ACCENT",
    }
    key = (file.report.number, str(item.number), "x")
    return Line("person", key, values, {"item": reference, "person": f"unknown in {reference}"})


def _address(place: Place) -> dict[str, str]:
    return {
        "address/flat": place.flat,
        "address/number": place.number,
        "address/street": place.street,
        "address/locality": place.locality,
        "address/town": place.town,
        "address/postcode": place.postcode,
    }


def _location(
    file: ReportFile, item: Item, subject: Subject, place: Place, by: Told | None, reference: str
) -> Line:  # fmt: skip
    values = {
        "@id": subject.letter,
        "@part": subject.role,
        "@visitedBy": by.number if by else "",
        "name": place.name,
        **_address(place),
    }
    truth = {"item": reference, "location": place.id, "visitor": by.person.id if by else ""}
    return Line("location", _key(file, item, subject), values, truth)


def _object(file: ReportFile, item: Item, subject: Subject, by: Told | None, reference: str) -> Line:
    vehicle = subject.vehicle
    values = {
        "@id": subject.letter,
        "@kind": "VEHICLE" if vehicle else "PHONE",
        "@part": subject.role,
        "@usedBy": by.number if by else "",
        "number": spaced(subject.phone),
    }
    if vehicle is not None:
        values.update({"vrm": vehicle.plate, "make": vehicle.make, "model": vehicle.model, "colour": vehicle.colour})
    thing = vehicle.id if vehicle else subject.phone
    truth = {"item": reference, "object": thing, "user": by.person.id if by else ""}
    return Line("object", _key(file, item, subject), values, truth)


def _group(file: ReportFile, item: Item, subject: Subject, ties: list[Tie], reference: str) -> Iterator[Line]:
    gang = subject.gang
    assert gang is not None
    values = {
        "@id": subject.letter,
        "@group": f"G{gang.id[1:]}",
        "@kind": _GANGS[gang.sort],
        "@part": subject.role,
        "name": gang.name,
    }
    yield Line("group", _key(file, item, subject), values, {"item": reference, "group": gang.id})
    for tie in ties:
        told = file.people[tie.one]
        key = (*_key(file, item, subject), told.number)
        truth = {"group": gang.id, "member": told.person.id}
        yield Line("member", key, {"@person": told.number, "@role": tie.sort}, truth)


def _tie(file: ReportFile, item: Item, tie: Tie) -> Line:
    one, other = file.people[tie.one], file.people[tie.other]
    values = {"@from": one.number, "@to": other.number, "@kind": tie.sort, ".": "SEEN TOGETHER"}
    key = (file.report.number, str(item.number), one.number, other.number, tie.sort)
    return Line("tie", key, values, {"from": one.person.id, "to": other.person.id})


# -------------------------------------------------------------------- words


def _filled(words: str, item: Item, file: ReportFile) -> str:
    """The words of an item, with its subjects as the report has them."""
    return words.format(**{subject.letter: _called(subject, file) for subject in item.subjects})


def _called(subject: Subject, file: ReportFile) -> str:
    if subject.person is not None:
        name = file.people[subject].name
        return f"{name.given} {name.surname}".upper()
    if subject.place is not None:
        place = subject.place
        return ", ".join(part for part in (place.flat, f"{place.number} {place.street}", place.town) if part).upper()
    if subject.gang is not None:
        return subject.gang.name
    return subject.vehicle.plate if subject.vehicle else spaced(subject.phone)


def as_known(born: date, how: str) -> str:
    """A date of birth as it is known: DAY, MONTH, YEAR or NOTHING."""
    return {"DAY": born.isoformat(), "MONTH": f"{born.year}-{born.month:02}", "YEAR": str(born.year), "NOTHING": ""}[
        how
    ]
