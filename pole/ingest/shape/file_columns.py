"""Columns that no file has: what its name says, and the line on which each row begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pole.formats.rows import BadRow, Progress, RawRow, RowParser, RowReader
from pole.ingest.mapping.filenames import LINE


class ParserWithFileColumns:
    """A parser whose rows have these columns too, in the order of `names`."""

    def __init__(self, parser: RowParser, names: Sequence[str], said: Mapping[str, str]) -> None:
        self._parser = parser
        self._said = tuple(said.values())
        own = iter(range(len(names)))
        width = sum(name not in said for name in names)
        told = {name: width + place for place, name in enumerate(said)}
        line = width + len(said)
        self._places = [line if name == LINE else told[name] if name in told else next(own) for name in names]

    def parse(self, raw: str, line: int) -> RawRow | BadRow:
        """A row again from its text as received."""
        return self.with_them(self._parser.parse(raw, line))

    def with_them(self, row: RawRow | BadRow) -> RawRow | BadRow:
        """The same row with these columns."""
        if isinstance(row, BadRow):
            return row
        values = (*row.values, *self._said, str(row.line))
        return row._replace(values=[values[place] for place in self._places])


class ReaderWithFileColumns(ParserWithFileColumns):
    """A reader whose rows have these columns too."""

    def __init__(self, reader: RowReader, names: Sequence[str], said: Mapping[str, str]) -> None:
        super().__init__(reader, names, said)
        self._reader = reader

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the file itself."""
        return self._reader.columns

    def rows(self, progress: Progress | None = None) -> Iterator[RawRow | BadRow]:
        """Every row, good or bad; see `RowReader.rows`."""
        return map(self.with_them, self._reader.rows(progress))

    def verify(self, progress: Progress | None = None) -> int:
        """How many rows there are; see `RowReader.verify`."""
        return self._reader.verify(progress)
