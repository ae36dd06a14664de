"""Columns by position: each that is used gets a place, in the order of first use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import TypeAlias

Values: TypeAlias = Sequence[str]
"""The values of a row, in the order of the used columns."""


class Columns:
    """The columns that one record uses, and the texts that mean blank in its source."""

    def __init__(self, absent: frozenset[str], whole: Columns | None = None) -> None:
        self.absent = absent
        self._whole = whole
        self.mine: dict[str, int] = {}
        """The columns used through this part, or any part of it, with their places."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every column that the record uses so far, by place."""
        return tuple(self.mine)

    def part(self) -> Columns:
        """The same columns, watching which of them one part of the record uses."""
        return Columns(self.absent, self)

    def place(self, name: str) -> int:
        """Where the column stands in `Values`."""
        place = len(self.mine) if self._whole is None else self._whole.place(name)
        return self.mine.setdefault(name, place)

    def picker(self, names: Iterable[str]) -> Callable[[Values], tuple[str, ...]]:
        """Picks several columns at once."""
        places = [self.place(name) for name in list(names)]
        if not places:
            return lambda values: ()
        if len(places) == 1:
            (only,) = places
            return lambda values: (values[only],)
        return itemgetter(*places)

    def key_of(self, names: Iterable[str], between: str = "|") -> Callable[[Values], str | None]:
        """Makes one text of the columns of a key; None when any of them is blank."""
        pick, absent = self.picker(names), self.absent

        def key(values: Values) -> str | None:
            parts = [part.strip() for part in pick(values)]
            if not absent.isdisjoint(parts) or "" in parts:
                return None
            return parts[0] if len(parts) == 1 else key_text(parts, between)

        return key


def key_text(parts: Sequence[str], between: str = "|") -> str:
    """A key of several columns as one text; different keys never have the same."""
    text = between.join(parts)
    if text.count(between) == len(parts) - 1 and "\\" not in text:
        return text
    return between.join(part.replace("\\", "\\\\").replace(between, f"\\{between}") for part in parts)
