"""Command and control: a log is number and date, its entries are timed, a number remembers, and a marker warns of a door."""

from __future__ import annotations

import pytest

from pole.model.facts import row_id
from tests.loaders.holding import Held
from tests.loaders.shaping import shape_row

SOURCE = "incidents"

LOG = {
    "ACT": "N",
    "LOG_NO": "0412",
    "LOG_DATE": "02112026",
    "AMENDED": "20261102210501",
    "STATUS": "O",
    "DIVISION": "N1",
    "BEAT": "N1B7",
    "CALL_AT": "02/11/2026 21:04:55",
    "CALL_VIA": "999",
    "HANDLER": "20-9017",
    "CALLER_SURNAME": "OGDEN",
    "CALLER_FORENAMES": "MARY",
    "CALLER_TEL": "07700900123",
    "CALLER_NO": "14",
    "CALLER_STREET": "MILL LANE",
    "CALLER_TOWN": "MARLSFORD",
    "LOC_NO": "12",
    "LOC_STREET": "MILL LANE",
    "LOC_TOWN": "MARLSFORD",
    "LOC_TYPE": "DWL",
    "LOC_EAST": "401234",
    "LOC_NORTH": "287654",
    "GRADE": "1",
    "OPEN_CODE": "D01",
    "OPEN_TEXT": "DOMESTIC IN PROGRESS",
    "DA_FLAG": "Y",
    "QUALIFIERS": "ALCOHOL/CHILD PRESENT",
    "HEADLINE": "NEIGHBOUR HEARS SHOUTING ¬ AND GLASS \\ BREAKING",
}
NUMBER = {"ACT": "N", "LOG_NO": "0412", "LOG_DATE": "02112026", "AMENDED": "20261102210600"}
MARKER = {
    "ACT": "N",
    "MARKER_ID": "M001",
    "AMENDED": "20260401120000",
    "NO": "12",
    "STREET": "MILL LANE",
    "TOWN": "MARLSFORD",
    "TYPE": "VIO",
    "TEXT": "MALE OCCUPANT FIGHTS POLICE",
    "ORIGIN": "NPT",
    "ORIGIN_REF": "NPT/88",
    "FROM_DATE": "01/04/2026",
    "REVIEW_DATE": "01/04/2027",
}


def _entry(seq: str, at: str, text: str, **more: str) -> dict[str, str]:
    return {**NUMBER, "SEQ": seq, "ENTERED_AT": at, "OPERATOR": "20-9100", "TERMINAL": "CC14", "TEXT": text, **more}


def test_a_log_is_its_number_and_its_date(held: Held) -> None:
    again = {**LOG, "LOG_DATE": "03112026", "CALL_AT": "03/11/2026 00:40:10", "AMENDED": "20261103004100"}
    held.take(SOURCE, "log", LOG, again)
    assert held.one("incident", "0412-02112026") != held.one("incident", "0412-03112026")
    assert shape_row(SOURCE, "log", LOG).row == row_id("incidents", "log", "0412-02112026")


def test_grade_codes_times_and_words_of_a_log(held: Held) -> None:
    closing = {"STATUS": "C", "CLOSE_CODE1": "D21", "CLOSE_CODE3": "C04", "CLOSE_TEXT": "CRIME RECORDED"}
    held.take(SOURCE, "log", {**LOG, **closing, "CLOSED_AT": "02/11/2026 23:30:00"})
    log = held.view(held.one("incident", "0412-02112026"))
    assert (log.values("response-grade"), log.values("opening-code")) == (["1 Emergency"], ["D01"])
    assert (set(log.values("closing-code")), log.values("status")) == ({"D21", "C04"}, ["closed"])
    assert log.attribute("opening-code").values[0].statements[0].note == "DOMESTIC IN PROGRESS"
    assert (log.values("occurred"), log.values("ended-at")) == (["2026-11-02T21:04:55Z"], ["2026-11-02T23:30:00Z"])
    assert log.values("title") == [LOG["HEADLINE"]]
    assert (set(log.values("flag")), log.values("domestic-abuse")) == ({"ALCOHOL", "CHILD PRESENT"}, ["true"])
    assert all(value.statements[0].grade is None for a in log.view.attributes for value in a.values)


def test_an_unknown_response_grade_is_held_back(held: Held) -> None:
    assert held.load(SOURCE, held.file(SOURCE, "log", {**LOG, "GRADE": "A"})).quarantined == 1


