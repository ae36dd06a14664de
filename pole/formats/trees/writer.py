"""Writing a file of trees: the same rows in the same order give the same bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TypeAlias

from pole.errors import ExtractError
from pole.formats.trees.description import ROWS, TreeTypes, bare
from pole.formats.types import ancestors, of_sort

Values: TypeAlias = Mapping[str, str]
"""Column to text, without those that are blank."""


class Press(Protocol):
    """Makes the text of one layout. Raises ValueError for what it cannot express."""

    @property
    def types(self) -> TreeTypes: ...

    def begin(self, headers: Mapping[str, Values]) -> str:
        """What stands before the first row."""
        ...

    def grow(self, name: str, values: Values) -> object:
        """A row as a tree."""
        ...

    def hang(self, node: object, parent: object, name: str) -> None:
        """Put a row of that type under the one that it stands under."""
        ...

    def outermost(self, node: object, name: str) -> str:
        """The text of an outermost row with what stands under it, between those before and after it."""
        ...

    def end(self, trailers: Mapping[str, Values]) -> str:
        """What stands after the last row."""
        ...


class TreeWriter:
    """One file, in UTF-8. An outermost row is written when it is complete."""

    def __init__(self, press: Press, path: Path, columns: Mapping[str, Sequence[str]]) -> None:
        """`columns` are those of each type that is written. What counts rows must be known before the first of them where
        a header does it."""
        self._press = press
        self._types = press.types
        self._path = path
        self._columns = columns
        self._ends: dict[str, Values] = {}
        self._open: list[tuple[str, object]] = []
        self._begun = False
        self._counts: Counter[str] = Counter()
        self._file = path.open("wb")

    def write(self, values: Sequence[str], type_: str = "") -> None:
        """One row, header or trailer; those that count are filled in.

        Raises ExtractError for a row away from what it stands under, and for what cannot be expressed.
        """
        columns = self._columns.get(type_)
        if columns is None or type_ not in self._types:
            raise ExtractError(
                f"{self._path.name}: {type_!r} is no type that is written; there are {', '.join(self._columns)}."
            )
        if len(values) != len(columns):
            raise ExtractError(f"{self._path.name}: {len(values)} values for {len(columns)} columns of {type_}.")
        said = {column: text for column, text in zip(columns, values, strict=True) if text}
        if self._types[type_].is_ == "row":
            self._counts[type_] += 1
            self._add(type_, said)
        elif self._begun and self._types[type_].is_ == "header":
            raise ExtractError(f"{self._path.name}: the {type_} must come before the first row.")
        else:
            self._ends[type_] = said

    def close(self) -> None:
        """Write what closes the file."""
        if self._file.closed:
            return
        self._flush()
        self._begin()
        self._put(self._press.end({name: self._counted(name) for name in of_sort(self._types, "trailer")}))
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._file:
            if error is None:
                self.close()

    def _add(self, type_: str, said: Values) -> None:
        above = ancestors(self._types, type_)
        if tuple(name for name, _ in self._open[: len(above)]) != above:
            raise ExtractError(f"{self._path.name}: a {type_} must come after the {above[-1]} it stands under.")
        if not above:
            self._flush()
            self._begin()
        try:
            node = self._press.grow(type_, said)
            if above:
                self._press.hang(node, self._open[len(above) - 1][1], type_)
        except ValueError as why:
            raise ExtractError(f"{self._path.name}, {type_} {self._counts[type_]}: {why}.") from why
        self._open[len(above) :] = [(type_, node)]

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            self._put(self._press.begin({name: self._counted(name) for name in of_sort(self._types, "header")}))

    def _flush(self) -> None:
        """Write the outermost row that is complete now."""
        if self._open:
            name, node = self._open[0]
            self._open.clear()
            try:
                self._put(self._press.outermost(node, name))
            except ValueError as why:
                raise ExtractError(f"{self._path.name}: {why}.") from why

    def _counted(self, name: str) -> Values:
        said = self._ends.get(name, {})
        counts = {
            bare(column): str(sum(self._counts.total() if what == ROWS else self._counts[what] for what in counted))
            for column, counted in self._types[name].counts.items()
        }
        return {**counts, **said} if self._types[name].is_ == "header" else {**said, **counts}

    def _put(self, text: str) -> None:
        self._file.write(text.encode("utf-8", "surrogatepass"))
