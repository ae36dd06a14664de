"""What every layout reads and writes, whatever it looks like on disk.

A further layout (fixed width, XML, JSON, Excel, a query) is a package beside `delimited` with a description, a reader
and a writer, and a line in `pole.formats.opening`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import NamedTuple, Protocol, Self, TypeAlias

Progress: TypeAlias = Callable[[int], None]
"""Told, now and then, how many bytes of the file have been read so far."""


class RawRow(NamedTuple):
    """One row as it stands in the file."""

    line: int
    """Line of the file that it begins on, from 1."""
    values: Sequence[str]
    """In the order of the columns that the reader was asked for."""
    raw: str
    """The row as received, to the letter, without the line end that closes it."""


class BadRow(NamedTuple):
    """A row that the layout cannot take apart."""

    line: int
    raw: str
    reason: str
    remedy: str


class RowReader(Protocol):
    """One file, readable from the start as often as wanted, in memory that does not grow with the file."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the file has, in its order. Raises ExtractError when it lacks one that was asked for."""
        ...

    def rows(self, progress: Progress | None = None) -> Iterator[RawRow | BadRow]:
        """Every row, good or bad. Raises ExtractError at the first line that is not of the declared encoding, and at
        the end when a trailer is declared and is missing or counts otherwise."""
        ...

    def verify(self, progress: Progress | None = None) -> int:
        """How many rows there are, good and bad, having read to the end. Raises ExtractError as `rows` does."""
        ...

    def parse(self, raw: str, line: int) -> RawRow | BadRow:
        """A row again from its text as received, under the columns of this file."""
        ...


class RowWriter(Protocol):
    """A file being written. It is complete (trailer and all) once closed."""

    def write(self, values: Sequence[str]) -> None:
        """One row, in the order of the columns. Raises ExtractError for what the layout cannot express."""
        ...

    def close(self) -> None:
        """Write what closes the file, and let go of it."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file; after an error without what would make it look complete."""
        ...
