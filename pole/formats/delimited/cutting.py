"""Cutting the lines of a delimited file of several types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pole.formats.delimited.description import Delimited
from pole.formats.delimited.reader import UNQUOTED, unexpected
from pole.formats.delimited.rows import UNCLOSED_REMEDY, rows_of
from pole.formats.delimited.splitting import Splitter
from pole.formats.lines.cutting import Fault, Line
from pole.formats.lines.description import LineTypes


class DelimitedCutter:
    """Cuts at the delimiter."""

    def __init__(self, layout: Delimited) -> None:
        self._delimiter = layout.delimiter
        self._place = layout.code_at - 1
        self._splitter = Splitter(layout)
        self._widths = {name: len(type_.columns) for name, type_ in layout.types.items()}
        self.types: LineTypes = layout.types

    def lines(self, texts: Iterator[str]) -> Iterator[Line]:
        """Rows, which may be of several lines."""
        return rows_of(texts, self._splitter)

    def code(self, line: Line) -> str:
        """The text of one field; of a line that cannot be cut, as far as can be seen."""
        fields = line.raw.split(self._delimiter) if isinstance(line.fields, str) else line.fields
        return fields[self._place].strip() if len(fields) > self._place else ""

    def fields(self, line: Line, name: str) -> Sequence[str] | Fault:
        """The fields, which must be as many as the type has columns."""
        if isinstance(line.fields, str):
            return Fault(line.fields, UNCLOSED_REMEDY)
        if len(line.fields) != self._widths[name]:
            return Fault(unexpected(len(line.fields), self._widths[name]), UNQUOTED)
        return line.fields
