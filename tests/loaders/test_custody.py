"""Custody and case: stages stay apart, a disposal is one person's for one offence, and nobody becomes his brother."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pole.model.facts import row_id
from pole.model.standing import Standing
from pole.service.search import search
from tests.loaders.holding import Held

SOURCE = "custody"
CUSTODY_OFFICER = "custody"
Line = tuple[str, Mapping[str, str]]

RUN: Line = ("run", {"SYSTEM": "ICIS", "RUN_NO": "000417", "RUN_AT": "03112026 020000"})
DEAN = {
    "ACT": "A",
    "TOUCHED": "02112026 233000",
    "CUST_NO": "N1/26/004411",
    "STATION": "N1",
    "SUITE_CODE": "N1S",
    "ARRIVED": "02112026 2205",
    "AUTHORISED": "02112026 2219",
    "GROUNDS": "TO OBTAIN EVIDENCE BY QUESTIONING",
    "PERSON_NO": "P0700078",
    "IDENT": "L",
    "SURNAME": "OGDEN",
    "FORENAME1": "DEAN",
    "DOB": "01021986",
    "SEX": "M",
    "ETH_SELF": "W1",
    "ETH_OBS": "1",
    "PNC_ID": "81/34U",
    "CRO_NO": "65656/91H",
    "ADDR_NO": "12",
    "STREET": "MILL LANE",
    "TOWN": "MARLSFORD",
    "PHONE": "07700 900123",
    "OFFICER": "20-9001",
    "HEIGHT": "183 cm",
}
NUMBER = DEAN["CUST_NO"]
ARREST = {
    "SEQ": "1",
    "ARREST_NO": "A26/90001",
    "ARRESTED_AT": "02112026 2148",
    "ASN": "1101ZD0100000448754K",
    "ADDR_NO": "12",
    "STREET": "MILL LANE",
    "TOWN": "MARLSFORD",
    "OFFICER": "20-4411",
    "OFFICER_NAME": "HARDY",
    "REASON": "PROMPT AND EFFECTIVE INVESTIGATION",
    "CRIME_NO": "CR/0000001/26",
    "LOG_REF": "0412-02112026",
}
OFFENCE = {"SEQ": "1", "CJS_CODE": "CJ88116", "WORDING": "ASSAULT BY BEATING", "CRIME_NO": "CR/0000001/26"}
CHARGED = {**OFFENCE, "CHARGE_REF": "CH/26/777", "DISP": "CHG", "DISP_AT": "03112026 0930", "DISP_TEXT": "CHARGED"}
CASE = {
    "ACT": "A",
    "TOUCHED": "03112026 100000",
    "URN": "20N10004426",
    "TITLE": "R v OGDEN",
    "STATUS": "OPEN",
    "UNIT": "N1",
}


def _custody(**more: str) -> Line:
    return "custody", {**DEAN, **more}


@pytest.fixture
def detained(held: Held) -> Held:
    held.take_spool(SOURCE, RUN, _custody(), ("arrest", ARREST), ("offence", CHARGED))
    return held


# ---------------------------------------------------------------- stages


def test_arrest_detention_and_charge_are_events_of_their_own_joined_by_typed_links(detained: Held) -> None:
    custody = detained.view(detained.one("icis-custody", NUMBER))
    arrest = detained.view(custody.other("DETAINED_ON"))
    charge = detained.view(detained.one("icis-charge", "CH/26/777"))
    kinds = [seen.view.head.subtype for seen in (custody, arrest, charge)]
    assert kinds == ["custody", "arrest", "charge"]
    crime = detained.one("crime", "CR/0000001/26")
    assert arrest.other("ARRESTED_FOR") == crime
    assert arrest.other("RAISED_FROM") == detained.one("incident", "0412-02112026")
    assert {tie.other.id for tie in charge.ties("CHARGED_FROM")} == {crime, custody.view.head.id}
    assert arrest.values("asn") == ["1101ZD0100000448754K"]
    assert [role for role, _ in arrest.tied("PROFESSIONAL_IN")] == ["arresting-officer"]


def test_the_detainee_is_tied_to_each_stage_with_its_standing(detained: Held) -> None:
    man = detained.view(detained.one("icis-person", "P0700078"))
    standings = {tie.type: tie.standing for tie in man.relationships if tie.standing is not Standing.NOT_APPLICABLE}
    assert standings == {
        "ARRESTED_IN": Standing.ARRESTED,
        "DETAINED_IN": Standing.ARRESTED,
        "ACCUSED_IN": Standing.CHARGED,
        "SUSPECT_IN": Standing.CHARGED,
    }
    (held,) = man.ties("DETAINED_IN")
    assert (held.begins, held.ends) == ("2026-11-02T22:05Z", None)
    assert man.tied("LIVES_AT") == [("given-on-arrest", "12 MILL LANE, MARLSFORD")]


def test_pnc_cro_and_own_number_find_the_detainee(detained: Held) -> None:
    man = detained.one("icis-person", "P0700078")
    assert detained.one("pnc", "1981/0000034U") == detained.one("cro", "065656/91H") == man


def test_custody_crime_and_log_are_one_origin(detained: Held) -> None:
    row = row_id("custody", "arrest", f"{NUMBER}|1")
    with detained.asking() as inquiry:
        (record,) = inquiry.graph.facets([row])
    assert set(record.made_from) == {
        row_id("crimes", "header", "CR/0000001/26"),
        row_id("incidents", "log", "0412-02112026"),
    }


@pytest.mark.parametrize(
    ("code", "standing"),
    [
        ("CHG", Standing.CHARGED),
        ("SUM", Standing.CHARGED),
        ("CAU", Standing.OUT_OF_COURT),
        ("PND", Standing.OUT_OF_COURT),
        ("NFA", Standing.NO_FURTHER_ACTION),
        ("ELM", Standing.ELIMINATED),
        ("BAI", Standing.ARRESTED),
        ("RUI", Standing.ARRESTED),
        ("", Standing.ARRESTED),
        ("ZZZ", Standing.UNKNOWN),
    ],
)
def test_a_disposal_is_this_persons_for_this_offence(held: Held, code: str, standing: Standing) -> None:
    held.take_spool(SOURCE, RUN, _custody(), ("offence", {**CHARGED, "DISP": code, "DISP_TEXT": f"WORDS {code}"}))
    man = held.view(held.one("icis-person", "P0700078"))
    (suspected,) = man.ties("SUSPECT_IN")
    assert suspected.standing is standing
    disposal = next(a for a in suspected.links[0].attributes if a.name == "disposal")
    assert [value.value for value in disposal.values] == [f"WORDS {code}".strip()]
    accused = {tie.other.subtype: tie.standing for tie in man.ties("ACCUSED_IN")}
    charged, out_of_court = code in ("CHG", "SUM"), code in ("CAU", "PND")
    assert accused == ({"charge": standing} if charged else {"out-of-court-disposal": standing} if out_of_court else {})
    crime = held.view(held.one("crime", "CR/0000001/26"))
    assert (crime.values("outcome"), crime.values("outcome-type")) == ([], [])


def test_two_offences_of_one_detention_are_disposed_of_apart(held: Held) -> None:
    other = {**OFFENCE, "SEQ": "2", "CRIME_NO": "CR/0000002/26", "DISP": "NFA", "DISP_TEXT": "NO FURTHER ACTION"}
    held.take_spool(SOURCE, RUN, _custody(), ("offence", CHARGED), ("offence", other))
    man = held.view(held.one("icis-person", "P0700078"))
    found = {tie.other.caption: tie.standing for tie in man.ties("SUSPECT_IN")}
    assert found == {
        "Crime CR/0000001/26": Standing.CHARGED,
        "Crime CR/0000002/26": Standing.NO_FURTHER_ACTION,
    }


def test_co_accused_meet_in_the_charge_and_co_detained_in_the_custody_records(held: Held) -> None:
    other = {
        "CUST_NO": "N1/26/004412",
        "PERSON_NO": "P0700099",
        "FORENAME1": "LEE",
        "SURNAME": "PRYCE",
        "PNC_ID": "",
        "CRO_NO": "",
    }
    held.take_spool(
        SOURCE,
        RUN,
        _custody(),
        ("offence", CHARGED),
        ("co-detained", {"CO_CUST_NO": "N1/26/004412"}),
        _custody(**other),
        ("offence", CHARGED),
    )
    charge = held.view(held.one("icis-charge", "CH/26/777"))
    assert {caption for _, caption in charge.tied("ACCUSED_IN")} == {"OGDEN, DEAN", "PRYCE, LEE"}
    one, two = held.one("icis-person", "P0700078"), held.one("icis-person", "P0700099")
    assert all(tie.other.id != two for tie in held.view(one).relationships)
    (linked,) = held.view(held.one("icis-custody", NUMBER)).ties("LINKED_TO")
    assert (linked.start_role, linked.other.id) == ("co-detained", held.one("icis-custody", "N1/26/004412"))


# ---------------------------------------------------------------- who it is


KYLE = {"PERSON_NO": "P0700079", "FORENAME1": "KYLE", "DOB": "03041990", "PNC_ID": "02/73319Z", "CRO_NO": ""}


def test_a_detainee_who_gave_his_brothers_name_never_attaches_to_the_brother(held: Held) -> None:
    brother = {
        **KYLE,
        "CUST_NO": "N1/19/000001",
        "TOUCHED": "05062019 120000",
        "ARRIVED": "05062019 1100",
        "PHONE": "",
        "STREET": "",
    }
    held.take_spool(SOURCE, RUN, _custody(**brother))
    before = held.view(held.one("pnc", "2002/0073319Z"))
    held.take_spool(SOURCE, RUN, _custody(**KYLE, IDENT="N"), ("arrest", ARREST), extract="2")
    corrected = {"TOUCHED": "03112026 013000", "ACT": "C"}
    false = {
        "SEQ": "1",
        "NAME_TYPE": "F",
        "SURNAME": "OGDEN",
        "FORENAMES": "KYLE",
        "DOB": "03041990",
        "FOUND_BY": "LIVESCAN",
    }
    held.take_spool(SOURCE, RUN, _custody(**corrected), ("name", false), ("arrest", ARREST), extract="3")

    kyle, dean = held.one("pnc", "2002/0073319Z"), held.one("pnc", "1981/0000034U")
    assert kyle != dean
    brothers = held.view(kyle)
    assert {caption for _, caption in brothers.tied("DETAINED_IN")} == {"Custody record N1/19/000001"}
    assert (brothers.ties("ARRESTED_IN"), brothers.view.attributes) == ([], before.view.attributes)
    man = held.view(dean)
    assert (man.values("name"), man.values("born")) == (["OGDEN, DEAN"], ["1986-02-01"])
    assert man.values("source-number") == ["P0700078"]
    assert man.values("false-particulars") == ["KYLE OGDEN 03041990"]
    assert held.ids("pnc", "02/73319Z") == [kyle]
    assert held.paths(kyle, dean) == 0


def test_a_number_that_fingerprints_have_not_confirmed_is_found_and_joins_nothing(held: Held) -> None:
    held.take_spool(SOURCE, RUN, _custody(**KYLE, CUST_NO="N1/19/000001", IDENT="L"))
    held.take_spool(SOURCE, RUN, _custody(IDENT="N", PERSON_NO="P0900000", PNC_ID="02/73319Z", CRO_NO=""), extract="2")
    stranger = held.view(held.one("icis-person", "P0900000"))
    assert stranger.view.head.id != held.one("pnc", "2002/0073319Z")
    assert (stranger.values("pnc"), stranger.values("pnc-unconfirmed")) == ([], ["2002/0073319Z"])
    assert held.ids("pnc-unconfirmed", "02/73319Z") == [stranger.view.head.id]


def test_a_correction_of_who_it_was_leaves_nothing_of_what_was_said_before(held: Held) -> None:
    held.take_spool(SOURCE, RUN, _custody(**KYLE, IDENT="L", ETH_SELF="B1"))
    held.take_spool(SOURCE, RUN, _custody(TOUCHED="03112026 013000"), extract="2")
    man = held.view(held.one("icis-person", "P0700078"))
    former = [s.attribute for a in man.view.attributes for v in a.values for s in v.statements if s.former]
    assert former == []
    assert (held.ids("icis-person", "P0700079"), held.ids("pnc", "02/73319Z")) == ([], [])
    with held.asking() as inquiry:
        assert search(inquiry, "kyle").edges == ()


def test_aliases_and_other_names_are_told_apart(held: Held) -> None:
    names = [
        {"SEQ": "1", "NAME_TYPE": "A", "SURNAME": "MARSH", "FORENAMES": "DEAN"},
        {"SEQ": "2", "NAME_TYPE": "P", "SURNAME": "REID", "FORENAMES": "DEAN"},
        {"SEQ": "3", "NAME_TYPE": "K", "FORENAMES": "DEANO"},
        {"SEQ": "4", "NAME_TYPE": "X", "FORENAMES": "D", "SURNAME": "OGDEN"},
    ]
    held.take_spool(SOURCE, RUN, _custody(), *[("name", name) for name in names])
    man = held.view(held.one("icis-person", "P0700078"))
    assert (man.values("alias"), man.values("previous-name")) == (["MARSH, DEAN"], ["REID, DEAN"])
    assert (man.values("nickname"), man.values("note")) == (["DEANO"], ["X D OGDEN"])


def test_a_detainee_without_a_number_is_unidentified(held: Held) -> None:
    nobody = {"PERSON_NO": "", "SURNAME": "", "FORENAME1": "", "DOB": "", "PNC_ID": "", "CRO_NO": "", "IDENT": ""}
    held.take_spool(SOURCE, RUN, _custody(**nobody, STREET="", PHONE=""))
    (tie,) = held.view(held.one("icis-custody", NUMBER)).ties("DETAINED_IN")
    assert tie.other.subtype == "unidentified-person"


# ---------------------------------------------------------------- bail, cells, risk, warnings, property


def test_bail_has_its_conditions_its_places_and_a_status_of_the_person(held: Held) -> None:
    bail = {
        "BAIL_NO": "B26/55",
        "BAIL_TYPE": "POLICE BAIL",
        "FROM_AT": "03112026 0200",
        "RETURN_AT": "01122026 1000",
        "RETURN_TO": "N1",
    }
    live = {
        "SEQ": "1",
        "CON_TYPE": "RES",
        "TEXT": "LIVE AT 9 OAK CLOSE",
        "ADDR_NO": "9",
        "STREET": "OAK CLOSE",
        "TOWN": "MARLSFORD",
    }
    away = {
        "SEQ": "2",
        "CON_TYPE": "EXC",
        "TEXT": "NOT TO GO TO 12 MILL LANE",
        "ADDR_NO": "12",
        "STREET": "MILL LANE",
        "TOWN": "MARLSFORD",
    }
    none = {"SEQ": "3", "CON_TYPE": "NOC", "TEXT": "NO CONTACT WITH MARY OGDEN"}
    lines: list[Line] = [("bail", {**bail, "STATUS": "CUR"}), *[("condition", c) for c in (live, away, none)]]
    held.take_spool(SOURCE, RUN, _custody(), *lines)
    event = held.view(held.one("icis-bail", "B26/55"))
    assert set(event.values("condition")) == {live["TEXT"], away["TEXT"], none["TEXT"]}
    assert (event.values("expires-on"), event.values("status")) == (["2026-12-01T10:00Z"], ["current"])
    assert (
        event.tied("RELATES_TO_PLACE") == [("exclusion", "12 MILL LANE, MARLSFORD")]
        or len(event.ties("RELATES_TO_PLACE")) == 1
    )
    man = held.view(held.one("icis-person", "P0700078"))
    assert ("bail", "9 OAK CLOSE, MARLSFORD") in man.tied("LIVES_AT")
    assert [(w.type, w.ends) for w in man.warnings] == [("on-bail", "2026-12-01T10:00Z")]


@pytest.mark.parametrize("status", ["ANS", "CAN"])
def test_bail_that_is_over_warns_of_nothing(held: Held, status: str) -> None:
    bail = {"BAIL_NO": "B26/55", "FROM_AT": "03112026 0200", "RETURN_AT": "01122026 1000", "STATUS": status}
    held.take_spool(SOURCE, RUN, _custody(), ("bail", bail))
    assert held.view(held.one("icis-person", "P0700078")).warnings == ()


def test_suites_and_cells_keep_when_they_opened_and_who_was_in_which(held: Held) -> None:
    suite = {
        "SUITE_CODE": "N1S",
        "SUITE_NAME": "MARLSFORD SUITE",
        "ST_NO": "1",
        "STREET": "STATION ROAD",
        "TOWN": "MARLSFORD",
        "OPENED": "01042009",
    }
    cell = {"CELL_NO": "M07", "CELL_TYPE": "MALE", "OPENED": "01042009", "CLOSED": "31122026"}
    placed = {"SEQ": "1", "SUITE_CODE": "N1S", "CELL_NO": "M07", "FROM_AT": "02112026 2240", "TO_AT": "03112026 0915"}
    held.take_spool(SOURCE, RUN, ("suite", suite), ("cell", cell), _custody(), ("placement", placed))
    site = held.view(held.one("icis-suite", "N1S"))
    assert (site.values("opened-on"), site.values("place-name")) == (["2009-04-01"], ["MARLSFORD SUITE"])
    inside = held.view(held.one("icis-cell", "N1S/M07"))
    assert (inside.values("closed-on"), [t.other.id for t in inside.ties("IN_BUILDING")]) == (
        ["2026-12-31"],
        [site.view.head.id],
    )
    (stay,) = inside.ties("AT_SITE")
    assert (stay.begins, stay.ends, stay.other.id) == (
        "2026-11-02T22:40Z",
        "2026-11-03T09:15Z",
        held.one("icis-custody", NUMBER),
    )


def test_risk_answers_are_kept_apart_and_are_not_for_everybody(held: Held) -> None:
    answers = {
        "1": ("Q03", "Y", "CUT WRISTS 2019"),
        "2": ("Q04", "N", ""),
        "3": ("Q02", "D", ""),
        "4": ("Q07", "R", "REFUSED"),
    }
    lines: list[Line] = [
        (
            "risk",
            {"SEQ": n, "ASKED_AT": "02112026 2225", "QUESTION": q, "ANSWER": a, "DETAIL": d, "ASKED_BY": "20-9001"},
        )
        for n, (q, a, d) in answers.items()
    ]
    held.take_spool(SOURCE, RUN, _custody(), *lines)
    seen = held.view(held.one("icis-risk", NUMBER, CUSTODY_OFFICER), CUSTODY_OFFICER)
    assert (seen.values("answered-yes"), seen.values("answered-no")) == (["self-harm-ever"], ["self-harm-now"])
    assert (seen.values("answered-not-known"), seen.values("not-answered")) == (["medication"], ["drugs"])
    (said,) = seen.attribute("answered-yes").values[0].statements
    assert (said.note, said.begins) == ("CUT WRISTS 2019", "2026-11-02T22:25Z")
    assert seen.attribute("answered-yes").values[0].display == "Has ever tried to harm himself or herself"
    assert held.ids("icis-risk", NUMBER) == []
    assert "CUT WRISTS" not in str(held.view(held.one("icis-person", "P0700078")).view)


def test_warning_signals_warn_and_an_unknown_one_is_shown(held: Held) -> None:
    signals = [
        {"SEQ": "1", "SIGNAL": "SH", "FROM_DATE": "02112026", "TEXT": "CUTS"},
        {"SEQ": "2", "SIGNAL": "QQ", "TEXT": "SPITS"},
    ]
    held.take_spool(SOURCE, RUN, _custody(), *[("warning", signal) for signal in signals])
    warnings = held.view(held.one("icis-person", "P0700078")).warnings
    assert [(w.type, w.text) for w in warnings] == [("self-harm", "CUTS"), ("police-information", "QQ; SPITS")]


def test_property_has_where_it_was_found_and_every_movement(held: Held) -> None:
    phone = {
        "PROP_NO": "PR/1",
        "CATEGORY": "MOBILE PHONE",
        "DESCRIPTION": "BLACK | CRACKED",
        "HOW": "F",
        "SEAL_NO": "A123",
        "TAKEN_AT": "02112026 2230",
    }
    moves = [
        {"SEQ": "1", "MOVED_AT": "02112026 2235", "FROM_LOC": "N1S DESK", "TO_LOC": "N1 STORE", "MOVED_BY": "20-9001"},
        {"SEQ": "2", "MOVED_AT": "04112026 0900", "FROM_LOC": "N1 STORE", "TO_LOC": "HTCU", "REASON": "EXAMINATION"},
    ]
    held.take_spool(SOURCE, RUN, _custody(), ("property", phone), *[("movement", move) for move in moves])
    item = held.view(held.one("icis-property", "PR/1"))
    assert (item.view.head.subtype, item.values("description")) == ("handset", ["BLACK | CRACKED"])
    assert [role for role, _ in item.tied("POSSESSED")] == ["found-on"]
    moved = [held.view(tie.other.id) for tie in item.ties("INVOLVED_IN") if tie.start_role == "moved"]
    assert (
        sorted(sorted(event.tied("AT_SITE")) for event in moved)
        == [
            [("began", "N1 STORE"), ("ended", "HTCU")],
            [("began", "N1S DESK"), ("ended", "N1 STORE")],
        ]
        or len(moved) == 2
    )


def test_professionals_attend_as_a_duty(held: Held) -> None:
    lines: list[Line] = [
        (
            "professional",
            {"SEQ": "1", "ROLE": "SOL", "NAME": "JEAN YATES", "FIRM": "YATES AND CO", "FROM_AT": "02112026 2330"},
        ),
        ("professional", {"SEQ": "2", "ROLE": "REV", "COLLAR": "20-9100", "NAME": "INSP MOON"}),
    ]
    held.take_spool(SOURCE, RUN, _custody(), *lines)
    custody = held.view(held.one("icis-custody", NUMBER))
    assert [role for role, _ in custody.tied("PROFESSIONAL_IN")] == ["custody-officer", "reviewer", "solicitor"]
    solicitor = next(tie.other.id for tie in custody.ties("PROFESSIONAL_IN") if tie.start_role == "solicitor")
    assert held.paths(solicitor, held.one("icis-person", "P0700078")) == 0


def test_what_stands_under_a_line_that_is_taken_off_goes_with_it(held: Held) -> None:
    move = {"SEQ": "1", "MOVED_AT": "02112026 2235", "FROM_LOC": "N1S DESK", "TO_LOC": "N1 STORE"}
    held.take_spool(SOURCE, RUN, _custody(), ("property", {"PROP_NO": "PR/1", "HOW": "F"}), ("movement", move))
    held.take_spool(SOURCE, RUN, _custody(ACT="C", TOUCHED="03112026 010000"), extract="2")
    assert (held.ids("icis-property", "PR/1"), held.ids("icis-movement", "PR/1/1")) == ([], [])


def test_a_line_that_is_missing_from_a_changed_record_was_taken_off(detained: Held) -> None:
    detained.take_spool(SOURCE, RUN, _custody(ACT="C", TOUCHED="03112026 010000"), ("arrest", ARREST), extract="2")
    assert detained.ids("icis-charge", "CH/26/777") == []
    assert len(detained.view(detained.one("icis-custody", NUMBER)).ties("DETAINED_ON")) == 1


# ---------------------------------------------------------------- the case
GUILTY = {
    "SEQ": "1",
    "PERSON_NO": "P0700078",
    "CHARGE_REF": "CH/26/777",
    "VERDICT": "G",
    "VERDICT_TEXT": "GUILTY",
    "DISPOSAL": "COMMUNITY ORDER 12 MONTHS",
}


@pytest.fixture
def tried(detained: Held) -> Held:
    hearing = {
        "HEARING_NO": "1",
        "HELD_AT": "12012027 1000",
        "COURT_CODE": "1626",
        "COURT_NAME": "MARLSFORD MAGISTRATES",
        "HEARING_TYPE": "TRIAL",
    }
    detained.take_spool(
        SOURCE,
        RUN,
        ("case", {**CASE, "OIC": "20-4411", "COURT_REF": "97/1626/008395Q"}),
        ("defendant", {"DEF_NO": "1", "PERSON_NO": "P0700078", "CUST_NO": NUMBER, "ASN": "1101ZD0100000448754K", "AGE": "40"}),
        ("plea", {"CHARGE_REF": "CH/26/777", "PLEA": "NOT GUILTY"}),
        ("witness", {"WIT_NO": "1", "SURNAME": "OGDEN", "FORENAMES": "MARY", "VULN": "INTIMIDATED"}),
        ("witness", {"WIT_NO": "2", "COLLAR": "20-4411", "SURNAME": "HARDY"}),
        ("exhibit", {"EXH_REF": "JH/1", "DESCRIPTION": "BROKEN GLASS", "PRODUCED_BY": "20-4411"}),
        ("hearing", hearing),
        ("result", GUILTY),
        extract="2",
    )  # fmt: skip
    return detained


def test_a_case_has_its_number_defendants_witnesses_exhibits_and_hearings(tried: Held) -> None:
    case = tried.view(tried.one("icis-case", "20N10004426"))
    assert (case.values("urn"), case.values("court-reference")) == (["20N10004426"], ["97/1626/008395Q"])
    assert case.tied("ACCUSED_IN") == [("accused", "OGDEN, DEAN")]
    assert {caption for _, caption in case.tied("WITNESS_TO")} >= {"OGDEN, MARY"}
    assert [role for role, _ in case.tied("INVOLVED_IN")] == ["evidence"]
    parts = {tie.other.subtype for tie in case.ties("PART_OF")}
    assert parts == {"charge", "hearing"}
    assert case.other("FOLLOWS") == tried.one("icis-custody", NUMBER)


def test_a_result_is_one_defendants_on_one_charge_at_one_hearing(tried: Held) -> None:
    charge = tried.one("icis-charge", "CH/26/777")
    hearing = tried.view(tried.one("icis-hearing", "20N10004426/1"))
    result = tried.view(tried.one("icis-result", "20N10004426|1|1".replace("|", "/")))
    assert {tie.other.id for tie in result.ties("RESULT_OF")} == {charge, hearing.view.head.id}
    (accused,) = result.ties("ACCUSED_IN")
    assert (accused.standing, result.values("verdict")) == (Standing.CONVICTED, ["GUILTY"])
    disposal = next(a for a in accused.links[0].attributes if a.name == "disposal")
    assert [value.value for value in disposal.values] == ["COMMUNITY ORDER 12 MONTHS"]
    (where,) = hearing.ties("AT_SITE")
    assert where.other.caption == "MARLSFORD MAGISTRATES"


def test_the_charge_keeps_the_plea_and_who_says_which_standing(tried: Held) -> None:
    charge = tried.view(tried.one("icis-charge", "CH/26/777"))
    (accused,) = charge.ties("ACCUSED_IN")
    assert accused.other.caption == "OGDEN, DEAN"
    assert accused.standing is Standing.CONVICTED
    assert {link.standing for link in accused.links} == {Standing.CHARGED, Standing.CONVICTED}
    pleas = [v.value for link in accused.links for a in link.attributes if a.name == "plea" for v in a.values]
    assert pleas == ["NOT GUILTY"]


def test_an_exhibit_is_known_within_its_case(tried: Held) -> None:
    tried.take_spool(
        SOURCE,
        RUN,
        ("case", {**CASE, "URN": "20N10009926"}),
        ("exhibit", {"EXH_REF": "JH/1", "DESCRIPTION": "KNIFE"}),
        extract="3",
    )
    assert tried.one("icis-property", "20N10004426/JH/1") != tried.one("icis-property", "20N10009926/JH/1")
