"""Columns by position: each that is used gets a place, in the order of first use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import TypeAlias

Values: TypeAlias = Sequence[str]
"""The values of a row, or of a part of it, in the order of the columns that it uses."""


class Columns:
    """The columns that one record uses, or a part of it by places of its own; and the texts that mean blank."""

    def __init__(self, absent: frozenset[str], whole: Columns | None = None) -> None:
        self.absent = absent
        self._whole = whole
        self._places: dict[str, int] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Every column used so far, by place."""
        return tuple(self._places)

    def part(self) -> Columns:
        """A part, which sees nothing but the columns that it uses."""
        return Columns(self.absent, self)

    def place(self, name: str) -> int:
        """Where the column stands in `Values`."""
        if name not in self._places and self._whole is not None:
            self._whole.place(name)
        return self._places.setdefault(name, len(self._places))

    def in_whole(self) -> tuple[int, ...]:
        """Where the columns of this part stand in the values of the whole."""
        whole = self._whole or self
        return tuple(whole.place(name) for name in self.names)

    def picker(self, names: Iterable[str]) -> Callable[[Values], tuple[str, ...]]:
        """Picks several columns at once."""
        return picker([self.place(name) for name in names])

    def key_of(self, names: Iterable[str], between: str = "|") -> Callable[[Values], str | None]:
        """Makes one text of the columns of a key; None when any of them is blank."""
        pick, blank = self.picker(names), self.absent | {""}

        def key(values: Values) -> str | None:
            parts = [*map(str.strip, pick(values))]
            if not blank.isdisjoint(parts):
                return None
            return parts[0] if len(parts) == 1 else key_text(parts, between)

        return key


def picker(places: Sequence[int]) -> Callable[[Values], tuple[str, ...]]:
    """Picks what stands at several places."""
    if not places:
        return lambda values: ()
    if len(places) == 1:
        (only,) = places
        return lambda values: (values[only],)
    return itemgetter(*places)


def key_text(parts: Sequence[str], between: str = "|") -> str:
    """A key of several columns as one text; different keys never have the same."""
    text = between.join(parts)
    if text.count(between) == len(parts) - 1 and "\\" not in text:
        return text
    return between.join(part.replace("\\", "\\\\").replace(between, f"\\{between}") for part in parts)
