"""Domestic abuse: every answer stands for itself, a crew is told who is at high risk, and of the case nobody learns anything."""

from __future__ import annotations

import pytest

from pole.model.facts import row_id
from pole.model.marking import BASE, Marking
from pole.model.standing import Standing
from tests.loaders.holding import Held
from tests.loaders.shaping import at_marking, compiled, shape_row

SOURCE = "domestic-abuse"
OFFICER = "domestic-abuse"
CASE = Marking.of("OFFICIAL-SENSITIVE", compartments=["domestic-abuse"])

FORM = {
    "Action": "INS",
    "FormRef": "DA/2026/000123",
    "FormName": "DASH",
    "FormVersion": "3.1",
    "Status": "S",
    "Division": "NORTH",
    "Amended": "02/11/2026 22:14:07",
    "Submitted": "02/11/2026 22:14:07",
    "Assessed": "02/11/2026 21:40",
    "LogRef": "0412-02112026",
    "CrimeNo": "CR/0000001/26",
    "AssessorCollar": "20-4411",
    "AssessorName": "PC 4411 JUNE HARDY",
    "Score": "9",
    "ScoreRisk": "M",
    "FinalRisk": "H",
    "Overridden": "Y",
    "OverrideAt": "02/11/2026 23:05",
    "OverrideCollar": "20-118",
    "OverrideName": "DS 118 OLIVE MARSH",
    "OverrideReason": 'Strangulation last night, "choked" twice before;\nvictim plays it down',
    "ReviewDue": "02/12/2026",
    "Q01": "Y",
    "Q02": "1",
    "Q09": "DK",
    "Q18": "Y",
    "Q22": "N",
    "Q23": "2",
    "Q25": "9",
    "Q26": "NA",
    "Q27": "-- select --",
    "VictimID": "V0077",
    "V_Title": "Mrs",
    "V_Forenames": "Mary Ellen",
    "V_Surname": "Ogden",
    "V_DOB": "03/05/1988",
    "V_Sex": "F",
    "V_HouseNo": "12",
    "V_Street": "Mill Lane",
    "V_Town": "Marlsford",
    "V_Postcode": "",
    "V_Tel": "07700 900123",
    "V_TelSafe": "N",
    "PerpID": "V0078",
    "P_Forenames": "Dean",
    "P_Surname": "Ogden",
    "P_DOB": "01/02/1986",
    "P_PNCID": "81/34U",
    "P_Standing": "ARRESTED",
    "RelCode": "SPO",
    "RelText": "HUSBAND",
    "LivesTogether": "Y",
    "HouseholdRef": "H0031",
    "MaracRef": "M/26/0014",
    "MaracDate": "10/11/2026",
    "Actions": "Panic alarm; refer to MARAC",
}
MEMBER = {
    "Action": "INS",
    "FormRef": "DA/2026/000123",
    "Amended": "02/11/2026 22:14:07",
    "VictimID": "V0077",
    "PerpID": "V0078",
    "HouseholdRef": "H0031",
}
ISLA = {**MEMBER, "RowNo": "1", "M_Name": "Ogden, Isla", "M_DOB": "07/08/2018", "M_ChildOf": "B", "M_LivesIn": "Y"}
KAI = {**MEMBER, "RowNo": "2", "M_Name": "Pryce, Kai", "M_ChildOf": "V", "M_LivesIn": "N", "M_Relation": "STEPSON"}


@pytest.fixture
def form(held: Held) -> Held:
    held.take(SOURCE, "form", FORM)
    held.take(SOURCE, "member", {**ISLA, "M_Present": "H", "M_School": "HOLLIN GREEN PRIMARY"}, KAI)
    return held


def test_two_markings_are_all_there_is() -> None:
    assert set(compiled(SOURCE).markings.values()) == {BASE, CASE}


