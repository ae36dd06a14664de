"""Writing a delimited file: the same rows in the same order give the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from pole.errors import ExtractError
from pole.formats.delimited.description import Delimited
from pole.formats.delimited.splitting import Joiner, Malformed
from pole.formats.lines.description import check_code
from pole.formats.lines.writer import Join


class DelimitedWriter:
    """One delimited file, lines ended by a line feed, without byte-order mark."""

    def __init__(self, layout: Delimited, path: Path, columns: Sequence[str]) -> None:
        self._layout = layout
        self._path = path
        self._joiner = Joiner(layout)
        self._width = len(columns)
        self._count = 0
        self._file = path.open("wb")
        if layout.has_header:
            self._put(list(columns))

    def write(self, values: Sequence[str], type_: str = "") -> None:
        """One row. Raises ExtractError when it has too few or too many values, or one that cannot be expressed."""
        if len(values) != self._width:
            raise ExtractError(f"{self._path.name}: {len(values)} values for {self._width} columns.")
        self._count += 1
        self._put(list(values))

    def close(self) -> None:
        """Write the trailer, where there is one, and close the file."""
        if self._file.closed:
            return
        trailer = self._layout.trailer
        if trailer is not None:
            self._put([trailer.starts, *([""] * (trailer.count - 2)), str(self._count)])
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._file:
            if error is None:
                self.close()

    def _put(self, values: list[str]) -> None:
        try:
            line = self._joiner.join(values) + "\n"
            self._file.write(line.encode(self._layout.encoding.codec))
        except (Malformed, UnicodeEncodeError) as why:
            raise ExtractError(f"{self._path.name}, row {self._count}: {why}.") from why


def typed_join(layout: Delimited) -> Join:
    """Puts lines of several types together."""
    joiner, place = Joiner(layout), layout.code_at - 1

    def join(values: Sequence[str], type_: str) -> str:
        code = layout.types[type_].code
        filled = [*values]
        if code and not filled[place]:
            filled[place] = code[0]
        check_code(layout.types, type_, filled[place].strip())
        try:
            return joiner.join(filled)
        except Malformed as why:
            raise ValueError(str(why)) from why

    return join
