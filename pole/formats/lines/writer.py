"""Writing a file of lines of several types: the same rows in the same order give the same bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias

from pole.errors import ExtractError
from pole.formats.lines.description import LINES, ROWS, TypedLayout
from pole.formats.types import ancestors, of_sort

Join: TypeAlias = Callable[[Sequence[str], str], str]
"""Puts the values of a line of a type together, its code filled in; raises ValueError for what cannot be expressed."""


class LineWriter:
    """One file, its lines ended by a line feed, without byte-order mark."""

    def __init__(self, layout: TypedLayout, join: Join, path: Path) -> None:
        self._types = layout.line_types
        self._codec = layout.encoding.codec
        self._join = join
        self._path = path
        self._open: list[str] = []
        self._counts: Counter[str] = Counter()
        self._trailers: dict[str, Sequence[str]] = {}
        self._file = path.open("wb")

    def write(self, values: Sequence[str], type_: str = "") -> None:
        """One line; a trailer is kept for the end, where its counts are filled in.

        Raises ExtractError for a row before a header or away from what it stands under, and for what cannot be expressed.
        """
        if type_ not in self._types:
            raise ExtractError(f"{self._path.name}: {type_!r} is no type of line; there are {', '.join(self._types)}.")
        if len(values) != len(self._types[type_].names):
            raise ExtractError(
                f"{self._path.name}: {len(values)} values for {len(self._types[type_].names)} columns of {type_}."
            )
        sort = self._types[type_].is_
        if sort == "trailer":
            self._trailers[type_] = values
            return
        if sort == "row":
            self._stand(type_)
        self._counts[type_] += 1
        self._put(values, type_)

    def close(self) -> None:
        """Write the trailers and close the file. Raises ExtractError where a header is missing."""
        if self._file.closed:
            return
        self._require_headers()
        trailers = of_sort(self._types, "trailer")
        self._counts.update(dict.fromkeys(trailers, 1))
        for name, trailer in trailers.items():
            values = list(self._trailers.get(name, [""] * len(trailer.names)))
            for column, counted in trailer.counts.items():
                values[trailer.names.index(column)] = str(sum(map(self._number_of, counted)))
            self._put(values, name)
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._file:
            if error is None:
                self.close()

    def _stand(self, type_: str) -> None:
        """A row takes its place under the one before it that it belongs to."""
        self._require_headers()
        above = ancestors(self._types, type_)
        if tuple(self._open[: len(above)]) != above:
            raise ExtractError(
                f"{self._path.name}: a {type_} line must come after the {above[-1]} line it stands under."
            )
        self._open[len(above) :] = [type_]

    def _require_headers(self) -> None:
        for name in of_sort(self._types, "header"):
            if not self._counts[name]:
                raise ExtractError(f"{self._path.name}: the {name} line must come first.")

    def _number_of(self, counted: str) -> int:
        if counted == LINES:
            return sum(self._counts.values())
        if counted == ROWS:
            return sum(self._counts[name] for name in of_sort(self._types, "row"))
        return self._counts[counted]

    def _put(self, values: Sequence[str], type_: str) -> None:
        try:
            self._file.write(f"{self._join(values, type_)}\n".encode(self._codec))
        except ValueError as why:
            raise ExtractError(f"{self._path.name}, line {sum(self._counts.values())}: {why}.") from why
