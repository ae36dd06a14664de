"""What every layout reads and writes, whatever it looks like on disk.

A further layout is a package beside `delimited` with a description, a reader and a writer, and a line in
`pole.formats.opening`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import NamedTuple, Protocol, Self, TypeAlias

Progress: TypeAlias = Callable[[int], None]
"""Told, now and then, how many bytes of the file have been read so far."""


class Above(NamedTuple):
    """What a row stands under, where its file has rows of several types."""

    line: int
    """Line on which the row right above it begins."""
    before: str
    after: str
    """As received, to put before and after a row, so that it can be read again without its file."""


class RawRow(NamedTuple):
    """One row as it stands in the file."""

    line: int
    """Line of the file that it begins on, from 1."""
    values: Sequence[str]
    """In the order of the columns that the reader was asked for."""
    raw: str
    """The row as received, to the letter, without the line end that closes it."""
    above: Above | None = None


class BadRow(NamedTuple):
    """A row that the layout cannot take apart, or of which it cannot tell what it stands under."""

    line: int
    raw: str
    reason: str
    remedy: str
    above: Above | None = None
    stray: bool = False
    """Of no known type: it may be a damaged row of any."""


def text_with_above(raw: str, above: Above | None) -> str:
    """A row as received with what it stands under: enough to read it again."""
    return raw if above is None else f"{above.before}{raw}{above.after}"


class RowParser(Protocol):
    """Rows of one type of file, read again without the file."""

    def parse(self, raw: str, line: int) -> RawRow | BadRow:
        """A row from `text_with_above`."""
        ...


class RowReader(RowParser, Protocol):
    """The rows of one type in one file, readable from the start as often as wanted, in memory that does not grow with it;
    only a workbook is held whole."""

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


class RowWriter(Protocol):
    """A file being written. It is complete (trailer and all) once closed."""

    def write(self, values: Sequence[str], type_: str = "") -> None:
        """One row, in the order of the columns, of a type where the layout has several: a header first, a row after the
        one that it stands under. Raises ExtractError for what the layout cannot express."""
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
