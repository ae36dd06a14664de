"""Coded values, grades, quantities, yes and no, texts, identifiers, and the registry of all of them."""

from __future__ import annotations

from typing import Final

import pytest

from pole.errors import PoleError, ValueTypeError
from pole.model.values import VALUE_TYPES, Agreement, Cleaned, CodeEntry, Rejected, takes_parts, value_type
from pole.model.values.code import Code
from pole.model.values.grade import grade_in_words, grade_parts, grade_with_model, grading_scale
from tests.unit.model.values.claims import BLANK, PLACEHOLDER, UNKNOWN, agree, reason, value

ETHNICITY: Final = {
    "W1": CodeEntry("British", also=("WB",)),
    "W3": CodeEntry("Gypsy or Irish Traveller", from_="2011-01-01"),
    "O1": CodeEntry("Chinese", to="2010-12-31"),
    "A4": CodeEntry("Chinese", from_="2011-01-01"),
    "NS": CodeEntry("Not stated"),
    "ZZ": CodeEntry("Unknown"),
}
CODE = Code(ETHNICITY)
GRADE = value_type("grade")
QUANTITY = value_type("quantity")
BOOLEAN = value_type("boolean")
TEXT = value_type("text")
IDENTIFIER = value_type("identifier")


@pytest.mark.parametrize("raw", ["W1", "w1", " W1 ", "British", "BRITISH", "wb"])
def test_a_code_its_other_spellings_and_its_label_are_that_code(raw: str) -> None:
    assert CODE.clean(raw) == Cleaned("W1")


def test_an_unmapped_code_is_rejected_by_name_and_never_dropped() -> None:
    assert CODE.clean("W4") == Rejected("unmapped code: W4")
    assert CODE.clean("") == BLANK
    assert CODE.clean("N/A") == PLACEHOLDER


def test_a_code_that_says_unknown_is_absent_and_not_stated_is_a_value() -> None:
    assert CODE.clean("ZZ") == UNKNOWN
    assert CODE.clean("NS") == Cleaned("NS")


def test_a_historic_code_stays_readable() -> None:
    assert CODE.clean("O1") == Cleaned("O1")
    assert CODE.in_use("O1", "2005-01-01") and not CODE.in_use("O1", "2015-01-01")
    assert CODE.in_use("W1", "1999-01-01")


def test_a_code_is_shown_by_its_label_unless_two_codes_bear_it() -> None:
    assert CODE.format("W1") == "British"
    assert CODE.format("A4") == "A4"
    assert CODE.compare("O1", "A4") is Agreement.SAME
    assert CODE.compare("W1", "W3") is Agreement.DIFFERENT


def test_codes_of_two_schemes_agree_when_their_labels_do() -> None:
    cjs, pnc = Code({"1": "Male", "2": "Female"}), Code({"M": "Male", "F": "Female"})
    assert cjs.key("1") == pnc.key("M")


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        ("1BP", "1BP"),
        ("1 b p", "1BP"),
        ("3x5x2: 2/C/P", "2CP"),
        ("1BC A2 S1", "1BC A2 S1"),
        ("1BCS2", "1BC S2"),
        ("B24", "B24"),
        ("5x5x5 b 2 4", "B24"),
    ],
)
def test_a_grade_of_either_model_is_kept_as_it_is(raw: str, canonical: str) -> None:
    assert value(GRADE.clean(raw)) == canonical


def test_what_is_no_grade_is_rejected() -> None:
    assert reason(GRADE.clean("4BP")).startswith("shape: ")
    assert reason(GRADE.clean("F24")).startswith("shape: ")
    assert GRADE.clean("1BP A1") == Rejected("conditions: action and sanitisation codes belong to handling C", ("1BP",))


def test_a_grade_says_its_model_and_what_its_codes_mean() -> None:
    assert grade_with_model("1BP") == "3x5x2:1BP"
    assert grade_with_model("B24") == "5x5x5:B24"
    assert grade_parts("2EC A1 S2").suspected_false and grade_parts("A51").suspected_false
    assert not grade_parts("1BP").suspected_false
    assert grade_in_words("1BC A2") == (
        "source reliable; information known indirectly but corroborated; lawful sharing permitted with conditions; "
        "covert action, protect source and technique"
    )


