"""Which row a line stands under, as a file goes by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pole.formats.lines.description import LineTypes
from pole.formats.rows import Above
from pole.formats.types import ancestors


class Frame:
    """A row that others may stand under."""

    def __init__(self, line: int, before: str, values: Sequence[str], problem: str) -> None:
        self.line = line
        self.values = values
        """Its own, then those of what it stands under."""
        self.problem = problem
        """Why nothing can stand under it; empty where something can."""
        self.above = Above(line, before, "") if before else None

    @property
    def before(self) -> str:
        """As received, with what it stands under."""
        return self.above.before if self.above is not None else ""

    def doubt(self, line: int, code: str, raw: str) -> None:
        """After it stands a line of no known type, which may be what the next ones truly stand under."""
        self.above = Above(self.line, f"{self.before}{raw}\n", "")
        self.problem = self.problem or (
            f"line {line} before it is of the unknown type {code[:40]!r}, and may be what it stands under"
        )


class Step(NamedTuple):
    """What a line of a type does to the nest."""

    keeps: int
    """How many open rows stay open."""
    depth: int
    """How many it stands under; -1 where the type is neither asked for nor above what is."""


class Nest:
    """The rows that are open around the place that has been reached, as far as rows of one type stand under them."""

    def __init__(self, types: LineTypes, wanted: str) -> None:
        self._types = types
        chain = ancestors(types, wanted)
        on_the_way = {name: depth for depth, name in enumerate((*chain, wanted))}
        self.steps: Mapping[str, Step] = {
            name: Step(_shared(ancestors(types, name), chain), on_the_way.get(name, -1)) for name in types
        }
        self.headers = Frame(0, "", (), "")
        self._open: list[Frame] = []
        self._unknown: set[str] = set()

    def close_to(self, depth: int) -> None:
        """A line begins that stands under so many of the open rows."""
        del self._open[depth:]

    def around(self, depth: int, name: str) -> Frame:
        """What a line of this type and depth stands under; where that is not there, a frame that says so."""
        if depth == 0:
            return self.headers
        if len(self._open) < depth:
            return Frame(0, self.headers.before, (), f"no {self._types[name].under} line stands before it")
        return self._open[-1]

    def open(self, frame: Frame) -> None:
        """Lines may now stand under this row."""
        if not self._open:
            self._unknown.clear()
        self._open.append(frame)

    def doubt(self, line: int, code: str, raw: str) -> int:
        """A line of no known type. How many unknown types there are now among the open rows; each is kept once."""
        if self._open and code not in self._unknown:
            self._unknown.add(code)
            for frame in self._open:
                frame.doubt(line, code, raw)
        return len(self._unknown)


class Trail:
    """The rows of any type that are open: what a line of no known type may stand under."""

    def __init__(self, types: LineTypes) -> None:
        self._depths = {name: len(ancestors(types, name)) for name in types}
        self._open: list[tuple[int, str]] = []

    def note(self, line: int, name: str, raw: str) -> None:
        """A row goes by."""
        del self._open[self._depths[name] :]
        self._open.append((line, raw))

    def above(self, headers: Frame) -> Above | None:
        """What stands around this place."""
        if not self._open:
            return headers.above
        return Above(self._open[-1][0], headers.before + "".join(f"{raw}\n" for _, raw in self._open), "")


def _shared(these: tuple[str, ...], others: tuple[str, ...]) -> int:
    number = 0
    for this, other in zip(these, others, strict=False):
        if this != other:
            break
        number += 1
    return number
