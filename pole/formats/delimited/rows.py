"""Where rows of a delimited file begin and end: a quoted field may hold line ends."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Final

from pole.formats.delimited.splitting import Malformed, Splitter, Unfinished
from pole.formats.lines.cutting import Line, without_end
from pole.model.making import new

_LONGEST_ROW = 1_000
"""Lines of one row. A quote that is still open then was never closed, and must not swallow the rest of the file."""

UNCLOSED: Final = "a quote is opened and not closed"
UNCLOSED_REMEDY: Final = (
    "Close the quote, or say `quote: none` in the mapping if quotes are ordinary characters in this source."
)


def rows_of(texts: Iterator[str], splitter: Splitter, *, header: bool = False) -> Iterator[Line]:
    """Every row with its fields, a header in the first line left out; an empty line is none."""
    lines = _Lines(texts)
    if header:
        lines.take()
    while (text := lines.take()) is not None:
        line, raw = lines.number, without_end(text)
        if not raw:
            continue
        try:
            yield new(Line, (line, raw, splitter.split(raw)))
        except Malformed as why:
            yield Line(line, raw, str(why))
        except Unfinished:
            yield Line(line, *_long_row(text, lines, splitter))


def _long_row(text: str, lines: _Lines, splitter: Splitter) -> tuple[str, list[str] | str]:
    """A row of several lines, or its first line alone where no end is found; the others are then rows again."""
    taken = [text]
    while len(taken) < _LONGEST_ROW and (text := lines.take() or ""):
        taken.append(text)
        if not splitter.is_plain(text) or taken[-2].endswith(("\\\n", "\\\r\n")):
            raw = without_end("".join(taken))
            try:
                return raw, splitter.split(raw)
            except Malformed:
                break
            except Unfinished:
                pass
    lines.give_back(taken[1:])
    return without_end(taken[0]), UNCLOSED


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
