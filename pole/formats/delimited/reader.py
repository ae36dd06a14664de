"""Reading a delimited file row by row."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path

from pole.errors import ExtractError
from pole.formats.delimited.description import Delimited, Trailer
from pole.formats.delimited.splitting import Malformed, Splitter, Unfinished
from pole.formats.encodings import lines_of
from pole.formats.rows import BadRow, Progress, RawRow

_LONGEST_ROW = 1_000
"""Lines of one row. A quote that is still open then was never closed, and must not swallow the rest of the file."""

_UNCLOSED = "a quote is opened and not closed"
_UNCLOSED_REMEDY = (
    "Close the quote, or say `quote: none` in the mapping if quotes are ordinary characters in this source."
)


class DelimitedReader:
    """One delimited file."""

    def __init__(
        self,
        layout: Delimited,
        path: Path,
        *,
        columns: Sequence[str] | None = None,
        wanted: Sequence[str] | None = None,
        optional: Sequence[str] = (),
    ) -> None:
        self._layout = layout
        self._path = path
        self._splitter = Splitter(layout)
        self._columns = self._columns_of_file(tuple(columns) if columns else layout.declared)
        self._pick = self._picker(self._columns if wanted is None else tuple(wanted), frozenset(optional))

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the file has, in its order."""
        return self._columns

    def rows(self, progress: Progress | None = None) -> Iterator[RawRow | BadRow]:
        """Every row, good or bad; see `RowReader.rows`."""
        trailer = self._layout.trailer
        if trailer is None:
            for line, raw, fields in self._all(progress):
                yield self._row(line, raw, fields)
        else:
            yield from self._rows_before_trailer(trailer, progress)

    def verify(self, progress: Progress | None = None) -> int:
        """How many rows there are, having read to the end."""
        return sum(1 for _ in self.rows(progress))

    def parse(self, raw: str, line: int) -> RawRow | BadRow:
        """A row again from its text as received."""
        try:
            return self._row(line, raw, self._splitter.split(raw))
        except Malformed as why:
            return self._row(line, raw, str(why))
        except Unfinished:
            return self._row(line, raw, _UNCLOSED)

    def _row(self, line: int, raw: str, fields: list[str] | str) -> RawRow | BadRow:
        if isinstance(fields, str):
            return BadRow(line, raw, fields, _UNCLOSED_REMEDY)
        if len(fields) != len(self._columns):
            return BadRow(
                line,
                raw,
                f"{len(fields)} fields where {len(self._columns)} are expected",
                "A delimiter or line end inside a field must be quoted; ask the owner for the row again.",
            )
        return RawRow(line, self._pick(fields), raw)

    def _all(self, progress: Progress | None) -> Iterator[tuple[int, str, list[str] | str]]:
        """Line, text and fields of every row after the header; words instead of fields where it cannot be split."""
        split = self._splitter.split
        lines = _Lines(lines_of(self._path, self._layout.encoding, progress))
        if self._layout.has_header:
            lines.take()
        while (text := lines.take()) is not None:
            line, raw = lines.number, _without_end(text)
            if not raw:
                continue
            try:
                yield line, raw, split(raw)
            except Malformed as why:
                yield line, raw, str(why)
            except Unfinished:
                yield line, *self._long_row(text, lines)

    def _long_row(self, text: str, lines: _Lines) -> tuple[str, list[str] | str]:
        """A row of several lines, or its first line alone where no end is found; the others are then rows again."""
        taken = [text]
        while len(taken) < _LONGEST_ROW and (text := lines.take() or ""):
            taken.append(text)
            if not self._splitter.is_plain(text) or taken[-2].endswith(("\\\n", "\\\r\n")):
                raw = _without_end("".join(taken))
                try:
                    return raw, self._splitter.split(raw)
                except Malformed:
                    break
                except Unfinished:
                    pass
        lines.give_back(taken[1:])
        return _without_end(taken[0]), _UNCLOSED

    def _rows_before_trailer(self, trailer: Trailer, progress: Progress | None) -> Iterator[RawRow | BadRow]:
        """Every row but the last, which is the trailer. One that only looks like it is a row."""
        count, held = 0, None
        for line, raw, fields in self._all(progress):
            if held is not None:
                count += 1
                yield self._row(*held)
            held = (line, raw, fields)
        self._check_trailer(trailer, held, count)

    def _check_trailer(self, trailer: Trailer, last: tuple[int, str, list[str] | str] | None, count: int) -> None:
        if last is None or isinstance(last[2], str) or not last[2][0].startswith(trailer.starts):
            raise ExtractError(
                f"{self._path.name} does not end with a line that starts {trailer.starts!r}: it is cut short. "
                "Ask the owner for the whole file."
            )
        line, _, fields = last
        stated = fields[trailer.count - 1].strip() if len(fields) >= trailer.count else ""
        if not stated.isdecimal() or int(stated) != count:
            raise ExtractError(
                f"{self._path.name}, line {line}: the trailer counts {stated or 'nothing'}, and the file has {count} "
                "rows. Ask the owner for the whole file."
            )

    def _columns_of_file(self, declared: tuple[str, ...] | None) -> tuple[str, ...]:
        if not self._layout.has_header:
            if declared is None:
                raise ExtractError(f"{self._path.name} has no header: its mapping must name the columns.")
            return declared
        first = next(lines_of(self._path, self._layout.encoding), None)
        if first is None:
            raise ExtractError(f"{self._path.name} is empty: it lacks even its header.")
        try:
            found = tuple(name.strip() for name in self._splitter.split(_without_end(first)))
        except (Malformed, Unfinished):
            raise ExtractError(f"{self._path.name}, line 1: the header cannot be taken apart.") from None
        self._require(declared or (), found)
        return found

    def _picker(self, wanted: tuple[str, ...], optional: frozenset[str]) -> Callable[[list[str]], Sequence[str]]:
        if wanted == self._columns:
            return _as_they_are
        lacking = optional - set(self._columns)
        self._require([name for name in wanted if name not in lacking], self._columns)
        if lacking or len(wanted) < 2:
            places = [-1 if name in lacking else self._columns.index(name) for name in wanted]
            return lambda fields: tuple("" if place < 0 else fields[place] for place in places)
        return itemgetter(*(self._columns.index(name) for name in wanted))

    def _require(self, names: Sequence[str], found: tuple[str, ...]) -> None:
        missing = [name for name in names if name not in found]
        if missing:
            raise ExtractError(
                f"{self._path.name} has no column {', '.join(missing)}; it has {', '.join(found)}. "
                "Either this is another file, or its layout has changed and the mapping must follow."
            )
        twice = [name for name in names if found.count(name) > 1]
        if twice:
            raise ExtractError(f"{self._path.name} has the column {', '.join(twice)} more than once.")


def _as_they_are(fields: list[str]) -> Sequence[str]:
    return fields


def _without_end(text: str) -> str:
    if text.endswith("\r\n"):
        return text[:-2]
    return text.removesuffix("\n")


class _Lines:
    """Physical lines that can be given back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self.number = 0
        """Of the line taken last, from 1."""

    def take(self) -> str | None:
        """The next line with its end; None after the last."""
        text = self._again.popleft() if self._again else next(self._lines, None)
        self.number += text is not None
        return text

    def give_back(self, lines: list[str]) -> None:
        """Lines taken last, to be taken again."""
        self._again.extendleft(reversed(lines))
        self.number -= len(lines)
