"""Places as words: squares that are quartered again and again, so that all that lies in one begins alike.

A place is the word of the smallest square around it, a digit from 0 to 3 for each quartering. A circle asks for the
squares that cover it; how far a place found there really is, is worked out from its own word, which is exact to a metre.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, NamedTuple

_MOST_SQUARES: Final = 32
"""With which a circle is covered: more would fit it better and take longer to look up."""
_METRES_A_DEGREE: Final = 110_500.0
"""Of latitude, at the least."""


class System(NamedTuple):
    """A way of measuring places: what is measured from where, and how far."""

    width: float
    height: float
    west: float
    south: float
    quarterings: int


DEGREES: Final = System(360.0, 180.0, -180.0, -90.0, 26)
"""Longitude and latitude; the smallest square is 0.6 m wide and 0.3 m high at most."""
METRES: Final = System(2.0**21, 2.0**21, 0.0, 0.0, 21)
"""Easting and northing on the national grid; the smallest square is a metre."""


class Circle(NamedTuple):
    """A circle in the units of a system: its radius differs from west to east and from south to north in degrees."""

    x: float
    y: float
    radius_x: float
    radius_y: float


def cell(system: System, x: float, y: float) -> str:
    """The word of a place."""
    column = min(int((x - system.west) / system.width * 2**system.quarterings), 2**system.quarterings - 1)
    row = min(int((y - system.south) / system.height * 2**system.quarterings), 2**system.quarterings - 1)
    return "".join(
        str((row >> place & 1) * 2 + (column >> place & 1)) for place in range(system.quarterings - 1, -1, -1)
    )


def middle(system: System, word: str) -> tuple[float, float]:
    """The middle of a square."""
    west, south, east, north = _bounds(system, word)
    return (west + east) / 2, (south + north) / 2


def circle_of_degrees(latitude: float, longitude: float, metres: float) -> Circle:
    """A circle on the earth, a little too large rather than too small."""
    high = metres / _METRES_A_DEGREE
    wide = high / max(math.cos(math.radians(min(abs(latitude) + high, 90.0))), 1e-6)
    return Circle(longitude, latitude, min(wide, 360.0), high)


def cover(system: System, circle: Circle) -> tuple[str, ...]:
    """The squares that cover a circle, as beginnings of words, in order."""
    inside: list[str] = []
    edge = [""]
    while edge and len(edge[0]) < system.quarterings:
        finer = [square for word in edge for square in _touched(system, circle, word)]
        whole = [square for square in finer if _reach(system, circle, square)[1] <= 1]
        if len(inside) + len(finer) > _MOST_SQUARES:
            break
        inside += whole
        edge = [square for square in finer if square not in whole]
    return tuple(sorted(inside + edge))


def _touched(system: System, circle: Circle, word: str) -> Iterator[str]:
    return (square for digit in "0123" if _reach(system, circle, square := word + digit)[0] <= 1)


def _reach(system: System, circle: Circle, word: str) -> tuple[float, float]:
    """How far the nearest and the farthest point of a square lie from the middle of a circle, in its radii."""
    west, south, east, north = _bounds(system, word)
    near = (max(west - circle.x, 0.0, circle.x - east), max(south - circle.y, 0.0, circle.y - north))
    far = (max(circle.x - west, east - circle.x), max(circle.y - south, north - circle.y))
    return tuple(math.hypot(dx / circle.radius_x, dy / circle.radius_y) for dx, dy in (near, far))  # type: ignore[return-value]  # two


def _bounds(system: System, word: str) -> tuple[float, float, float, float]:
    """West, south, east and north of a square."""
    column = row = 0
    for digit in word:
        column, row = column * 2 + int(digit) % 2, row * 2 + int(digit) // 2
    wide, high = system.width / 2 ** len(word), system.height / 2 ** len(word)
    west, south = system.west + column * wide, system.south + row * high
    return west, south, west + wide, south + high