def test_every_entry_is_kept_with_its_moment_and_who_made_it(held: Held) -> None:
    held.take(SOURCE, "log", LOG)
    held.take(
        SOURCE,
        "entry",
        _entry("1", "02/11/2026 21:05:10", "CALLER SAYS MALE HAS A KNIFE"),
        _entry("2", "02/11/2026 21:07:44", "NB01 AND NB02 ASSIGNED"),
        _entry("3", "02/11/2026 21:09:02", "CALL DROPPED", OPERATOR="SYSTEM"),
    )
    log = held.view(held.one("incident", "0412-02112026"))
    said = [one for value in log.attribute("log-entry").values for one in value.statements]
    assert sorted((one.begins, one.ends, one.value, one.note) for one in said) == [
        ("2026-11-02T21:05:10Z", "2026-11-02T21:05:10Z", "CALLER SAYS MALE HAS A KNIFE", "20-9100; CC14"),
        ("2026-11-02T21:07:44Z", "2026-11-02T21:07:44Z", "NB01 AND NB02 ASSIGNED", "20-9100; CC14"),
        ("2026-11-02T21:09:02Z", "2026-11-02T21:09:02Z", "CALL DROPPED", "SYSTEM; CC14"),
    ]
    assert [role for role, _ in log.tied("PROFESSIONAL_IN")] == ["call-handler", "dispatcher"]


def test_an_entry_may_come_before_its_log_and_minutes_in_any_order(held: Held) -> None:
    minutes = {
        "202611022106": [("entry", _entry("2", "02/11/2026 21:06:00", "SECOND", AMENDED="20261102210600"))],
        "202611022107": [("log", {**LOG, "ACT": "A", "GRADE": "2", "AMENDED": "20261102210700"})],
        "202611022105": [
            ("log", LOG),
            ("entry", _entry("1", "02/11/2026 21:05:00", "FIRST", AMENDED="20261102210500")),
        ],
    }
    for extract, rows in minutes.items():
        held.load(SOURCE, *[held.file(SOURCE, record, row, extract=extract) for record, row in rows])
    log = held.view(held.one("incident", "0412-02112026"))
    assert log.values("response-grade") == ["2 Priority"]
    assert set(log.values("log-entry")) == {"FIRST", "SECOND"}


def test_a_late_version_of_a_log_is_counted_as_late_and_changes_nothing(held: Held) -> None:
    held.take(SOURCE, "log", {**LOG, "AMENDED": "20261102211500", "STATUS": "C"}, extract="202611022115")
    late = held.take(SOURCE, "log", {**LOG, "AMENDED": "20261102210600"}, extract="202611022106")
    assert late.outcomes == {"late": 1}
    assert held.view(held.one("incident", "0412-02112026")).values("status") == ["closed"]


def test_the_night_sends_everything_once_more_and_nothing_doubles(held: Held) -> None:
    held.take(SOURCE, "log", LOG, extract="202611022105")
    entry = _entry("1", "02/11/2026 21:05:10", "FIRST")
    held.take(SOURCE, "entry", entry, extract="202611022106")
    assert held.take(SOURCE, "log", LOG, extract="202611022400").outcomes == {"unchanged": 1}
    assert held.take(SOURCE, "entry", entry, extract="202611022400").outcomes == {"unchanged": 1}


def test_an_amended_entry_replaces_what_it_said(held: Held) -> None:
    held.take(SOURCE, "entry", _entry("1", "02/11/2026 21:05:10", "KNIFE SEEN"))
    amended = _entry("1", "02/11/2026 21:05:10", "NO KNIFE SEEN", ACT="A", AMENDED="20261102212000")
    held.take(SOURCE, "entry", amended, extract="2")
    assert held.view(held.one("incident", "0412-02112026")).values("log-entry") == ["NO KNIFE SEEN"]


