"""Crime recording: what a newcomer to a crime must be able to see of it."""

from __future__ import annotations

from pole.ingest.shape import Quarantined
from pole.model.facts import Join, ShapedRow, row_id
from pole.model.marking import BASE
from tests.loaders.shaping import View, at_marking, shape_any_row, shape_row

CRIME = {"ACTION": "I", "CRIME_NO": "CR/0000001/26", "LAST_UPD": "02-NOV-2026 09:30"}
PERSON = {**CRIME, "SEQ": "1", "PERSON_TYPE": "P", "NOMINAL_NO": "N0200001", "SURNAME": "OGDEN", "FORENAME1": "MARY"}


def _view(record: str, columns: dict[str, str]) -> View:
    return at_marking(shape_row("crimes", record, columns), "crimes", BASE)


def test_a_crime_keeps_its_former_classes_with_their_days() -> None:
    view = _view(
        "header",
        {
            **CRIME,
            "CLASS_CODE": "8N",
            "CLASS_FROM": "05-NOV-2026",
            "PREV1_CODE": "105A",
            "PREV1_FROM": "02-NOV-2026",
            "PREV1_TO": "05-NOV-2026",
        },
    )
    assert [(one.value, one.begins, one.ends) for one in view.said("crime", "offence")] == [
        ("8N", "2026-11-05", None),
        ("105A", "2026-11-02", "2026-11-05"),
    ]


def test_an_outcome_is_the_crimes_and_stands_on_nobodys_link() -> None:
    header = _view("header", {**CRIME, "OUTCOME_TYPE": "1", "OUTCOME_TEXT": "CHARGED", "OUTCOME_DATE": "03-NOV-2026"})
    assert header.values("crime", "outcome-type") == ["1"]
    assert [one.begins for one in header.said("crime", "outcome")] == ["2026-11-03"]
    suspect = _view("person", {**PERSON, "ROLE": "SUSP", "STANDING": "ARR"})
    assert [one.attribute for one in suspect.link("SUSPECT_IN").statements] == ["standing"]


def test_each_of_the_five_hate_strands_is_a_statement_of_its_own() -> None:
    columns = ("HATE_RACE", "HATE_RELIGION", "HATE_SEXUAL_ORIENT", "HATE_DISABILITY", "HATE_TRANSGENDER")
    view = _view("header", {**CRIME, **dict.fromkeys(columns, "Y")})
    assert view.values("crime", "hate-strand") == [
        "race",
        "religion",
        "sexual-orientation",
        "disability",
        "transgender",
    ]
    assert _view("header", {**CRIME, **dict.fromkeys(columns, "N")}).said("crime", "hate-strand") == []


def test_religion_and_perceived_religion_are_apart_and_so_are_unknown_and_blank() -> None:
    view = _view("person", {**PERSON, "ROLE": "VICT", "RELIGION": "SIK", "PERC_RELIGION": "MUS"})
    assert view.values("person", "religion") == ["sikh"]
    assert [(one.attribute, one.value) for one in view.link("VICTIM_OF").statements] == [
        ("perceived-religion", "muslim")
    ]
    unknown = _view("person", {**PERSON, "ROLE": "VICT", "RELIGION": "UNK", "PERC_RELIGION": ""})
    assert [one.problem for one in unknown.said("person", "religion")] == ["absent: unknown"]
    assert [one.problem for one in unknown.link("VICTIM_OF").statements] == ["absent: blank"]


def test_a_body_has_no_religion_not_even_a_blank_one() -> None:
    view = _view(
        "person", {**CRIME, "SEQ": "1", "PERSON_TYPE": "O", "NOMINAL_NO": "N0200009", "ROLE": "VICT", "ORG_NAME": "FELLMART"}
    )  # fmt: skip
    assert view.mentions["person"].subtype == "organisation"
    assert view.said("person", "religion") == []
    assert view.link("VICTIM_OF").statements == ()


def test_occupation_and_vulnerability_are_stated_of_the_victim() -> None:
    columns = {**PERSON, "ROLE": "VICT", "OCCUPATION": "PLUMBER", "VULNERABILITY": "MENTAL HEALTH;REPEAT VICTIM"}
    view = _view("person", columns)
    assert view.values("person", "occupation") == ["PLUMBER"]
    assert view.values("person", "vulnerability") == ["MENTAL HEALTH", "REPEAT VICTIM"]


