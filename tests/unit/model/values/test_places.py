"""Postcodes, addresses, property numbers, the national grid and positions."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pole.model.values import Agreement, Cleaned, takes_parts, value_type
from pole.model.values.address import NO_FIXED_ABODE, AddressParts, display_address, is_place, parts
from pole.model.values.positions import metres_between, to_grid, to_position
from pole.model.values.postcode import area, outward
from tests.unit.model.values.claims import BLANK, PLACEHOLDER, UNKNOWN, agree, reason, suggestions, value

POSTCODE = value_type("postcode")
ADDRESS = value_type("address")
UPRN = value_type("uprn")
GRID = value_type("grid")
POSITION = value_type("position")


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        ("M1 1AE", "M1 1AE"),
        ("m11ae", "M1 1AE"),
        (" SW1A  1AA ", "SW1A 1AA"),
        ("b33 8th", "B33 8TH"),
        ("CR26XH", "CR2 6XH"),
        ("DN551PT", "DN55 1PT"),
        ("W1A0AX", "W1A 0AX"),
        ("ec1a 1bb", "EC1A 1BB"),
        ("gir0aa", "GIR 0AA"),
    ],
)
def test_every_shape_of_postcode_is_understood(raw: str, canonical: str) -> None:
    assert value(POSTCODE.clean(raw)) == canonical


@pytest.mark.parametrize("raw", ["NF1 1NF", "nf11fa", "ZZ99 3VZ", "XX1 1XX"])
def test_junk_postcodes_are_placeholders(raw: str) -> None:
    assert POSTCODE.clean(raw) == PLACEHOLDER


@pytest.mark.parametrize("raw", ["M1", "M1 1A", "1M1 1AE", "QM1 1AE", "M1 1AC", "Leeds"])
def test_what_is_no_postcode_is_rejected(raw: str) -> None:
    assert reason(POSTCODE.clean(raw)).startswith("shape: ")


def test_a_postcode_with_o_and_0_or_i_and_1_confused_is_suggested() -> None:
    assert suggestions(POSTCODE.clean("MI IAE")) == ("M1 1AE",)
    assert suggestions(POSTCODE.clean("0L1 2AB")) == ("OL1 2AB",)


def test_the_outward_code_is_all_but_the_last_three_characters() -> None:
    assert outward("SW1A 1AA") == "SW1A"
    assert (area("SW1A 1AA"), area("M1 1AE")) == ("SW", "M")


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        ("Flat 13, 36B Mill Crescent, Oldwick, M1 1AE", "Flat 13|36B|Mill Crescent||Oldwick|M1 1AE"),
        ("12 High St, Leeds LS1 4AB", "|12|High St||Leeds|LS1 4AB"),
        ("12 HIGH STREET\nHEADINGLEY\nLEEDS\nLS1 4AB", "|12|HIGH STREET|HEADINGLEY|LEEDS|LS1 4AB"),
        ("Rose Cottage, Church Lane, Oldwick", "|Rose Cottage|Church Lane||Oldwick|"),
        ("12, High Street, Leeds", "|12|High Street||Leeds|"),
        ("Flat 3 12 High Street", "Flat 3|12|High Street|||"),
        ("178 Mill Street", "|178|Mill Street|||"),
        ("M1 1AE", "|||||M1 1AE"),
        ("Leeds", "||||Leeds|"),
        ("3|12|High Street||Leeds|m11ae", "Flat 3|12|High Street||Leeds|M1 1AE"),
    ],
)
def test_an_address_is_taken_apart(raw: str, canonical: str) -> None:
    assert value(ADDRESS.clean(raw)) == canonical


@pytest.mark.parametrize("raw", ["NFA", "N.F.A.", "no fixed abode", "Of no fixed abode", "NFA, Manchester", "NF1 1NF"])
def test_no_fixed_abode_is_a_value_and_not_a_place(raw: str) -> None:
    assert ADDRESS.clean(raw) == Cleaned(NO_FIXED_ABODE)
    assert not is_place(NO_FIXED_ABODE)
    assert ADDRESS.compare(NO_FIXED_ABODE, "||||Leeds|") is Agreement.DIFFERENT
    assert ADDRESS.specificity(NO_FIXED_ABODE) == 0
    assert parts(NO_FIXED_ABODE) == AddressParts()


@pytest.mark.parametrize("column", ["flat", "number", "street", "locality", "town", "postcode"])
def test_no_fixed_abode_is_understood_in_whatever_column_it_was_typed(column: str) -> None:
    address = value_type("address")
    assert takes_parts(address)
    assert address.from_parts({column: "NFA"}) == Cleaned("No fixed abode")


def test_an_address_from_parts_leaves_placeholders_out_and_sets_the_number_apart() -> None:
    assert takes_parts(ADDRESS)
    made = ADDRESS.from_parts({"street": "12 High Street", "town": "UNKNOWN", "postcode": "NF1 1FA"})
    assert value(made) == "|12|High Street|||"
    assert ADDRESS.from_parts({"street": "N/K", "town": ""}) == UNKNOWN
    assert ADDRESS.from_parts({}) == BLANK
    assert value(ADDRESS.from_parts({"street": "NFA", "town": "Leeds"})) == NO_FIXED_ABODE


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("12 High St, Leeds LS1 4AB", "12 HIGH STREET, LEEDS, LS14AB"),
        ("12 High St, Headingley, Leeds, LS1 4AB", "12 High Street, Leeds, LS1 4AB"),
        ("Flat 3, 12 High St, LS1 4AB", "Apartment 3, 12 High Street, LS1 4AB"),
        ("12a Saint John's Rd, LS1 4AB", "12A Saint Johns Road, LS1 4AB"),
    ],
)
def test_one_address_has_one_key_in_many_spellings(a: str, b: str) -> None:
    assert agree(ADDRESS, a, b)


def test_a_flat_is_not_its_building_though_somebody_may_mean_the_same_home() -> None:
    assert not agree(ADDRESS, "Flat 3, 12 High St, LS1 4AB", "12 High St, LS1 4AB")
    flat, building = value(ADDRESS.clean("Flat 3, 12 High St, LS1 4AB")), value(ADDRESS.clean("12 High St, LS1 4AB"))
    assert ADDRESS.compare(flat, building) is Agreement.COMPATIBLE


def test_addresses_are_compared_part_by_part() -> None:
    here = "|12|High Street||Leeds|LS1 4AB"
    assert ADDRESS.compare(here, "|12|High Steet||Leeds|LS1 4AB") is Agreement.NEAR
    assert ADDRESS.compare(here, "|14|High Street||Leeds|LS1 4AB") is Agreement.DIFFERENT
    assert ADDRESS.compare(here, "|||||LS1 4AB") is Agreement.COMPATIBLE
    assert ADDRESS.compare(here, "||||Leeds|") is Agreement.DIFFERENT


def test_an_address_is_shown_as_on_an_envelope() -> None:
    assert display_address("Flat 3|12|High Street||Leeds|LS1 4AB") == "Flat 3, 12 High Street, Leeds, LS1 4AB"
    assert display_address("|Rose Cottage|Church Lane||Oldwick|") == "Rose Cottage, Church Lane, Oldwick"


def test_a_door_says_more_than_a_street_and_that_more_than_a_town() -> None:
    assert ADDRESS.specificity("|12|High Street|||LS1 4AB") > ADDRESS.specificity("||High Street||Leeds|")
    assert ADDRESS.specificity("||High Street||Leeds|") > ADDRESS.specificity("||||Leeds|")


def test_a_uprn_has_up_to_twelve_digits_without_leading_noughts() -> None:
    assert value(UPRN.clean("000010008042555")) == "10008042555"
    assert value(UPRN.clean("10008042555.0")) == "10008042555"
    assert UPRN.clean("000000000000") == PLACEHOLDER
    assert reason(UPRN.clean("1234567890123")).startswith("shape: ")
    assert suggestions(UPRN.clean("1OOO8042555")) == ("10008042555",)


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        ("SJ 84000 98000", "384000,398000"),
        ("sj840980", "384000,398000"),
        ("SJ 840 980", "384000,398000"),
        ("TQ3080", "530000,180000"),
        ("NT 25 73", "325000,673000"),
        ("HU 46000 41000", "446000,1141000"),
        ("384000,398000", "384000,398000"),
        ("384000.6 398000.2", "384001,398000"),
    ],
)
def test_a_grid_reference_is_kept_as_easting_and_northing(raw: str, canonical: str) -> None:
    assert value(GRID.clean(raw)) == canonical


@given(st.integers(1, 699_999), st.integers(0, 1_299_999))
@example(600_000, 1_200_000)
def test_a_grid_reference_is_shown_with_the_letters_of_its_square(easting: int, northing: int) -> None:
    here = f"{easting},{northing}"
    assert value(GRID.clean(GRID.format(here))) == here


def test_a_grid_reference_is_shown_as_on_maps() -> None:
    assert GRID.format("384000,398000") == "SJ 84000 98000"
    assert takes_parts(GRID)
    assert value(GRID.from_parts({"easting": "384000", "northing": "398000"})) == "384000,398000"
    assert GRID.from_parts({"easting": "", "northing": ""}) == BLANK


def test_a_place_off_the_grid_is_rejected_and_noughts_are_a_placeholder() -> None:
    assert GRID.clean("0,0") == PLACEHOLDER
    assert reason(GRID.clean("812000,390000")) == "range: outside the national grid"
    assert suggestions(GRID.clean("812000,390000")) == ("390000,812000",)
    assert reason(GRID.clean("SJ 84 980")).startswith("shape: ")


def test_a_position_is_latitude_and_longitude_to_a_decimetre() -> None:
    assert value(POSITION.clean("53.48075912, -2.24263100")) == "53.480759,-2.242631"
    assert value(POSITION.clean("53 -0.0000001")) == "53,0"
    assert POSITION.clean("0,0") == PLACEHOLDER
    assert takes_parts(POSITION)
    assert value(POSITION.from_parts({"longitude": "-2.242631", "latitude": "53.480759"})) == "53.480759,-2.242631"


def test_a_latitude_beyond_the_pole_is_rejected_and_the_other_order_suggested() -> None:
    assert suggestions(POSITION.clean("-120.5,45")) == ("45,-120.5",)
    assert reason(POSITION.clean("200,200")).startswith("range: ")


def test_the_grid_and_positions_turn_into_each_other_to_within_a_metre() -> None:
    there = to_position("384000,398000")
    assert there == "53.478494,-2.242546"
    assert to_grid(there) == "384000,398000"
    assert to_position("1,1200000") is None
    assert to_grid("40.7,-74") is None


@given(st.integers(260_000, 400_000), st.integers(100_000, 380_000))
def test_inland_the_way_there_and_back_ends_where_it_began(easting: int, northing: int) -> None:
    position = to_position(f"{easting},{northing}")
    if position is not None:
        back = to_grid(position)
        assert back is not None
        x, y = map(int, back.split(","))
        assert abs(x - easting) <= 1 and abs(y - northing) <= 1


def test_places_within_a_hundred_metres_are_near() -> None:
    assert GRID.compare("384000,398000", "384060,398060") is Agreement.NEAR
    assert GRID.compare("384000,398000", "384600,398060") is Agreement.DIFFERENT
    assert POSITION.compare("53.480759,-2.242631", "53.481,-2.2427") is Agreement.NEAR
    assert round(metres_between("53,-2", "54,-2")) == 111_195