def test_a_number_shows_every_log_it_called_about_and_who_gave_it_though_nobody_is_flagged(held: Held) -> None:
    earlier = {
        **LOG,
        "LOG_NO": "0077",
        "LOG_DATE": "14092026",
        "CALL_AT": "14/09/2026 18:00:00",
        "CALLER_FORENAMES": "M",
    }
    unnamed = {
        **LOG,
        "LOG_NO": "0300",
        "LOG_DATE": "15092026",
        "CALL_AT": "15/09/2026 02:00:00",
        "CALLER_SURNAME": "ANON",
    }
    held.take(SOURCE, "log", LOG, earlier, {**unnamed, "CALLER_FORENAMES": "", "CALLER_STREET": ""})
    phone = held.view(held.one("phone", "+44 7700 900123"))
    assert {caption for _, caption in phone.tied("CALLER_IN")} == {
        "Incident 0412-02112026",
        "Incident 0077-14092026",
        "Incident 0300-15092026",
    }
    assert sorted(caption for _, caption in phone.tied("USES_PHONE")) == ["OGDEN, M", "OGDEN, MARY"]
    assert phone.warnings == ()
    caller = next(tie.other.id for tie in phone.ties("USES_PHONE") if tie.other.caption == "OGDEN, MARY")
    (number,) = held.view(caller).ties("USES_PHONE")
    assert number.other.id == phone.view.head.id


def test_the_history_of_a_number_is_in_the_briefing_on_it(held: Held) -> None:
    earlier = {**LOG, "LOG_NO": "0077", "LOG_DATE": "14092026", "CALL_AT": "14/09/2026 18:00:00"}
    held.take(SOURCE, "log", LOG, earlier)
    assert held.events(phone="07700 900123") == ["Incident 0412-02112026", "Incident 0077-14092026"]


@pytest.mark.parametrize("number", ["WITHHELD", "NO CLI", "0", "-", ""])
def test_a_withheld_number_is_no_number(held: Held, number: str) -> None:
    other = {**LOG, "LOG_NO": "0413", "CALLER_TEL": number}
    held.take(SOURCE, "log", {**LOG, "CALLER_TEL": number}, other)
    seen = held.view(held.one("incident", "0412-02112026"))
    assert [other.other.subtype for other in seen.ties("CALLER_IN")] == ["person"]


def test_two_callers_of_one_name_are_two_people(held: Held) -> None:
    held.take(SOURCE, "log", LOG, {**LOG, "LOG_NO": "0413", "CALLER_TEL": "07700900999"})
    callers = [held.view(held.one("incident", f"{number}-02112026")).other("REPORTED") for number in ("0412", "0413")]
    assert len(set(callers)) == 2


def test_a_scene_with_a_door_is_that_address_and_one_in_the_street_is_a_place(held: Held) -> None:
    street = {**LOG, "LOG_NO": "0413", "LOC_NO": "", "LOC_TYPE": "STR"}
    held.take(SOURCE, "log", LOG, street, {**street, "LOG_NO": "0414"}, {**LOG, "LOG_NO": "0415"})
    scenes = [
        held.view(held.one("incident", f"{n}-02112026")).ties("OCCURRED_AT")[0].other
        for n in ("0412", "0413", "0414", "0415")
    ]
    assert [scene.subtype for scene in scenes] == ["address", "place", "place", "address"]
    assert (scenes[0].id == scenes[3].id, scenes[1].id == scenes[2].id) == (True, False)


def test_units_attend_as_a_duty_with_when_they_arrived(held: Held) -> None:
    held.take(SOURCE, "log", LOG)
    held.take(
        SOURCE,
        "unit",
        {**NUMBER, "ASSIGN_NO": "1", "CALLSIGN": "NB01", "UNIT_TYPE": "RESPONSE", "COLLAR1": "20-4411", "COLLAR2": "20-4502",
         "ASSIGNED_AT": "02/11/2026 21:06:00", "ENROUTE_AT": "02/11/2026 21:06:40", "SCENE_AT": "02/11/2026 21:14:05",
         "CLEAR_AT": "02/11/2026 22:50:00"},
    )  # fmt: skip
    log = held.view(held.one("incident", "0412-02112026"))
    roles = [role for role, _ in log.tied("PROFESSIONAL_IN")]
    assert roles == ["attending-officer", "attending-officer", "attending-unit", "call-handler"]
    unit = next(tie for tie in log.ties("PROFESSIONAL_IN") if tie.start_role == "attending-unit")
    assert (unit.begins, unit.ends) == ("2026-11-02T21:06:00Z", "2026-11-02T22:50:00Z")
    assert {a.name: a.values[0].value for a in unit.links[0].attributes} == {
        "set-out-at": "2026-11-02T21:06:40Z",
        "arrived-at": "2026-11-02T21:14:05Z",
    }
    assert held.paths(held.one("collar-number", "20-4411"), held.one("phone", "07700900123")) == 0


