"""Child-protection markers of command and control against what the unit knows: missing, stale, on the wrong flat."""

from __future__ import annotations

import json

import pytest

from pole.errors import NotEntitledError
from pole.service.answers.reconciliation import Reconciliation
from pole.service.reconcile import Bearing, reconcile
from tests.cli.running import pole
from tests.loaders.holding import Held
from tests.loaders.shaping import compiled

SOURCES = ("child-protection", "domestic-abuse", "incidents")
HEAD = {"ACTION": "I", "UPDATED": "2026-10-01 09:30"}
MARKER = {"ACT": "N", "AMENDED": "20260401120000", "TYPE": "CPA", "TEXT": "CHILD AT RISK", "FROM_DATE": "01/04/2026"}


def _child(held: Held, number: str, name: str, **address: str) -> None:
    held.take(
        "child-protection", "child", {**HEAD, "CHILD_ID": number, "SURNAME": name, "FORENAME": "Isla"}, extract=number
    )
    plan = {**HEAD, "CHILD_ID": number, "PLAN_NO": f"PL{number}", "START_DATE": "20/04/2026"}
    held.take("child-protection", "plan", plan, extract=number)
    if address:
        home = {
            **HEAD,
            "CHILD_ID": number,
            "ADDRESS_SEQ": f"AD{number}",
            "ADDRESS_TYPE": "HOME",
            "FROM_DATE": "01/02/2024",
        }
        held.take("child-protection", "address", {**home, "TOWN": "Marlsford", **address}, extract=number)


def _marker(held: Held, number: str, **premises: str) -> None:
    held.take("incidents", "marker", {**MARKER, "MARKER_ID": number, "TOWN": "MARLSFORD", **premises}, extract=number)


def _reconciled(held: Held, viewer: str = "child-protection") -> Reconciliation:
    bearing = [Bearing(source, compiled(source).stating("warning")) for source in SOURCES]
    with held.asking(viewer) as inquiry:
        (found,) = reconcile(inquiry, bearing)
        return found


def test_what_may_say_a_warning_is_read_from_the_mappings() -> None:
    assert [compiled(source).stating("warning") for source in SOURCES] == [
        ("person", "referral", "plan"),
        ("form",),
        ("marker",),
    ]


def test_a_marker_where_the_child_lives_agrees(held: Held) -> None:
    _child(held, "1", "Lomax", HOUSE_NO="12", STREET="Mill Lane")
    _marker(held, "1", NO="12", STREET="MILL LANE")
    found = _reconciled(held)
    assert (found.warning, found.agreeing) == ("child-at-risk", 1)
    assert (found.missing, found.stale, found.wrong_flat, found.nowhere) == ((), (), (), ())


def test_a_home_without_a_marker_is_missing_one_and_says_who_lives_there(held: Held) -> None:
    _child(held, "1", "Lomax", HOUSE_NO="12", STREET="Mill Lane")
    found = _reconciled(held)
    (missing,) = found.missing
    assert "Mill Lane" in missing.place.caption
    assert [hop.end.caption for hop in missing.reached_by] == ["Lomax, Isla"]
    assert (found.agreeing, found.stale) == (0, ())


def test_a_marker_that_no_child_supports_is_stale(held: Held) -> None:
    _marker(held, "1", NO="12", STREET="MILL LANE")
    (stale,) = _reconciled(held).stale
    assert [marker.text for marker in stale.markers] == ["CHILD AT RISK"]


def test_when_the_child_moves_the_old_marker_is_stale_and_the_new_home_is_missing_one(held: Held) -> None:
    _child(held, "1", "Lomax", HOUSE_NO="12", STREET="Mill Lane")
    _marker(held, "1", NO="12", STREET="MILL LANE")
    old = {**HEAD, "ACTION": "U", "CHILD_ID": "1", "ADDRESS_SEQ": "AD1", "HOUSE_NO": "12", "STREET": "Mill Lane"}
    moved = {"TOWN": "Marlsford", "FROM_DATE": "01/02/2024", "TO_DATE": "20/10/2026", "UPDATED": "2026-10-20 10:00"}
    new = {**HEAD, "CHILD_ID": "1", "ADDRESS_SEQ": "AD2", "HOUSE_NO": "9", "STREET": "Oak Close", "TOWN": "Marlsford"}
    held.take("child-protection", "address", {**old, **moved}, {**new, "FROM_DATE": "20/10/2026"}, extract="7")
    found = _reconciled(held)
    assert [place.place.caption for place in found.stale] == ["12 Mill Lane, Marlsford"]
    assert [place.place.caption for place in found.missing] == ["9 Oak Close, Marlsford"]


