"""Reading a delimited file row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pole.errors import ExtractError
from pole.formats.arrivals import Arrival
from pole.formats.columns import picker, require
from pole.formats.delimited.description import Delimited, Trailer
from pole.formats.delimited.rows import UNCLOSED, UNCLOSED_REMEDY, rows_of
from pole.formats.delimited.splitting import Malformed, Splitter, Unfinished
from pole.formats.encodings import lines_of
from pole.formats.lines.cutting import Line, without_end
from pole.formats.rows import BadRow, Progress, RawRow
from pole.model.making import new

UNQUOTED = "A delimiter or line end inside a field must be quoted; ask the owner for the row again."


class DelimitedParser:
    """Rows of one delimited file whose columns are known."""

    def __init__(
        self,
        layout: Delimited,
        file: str,
        columns: tuple[str, ...],
        *,
        wanted: Sequence[str] | None = None,
        optional: Sequence[str] = (),
    ) -> None:
        self._file = file
        self._splitter = Splitter(layout)
        self._columns = columns
        self._pick = picker(file, columns if wanted is None else wanted, columns, optional)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the file has, in its order."""
        return self._columns

    def parse(self, raw: str, line: int) -> RawRow | BadRow:
        """A row again from its text as received."""
        try:
            return self._row(Line(line, raw, self._splitter.split(raw)))
        except Malformed as why:
            return self._row(Line(line, raw, str(why)))
        except Unfinished:
            return self._row(Line(line, raw, UNCLOSED))

    def _row(self, row: Line) -> RawRow | BadRow:
        line, raw, fields = row
        if isinstance(fields, str):
            return BadRow(line, raw, fields, UNCLOSED_REMEDY)
        if len(fields) != len(self._columns):
            return BadRow(line, raw, unexpected(len(fields), len(self._columns)), UNQUOTED)
        return new(RawRow, (line, self._pick(fields), raw, None))


class DelimitedReader(DelimitedParser):
    """One delimited file."""

    def __init__(
        self,
        layout: Delimited,
        file: Arrival,
        *,
        columns: Sequence[str] | None = None,
        wanted: Sequence[str] | None = None,
        optional: Sequence[str] = (),
    ) -> None:
        found = columns_of(layout, file, tuple(columns) if columns else layout.declared)
        super().__init__(layout, file.title, found, wanted=wanted, optional=optional)
        self._layout = layout
        self._arrival = file

    def rows(self, progress: Progress | None = None) -> Iterator[RawRow | BadRow]:
        """Every row, good or bad; see `RowReader.rows`."""
        trailer = self._layout.trailer
        texts = lines_of(self._arrival, self._layout.encoding, progress)
        lines = rows_of(texts, self._splitter, header=self._layout.has_header)
        return map(self._row, lines) if trailer is None else self._rows_before_trailer(trailer, lines)

    def verify(self, progress: Progress | None = None) -> int:
        """How many rows there are, having read to the end."""
        return sum(1 for _ in self.rows(progress))

    def _rows_before_trailer(self, trailer: Trailer, lines: Iterator[Line]) -> Iterator[RawRow | BadRow]:
        """Every row but the last, which is the trailer. One that only looks like it is a row."""
        count, held = 0, None
        for line in lines:
            if held is not None:
                count += 1
                yield self._row(held)
            held = line
        self._check_trailer(trailer, held, count)

    def _check_trailer(self, trailer: Trailer, last: Line | None, count: int) -> None:
        if last is None or isinstance(last.fields, str) or not last.fields[0].startswith(trailer.starts):
            raise ExtractError(
                f"{self._file} does not end with a line that starts {trailer.starts!r}: it is cut short. "
                "Ask the owner for the whole file."
            )
        stated = last.fields[trailer.count - 1].strip() if len(last.fields) >= trailer.count else ""
        if not stated.isdecimal() or int(stated) != count:
            raise ExtractError(
                f"{self._file}, line {last.number}: the trailer counts {stated or 'nothing'}, and the file has {count} "
                "rows. Ask the owner for the whole file."
            )


def columns_of(layout: Delimited, file: Arrival, declared: tuple[str, ...] | None) -> tuple[str, ...]:
    """The columns of a file, in its order. Raises ExtractError where its header lacks one that is declared."""
    if not layout.has_header:
        if declared is None:
            raise ExtractError(f"{file.title} has no header: its mapping must name the columns.")
        return declared
    first = next(lines_of(file, layout.encoding), None)
    if first is None:
        raise ExtractError(f"{file.title} is empty: it lacks even its header.")
    try:
        found = tuple(name.strip() for name in Splitter(layout).split(without_end(first)))
    except (Malformed, Unfinished):
        raise ExtractError(f"{file.title}, line 1: the header cannot be taken apart.") from None
    require(file.title, declared or (), found)
    return found


def unexpected(fields: int, expected: int) -> str:
    """Words for a row with another number of fields."""
    return f"{fields} fields where {expected} are expected"
