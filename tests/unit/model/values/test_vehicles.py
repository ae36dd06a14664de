"""Registration marks and vehicle identification numbers."""

from __future__ import annotations

import pytest

from pole.model.values import Agreement, value_type
from pole.model.values.vin import check_digit_fits
from pole.model.values.vrm import plate_format
from tests.unit.model.values.claims import PLACEHOLDER, agree, reason, suggestions, value

VRM = value_type("vrm")
VIN = value_type("vin")


@pytest.mark.parametrize(
    ("raw", "plate", "kind"),
    [
        ("ab12cde", "AB12 CDE", "current"),
        ("A123BCD", "A123 BCD", "prefix"),
        ("A1 BCD", "A1 BCD", "prefix"),
        ("Q123 BCD", "Q123 BCD", "prefix"),
        ("ABC123D", "ABC 123D", "suffix"),
        ("ABC1D", "ABC 1D", "suffix"),
        ("ABC 123", "ABC 123", "dateless"),
        ("123ABC", "123 ABC", "dateless-reversed"),
        ("A1", "A 1", "dateless"),
        ("1 A", "1 A", "dateless-reversed"),
        ("AIZ1234", "AIZ 1234", "northern-ireland"),
        ("AZ 1234", "AZ 1234", "northern-ireland"),
        ("BIG1234", "BIG 1234", "northern-ireland"),
        ("1234 AZ", "1234 AZ", "northern-ireland-reversed"),
        ("101D234", "101 D234", "diplomatic"),
        ("12AB34", "12AB 34", "forces"),
        ("A.B.C.-123-D", "ABC 123D", "suffix"),
    ],
)
def test_every_format_of_mark_is_understood_and_spaced_as_on_the_plate(raw: str, plate: str, kind: str) -> None:
    assert value(VRM.clean(raw)) == plate
    assert plate_format(plate) == kind


def test_spaces_make_no_difference_to_the_key() -> None:
    assert VRM.key("AB12 CDE") == "AB12CDE"
    assert agree(VRM, "A B 1 2 C D E", "ab12cde")


def test_o_and_0_and_i_and_1_agree_by_their_place_in_a_current_mark_while_the_written_form_stays() -> None:
    assert value(VRM.clean("ABI2 CDE")) == "ABI2 CDE"
    assert agree(VRM, "ABI2 CDE", "AB12 CDE")
    assert agree(VRM, "A8O1 CDE".replace("8", "B"), "AB01 CDE")
    assert agree(VRM, "0B12 C0E", "OB12 COE")
    assert plate_format("ABI2 CDE") == "current"


def test_in_other_formats_o_and_0_are_only_near() -> None:
    assert not agree(VRM, "O 1", "O I 1")
    assert VRM.compare("OAB 1", "OAB 1") is Agreement.SAME
    assert VRM.compare("A10 BCD", "AI0 1") is Agreement.DIFFERENT
    assert VRM.compare("1 OIL", "10 IL") is Agreement.NEAR


@pytest.mark.parametrize("raw", ["WX 98765", "1234", "ABCD", "AB12 CDEF", "A"])
def test_what_is_no_british_mark_is_rejected(raw: str) -> None:
    assert reason(VRM.clean(raw)).startswith("shape: ")


@pytest.mark.parametrize("raw", ["AA00 AAA", "XX99XXX", "No Plate", "none"])
def test_made_up_marks_are_placeholders(raw: str) -> None:
    assert VRM.clean(raw) == PLACEHOLDER


def test_a_vin_has_17_characters_without_i_o_and_q() -> None:
    assert value(VIN.clean("1m8gdm9axkp042788")) == "1M8GDM9AXKP042788"
    assert reason(VIN.clean("1M8GDM9AXKP04278")) == "length: expected 17 characters, not 16"
    assert suggestions(VIN.clean("IM8GDM9AXKPO42788")) == ("1M8GDM9AXKP042788",)
    assert VIN.clean("0" * 17) == PLACEHOLDER


def test_the_check_digit_of_a_vin_informs_and_never_rejects() -> None:
    assert check_digit_fits("1M8GDM9AXKP042788")
    assert not check_digit_fits("1M8GDM9A1KP042788")
    assert value(VIN.clean("1M8GDM9A1KP042788"))
