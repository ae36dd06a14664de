"""A circle asks for squares that hold every place in it, and for not much more."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pole.model.values.cells import DEGREES, METRES, Circle, cell, circle_of_degrees, cover, middle
from pole.model.values.positions import metres_between

LATITUDES = st.floats(49, 61)
LONGITUDES = st.floats(-8, 2)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_the_word_of_a_place_leads_back_to_it_within_a_metre(latitude: float, longitude: float) -> None:
    word = cell(DEGREES, longitude, latitude)
    x, y = middle(DEGREES, word)
    assert len(word) == 26
    assert metres_between(f"{latitude},{longitude}", f"{y},{x}") < 0.5


@given(st.integers(0, 699_999), st.integers(0, 1_299_999))
def test_the_word_of_a_grid_reference_is_its_metre(easting: int, northing: int) -> None:
    assert middle(METRES, cell(METRES, easting, northing)) == (easting + 0.5, northing + 0.5)


@given(LATITUDES, LONGITUDES, st.integers(1, 50_000), st.floats(-1.2, 1.2), st.floats(-1.2, 1.2))
def test_every_place_in_a_circle_begins_like_one_of_its_squares(
    latitude: float, longitude: float, metres: int, north: float, east: float
) -> None:
    circle = circle_of_degrees(latitude, longitude, metres)
    other = (longitude + east * circle.radius_x, latitude + north * circle.radius_y)
    squares = cover(DEGREES, circle)
    distance = metres_between(f"{latitude},{longitude}", f"{other[1]},{other[0]}")
    if distance <= metres:
        assert cell(DEGREES, *other).startswith(squares)
    assert 1 <= len(squares) <= 32


@given(st.integers(60_000, 600_000), st.integers(60_000, 1_200_000), st.integers(1, 50_000))
def test_the_squares_are_not_much_larger_than_the_circle(x: int, y: int, radius: int) -> None:
    squares = cover(METRES, Circle(x, y, radius, radius))
    covered = sum((2**21 / 2 ** len(square)) ** 2 for square in squares)
    assert 3.14 * radius**2 <= covered <= max(8 * radius**2, 40)
