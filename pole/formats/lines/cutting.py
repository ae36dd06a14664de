"""What a file of lines leaves to its layout: where lines end, and how one is cut into fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from pole.formats.lines.description import LineTypes


class Line(NamedTuple):
    """One line, or several that belong together because a line end is quoted."""

    number: int
    """Line of the file that it begins on, from 1."""
    raw: str
    """Without the line end that closes it."""
    fields: Sequence[str] | str = ()
    """Those that can be told whatever its type, or words where it cannot be cut."""


class Fault(NamedTuple):
    """Why a line cannot be cut into the fields of its type, and what to do."""

    reason: str
    remedy: str


class Cutter(Protocol):
    """Cuts lines of one layout."""

    @property
    def types(self) -> LineTypes: ...

    def lines(self, texts: Iterator[str]) -> Iterator[Line]:
        """Lines, empty ones left out, from texts that end with a line end."""
        ...

    def code(self, line: Line) -> str:
        """The code that says of which type a line is."""
        ...

    def fields(self, line: Line, name: str) -> Sequence[str] | Fault:
        """The fields of a line of that type, one for each of its columns."""
        ...


def without_end(text: str) -> str:
    """A line without its end."""
    if text.endswith("\r\n"):
        return text[:-2]
    return text.removesuffix("\n")
