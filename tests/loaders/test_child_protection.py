"""Child protection: a crew is told that a child is at risk, and of the case nobody else learns anything."""

from __future__ import annotations

from pole.model.facts import ShapedRow, row_id
from pole.model.marking import BASE, Marking
from pole.simulator import Manifest
from tests.loaders.shaping import View, at_marking, compiled, shape_file, shape_row

SOURCE = "child-protection"
CASE = Marking.of("OFFICIAL-SENSITIVE", compartments=["child-protection"])
HEAD = {"ACTION": "I", "CHILD_ID": "CH000001", "UPDATED": "2026-11-02 09:30"}
PLAN = {**HEAD, "PLAN_NO": "PL1", "REFERRAL_NO": "RF1", "START_DATE": "20/04/2026", "REVIEW_DATE": "20/07/2026"}


def _both(record: str, columns: dict[str, str]) -> tuple[View, View]:
    """What everybody may see of a row, and what is case material."""
    row = shape_row(SOURCE, record, columns)
    return at_marking(row, SOURCE, BASE), at_marking(row, SOURCE, CASE)


def test_two_markings_are_all_there_is() -> None:
    assert set(compiled(SOURCE).markings.values()) == {BASE, CASE}


def test_of_a_child_its_identity_is_released_and_its_background_is_not() -> None:
    released, case = _both(
        "child",
        {
            **HEAD,
            "SURNAME": "Lomax",
            "FORENAME": "Isla",
            "DATE_OF_BIRTH": "03/05/2019",
            "SEX": "F",
            "NHS_NO": "999 000 1448",
            "ETHNICITY": "W1",
            "FIRST_LANGUAGE": "ENGLISH",
            "SCHOOL_CODE": "S1",
            "SCHOOL_NAME": "HOLLIN GREEN PRIMARY",
        },
    )
    assert {one.attribute for one in released.mentions["child"].statements} == {
        "source-number",
        "name",
        "born",
        "sex",
        "nhs",
    }
    assert {one.attribute for one in case.mentions["child"].statements} == {"ethnicity-self", "language"}
    assert (released.links, case.ties()) == ([], {("ATTENDS", "")})
    assert "school" not in released.mentions


def test_the_row_as_received_is_case_material() -> None:
    row = shape_row(SOURCE, "plan", PLAN)
    markings = compiled(SOURCE).markings
    assert [markings[facet.vis] for facet in row.facets if facet.raw is not None] == [CASE]


def test_a_plan_marks_the_child_and_nothing_else_of_it_is_released() -> None:
    released, case = _both("plan", {**PLAN, "CATEGORY1": "NEG"})
    assert set(released.mentions) == {"marked-child"}
    (marker,) = released.said("marked-child", "warning")
    assert (marker.value, marker.begins, marker.ends, marker.review) == (
        "child-at-risk",
        "2026-04-20",
        None,
        "2026-07-20",
    )
    assert released.links == []
    assert case.values("plan", "plan-category") == ["neglect"]
    assert case.ties() == {("SUBJECT_OF", ""), ("FOLLOWS", "")}


def test_the_marker_hangs_on_the_number_that_child_and_home_are_released_under() -> None:
    marker, _ = _both("plan", PLAN)
    child, _ = _both("child", {**HEAD, "SURNAME": "Lomax"})
    home, _ = _both(
        "address", {**HEAD, "ADDRESS_SEQ": "AD1", "HOUSE_NO": "2", "STREET": "Mill Lane", "TOWN": "Lambeck"}
    )
    joined = [
        view.mentions[name].keys[0].text for view, name in ((marker, "marked-child"), (child, "child"), (home, "child"))
    ]
    assert joined == ["cab-child|CH000001"] * 3


def test_the_marker_is_on_the_child_and_the_home_is_released_beside_it() -> None:
    columns = {"ADDRESS_SEQ": "AD1", "ADDRESS_TYPE": "HOME", "FLAT": "Flat 3", "HOUSE_NO": "2", "STREET": "Mill Lane"}
    released, case = _both("address", {**HEAD, **columns, "TOWN": "Lambeck", "FROM_DATE": "01/02/2024"})
    assert released.link("LIVES_AT").begins == "2024-02-01"
    assert released.said("home", "warning") == []
    assert (case.mentions, case.links) == ({}, [])


def test_when_the_child_moves_the_old_home_ends_and_a_new_one_begins() -> None:
    old = {**HEAD, "ACTION": "U", "ADDRESS_SEQ": "AD1", "HOUSE_NO": "2", "STREET": "Mill Lane", "TOWN": "Lambeck"}
    new = {**HEAD, "ADDRESS_SEQ": "AD2", "ADDRESS_TYPE": "PLACEMENT", "HOUSE_NO": "9", "STREET": "Oak Close"}
    ended, _ = _both("address", {**old, "FROM_DATE": "01/02/2024", "TO_DATE": "02/11/2026"})
    begun, _ = _both("address", {**new, "TOWN": "Lambeck", "FROM_DATE": "02/11/2026"})
    assert ended.link("LIVES_AT").ends == begun.link("LIVES_AT").begins == "2026-11-02"
    assert begun.link("LIVES_AT").role == "placement"


