"""What one question has read already: every entity and record is asked for once, so that an answer agrees with itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, Protocol, TypeVar

from pole.model.facts import Id

KNOWN_AT_ONCE = 20_000
"""Rows that are kept; beyond that, those known longest are forgotten."""


class Named(Protocol):
    """A row with an id."""

    @property
    def id(self) -> Id:
        """By which it is asked for."""
        ...


Row = TypeVar("Row", bound=Named)


class ReadOnce(Generic[Row]):
    """The rows of one sort that were read for a question, and how to read others; any thread may ask."""

    def __init__(self, read: Callable[[Sequence[Id]], list[Row]]) -> None:
        self._read = read
        self._rows: dict[Id, Row] = {}

    def rows(self, ids: Iterable[Id]) -> list[Row]:
        """Those that there are, in the order of `ids`, each once. What was read before is not read again."""
        wanted, known = list(dict.fromkeys(ids)), self._rows
        found = {id_: known[id_] for id_ in wanted if id_ in known}
        missing = [id_ for id_ in wanted if id_ not in found]
        if missing:
            read = self._read(missing)
            self.learn(read)
            found |= {row.id: row for row in read}
        return [found[id_] for id_ in wanted if id_ in found]

    def learn(self, rows: Iterable[Row]) -> None:
        """Take in rows that were read along with something else, through the same visibilities."""
        known = {**self._rows, **{row.id: row for row in rows}}
        self._rows = dict(list(known.items())[-KNOWN_AT_ONCE:])
