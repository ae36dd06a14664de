"""PNC, CRO, ASN and court references: published examples, junk, and what was probably meant."""

from __future__ import annotations

from datetime import date

import pytest

from pole.model.values import Agreement, Rejected, value_type
from pole.model.values.check_letter import LETTERS, check_letter
from pole.model.values.court_reference import letter_fits
from pole.model.values.pnc import Pnc
from tests.unit.model.values.claims import BLANK, PLACEHOLDER, UNKNOWN, reason, suggestions, value

PNC = Pnc(today=lambda: date(2026, 6, 1))
CRO = value_type("cro")
ASN = value_type("asn")
COURT = value_type("court-reference")


def test_the_alphabet_of_check_letters_has_23_and_none_that_looks_like_a_digit() -> None:
    assert len(set(LETTERS)) == 23
    assert not set("IOS") & set(LETTERS)
    assert check_letter("0") == "Z"


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        ("81/34U", "1981/0000034U"),
        ("02/73319Z", "2002/0073319Z"),
        ("00/223R", "2000/0000223R"),
        ("79/163001B", "1979/0163001B"),
        ("1979/163001B", "1979/0163001B"),
        ("1979/0163001B", "1979/0163001B"),
        ("033Y", "2003/0000003Y"),
        ("67/9893091D", "1967/9893091D"),
        ("20020073319Z", "2002/0073319Z"),
        (" 81 / 34u ", "1981/0000034U"),
        ("1979-0163001b", "1979/0163001B"),
        ("791630 01B", "1979/0163001B"),
    ],
)
def test_a_pnc_id_is_understood_in_any_spelling(raw: str, canonical: str) -> None:
    assert value(PNC.clean(raw)) == canonical


@pytest.mark.parametrize(
    ("raw", "letter"), [("20030011985Z", "X"), ("20120052494O", "Q"), ("20230583843N", "L"), ("2001/0171310S", "W")]
)
def test_a_pnc_id_with_another_letter_is_rejected_and_names_the_letter_due(raw: str, letter: str) -> None:
    assert reason(PNC.clean(raw)) == f"check letter: expected {letter}"


@pytest.mark.parametrize("raw", ["1923/1Z34567A", "19790/163001B", "79/163001", "B79/163001", "79/12345678B", "12"])
def test_a_pnc_id_of_another_shape_is_rejected(raw: str) -> None:
    assert reason(PNC.clean(raw)).startswith("shape: ")


def test_a_two_digit_year_is_of_this_century_up_to_this_year() -> None:
    digits = {year: f"{year}/34{check_letter(f'{year}0000034')}" for year in ("26", "27")}
    assert value(PNC.clean(digits["26"])).startswith("2026/")
    assert value(PNC.clean(digits["27"])).startswith("1927/")


def test_transposed_digits_of_a_pnc_id_are_suggested() -> None:
    assert "1979/0163001B" in suggestions(PNC.clean("1979/0613001B"))
    assert "1979/0163001B" in suggestions(PNC.clean("97/0163001B"))


def test_letters_read_for_digits_of_a_pnc_id_are_suggested() -> None:
    assert suggestions(PNC.clean("1979/OI63OO1B")) == ("1979/0163001B",)


def test_the_wrong_century_of_a_pnc_id_is_suggested_because_the_letter_does_not_cover_it() -> None:
    assert PNC.clean("2067/9893091D") == Rejected("year: 2067 has not begun", ("1967/9893091D",))


def test_a_run_of_digits_that_fits_both_a_short_and_a_long_year_is_left_to_a_person() -> None:
    outcome = PNC.clean("190634C")
    assert reason(outcome).startswith("ambiguous: ")
    assert suggestions(outcome) == ("2019/0000634C", "1906/0000034C")


def test_a_serial_of_noughts_is_a_placeholder() -> None:
    assert PNC.clean("2000/0000000Z") == PLACEHOLDER
    assert CRO.clean("000000/00Z") == PLACEHOLDER
    assert ASN.clean(f"{0:019d}Z") == PLACEHOLDER
    assert COURT.clean("97/1626/000000Z") == PLACEHOLDER


def test_what_is_not_stated_is_absent_and_not_rejected() -> None:
    assert PNC.clean("  ") == BLANK
    assert PNC.clean("not known") == UNKNOWN
    assert CRO.clean("N/A") == PLACEHOLDER


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        ("65656/91H", "065656/91H"),
        ("065656/91h", "065656/91H"),
        ("6565691H", "065656/91H"),
        ("SF05/482703J", "SF05/482703J"),
        ("SF83/50058Z", "SF83/50058Z"),
        ("sf 83/50058z", "SF83/50058Z"),
    ],
)
def test_a_cro_number_is_padded_but_never_that_of_a_small_file(raw: str, canonical: str) -> None:
    assert value(CRO.clean(raw)) == canonical


def test_a_cro_number_with_another_letter_is_rejected() -> None:
    assert reason(CRO.clean("85227/65G")) == "check letter: expected L"


def test_a_small_file_written_as_a_standard_cro_number_is_suggested_and_the_other_way_round() -> None:
    assert suggestions(CRO.clean("50058/83Z")) == ("SF83/50058Z",)
    assert suggestions(CRO.clean("SF91/65656H")) == ("065656/91H",)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("1101ZD0100000448754K", "11/01ZD/01/448754K"),
        ("0800NP0100000000001H", "08/00NP/01/1H"),
        ("2005FF0500000000555P", "20/05FF/05/555P"),
        ("22FD112200001234560X", "22/FD11/22/1234560X"),
        ("9700000000000123456K", "97/0000/00/123456K"),
    ],
)
def test_an_asn_is_kept_whole_and_shown_short(raw: str, shown: str) -> None:
    assert value(ASN.clean(raw)) == raw
    assert ASN.format(raw) == shown
    assert value(ASN.clean(shown)) == raw
    assert value(ASN.clean(raw.lower())) == raw


def test_the_top_level_letter_of_an_asn_is_not_covered_by_its_check_letter() -> None:
    assert value(ASN.clean("11A01ZD0100000448754K")) == "11A01ZD0100000448754K"
    assert value(ASN.clean("11/A01ZD/01/448754K")) == "11A01ZD0100000448754K"


def test_a_wrong_asn_is_rejected_with_transposed_digits_suggested() -> None:
    outcome = ASN.clean("9700000000000123465K")
    assert reason(outcome).startswith("check letter: ")
    assert suggestions(outcome) == ("9700000000000123456K",)
    assert reason(ASN.clean("9700000000000123456")).startswith("shape: ")


def test_a_court_reference_is_padded() -> None:
    assert value(COURT.clean("97/1626/008395Q")) == "97/1626/008395Q"
    assert value(COURT.clean("97/1626/8395q")) == "97/1626/008395Q"


def test_a_court_reference_with_another_letter_is_kept_and_says_less() -> None:
    assert value(COURT.clean("97/1626/8395A")) == "97/1626/008395A"
    assert letter_fits("97/1626/008395Q") and not letter_fits("97/1626/008395A")
    assert COURT.specificity("97/1626/008395A") < COURT.specificity("97/1626/008395Q")


def test_numbers_one_slip_apart_are_near() -> None:
    assert PNC.compare("1979/0163001B", "1979/0613001B") is Agreement.NEAR
    assert PNC.compare("1979/0163001B", "1981/0000034U") is Agreement.DIFFERENT
