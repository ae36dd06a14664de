"""Columns by position: each that is used gets a place, in the order of first use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import TypeAlias

Values: TypeAlias = Sequence[str]
"""The values of a row, in the order of the used columns."""


class Columns:
    """The columns that one record uses, and the texts that mean blank in its source."""

    def __init__(self, absent: frozenset[str], places: dict[str, int] | None = None) -> None:
        self.absent = absent
        self._places: dict[str, int] = {} if places is None else places
        self.mine: dict[str, int] = {}
        """The columns used through this part."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every column that the record uses so far, by place."""
        return tuple(self._places)

    def part(self) -> Columns:
        """The same columns, watching which of them one part of the record uses."""
        return Columns(self.absent, self._places)

    def place(self, name: str) -> int:
        """Where the column stands in `Values`."""
        self.mine[name] = place = self._places.setdefault(name, len(self._places))
        return place

    def used(self) -> Callable[[Values], tuple[str, ...]]:
        """Picks every column that was used through this part."""
        return self.picker(self.mine)

    def picker(self, names: Iterable[str]) -> Callable[[Values], tuple[str, ...]]:
        """Picks several columns at once."""
        places = [self.place(name) for name in list(names)]
        if not places:
            return lambda values: ()
        if len(places) == 1:
            (only,) = places
            return lambda values: (values[only],)
        return itemgetter(*places)

    def key_of(self, names: Iterable[str]) -> Callable[[Values], str | None]:
        """Makes one text of the columns of a key; None when any of them is blank."""
        pick, absent = self.picker(names), self.absent

        def key(values: Values) -> str | None:
            parts = [part.strip() for part in pick(values)]
            for part in parts:
                if not part or part in absent:
                    return None
            return parts[0] if len(parts) == 1 else key_text(parts)

        return key


def key_text(parts: Sequence[str]) -> str:
    """A key of several columns as one text; different keys never have the same."""
    text = "|".join(parts)
    if text.count("|") == len(parts) - 1 and "\\" not in text:
        return text
    return "|".join(part.replace("\\", "\\\\").replace("|", "\\|") for part in parts)
