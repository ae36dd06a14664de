"""Columns by position: each that is used gets a place, in the order of first use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import TypeAlias

Values: TypeAlias = Sequence[str]
"""The values of a row, in the order of the used columns."""


class Columns:
    """The columns that one record uses, and the texts that mean blank in its source."""

    def __init__(self, absent: frozenset[str]) -> None:
        self.absent = absent
        self._places: dict[str, int] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Every column used so far, by place."""
        return tuple(self._places)

    def place(self, name: str) -> int:
        """Where the column stands in `Values`."""
        return self._places.setdefault(name, len(self._places))

    def picker(self, names: Iterable[str]) -> Callable[[Values], tuple[str, ...]]:
        """Picks several columns at once."""
        places = [self.place(name) for name in names]
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
    return "|".join(part.replace("\\", "\\\\").replace("|", "\\|") for part in parts)
