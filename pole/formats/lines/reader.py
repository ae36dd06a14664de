"""Reading the rows of one type out of a file of lines of several types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from io import StringIO
from operator import itemgetter
from typing import Final

from pole.errors import ExtractError
from pole.formats.arrivals import Arrival
from pole.formats.encodings import Encoding, lines_of
from pole.formats.lines.cutting import Cutter, Fault, Line
from pole.formats.lines.description import scope
from pole.formats.lines.ends import Ends
from pole.formats.lines.nest import Frame, Nest, Trail
from pole.formats.rows import Above, BadRow, Progress, RawRow

_MOST_UNKNOWN: Final = 20
"""Unknown types under one row. With more it is another layout, and what is kept to read a row again must have an end."""
_MEND: Final = "Mend that line with its owner, or `types` in the mapping, and replay the row."


class LineParser:
    """Rows of one type, from lines in their order."""

    def __init__(self, cutter: Cutter, file: str, type_: str, wanted: Sequence[str] | None, *, strays: bool) -> None:
        """`strays` asks for lines of no known type too."""
        self._cutter = cutter
        self._file = file
        self._type = type_
        self._types = cutter.types
        self._strays = strays
        self._by_code = {code: name for name, kind in self._types.items() for code in kind.code}
        self._otherwise = next((name for name, kind in self._types.items() if not kind.code), None)
        self.columns = scope(self._types, type_)
        """Every column that a row can be asked for."""
        self._pick = _picker([self.columns.index(name) for name in (self.columns if wanted is None else wanted)])

    def parse(self, raw: str, line: int) -> RawRow | BadRow:
        """A row again, from its text and that of the lines it stands under."""
        lines = self._lines_of(raw)
        if self._type_of(lines[-1]) != self._type:
            return BadRow(line, raw, f"this is no {self._type} line", _MEND, stray=True)
        *_, row = self._follow(lines, Ends(self._types, self._file, whole=False))
        return row._replace(line=line)

    def type_of(self, raw: str) -> str | None:
        """The type of a row from `text_with_above`; None where it is not known."""
        return self._type_of(self._lines_of(raw)[-1])

    def _lines_of(self, raw: str) -> list[Line]:
        return [*self._cutter.lines(StringIO(raw, newline="\n"))] or [Line(1, raw, "it is empty")]

    def _type_of(self, line: Line) -> str | None:
        return self._by_code.get(self._cutter.code(line), self._otherwise)

    def _follow(self, lines: Iterable[Line], ends: Ends) -> Iterator[RawRow | BadRow]:
        """The rows of the type among these lines. Raises ExtractError for what the ends of the file show to be wrong."""
        code_of, by_code, otherwise = self._cutter.code, self._by_code, self._otherwise
        nest, trail = Nest(self._types, self._type), Trail(self._types) if self._strays else None
        for line in lines:
            code = code_of(line)
            name = by_code.get(code, otherwise)
            sort = ends.note(line, name)
            if name is None:
                self._doubt(nest, line, code)
                if trail is not None:
                    yield self._stray(line, code, trail.above(nest.headers))
            elif sort != "row":
                self._keep_end(line, name, nest, ends)
            else:
                if trail is not None:
                    trail.note(line.number, name, line.raw)
                keeps, depth = nest.steps[name]
                nest.close_to(keeps)
                if depth >= 0:
                    row = self._row(line, name, nest.around(depth, name))
                    if isinstance(row, Frame):
                        nest.open(row)
                    else:
                        yield row
        ends.check()

    def _row(self, line: Line, name: str, around: Frame) -> RawRow | BadRow | Frame:
        """A row of the type, or what rows of the type stand under."""
        fields = self._cutter.fields(line, name)
        if name != self._type:
            return _opened(line, name, around, fields)
        if around.problem:
            return BadRow(line.number, line.raw, around.problem, _MEND, around.above)
        if isinstance(fields, Fault):
            return BadRow(line.number, line.raw, fields.reason, fields.remedy, around.above)
        return RawRow(line.number, self._pick((*fields, *around.values)), line.raw, around.above)

    def _keep_end(self, line: Line, name: str, nest: Nest, ends: Ends) -> None:
        """A header or trailer."""
        fields = self._cutter.fields(line, name)
        if isinstance(fields, Fault):
            raise ExtractError(f"{self._file}, line {line.number}: the {name} line cannot be read: {fields.reason}.")
        values = ends.keep(line, name, fields)
        if values is not None:
            nest.headers = Frame(line.number, f"{nest.headers.before}{line.raw}\n", values, "")

    def _doubt(self, nest: Nest, line: Line, code: str) -> None:
        if nest.doubt(line.number, code, line.raw) > _MOST_UNKNOWN:
            raise ExtractError(
                f"{self._file}, line {line.number}: more than {_MOST_UNKNOWN} unknown types of line in one place. Either "
                "this is another file, or its layout has changed and the mapping must follow."
            )

    def _stray(self, line: Line, code: str, above: Above | None) -> BadRow:
        remedy = (
            f"Known are {', '.join(self._by_code)}. If it is a new type, add it to `types` in the mapping and replay the "
            "row; else ask the owner for the line again."
        )
        return BadRow(line.number, line.raw, f"no type of line has the code {code[:40]!r}", remedy, above, stray=True)


class LineReader(LineParser):
    """The rows of one type in one file."""

    def __init__(
        self,
        cutter: Cutter,
        encoding: Encoding,
        file: Arrival,
        type_: str,
        wanted: Sequence[str] | None,
        *,
        strays: bool,
    ) -> None:
        super().__init__(cutter, file.title, type_, wanted, strays=strays)
        self._arrival = file
        self._encoding = encoding

    def rows(self, progress: Progress | None = None) -> Iterator[RawRow | BadRow]:
        """Every row of the type, good or bad; see `RowReader.rows`."""
        lines = self._cutter.lines(lines_of(self._arrival, self._encoding, progress))
        return self._follow(lines, Ends(self._types, self._file, whole=True))

    def verify(self, progress: Progress | None = None) -> int:
        """How many rows of the type there are, having read to the end."""
        return sum(1 for _ in self.rows(progress))

    def head(self) -> dict[str, str]:
        """What the headers say, by column: the lines before all rows."""
        found: dict[str, str] = {}
        for line in self._cutter.lines(lines_of(self._arrival, self._encoding)):
            name = self._type_of(line)
            if name is None or self._types[name].is_ != "header":
                break
            fields = self._cutter.fields(line, name)
            if not isinstance(fields, Fault):
                found |= zip(self._types[name].names, fields, strict=True)
        return found


def _opened(line: Line, name: str, around: Frame, fields: Sequence[str] | Fault) -> Frame:
    """A row as what others stand under."""
    here = f"the {name} line it stands under, line {line.number},"
    before = f"{around.before}{line.raw}\n"
    if around.problem:
        return Frame(line.number, before, (), f"{here} is held back: {around.problem}")
    if isinstance(fields, Fault):
        return Frame(line.number, before, (), f"{here} cannot be read: {fields.reason}")
    return Frame(line.number, before, (*fields, *around.values), "")


def _picker(places: Sequence[int]) -> Callable[[Sequence[str]], Sequence[str]]:
    if len(places) > 1:
        return itemgetter(*places)
    return lambda values: tuple(values[place] for place in places)
