"""Names of people and organisations. Everybody here is invented."""

from __future__ import annotations

import pytest

from pole.model.values import Agreement, value_type
from pole.model.values.folding import fold
from pole.model.values.person_name import NameParts, display_name, name_from_parts, parse_name, parts
from tests.unit.model.values.claims import BLANK, PLACEHOLDER, UNKNOWN, agree, reason, value

NAME = value_type("name")
ORGANISATION = value_type("organisation")


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        ("John Smith", "Smith, John"),
        ("Mr John Paul Smith", "Smith, John Paul"),
        ("SMITH, John Paul", "SMITH, John Paul"),
        ("SMITH John", "SMITH, John"),
        ("McDONALD Fiona", "McDONALD, Fiona"),
        ("JOHN SMITH", "SMITH, JOHN"),
        ("Ludwig van der Berg", "van der Berg, Ludwig"),
        ("Maria de la Cruz", "de la Cruz, Maria"),
        ("Fiona Mc Gregor", "Mc Gregor, Fiona"),
        ("Seán O’Brien", "O'Brien, Seán"),
        ("Anne-Marie Watson–Parker", "Watson-Parker, Anne-Marie"),
        ("Dr. Prof. Ada Lane", "Lane, Ada"),
        ("John Smith Jr.", "Smith Jr., John"),
        ("Smith", "Smith"),
        ("de la Cruz", "de la Cruz,"),
        (", John", ", John"),
        ("Smith,", "Smith"),
        ("Smith , Mr John ,", "Smith, John"),
        ("J Smith", "Smith, J"),
        ("Lord", "Lord"),
        ("  Jo \t Bloggs ", "Bloggs, Jo"),
        ("2Slick", "2Slick"),
    ],
)
def test_a_name_is_taken_apart_and_keeps_its_casing(raw: str, canonical: str) -> None:
    assert value(NAME.clean(raw)) == canonical


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        ("UNKNOWN", UNKNOWN),
        ("Unknown Male", UNKNOWN),
        ("UNKNOWN MALE 2", UNKNOWN),
        ("male unknown", UNKNOWN),
        ("N/K", UNKNOWN),
        ("Suspect 1", UNKNOWN),
        ("A MALE", UNKNOWN),
        ("male", UNKNOWN),
        ("Anonymous", UNKNOWN),
        ("UNKNOWN, UNKNOWN", UNKNOWN),
        ("NOT ENTERED", PLACEHOLDER),
        ("MIG_ERROR_00123", PLACEHOLDER),
        ("duplicate_smith", PLACEHOLDER),
        ("NO_SHOW_7", PLACEHOLDER),
        ("NULL", PLACEHOLDER),
        ("Test Test", PLACEHOLDER),
        (".", PLACEHOLDER),
        ("-", PLACEHOLDER),
        ("", BLANK),
    ],
)
def test_what_is_typed_for_want_of_a_name_is_absent(raw: str, absent: object) -> None:
    assert NAME.clean(raw) == absent


@pytest.mark.parametrize("raw", ["Null", "Jo Null", "John Male", "Nan Green", "Mary Child", "Test Pilot"])
def test_names_that_look_like_placeholders_are_names(raw: str) -> None:
    assert value(NAME.clean(raw))


def test_a_name_needs_a_letter_and_ends_somewhere() -> None:
    assert reason(NAME.clean("123 456")).startswith("characters: ")
    assert reason(NAME.clean("Jo " * 200)).startswith("length: ")


def test_a_name_from_parts_is_the_name_from_one_text() -> None:
    assert value(name_from_parts("Mr", "John", "Paul", "Smith")) == "Smith, John Paul"
    assert value(name_from_parts("", "Maria", "", "de la Cruz")) == "de la Cruz, Maria"
    assert value(name_from_parts("", "", "", "de la Cruz")) == "de la Cruz,"
    assert value(name_from_parts("", "John", "", "")) == ", John"
    assert value(name_from_parts("", "Jo", "", "Male")) == "Male, Jo"