def test_each_question_is_answered_yes_no_not_known_or_not_at_all(form: Held) -> None:
    seen = form.view(form.one("da-form", FORM["FormRef"], OFFICER), OFFICER)
    assert set(seen.values("answered-yes")) == {"injury", "frightened", "strangulation"}
    assert set(seen.values("answered-no")) == {"hurt-animals", "financial"}
    assert set(seen.values("answered-not-known")) == {"pregnancy", "perpetrator-suicidal"}
    assert len(seen.values("not-answered")) == 27 - 7
    assert {"breached-order", "criminal-history", "isolated"} < set(seen.values("not-answered"))


def test_an_answer_is_shown_as_what_was_asked(form: Held) -> None:
    seen = form.view(form.one("da-form", FORM["FormRef"], OFFICER), OFFICER)
    shown = {value.value: value.display for value in seen.attribute("answered-yes").values}
    assert shown["strangulation"] == "The perpetrator has tried to strangle, choke, suffocate or drown"


def test_an_answer_that_nobody_knows_is_reported_and_read_as_nothing(held: Held) -> None:
    account = held.take(SOURCE, "form", {**FORM, "Q01": "P"})
    assert account.fields["form.answered-yes from Q01"]["unmapped"] == 1
    seen = held.view(held.one("da-form", FORM["FormRef"], OFFICER), OFFICER)
    assert ("P", "rejected: unmapped code: P") in seen.unusable("answered-yes")
    assert "injury" not in {*seen.values("answered-yes"), *seen.values("answered-no"), *seen.values("not-answered")}


def test_the_level_by_score_and_the_level_that_holds_are_apart_with_who_overrode_it_and_why(form: Held) -> None:
    seen = form.view(form.one("da-form", FORM["FormRef"], OFFICER), OFFICER)
    assert (seen.values("score"), seen.values("risk-level-by-score"), seen.values("risk-level")) == (
        ["9"],
        ["MEDIUM"],
        ["HIGH"],
    )
    (why,) = seen.attribute("override-reason").values[0].statements
    assert (why.value, why.begins, why.note) == (FORM["OverrideReason"], "2026-11-02T23:05Z", FORM["OverrideName"])
    assert [role for role, _ in seen.tied("PROFESSIONAL_IN")] == ["assessor", "reviewer"]


@pytest.mark.parametrize(("code", "level"), [("S", "STANDARD"), ("M", "MEDIUM"), ("H", "HIGH"), ("V", "VERY HIGH")])
def test_the_four_levels(held: Held, code: str, level: str) -> None:
    held.take(SOURCE, "form", {**FORM, "FinalRisk": code})
    assert held.view(held.one("da-form", FORM["FormRef"], OFFICER), OFFICER).values("risk-level") == [level]


@pytest.mark.parametrize("code", ["", "X"])
def test_a_form_without_a_level_that_is_known_is_held_back(held: Held, code: str) -> None:
    sheet = held.load(SOURCE, held.file(SOURCE, "form", {**FORM, "FinalRisk": code}))
    assert sheet.quarantined == 1


def test_a_draft_is_not_loaded(held: Held) -> None:
    assert held.take(SOURCE, "form", {**FORM, "Status": "D"}).outcomes == {"skipped": 1}


def test_victim_and_alleged_perpetrator_have_their_roles_and_their_tie(form: Held) -> None:
    victim = form.view(form.one("da-person", "V0077", OFFICER), OFFICER)
    assert [value.value for value in victim.link("VICTIM_OF").attributes[0].values] == ["HUSBAND"]
    assert ("spouse", "Ogden, Dean") in victim.tied("FAMILY_OF")
    assert victim.tied("KNOWS") == [("lives-with", "Ogden, Dean")]
    perpetrator = form.view(form.one("pnc", "1981/0000034U", OFFICER), OFFICER)
    assert perpetrator.link("ALLEGED_PERPETRATOR_IN").standing is Standing.ARRESTED


