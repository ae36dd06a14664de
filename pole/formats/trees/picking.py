"""Values of a row by the paths that were asked for, as one way through its tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from pole.formats.trees.description import ITSELF, NUMBERED


class Picked(NamedTuple):
    """The values of one row, in the order of the paths: the first of each, blank where there is none."""

    first: list[str]
    all: Mapping[int, list[str]]
    """Those of which there are several, by the place of their path."""


class Way:
    """Where to look in a node: what is asked of it, and what of the nodes in it."""

    def __init__(self) -> None:
        self.places: list[int] = []
        """Of the paths that end here."""
        self.attributes: list[tuple[str, list[int]]] = []
        self.steps: dict[str, Steps] = {}
        """By name."""

    def add(self, path: Sequence[str], place: int, attribute: str = "") -> None:
        """Look for a path from here on, given by its steps as the parser names them, or for an attribute at its end."""
        if not path or path == (ITSELF,):
            if attribute:
                self._add_attribute(attribute, place)
            else:
                self.places.append(place)
            return
        found = NUMBERED.search(path[0])
        name = path[0][: found.start()] if found is not None else path[0]
        way = self.steps.setdefault(name, Steps()).way(int(found[1]) if found is not None else 0)
        way.add(path[1:], place, attribute)

    def _add_attribute(self, name: str, place: int) -> None:
        for known, places in self.attributes:
            if known == name:
                places.append(place)
                return
        self.attributes.append((name, [place]))


class Steps:
    """The ways on through nodes of one name."""

    def __init__(self) -> None:
        self.every: Way | None = None
        self.numbered: dict[int, Way] = {}
        """From 1."""

    def way(self, number: int) -> Way:
        """The way through one of them, or, without a number, through each."""
        if number:
            return self.numbered.setdefault(number, Way())
        self.every = self.every or Way()
        return self.every


_NOTHING: Final[Mapping[int, list[str]]] = {}


class Basket:
    """Values on their way."""

    def __init__(self, width: int) -> None:
        self.first = [""] * width
        self.several: dict[int, list[str]] | None = None

    def put(self, places: Sequence[int], text: str) -> None:
        """A value for these paths; a blank one is none."""
        if not text:
            return
        for place in places:
            if not self.first[place]:
                self.first[place] = text
                continue
            if self.several is None:
                self.several = {}
            self.several.setdefault(place, [self.first[place]]).append(text)

    def picked(self) -> Picked:
        """What was found."""
        return Picked(self.first, self.several or _NOTHING)