def test_a_placeholder_part_is_left_out_and_a_name_of_placeholders_is_absent() -> None:
    assert value(name_from_parts("", "UNKNOWN", "", "Smith")) == "Smith"
    assert value(name_from_parts("", "John", ".", "NOT ENTERED")) == ", John"
    assert name_from_parts("Mr", "", "", "UNKNOWN") == UNKNOWN
    assert name_from_parts("", ".", "", "") == PLACEHOLDER
    assert name_from_parts("Mr", "", " ", "") == BLANK


def test_a_title_is_understood_and_left_out_of_the_value() -> None:
    assert parse_name("Mrs Ada Mary Lane") == NameParts("Mrs", "Ada", "Mary", "Lane")
    assert parse_name("Lane, Dr Ada") == NameParts("Dr", "Ada", "", "Lane")
    assert parse_name("UNKNOWN") == NameParts("", "", "", "")


def test_a_cleaned_name_comes_apart_and_is_spoken_given_names_first() -> None:
    assert parts("van der Berg, Ludwig Karl Otto") == NameParts("", "Ludwig", "Karl Otto", "van der Berg")
    assert display_name("van der Berg, Ludwig Karl") == "Ludwig Karl van der Berg"
    assert display_name("de la Cruz,") == "de la Cruz"
    assert display_name(", John") == "John"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Smith, John", "SMITH, JOHN"),
        ("O'Brien, Sean", "O Brien, Seán"),
        ("OBrien, Sean", "O’BRIEN, SEAN"),
        ("Watson-Parker, Jo", "Watson Parker, Jo"),
        ("Mc Donald, Jo", "McDonald, Jo"),
        ("Müller, Jo", "MULLER, Jo"),
        ("Łukasz Dąbrowski", "Lukasz Dabrowski"),
        ("Anne-Marie Lane", "Anne Marie Lane"),
    ],
)
def test_case_accents_hyphens_apostrophes_and_spaces_in_surnames_do_not_tell_names_apart(a: str, b: str) -> None:
    assert agree(NAME, a, b)


@pytest.mark.parametrize(
    ("a", "b", "agreement"),
    [
        ("Smith, John", "Smith, John Paul", Agreement.COMPATIBLE),
        ("Smith, J", "Smith, John", Agreement.COMPATIBLE),
        ("Smith, John P", "Smith, John Paul", Agreement.COMPATIBLE),
        ("Smith", "Smith, John", Agreement.COMPATIBLE),
        (", John", "Smith, John", Agreement.COMPATIBLE),
        (", John", "Smith", Agreement.DIFFERENT),
        ("Smith, John", "Smyth, John", Agreement.NEAR),
        ("Smith, Jonh", "Smith, John", Agreement.NEAR),
        ("John, Smith", "Smith, John", Agreement.NEAR),
        ("Smith, John", "Smith, Joan", Agreement.NEAR),
        ("Smith, John", "Smith, Peter", Agreement.DIFFERENT),
        ("Smith, John", "Jones, John", Agreement.DIFFERENT),
    ],
)
def test_names_are_compared_part_by_part(a: str, b: str, agreement: Agreement) -> None:
    assert NAME.compare(a, b) is agreement


def test_a_whole_name_says_more_than_an_initial_and_that_more_than_a_surname() -> None:
    says = [NAME.specificity(name) for name in ("Smith", "Smith, J", "Smith, John", "Smith, John Paul")]
    assert says == sorted(set(says))


def test_legal_forms_articles_and_ampersands_do_not_tell_organisations_apart() -> None:
    assert value(ORGANISATION.clean(" The  Mill & Sons Ltd ")) == "The Mill & Sons Ltd"
    assert agree(ORGANISATION, "The Mill & Sons Ltd", "MILL AND SONS LIMITED")
    assert not agree(ORGANISATION, "Mill Sons", "Mill & Daughters")
    assert agree(ORGANISATION, "The Company", "the company ltd")


def test_folding_takes_off_what_keyboards_vary_and_keeps_other_scripts() -> None:
    assert fold("Ångström-O’Neil (née Ørsted)") == "angstrom oneil nee orsted"
    assert fold("Straße") == "strasse"
    assert fold("Иван") == "иван"