def test_children_and_household_are_on_the_form(form: Held) -> None:
    assessment = form.view(form.one("da-form", FORM["FormRef"], OFFICER), OFFICER)
    assert assessment.tied("PARTY_TO") == [("family-member", "Ogden, Isla"), ("family-member", "Pryce, Kai")]
    household = form.view(form.one("da-household", "H0031", OFFICER), OFFICER)
    assert {caption for _, caption in household.tied("MEMBER_OF")} == {
        "Ogden, Mary Ellen",
        "Ogden, Dean",
        "Ogden, Isla",
    }
    assert household.view.head.subtype == "group"
    (home,) = household.ties("LIVES_AT")
    assert "Mill Lane" in home.other.caption


def test_whose_child_it_is_is_said_of_each_parent(form: Held) -> None:
    victim = form.view(form.one("da-person", "V0077", OFFICER), OFFICER)
    perpetrator = form.view(form.one("da-person", "V0078", OFFICER), OFFICER)
    assert {caption for _, caption in victim.tied("PARENT_OF")} == {"Ogden, Isla", "Pryce, Kai"}
    assert {caption for _, caption in perpetrator.tied("PARENT_OF")} == {"Ogden, Isla"}


def test_a_member_that_is_missing_from_the_next_extract_was_taken_off(form: Held) -> None:
    later = {"Action": "UPD", "Amended": "02/11/2026 23:30:00"}
    files = (
        form.file(SOURCE, "form", {**FORM, **later}, extract="2"),
        form.file(SOURCE, "member", {**ISLA, **later}, extract="2"),
    )
    form.load(SOURCE, *files)
    assessment = form.view(form.one("da-form", FORM["FormRef"], OFFICER), OFFICER)
    assert assessment.tied("PARTY_TO") == [("family-member", "Ogden, Isla")]


def test_everybody_is_told_of_the_victim_at_high_risk_at_her_home_and_of_nothing_else(form: Held) -> None:
    assert form.warned(address="12 Mill Lane, Marlsford") == [
        ("domestic-abuse-victim", "High-risk victim of domestic abuse")
    ]
    victim = form.view(form.one("da-person", "V0077"))
    assert {attribute.name for attribute in victim.view.attributes} == {"name", "born", "sex", "source-number"}
    assert {one.type for one in victim.relationships} == {"LIVES_AT"}
    assert [(w.begins, w.review, w.ends) for w in victim.warnings] == [("2026-11-02T21:40Z", "2026-12-02", None)]
    assert (form.ids("da-form", FORM["FormRef"]), form.ids("da-person", "V0078"), form.ids("pnc", "81/34U")) == (
        [],
        [],
        [],
    )
    assert form.ids("phone", "07700 900123") == []


@pytest.mark.parametrize("level", ["S", "M"])
def test_of_a_form_at_standard_or_medium_risk_nobody_outside_learns_anything(held: Held, level: str) -> None:
    held.take(SOURCE, "form", {**FORM, "FinalRisk": level})
    held.take(SOURCE, "member", ISLA)
    assert held.ids("da-person", "V0077") == []
    assert held.warned(address="12 Mill Lane, Marlsford") == []
    assert held.warned(OFFICER, id=held.one("da-person", "V0077", OFFICER)) == []


def test_a_confidential_address_is_never_released(held: Held) -> None:
    held.take(SOURCE, "form", {**FORM, "V_AddrConfidential": "Y"})
    victim = held.view(held.one("da-person", "V0077"))
    assert (victim.relationships, [w.type for w in victim.warnings]) == ([], ["domestic-abuse-victim"])
    assert held.warned(address="12 Mill Lane, Marlsford") == []
    cleared = held.view(held.one("da-person", "V0077", OFFICER), OFFICER)
    assert len(cleared.ties("LIVES_AT")) == 1


def test_the_warning_ends_when_the_form_is_closed(held: Held) -> None:
    held.take(SOURCE, "form", {**FORM, "Status": "C", "Closed": "01/11/2026"})
    assert held.warned(address="12 Mill Lane, Marlsford") == []
    assert [w.expired for w in held.view(held.one("da-person", "V0077")).warnings] == [True]


