"""Firearms: the warning stands where weapons are stored under a current certificate, and stays as long as one is there."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pole.formats.rows import RawRow
from tests.loaders.holding import Held
from tests.loaders.shaping import compiled

SOURCE = "firearms"
Line = tuple[str, Mapping[str, str]]

RUN: Line = ("run", {"SYSTEM": "FLMS", "FORCE": "20", "RUN_NO": "000417", "RUN_AT": "20261103020000"})
CERTIFICATE = {
    "ACT": "N",
    "UPDATED": "20261102120000",
    "FILE_NO": "F00001234",
    "CERT_NO": "20/FA/9912",
    "CERT_TYPE": "FAC",
    "STATUS": "GR",
    "HOLDER_TYPE": "P",
    "PERSON_NO": "FP000077",
    "SURNAME": "WARDLE",
    "FORENAMES": "EDITH ANN",
    "DOB": "19590714",
    "SEX": "F",
    "OCCUPATION": "FARMER",
    "PHONE": "01134960123",
    "HOUSE_NO": "3",
    "STREET": "CHURCH WALK",
    "TOWN": "MARLSFORD",
    "GRANTED": "20230401",
    "EXPIRES": "20280331",
    "REASON": "VERMIN",
}
STORE = {
    "SEQ": "001",
    "HOUSE_NO": "LOW FARM",
    "STREET": "MILL LANE",
    "TOWN": "MARLSFORD",
    "FROM_DATE": "20230401",
    "CABINET": "CABINET IN DAIRY",
}
RIFLE = {
    "WEAPON_NO": "W0001",
    "SORT": "RIFLE",
    "MAKE": "MARLOW",
    "CALIBRE": ".22",
    "SERIAL_NO": "A77123",
    "QUANTITY": "1",
    "ACQUIRED": "20230420",
}
PLACE = "Low Farm, Mill Lane, Marlsford"
WARNED = ("firearm-at-address", "FAC; 20/FA/9912")


def _certificate(**more: str) -> Line:
    return "certificate", {**CERTIFICATE, **more}


def _decision(seq: str, kind: str, day: str, why: str = "") -> Line:
    return "decision", {"SEQ": seq, "KIND": kind, "DECIDED": day, "OFFICER": "20-6001", "WHY": why}


def _take(held: Held, *lines: Line, extract: str = "1") -> None:
    held.take_spool(SOURCE, RUN, *lines, extract=extract)


@pytest.fixture
def held_lawfully(held: Held) -> Held:
    _take(held, _certificate(), _decision("001", "GRA", "20230401"), ("storage", STORE), ("weapon", RIFLE))
    return held


def test_a_field_is_where_the_layout_says(held: Held) -> None:
    file = held.spool(SOURCE, RUN, _certificate(), ("storage", STORE), ("weapon", RIFLE))
    lines = file.read_text("windows-1252").splitlines()
    assert [line[:2] for line in lines] == ["HD", "CT", "ST", "WP", "TR"]
    assert (lines[1][60:66], lines[1][135:143]) == ("WARDLE", "19590714")
    assert lines[-1][2:26] == "00000003" + "00000001" + "00000001"
    row = next(iter(compiled(SOURCE).records["weapon"].open(file).rows()))
    assert isinstance(row, RawRow) and "F00001234" in row.values


def test_certificate_holder_weapon_and_storage_come_out(held_lawfully: Held) -> None:
    certificate = held_lawfully.view(held_lawfully.one("firearms-file", "F00001234"))
    assert (certificate.values("certificate-number"), certificate.values("certificate-type")) == (
        ["20/FA/9912"],
        ["firearm certificate"],
    )
    assert (certificate.values("issued-on"), certificate.values("expires-on")) == (["2023-04-01"], ["2028-03-31"])
    assert certificate.tied("HOLDER_OF") == [("holder", "WARDLE, EDITH ANN")]
    weapon = held_lawfully.view(held_lawfully.one("firearms-weapon", "W0001"))
    assert weapon.other("COVERS") == certificate.view.head.id
    assert (weapon.values("calibre"), weapon.values("serial")) == ([".22"], ["A77123"])
    (kept,) = weapon.ties("KEPT_AT")
    assert (kept.start_role, kept.other.caption, kept.begins) == (
        "stored",
        "LOW FARM, MILL LANE, MARLSFORD",
        "2023-04-20",
    )
    assert weapon.tied("POSSESSED") == [("possessor", "WARDLE, EDITH ANN")]


def test_a_crew_is_told_of_a_firearm_where_it_is_stored_and_not_at_the_holders_home(held_lawfully: Held) -> None:
    assert held_lawfully.warned(address=PLACE) == [WARNED]
    assert held_lawfully.warned(address="3 Church Walk, Marlsford") == []
    assert [w.type for w in held_lawfully.view(held_lawfully.one("firearms-person", "FP000077")).warnings] == [
        "certificate-holder"
    ]


@pytest.mark.parametrize("status", ["RF", "RV", "CN", "EX"])
def test_refusal_revocation_surrender_and_expiry_end_it_when_the_weapons_are_gone(
    held_lawfully: Held, status: str
) -> None:
    gone = {**RIFLE, "DISPOSED": "20261103", "DISPOSED_TO": "POLICE STORE"}
    ended = _certificate(ACT="A", STATUS=status, ENDED="20261103", UPDATED="20261103090000")
    _take(held_lawfully, ended, _decision("002", "REV", "20261103"), ("storage", STORE), ("weapon", gone), extract="2")
    assert held_lawfully.warned(address=PLACE) == []
    assert held_lawfully.view(held_lawfully.one("firearms-person", "FP000077")).warnings == ()


@pytest.mark.parametrize("status", ["RF", "RV", "CN", "EX"])
def test_it_stays_after_the_end_while_a_weapon_is_still_stored_there(held_lawfully: Held, status: str) -> None:
    ended = _certificate(ACT="A", STATUS=status, ENDED="20261103", UPDATED="20261103090000")
    _take(held_lawfully, ended, ("storage", STORE), ("weapon", RIFLE), extract="2")
    assert held_lawfully.warned(address=PLACE) == [("firearm-at-address", f"FAC; 20/FA/9912; {status}")]
    gone = {**RIFLE, "DISPOSED": "20261104"}
    _take(
        held_lawfully,
        _certificate(ACT="A", STATUS=status, UPDATED="20261104090000"),
        ("storage", STORE),
        ("weapon", gone),
        extract="3",
    )
    assert held_lawfully.warned(address=PLACE) == []


@pytest.mark.parametrize("status", ["AP", "RF"])
def test_an_application_that_was_never_granted_warns_of_nothing(held: Held, status: str) -> None:
    applied = _certificate(STATUS=status, GRANTED="", EXPIRES="", CERT_NO="")
    _take(held, applied, _decision("001", "APP", "20261001"), ("storage", STORE), ("weapon", RIFLE))
    assert held.warned(address=PLACE) == []
    assert held.view(held.one("firearms-person", "FP000077")).ties("HOLDER_OF") == []


def test_a_certificate_that_has_run_out_warns_no_more(held: Held) -> None:
    _take(held, _certificate(EXPIRES="20261031"), ("storage", STORE), ("weapon", RIFLE))
    assert held.warned(address=PLACE) == []


def test_renewal_carries_it_on(held_lawfully: Held) -> None:
    renewed = _certificate(ACT="A", STATUS="RN", EXPIRES="20330331", UPDATED="20261103090000")
    _take(
        held_lawfully, renewed, _decision("002", "REN", "20261103"), ("storage", STORE), ("weapon", RIFLE), extract="2"
    )
    assert held_lawfully.warned(address=PLACE) == [WARNED]
    (warning,) = held_lawfully.view(held_lawfully.one("address", PLACE)).warnings
    assert warning.ends == "2033-03-31"


def test_when_the_weapons_move_so_does_the_warning(held_lawfully: Held) -> None:
    old = {**STORE, "TO_DATE": "20261103"}
    new = {**STORE, "SEQ": "002", "HOUSE_NO": "9", "STREET": "OAK CLOSE", "FROM_DATE": "20261103"}
    moved = _certificate(ACT="A", UPDATED="20261103090000")
    _take(held_lawfully, moved, ("storage", old), ("storage", new), ("weapon", RIFLE), extract="2")
    assert (held_lawfully.warned(address=PLACE), held_lawfully.warned(address="9 Oak Close, Marlsford")) == (
        [],
        [WARNED],
    )
    weapon = held_lawfully.view(held_lawfully.one("firearms-weapon", "W0001"))
    assert [tie.other.caption for tie in weapon.ties("KEPT_AT")] == ["9 OAK CLOSE, MARLSFORD"]


def test_each_decision_is_an_event_of_its_own_and_a_status_of_the_certificate(held: Held) -> None:
    kinds = [
        ("APP", "20230101"),
        ("GRA", "20230401"),
        ("VAR", "20240501"),
        ("REN", "20250401"),
        ("REF", "20260401"),
        ("REV", "20260501"),
    ]
    _take(held, _certificate(), *[_decision(f"{n:03}", kind, day) for n, (kind, day) in enumerate(kinds, 1)])
    certificate = held.view(held.one("firearms-file", "F00001234"))
    assert len(certificate.ties("INVOLVED_IN")) == 6
    said = {(s.value, s.begins) for value in certificate.attribute("status").values for s in value.statements}
    assert said == {
        ("applied for", "2023-01-01"),
        ("granted", "2023-04-01"),
        ("varied", "2024-05-01"),
        ("renewed", "2025-04-01"),
        ("refused", "2026-04-01"),
        ("revoked", "2026-05-01"),
    }
    refusal = held.view(held.one("firearms-decision", "F00001234/005"))
    assert (refusal.view.head.subtype, refusal.values("decision"), refusal.values("occurred")) == (
        "certificate-decision",
        ["refused"],
        ["2026-04-01"],
    )
    assert refusal.tied("PARTY_TO") == [("applicant", "WARDLE, EDITH ANN")]
    assert [role for role, _ in refusal.tied("PROFESSIONAL_IN")] == ["authoriser"]


def test_an_unknown_decision_is_held_back(held: Held) -> None:
    sheet = held.load(SOURCE, held.spool(SOURCE, RUN, _certificate(), _decision("001", "XXX", "20260101")))
    assert sheet.quarantined == 1


def test_a_dealer_is_a_body(held: Held) -> None:
    dealer = {
        "HOLDER_TYPE": "O",
        "ORG_NAME": "MARLSFORD GUNS LTD",
        "SURNAME": "",
        "FORENAMES": "",
        "DOB": "",
        "SEX": "",
        "OCCUPATION": "",
    }
    _take(held, _certificate(**dealer, CERT_TYPE="RFD"))
    body = held.view(held.one("firearms-person", "FP000077"))
    assert (body.view.head.subtype, body.values("organisation-name")) == ("organisation", ["MARLSFORD GUNS LTD"])
    assert [tie.type for tie in body.relationships if tie.other.kind == "LOCATION"] == ["LOCATED_AT"]


def test_the_cabinet_the_reasons_and_the_referees_are_not_for_everybody(held_lawfully: Held) -> None:
    referee = ("referee", {"SEQ": "001", "SURNAME": "YATES", "FORENAMES": "JEAN", "KNOWN_YEARS": "12"})
    refused = _decision("002", "REF", "20261103", "CONCERNS FOR SAFETY")
    lines = (_certificate(ACT="A", UPDATED="20261103090000"), _decision("001", "GRA", "20230401"), refused, referee)
    _take(held_lawfully, *lines, ("storage", STORE), ("weapon", RIFLE), extract="2")
    place, decision = held_lawfully.one("address", PLACE), held_lawfully.one("firearms-decision", "F00001234/002")
    certificate = held_lawfully.one("firearms-file", "F00001234")
    assert held_lawfully.view(place).values("access-note") == held_lawfully.view(decision).values("summary") == []
    assert {role for role, _ in held_lawfully.view(certificate).tied("HOLDER_OF")} == {"holder"}
    assert held_lawfully.view(place, "custody").values("access-note") == ["CABINET IN DAIRY"]
    assert held_lawfully.view(decision, "custody").values("summary") == ["CONCERNS FOR SAFETY"]
    assert {role for role, _ in held_lawfully.view(certificate, "custody").tied("HOLDER_OF")} == {"holder", "referee"}


def test_a_weapon_that_is_missing_from_an_amended_certificate_was_taken_off(held_lawfully: Held) -> None:
    _take(held_lawfully, _certificate(ACT="A", UPDATED="20261103090000"), ("storage", STORE), extract="2")
    assert held_lawfully.ids("firearms-weapon", "W0001") == []


def test_an_address_that_is_taken_off_takes_its_weapons_and_its_warning_along(held_lawfully: Held) -> None:
    revoked = _certificate(ACT="A", STATUS="RV", UPDATED="20261103090000")
    _take(held_lawfully, revoked, extract="2")
    assert held_lawfully.warned(address=PLACE) == []
    assert held_lawfully.ids("firearms-weapon", "W0001") == []
