"""Where something is: national grid references, and latitude with longitude."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Final

from pole.model.values.absence import BLANK, PLACEHOLDER, absent
from pole.model.values.cells import DEGREES, METRES, cell
from pole.model.values.outcome import Agreement, Cleaned, Exact, Outcome, Rejected

_SQUARE_LETTERS: Final = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
_LETTERED: Final = re.compile(r"([HJNOST][A-HJ-Z])((?:[0-9]{2}){1,5})")
_LETTERED_SPACED: Final = re.compile(r"([HJNOST][A-HJ-Z])\s*([0-9]{1,5})[\s,]+([0-9]{1,5})")
_METRES: Final = re.compile(r"([0-9]{1,7}(?:\.[0-9]{1,9})?)\s*[,;\s/|]\s*([0-9]{1,7}(?:\.[0-9]{1,9})?)")
_DEGREES: Final = re.compile(r"([+-]?[0-9]{1,3}(?:\.[0-9]{1,20})?)\s*[,;\s|]\s*([+-]?[0-9]{1,3}(?:\.[0-9]{1,20})?)")
_EASTERN_EDGE, _NORTHERN_EDGE = 700_000, 1_300_000
_LONGEST = 60
_PLACES_OF_DEGREES = 6
_NEAR_METRES = 100.0
_EARTH_METRES = 6_371_000.0


class Grid(Exact):
    """A place on the national grid (OSGB36), to the metre: `384000,398000`, easting and northing.

    Lettered references are understood (`SJ 84000 98000`); one with fewer digits names a square, and is kept as its
    south-western corner, as maps read it.
    """

    name = "grid"
    part_names = ("easting", "northing")

    def clean(self, raw: str) -> Outcome:
        """`easting,northing`, or why not: shape or outside the grid."""
        text = raw.strip().upper()
        metres = _METRES.fullmatch(text) if len(text) <= _LONGEST else None
        if metres is not None:
            return _on_the_grid(round(float(metres[1])), round(float(metres[2])))
        if len(text) <= _LONGEST:
            run = _LETTERED.fullmatch("".join(text.split()))
            spaced = _LETTERED_SPACED.fullmatch(text)
            if run is not None:
                half = len(run[2]) // 2
                return _on_the_grid(*_from_square(run[1], run[2][:half], run[2][half:]))
            if spaced is not None and len(spaced[2]) == len(spaced[3]):
                return _on_the_grid(*_from_square(*spaced.groups()))
        return absent(text) or Rejected("shape: expected SJ 84000 98000 or easting,northing")

    def from_parts(self, parts: Mapping[str, str]) -> Outcome:
        """As `clean`, from two columns."""
        return _joined(self, parts.get("easting", ""), parts.get("northing", ""))

    def format(self, value: str) -> str:
        """With the letters of its square: `SJ 84000 98000`."""
        easting, northing = map(int, value.split(","))
        column, row = easting // 100_000, northing // 100_000
        first = (19 - row) - (19 - row) % 5 + (column + 10) // 5
        second = (19 - row) * 5 % 25 + column % 5
        return f"{_SQUARE_LETTERS[first]}{_SQUARE_LETTERS[second]} {easting % 100_000:05d} {northing % 100_000:05d}"

    def sought_by(self, value: str) -> tuple[tuple[str, str], ...]:
        """The square metre."""
        easting, northing = map(float, value.split(","))
        return (("", cell(METRES, easting, northing)),)

    def compare(self, a: str, b: str) -> Agreement:
        """Near within 100 metres."""
        if a == b:
            return Agreement.SAME
        (x, y), (u, v) = (map(int, value.split(",")) for value in (a, b))
        return Agreement.NEAR if math.hypot(x - u, y - v) <= _NEAR_METRES else Agreement.DIFFERENT


class Position(Exact):
    """A place on the earth (WGS84): `53.480759,-2.242631`, latitude first, degrees to six places (0.1 m)."""

    name = "position"
    part_names = ("latitude", "longitude")

    def clean(self, raw: str) -> Outcome:
        """`lat,lon`, or why not: shape or range. Nought, nought is a placeholder."""
        text = raw.strip()
        parts = _DEGREES.fullmatch(text) if len(text) <= _LONGEST else None
        if parts is None:
            return absent(text) or Rejected("shape: expected latitude,longitude in degrees")
        latitude, longitude = float(parts[1]), float(parts[2])
        value = f"{_degrees(latitude)},{_degrees(longitude)}"
        if value == "0,0":
            return PLACEHOLDER
        if abs(latitude) > 90 or abs(longitude) > 180:
            swapped = (
                (f"{_degrees(longitude)},{_degrees(latitude)}",)
                if abs(longitude) <= 90 and abs(latitude) <= 180
                else ()
            )
            return Rejected("range: latitude within 90 degrees, longitude within 180", swapped)
        return Cleaned(value)

    def from_parts(self, parts: Mapping[str, str]) -> Outcome:
        """As `clean`, from two columns."""
        return _joined(self, parts.get("latitude", ""), parts.get("longitude", ""))

    def sought_by(self, value: str) -> tuple[tuple[str, str], ...]:
        """The smallest square around it."""
        latitude, longitude = map(float, value.split(","))
        return (("", cell(DEGREES, longitude, latitude)),)

    def compare(self, a: str, b: str) -> Agreement:
        """Near within 100 metres."""
        if a == b:
            return Agreement.SAME
        return Agreement.NEAR if metres_between(a, b) <= _NEAR_METRES else Agreement.DIFFERENT


def to_position(grid: str) -> str | None:
    """The WGS84 position of a cleaned grid reference (OSTN15); None at sea, where the transformation ends."""
    from convertbng.cutil import convert_osgb36_to_ll  # it brings numpy, which most commands do without

    easting, northing = grid.split(",")
    longitudes, latitudes = convert_osgb36_to_ll([float(easting)], [float(northing)])
    latitude, longitude = float(latitudes[0]), float(longitudes[0])
    return None if math.isnan(latitude) or math.isnan(longitude) else f"{_degrees(latitude)},{_degrees(longitude)}"


def to_grid(position: str) -> str | None:
    """The grid reference of a cleaned position (OSTN15); None outside Great Britain."""
    from convertbng.cutil import convert_to_osgb36

    latitude, longitude = position.split(",")
    eastings, northings = convert_to_osgb36([float(longitude)], [float(latitude)])
    easting, northing = float(eastings[0]), float(northings[0])
    if math.isnan(easting) or math.isnan(northing):
        return None
    outcome = _on_the_grid(round(easting), round(northing))
    return outcome.value if isinstance(outcome, Cleaned) else None


def metres_between(a: str, b: str) -> float:
    """The distance between two positions over a sphere; good to half a percent."""
    (lat_a, lon_a), (lat_b, lon_b) = (map(math.radians, map(float, value.split(","))) for value in (a, b))
    chord = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * _EARTH_METRES * math.asin(min(1.0, math.sqrt(chord)))


def _joined(kind: Grid | Position, first: str, second: str) -> Outcome:
    reasons = absent(first.strip()), absent(second.strip())
    if any(reasons):
        return next((reason for reason in reasons if reason is not None and reason is not BLANK), BLANK)
    return kind.clean(f"{first.strip()},{second.strip()}")


def _on_the_grid(easting: int, northing: int) -> Outcome:
    if easting == 0 and northing == 0:
        return PLACEHOLDER
    if easting >= _EASTERN_EDGE or northing >= _NORTHERN_EDGE:
        swapped = (f"{northing},{easting}",) if northing < _EASTERN_EDGE and easting < _NORTHERN_EDGE else ()
        return Rejected("range: outside the national grid", swapped)
    return Cleaned(f"{easting},{northing}")


def _from_square(letters: str, easting: str, northing: str) -> tuple[int, int]:
    first, second = (_SQUARE_LETTERS.index(letter) for letter in letters)
    column = (first - 2) % 5 * 5 + second % 5
    row = 19 - first // 5 * 5 - second // 5
    return column * 100_000 + int(easting.ljust(5, "0")), row * 100_000 + int(northing.ljust(5, "0"))


def _degrees(number: float) -> str:
    text = f"{number:.{_PLACES_OF_DEGREES}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