def test_a_person_in_two_roles_has_a_link_for_each() -> None:
    witness = _view("person", {**PERSON, "ROLE": "WITN"})
    reporting = _view("person", {**PERSON, "SEQ": "2", "ROLE": "REPT"})
    assert (witness.ties(), reporting.ties()) == ({("WITNESS_TO", "")}, {("REPORTED", "")})
    assert witness.mentions["person"].keys == reporting.mentions["person"].keys


def test_suspects_and_offenders_carry_their_standing_and_victims_none() -> None:
    roles = {"SUSP": "SUS", "OFFR": "CON", "VICT": ""}
    links = [
        link
        for role, standing in roles.items()
        for link in _view("person", {**PERSON, "ROLE": role, "STANDING": standing}).links
    ]
    assert [(link.type, link.standing) for link in links] == [
        ("SUSPECT_IN", "SUSPECTED"),
        ("OFFENDER_IN", "CONVICTED"),
        ("VICTIM_OF", None),
    ]


def test_a_standing_that_nobody_knows_is_unknown_and_never_guessed() -> None:
    assert _view("person", {**PERSON, "ROLE": "SUSP", "STANDING": "ZZZ"}).link("SUSPECT_IN").standing == "UNKNOWN"


def test_an_unknown_role_is_quarantined_and_not_dropped() -> None:
    found = shape_any_row("crimes", "person", {**PERSON, "ROLE": "XXXX"})
    assert isinstance(found, Quarantined)
    assert found.field == "ROLE"


def test_a_suspect_without_a_number_is_unidentified_and_known_by_that_record_alone() -> None:
    view = _view(
        "person",
        {
            **CRIME,
            "SEQ": "2",
            "ROLE": "SUSP",
            "STANDING": "SUS",
            "SEX": "M",
            "DESC_BY": "WITNESS",
            "DESC_AGE": "18-25",
            "DESC_CLOTHING": "GREY HOODIE",
            "DESC_ACCENT": "LOCAL",
        },
    )
    stranger = view.mentions["unidentified"]
    assert (stranger.subtype, [key.scheme for key in stranger.keys]) == ("unidentified-person", ["record"])
    assert [(one.value, one.basis, one.note) for one in view.said("unidentified", "clothing")] == [
        ("GREY HOODIE", "REPORTED", "WITNESS")
    ]
    assert view.link("SUSPECT_IN").start == stranger.id


def test_a_nominal_number_joins_and_so_do_pnc_and_cro_unless_contradicted() -> None:
    view = _view("person", {**PERSON, "ROLE": "SUSP", "PNC_ID": "1981/0000034U", "CRO_NO": "065656/91H"})
    joins = {key.scheme: key.join for key in view.mentions["person"].keys}
    assert joins["crimes-nominal"] == Join.KEY
    assert joins["pnc"] == joins["cro"] == Join.STRONG


def test_an_address_keeps_how_it_was_given_and_from_when() -> None:
    view = _view(
        "person",
        {
            **PERSON,
            "ROLE": "SUSP",
            "ADDR_NO": "12",
            "ADDR_STREET": "MILL LANE",
            "ADDR_TOWN": "MARLSFORD",
            "ADDR_ROLE": "A",
            "ADDR_FROM": "01-MAR-2020",
            "PHONE": "07700 900123",
        },
    )
    assert {("LIVES_AT", "given-on-arrest"), ("USES_PHONE", "contact")} < view.ties()
    assert view.link("LIVES_AT").begins == "2020-03-01"
    assert view.values("phone", "phone") == ["+447700900123"]


def test_no_fixed_abode_is_a_value_and_no_place() -> None:
    view = _view("person", {**PERSON, "ROLE": "SUSP", "NFA": "Y"})
    assert len(view.values("person", "no-fixed-abode")) == 1
    assert "home" not in view.mentions