def test_a_crime_was_raised_from_the_log_and_a_repeated_log_says_so(held: Held) -> None:
    held.take(SOURCE, "log", LOG, {**LOG, "LOG_NO": "0413"})
    held.take(
        SOURCE,
        "cross-reference",
        {**NUMBER, "XREF_NO": "1", "XREF_TYPE": "CRM", "XREF": "CR/0000001/26"},
        {**NUMBER, "LOG_NO": "0413", "XREF_NO": "1", "XREF_TYPE": "DUP", "XREF": "0412-02112026"},
        {**NUMBER, "XREF_NO": "2", "XREF_TYPE": "FIR", "XREF": "26/118"},
    )
    log = held.view(held.one("incident", "0412-02112026"))
    assert log.other("RAISED_FROM") == held.one("crime", "CR/0000001/26")
    (repeated,) = log.ties("LINKED_TO")
    assert (repeated.start_role, repeated.end_role, repeated.outgoing) == ("duplicate", "original", False)
    assert log.values("note") == ["FIR 26/118"]


def test_a_crime_and_the_log_it_was_raised_from_are_one_origin(held: Held) -> None:
    held.take(SOURCE, "log", {**LOG, "LOC_LOCALITY": ""})
    crime = {"ACTION": "I", "CRIME_NO": "CR/0000001/26", "LAST_UPD": "03-NOV-2026 01:00", "LOG_REF": "0412-02112026"}
    scene = {"SCENE_NO": "12", "SCENE_STREET": "MILL LANE", "SCENE_TOWN": "MARLSFORD", "SCENE_TYPE": "DWELLING"}
    held.take("crimes", "header", {**crime, **scene})
    address = held.view(held.one("address", "12 Mill Lane, Marlsford"))
    (value,) = address.attribute("address").values
    assert (value.agreeing, value.origins) == (2, 1)


@pytest.mark.parametrize(
    ("code", "warning"),
    [
        ("CPA", "child-at-risk"),
        ("DVA", "domestic-abuse-address"),
        ("VIO", "violent"),
        ("WPN", "weapons"),
        ("FRM", "firearms"),
        ("EXP", "explosives"),
        ("DOG", "dangerous-dog"),
        ("HAZ", "hazard"),
        ("FLC", "firearm-at-address"),
        ("INF", "premises-information"),
    ],
)
def test_a_marker_warns_of_its_premises_in_its_own_words(held: Held, code: str, warning: str) -> None:
    held.take(SOURCE, "marker", {**MARKER, "TYPE": code})
    assert held.warned(address="12 Mill Lane, Marlsford") == [(warning, "MALE OCCUPANT FIGHTS POLICE; NPT; NPT/88")]


def test_a_marker_of_a_new_sort_is_shown_with_its_code(held: Held) -> None:
    held.take(SOURCE, "marker", {**MARKER, "TYPE": "BIO"})
    assert held.warned(address="12 Mill Lane, Marlsford") == [
        ("police-information", "BIO; MALE OCCUPANT FIGHTS POLICE; NPT; NPT/88")
    ]


def test_a_marker_ends_on_its_day_and_not_on_its_review(held: Held) -> None:
    overdue = {**MARKER, "REVIEW_DATE": "01/05/2026"}
    held.take(SOURCE, "marker", overdue, {**MARKER, "MARKER_ID": "M002", "TYPE": "DOG", "END_DATE": "01/10/2026"})
    premises = held.view(held.one("address", "12 Mill Lane, Marlsford"))
    assert [(w.type, w.expired, w.review_overdue) for w in premises.warnings] == [
        ("violent", False, True),
        ("dangerous-dog", True, False),
    ]


def test_a_marker_on_a_building_is_not_on_its_flats(held: Held) -> None:
    held.take(SOURCE, "marker", MARKER)
    held.take(SOURCE, "log", {**LOG, "LOC_FLAT": "FLAT 3"})
    flat = held.view(held.view(held.one("incident", "0412-02112026")).other("OCCURRED_AT"))
    assert flat.warnings == ()


def test_a_marker_without_premises_is_held_back(held: Held) -> None:
    nowhere = {key: value for key, value in MARKER.items() if key not in ("NO", "STREET", "TOWN")}
    assert held.load(SOURCE, held.file(SOURCE, "marker", nowhere)).quarantined == 1


def test_a_log_entered_in_error_is_gone(held: Held) -> None:
    held.take(SOURCE, "log", LOG)
    held.take(SOURCE, "log", {**LOG, "ACT": "E", "AMENDED": "20261103090000"}, extract="2")
    assert held.ids("incident", "0412-02112026") == []