def test_grading_scales_are_cited_and_say_that_they_are_unverified() -> None:
    for model in ("3x5x2", "5x5x5"):
        assert grading_scale(model)["citation"]
        assert not grading_scale(model)["verified"]


def test_grades_are_never_near_each_other() -> None:
    assert GRADE.compare("1BP", "1CP") is Agreement.DIFFERENT
    assert GRADE.compare("1BC", "1BC A1") is Agreement.COMPATIBLE


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        ("3kg", "3 kg"),
        ("120g Packaged Cannabis", "120 g Packaged Cannabis"),
        ("£3,500 currency", "3500 GBP"),
        ("£5.50", "5.5 GBP"),
        ("1,000.50 grammes", "1000.5 g"),
        ("5'10\"", "70 in"),
        ("5ft 10in", "70 in"),
        ("6 ft", "6 ft"),
        ("007", "7"),
        ("-0.0", "0"),
        ("12 wraps", "12 wraps"),
    ],
)
def test_a_quantity_is_a_number_and_a_unit(raw: str, canonical: str) -> None:
    assert value(QUANTITY.clean(raw)) == canonical


def test_bare_numbers_of_a_column_have_the_columns_unit() -> None:
    assert value(value_type("quantity", "centimetres").clean("178")) == "178 cm"
    assert value(value_type("quantity", "cm").clean("5'10\"")) == "70 in"
    assert QUANTITY.compare("178", "178 cm") is Agreement.COMPATIBLE


@pytest.mark.parametrize(
    ("raw", "canonical"), [("Y", "true"), ("yes", "true"), ("-1", "true"), ("N", "false"), ("0", "false")]
)
def test_yes_and_no_have_many_spellings(raw: str, canonical: str) -> None:
    assert value(BOOLEAN.clean(raw)) == canonical


def test_neither_yes_nor_no_is_unknown_or_rejected() -> None:
    assert BOOLEAN.clean("U") == UNKNOWN
    assert reason(BOOLEAN.clean("perhaps")) == "shape: expected yes or no"
    assert BOOLEAN.format("true") == "Yes"


def test_a_text_keeps_its_lines_and_loses_what_cannot_be_seen() -> None:
    assert value(TEXT.clean("  two\r\nlines\x00\ufeff ")) == "two\nlines"
    assert value(TEXT.clean("e\u0301")) == "é"
    assert agree(TEXT, "Scar  on LEFT cheek", "scar on left cheek")
    assert TEXT.compare("scar on left cheek", "scar") is Agreement.COMPATIBLE


def test_only_the_ends_of_an_identifier_are_trimmed_and_case_tells_none_apart() -> None:
    assert value(IDENTIFIER.clean(" ab/0012 ")) == "ab/0012"
    assert agree(IDENTIFIER, "ab/0012", "AB/0012")
    assert not agree(IDENTIFIER, "0012", "12")


def test_an_unknown_value_type_lists_those_there_are() -> None:
    with pytest.raises(ValueTypeError, match=r"no value type 'pcn': use one of account, address, .* vrm") as caught:
        value_type("pcn")
    assert isinstance(caught.value, PoleError)
    assert caught.value.exit_code == 2


def test_formats_and_schemes_go_only_where_they_belong() -> None:
    for name, fmt, scheme in (
        ("phone", "DD", None),
        ("code", None, None),
        ("text", None, {"a": "b"}),
        ("code", "x", {"a": "b"}),
    ):
        with pytest.raises(ValueTypeError):
            value_type(name, fmt, scheme)


def test_value_types_are_made_once_and_bear_their_own_names() -> None:
    assert value_type("date", "YYYY") is value_type("date", "YYYY")
    made = {name: value_type(name) for name in VALUE_TYPES if name != "code"}
    assert all(kind.name == name for name, kind in made.items())
    assert {name for name, kind in made.items() if takes_parts(kind)} == {"name", "address", "grid", "position"}