def test_two_crimes_in_one_street_do_not_share_a_scene() -> None:
    outdoors = {"SCENE_STREET": "MILL LANE", "SCENE_TOWN": "MARLSFORD", "SCENE_TYPE": "STREET"}
    indoors = {"SCENE_NO": "12", "SCENE_STREET": "MILL LANE", "SCENE_TOWN": "MARLSFORD", "SCENE_TYPE": "DWELLING"}
    street = _view("header", {**CRIME, **outdoors}).mentions["scene"]
    house = _view("header", {**CRIME, **indoors}).mentions["scene"]
    assert (street.subtype, [key.scheme for key in street.keys]) == ("place", ["record"])
    assert (house.subtype, [key.scheme for key in house.keys]) == ("address", ["address"])


def test_a_crime_is_made_from_its_log_and_its_lines_are_all_it_has() -> None:
    header = shape_row("crimes", "header", {**CRIME, "LOG_REF": "0412-02112026"})
    assert header.made_from == (row_id("incidents", "log", "0412-02112026"),)
    line = shape_row("crimes", "person", {**PERSON, "ROLE": "VICT"})
    assert line.parent == header.row
    assert ("RAISED_FROM", "") in at_marking(header, "crimes", BASE).ties()


def test_a_vehicle_is_tied_to_its_keeper_and_its_driver_by_their_numbers() -> None:
    columns = {"VEH_NO": "1", "VRM": "JT15ABC", "INVOLVEMENT": "USED", "KEEPER_NOMINAL": "N1", "DRIVER_NOMINAL": "N2"}
    view = _view("vehicle", {**CRIME, **columns})
    assert view.ties() == {("INVOLVED_IN", "used"), ("KEEPER_OF", ""), ("DRIVER_OF", "")}
    assert view.values("vehicle", "vrm") == ["JT15 ABC"]


def test_a_stolen_telephone_is_handset_and_number_apart() -> None:
    columns = {"ITEM_NO": "1", "CATEGORY": "MOBILE PHONE", "STATUS": "STOLEN", "PHONE_NO": "07700 900123"}
    view = _view("property", {**CRIME, **columns, "OWNER_NOMINAL": "N1"})
    assert (view.mentions["item"].subtype, view.mentions["number"].subtype) == ("handset", "phone-number")
    assert view.ties() == {("INVOLVED_IN", "stolen"), ("OWNER_OF", ""), ("NUMBER_OF", "")}


def test_a_method_is_said_of_the_crime() -> None:
    view = _view("mo", {**CRIME, "LINE_NO": "1", "MO_CATEGORY": "ENTRY", "MO_TEXT": "REAR DOOR FORCED"})
    assert view.values("crime", "mo") == ["ENTRY: REAR DOOR FORCED"]


def test_warning_letters_become_warnings_with_review() -> None:
    columns = {"WARNINGS": "VI;WE", "WARN_FROM": "01-JUN-2026", "WARN_REVIEW": "01-JUN-2027", "WARN_TEXT": "KNIVES"}
    warnings = _view("person", {**PERSON, "ROLE": "SUSP", **columns}).said("person", "warning")
    assert [(one.value, one.begins, one.review, one.note) for one in warnings] == [
        ("violent", "2026-06-01", "2027-06-01", "KNIVES"),
        ("weapons", "2026-06-01", "2027-06-01", "KNIVES"),
    ]


def test_a_merge_is_a_record_that_holds_both_numbers() -> None:
    columns = {"ACTION": "M", "FROM_NOMINAL": "N1", "TO_NOMINAL": "N2", "LAST_UPD": "02-NOV-2026 21:00"}
    row = shape_row("crimes", "merge", columns)
    keys = {key.text for mention in at_marking(row, "crimes", BASE).mentions.values() for key in mention.keys}
    assert {"crimes-nominal|N1", "crimes-nominal|N2"} <= keys
    taken_back = shape_row("crimes", "merge", {**columns, "ACTION": "D"})
    assert (taken_back.verb, taken_back.row) == ("delete", row.row)


def test_recorded_in_error_and_disposal_are_told_apart() -> None:
    rows = [shape_row("crimes", "header", {**CRIME, "ACTION": action}) for action in "DX"]
    assert [(row.verb, row.facets) for row in rows] == [("delete", ()), ("dispose", ())]
    assert all(isinstance(row, ShapedRow) for row in rows)
