"""Records drawn by chance, each as received beside what was made of it: for the sign-off of a mapping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from pole.access.session import Inquiry
from pole.graph.questions import PageRequest
from pole.graph.rows import RecordRow
from pole.model.facts import Id
from pole.service.answers.record import RecordView
from pole.service.record import live_record

_ROW_BITS = 80
_TRIES = 20
"""For each record asked for; beyond it there are hardly more than were found."""


def sample(inquiry: Inquiry, source: str, types: Sequence[str], number: int, seed: int) -> list[RecordView]:
    """So many visible records of these types of a source, or all where there are fewer, in an order of chance.

    The same seed draws the same records as long as those visible stay the same: what is hidden has no part in it.
    """
    chosen: dict[Id, None] = {}
    for row in _drawn(inquiry, source, types, Random(seed), number * _TRIES):
        chosen.setdefault(row)
        if len(chosen) == number:
            break
    else:
        for row in _every(inquiry, source, types):
            chosen.setdefault(row)
            if len(chosen) == number:
                break
    return [live_record(inquiry, row) for row in chosen]


def _drawn(inquiry: Inquiry, source: str, types: Sequence[str], random: Random, tries: int) -> Iterator[Id]:
    """Rows that come after places of chance: their ids are hashes, so every row is as likely as its place is empty."""
    for _ in range(tries):
        place = f"{random.getrandbits(_ROW_BITS):020x}"
        found = _after(inquiry, source, types, (place, "")) or _after(inquiry, source, types, None)
        if found is None:
            return
        yield found.row


def _after(inquiry: Inquiry, source: str, types: Sequence[str], position: tuple[str, str] | None) -> RecordRow | None:
    return next(iter(inquiry.graph.records_of(source, types, PageRequest(1, position)).rows), None)


def _every(inquiry: Inquiry, source: str, types: Sequence[str]) -> Iterator[Id]:
    position: tuple[str, str] | None = None
    while found := _after(inquiry, source, types, position):
        position = (found.row, found.id)
        yield found.row