def test_two_plans_are_two_statements_and_each_ends_for_itself() -> None:
    first, _ = _both("plan", {**PLAN, "END_DATE": "01/09/2026"})
    second, _ = _both("plan", {**PLAN, "PLAN_NO": "PL2", "START_DATE": "15/08/2026"})
    markers = [view.said("marked-child", "warning")[0] for view in (first, second)]
    assert [(one.begins, one.ends) for one in markers] == [("2026-04-20", "2026-09-01"), ("2026-08-15", None)]
    assert first.mentions["marked-child"].id != second.mentions["marked-child"].id


def test_a_referral_marks_the_child_only_while_there_is_risk() -> None:
    referral = {**HEAD, "REFERRAL_NO": "RF1", "REFERRAL_DATE": "07/04/2026", "REASON": "BRUISING", "DETAILS": "WORDS"}
    marked, _ = _both("referral", {**referral, "RISK_FROM": "07/04/2026", "RISK_TO": "20/04/2026"})
    (marker,) = marked.said("marked-child", "warning")
    assert (marker.value, marker.begins, marker.ends) == ("child-at-risk", "2026-04-07", "2026-04-20")
    unmarked, case = _both("referral", referral)
    assert (unmarked.mentions, unmarked.links) == ({}, [])
    assert case.values("referral", "referral-reason") == ["BRUISING"]


def test_of_parents_and_of_the_alleged_perpetrator_nothing_is_released() -> None:
    released, case = _both(
        "person",
        {
            **HEAD,
            "INVOLVEMENT_ID": "IN1",
            "PERSON_ID": "AP1",
            "REFERRAL_NO": "RF1",
            "INVOLVEMENT": "AP",
            "RELATIONSHIP": "FATHER",
            "STANDING": "SUSPECTED",
            "SURNAME": "Lomax",
            "FORENAME": "Dean",
            "PNC_NO": "81/34U",
            "TELEPHONE": "+44 7700 900123",
            "HOUSE_NO": "2",
            "STREET": "Mill Lane",
            "TOWN": "Lambeck",
        },
    )
    assert (released.mentions, released.links) == ({}, [])
    assert case.ties() == {
        ("PARENT_OF", "father"),
        ("ALLEGED_PERPETRATOR_IN", ""),
        ("LIVES_AT", ""),
        ("USES_PHONE", "contact"),
    }
    assert case.link("ALLEGED_PERPETRATOR_IN").standing == "SUSPECTED"
    assert "pnc|1981/0000034U" in {key.text for key in case.mentions["adult"].keys}


def test_a_professional_is_a_post_holder_with_administrative_ties() -> None:
    released, case = _both(
        "professional",
        {
            **HEAD,
            "INVOLVEMENT_ID": "PR1",
            "REFERRAL_NO": "RF1",
            "WORKER_ID": "WK1",
            "WORKER_NAME": "HELEN RIGBY",
            "INVOLVED_AS": "SOCIAL WORKER",
            "AGENCY": "CHILDREN'S SERVICES",
        },
    )
    assert (released.mentions, released.links) == ({}, [])
    assert case.mentions["professional"].subtype == "post-holder"
    assert case.ties() == {("PROFESSIONAL_FOR", "social-worker"), ("POSTED_TO", "")}


def test_a_conference_is_on_the_referral_and_the_plan() -> None:
    columns = {"CONFERENCE_NO": "CO1", "REFERRAL_NO": "RF1", "PLAN_NO": "PL1", "HELD_ON": "20/04/2026"}
    released, case = _both("conference", {**HEAD, **columns, "CHAIR_ID": "WK9", "CHAIR_NAME": "JEAN YATES"})
    assert (released.mentions, released.links) == ({}, [])
    assert len([link for link in case.links if link.type == "CONFERENCE_ON"]) == 2
    assert case.values("conference", "conference-date") == ["2026-04-20"]


def test_a_referral_counts_as_one_origin_with_its_log_and_crime() -> None:
    columns = {"REFERRAL_NO": "RF1", "LOG_REF": "0412-02112026", "CRIME_NO": "CR/0000001/26"}
    row = shape_row(SOURCE, "referral", {**HEAD, **columns})
    assert set(row.made_from) == {
        row_id("incidents", "log", "0412-02112026"),
        row_id("crimes", "header", "CR/0000001/26"),
    }


def test_in_a_whole_force_only_the_children_their_homes_and_their_markers_are_released(force: Manifest) -> None:
    rows = [row for path in force.of_source(SOURCE) for row in shape_file(SOURCE, path)]
    views = [at_marking(row, SOURCE, BASE) for row in rows if isinstance(row, ShapedRow)]
    assert {name for view in views for name in view.mentions} == {"child", "home", "postcode", "marked-child"}
    assert {link.type for view in views for link in view.links} == {"LIVES_AT", "IN_POSTCODE"}
    stated = {one.attribute for view in views for mention in view.mentions.values() for one in mention.statements}
    assert stated == {"source-number", "name", "alias", "born", "sex", "nhs", "address", "postcode", "warning"}