def test_when_the_plan_ends_the_marker_is_stale(held: Held) -> None:
    _child(held, "1", "Lomax", HOUSE_NO="12", STREET="Mill Lane")
    _marker(held, "1", NO="12", STREET="MILL LANE")
    ended = {
        **HEAD,
        "ACTION": "U",
        "UPDATED": "2026-11-01 09:00",
        "CHILD_ID": "1",
        "PLAN_NO": "PL1",
        "END_DATE": "01/11/2026",
    }
    held.take("child-protection", "plan", {**ended, "START_DATE": "20/04/2026"}, extract="7")
    assert len(_reconciled(held).stale) == 1


@pytest.mark.parametrize("flat", ["", "Flat 1"])
def test_a_marker_on_the_building_or_on_another_door_is_on_the_wrong_flat(held: Held, flat: str) -> None:
    _child(held, "1", "Lomax", FLAT="Flat 3", HOUSE_NO="12", STREET="Mill Lane")
    _marker(held, "1", FLAT=flat, NO="12", STREET="MILL LANE")
    found = _reconciled(held)
    assert (found.missing, found.stale) == ((), ())
    (wrong,) = found.wrong_flat
    assert [place.place.caption.casefold() for place in wrong.lived_in] == ["flat 3, 12 mill lane, marlsford"]
    assert len(wrong.marked) == 1


def test_another_house_of_the_street_is_no_wrong_flat(held: Held) -> None:
    _child(held, "1", "Lomax", FLAT="Flat 3", HOUSE_NO="12", STREET="Mill Lane")
    _marker(held, "1", FLAT="Flat 3", NO="14", STREET="MILL LANE")
    found = _reconciled(held)
    assert (len(found.missing), len(found.stale), found.wrong_flat) == (1, 1, ())


def test_a_marker_that_has_ended_and_other_markers_are_not_compared(held: Held) -> None:
    _marker(held, "1", NO="12", STREET="MILL LANE", END_DATE="01/10/2026")
    _marker(held, "2", NO="12", STREET="MILL LANE", TYPE="VIO")
    found = _reconciled(held)
    assert (found.stale, found.agreeing) == ((), 0)


def test_a_child_without_a_current_address_is_named(held: Held) -> None:
    _child(held, "1", "Lomax")
    assert [person.caption for person in _reconciled(held).nowhere] == ["Lomax, Isla"]


def test_the_list_is_for_those_who_are_entitled_to_it(held: Held) -> None:
    for viewer in ("open", "intelligence", "operator"):
        with pytest.raises(NotEntitledError, match="reconcile"):
            _reconciled(held, viewer)


def test_the_command_says_the_same_and_leaves_an_audit_record(held: Held) -> None:
    _child(held, "1", "Lomax", FLAT="Flat 3", HOUSE_NO="12", STREET="Mill Lane")
    _child(held, "2", "Reid", HOUSE_NO="9", STREET="Oak Close")
    _marker(held, "1", NO="12", STREET="MILL LANE")
    data = held.folder / "data"
    shown = pole("correction", "reconcile", data=data, reason="SAFEGUARDING")
    assert shown.code == 0, shown.err
    assert "0 agree, 1 missing, 1 on the wrong flat, 0 stale" in shown.out
    (answer,) = json.loads(pole("correction", "reconcile", "--json", data=data, reason="SAFEGUARDING").out)
    assert [place["place"]["caption"] for place in answer["missing"]] == ["9 Oak Close, Marlsford"]
    refused = pole("correction", "reconcile", "--as", "open", data=data, reason="SAFEGUARDING")
    assert (refused.code, "reconcile" in refused.err) == (4, True)
    trail = (data / "audit.jsonl").read_text("utf-8")
    assert trail.count('"pole correction reconcile"') >= 3 and "Lomax" not in trail
