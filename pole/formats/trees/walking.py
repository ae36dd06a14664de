"""What a file of trees leaves to its layout: where rows stand in it, and what a node of its tree holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol, TypeAlias

from pole.formats.arrivals import Arrival
from pole.formats.rows import Progress
from pole.formats.trees.description import TreeTypes
from pole.formats.trees.picking import Picked

Flat: TypeAlias = dict[str, list[str]]
"""Every value of a node by its path, in order: several where the path is there several times."""


class Around(NamedTuple):
    """What to write before and after a row so that it can be read again alone."""

    before: str
    after: str


class Found(NamedTuple):
    """A header or trailer."""

    name: str
    node: object


class Grown(NamedTuple):
    """An outermost row, whole with all that stands under it."""

    name: str
    node: object
    around: Around


class Astray(NamedTuple):
    """A row that stands where the layout has none of its type: outside of what it should stand under."""

    name: str
    node: object
    around: Around


class Nested(NamedTuple):
    """A row taken out of the one it stands under, and what is around it there."""

    node: object
    around: Around


Part: TypeAlias = Found | Grown | Astray


class Walker(Protocol):
    """Walks through files of one layout, one outermost row in memory at a time."""

    @property
    def types(self) -> TreeTypes: ...

    def walk(self, file: Arrival, progress: Progress | None) -> Iterator[Part]:
        """Headers, then outermost rows, trailers and stray rows where they stand. Raises ExtractError for what is no such
        file."""
        ...

    def walk_text(self, text: str) -> Iterator[Part]:
        """The same for a piece of a file, as it was made of `Around` and a row."""
        ...

    def find(self, node: object, name: str) -> list[object]:
        """The rows of a type that stand right under a node, which stays as it is."""
        ...

    def take_out(self, node: object, name: str) -> list[Nested]:
        """The rows of a type that stand right under a node, which is then without them."""
        ...

    def picker(self, paths: Sequence[str]) -> Callable[[object], Picked | str]:
        """Picks the values of a node at these paths, rows under it left out; words where they cannot be told apart."""
        ...

    def flat(self, node: object) -> Flat:
        """All values of a node, rows under it left out."""
        ...

    def raw(self, node: object) -> str:
        """A node as received, rows under it left out."""
        ...

    def line(self, node: object) -> int:
        """Line of the file on which it begins, from 1."""
        ...
