"""What headers and trailers of a file of trees promise: that they are there, and what they count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pole.errors import ExtractError
from pole.formats.trees.description import ROWS, bare, children
from pole.formats.trees.walking import Astray, Grown, Part, Walker


class Ends:
    """Watches one file go by."""

    def __init__(self, walker: Walker, file: str) -> None:
        self._walker = walker
        self._types = walker.types
        self._file = file
        self._asked = any(type_.counts for type_ in walker.types.values())
        self._rows_begun = False
        self._counts: Counter[str] = Counter()
        self._stated: dict[str, list[str]] = {}

    def take(self, part: Part) -> None:
        """Note a header or trailer, or count a row with all that stand under it. Stray rows are in no count."""
        if isinstance(part, Astray):
            return
        if isinstance(part, Grown):
            self._rows_begun = True
            if self._asked:
                self._count(part.node, part.name)
            return
        if self._rows_begun and self._types[part.name].is_ == "header":
            raise ExtractError(f"{self._file}: the {part.name} stands after rows. Ask the owner for the file again.")
        columns = [bare(column) for column in self._types[part.name].counts]
        picked = self._walker.picker(columns)(part.node) if columns else None
        self._stated[part.name] = [] if picked is None or isinstance(picked, str) else picked.first

    def check(self) -> None:
        """Raise ExtractError for a header or trailer that is missing, or counts otherwise."""
        for name, type_ in self._types.items():
            if type_.is_ != "row" and name not in self._stated:
                where = type_.path or "around all rows"
                raise ExtractError(f"{self._file} has no {name} ({where}). Ask the owner for the whole file.")
            for place, (column, counted) in enumerate(type_.counts.items()):
                self._compare(name, column, self._stated[name][place : place + 1], counted)

    def _compare(self, name: str, column: str, stated: Sequence[str], counted: Sequence[str]) -> None:
        said = "".join(stated).strip()
        found = sum(self._counts.total() if what == ROWS else self._counts[what] for what in counted)
        if not said.isdecimal() or int(said) != found:
            raise ExtractError(
                f"{self._file}: {column} of the {name} counts {said or 'nothing'} for {' and '.join(counted)}, and the file "
                f"has {found}. Ask the owner for the whole file."
            )

    def _count(self, node: object, name: str) -> None:
        self._counts[name] += 1
        for child in children(self._types, name):
            for inner in self._walker.find(node, child):
                self._count(inner, child)