def test_the_row_as_received_is_case_material() -> None:
    row = shape_row(
        SOURCE, "form", {key: FORM[key] for key in ("Action", "FormRef", "Amended", "FinalRisk", "VictimID")}
    )
    markings = compiled(SOURCE).markings
    assert [markings[facet.vis] for facet in row.facets if facet.raw is not None] == [CASE]


def test_who_is_victim_on_one_form_and_perpetrator_on_another_is_one_person(form: Held) -> None:
    other = {
        **FORM,
        "FormRef": "DA/2026/000130",
        "VictimID": "V0078",
        "PerpID": "V0077",
        "FinalRisk": "S",
        "P_PNCID": "",
    }
    form.take(SOURCE, "form", other, extract="2")
    seen = form.view(form.one("da-person", "V0077", OFFICER), OFFICER)
    assert (len(seen.ties("VICTIM_OF")), len(seen.ties("ALLEGED_PERPETRATOR_IN"))) == (1, 1)


def test_a_perpetrator_whom_nobody_names_is_unidentified(held: Held) -> None:
    without = {key: value for key, value in FORM.items() if not key.startswith(("P_", "Perp", "Rel"))}
    held.take(SOURCE, "form", {**without, "P_Sex": "M", "P_Aliases": "Deano"})
    seen = held.view(held.one("da-form", FORM["FormRef"], OFFICER), OFFICER)
    (tie,) = seen.ties("ALLEGED_PERPETRATOR_IN")
    assert (tie.other.subtype, tie.standing) == ("unidentified-person", Standing.UNKNOWN)


def test_a_form_is_one_origin_with_its_log_and_crime_and_tied_to_both(form: Held) -> None:
    row = shape_row(
        SOURCE,
        "form",
        {key: FORM[key] for key in ("Action", "FormRef", "Amended", "LogRef", "CrimeNo")} | {"FinalRisk": "S"},
    )
    assert set(row.made_from) == {
        row_id("incidents", "log", "0412-02112026"),
        row_id("crimes", "header", "CR/0000001/26"),
    }
    seen = form.view(form.one("da-form", FORM["FormRef"], OFFICER), OFFICER)
    assert [other for _, other in seen.tied("RAISED_FROM")] == ["Incident 0412-02112026"]
    assert [other for _, other in seen.tied("ABOUT_EVENT")] == ["Crime CR/0000001/26"]
    assert len(seen.ties("CONFERENCE_ON")) == 1


def test_whether_the_victim_may_be_called_stands_beside_the_number(form: Held) -> None:
    victim = form.view(form.one("da-person", "V0077", OFFICER), OFFICER)
    note = next(a for a in victim.link("USES_PHONE").attributes if a.name == "note")
    assert [value.value for value in note.values] == ["not safe to call"]


@pytest.mark.parametrize("action", ["DEL", "DSP"])
def test_recorded_in_error_and_disposed_of_are_gone(form: Held, action: str) -> None:
    gone = {**FORM, "Action": action, "Amended": "03/11/2026 06:00:00"}
    files = form.file(SOURCE, "form", gone, extract="2"), form.file(SOURCE, "member", extract="2")
    form.load(SOURCE, *files, retire_limit=100)
    assert (form.ids("da-form", FORM["FormRef"], OFFICER), form.ids("da-person", "V0077")) == ([], [])


def test_relationships_that_are_no_family_keep_their_words() -> None:
    rows = {
        code: shape_row(
            SOURCE,
            "form",
            {"Action": "INS", "FormRef": "F", "FinalRisk": "S", "VictimID": "V1", "PerpID": "V2", "RelCode": code},
        )
        for code in ("PAR", "CHI", "OTH", "")
    }
    ties = {code: {link.type for link in at_marking(row, SOURCE, CASE).links} for code, row in rows.items()}
    both = {"VICTIM_OF", "ALLEGED_PERPETRATOR_IN"}
    assert ties == {"PAR": both | {"PARENT_OF"}, "CHI": both | {"PARENT_OF"}, "OTH": both | {"KNOWS"}, "": both}
