"""What can become of a row, and what is counted of its fields."""

from __future__ import annotations

from typing import NamedTuple

from pole.formats.rows import Above
from pole.model.facts import Id, Instant


class ShapeContext(NamedTuple):
    """What a row does not say of itself."""

    file: str
    received_default: Instant
    """When the source last touched a row that does not say: the time of the load."""


class Quarantined(NamedTuple):
    """A row that could not be taken, with what to do about it."""

    line: int
    row: Id | None
    """The source row, where its key could be read. It is in the extract all the same: it has not vanished."""
    field: str
    """Column or columns; empty when the whole row is meant."""
    reason: str
    remedy: str
    raw: str
    """As received; empty where the row may hold what must never be kept."""
    vis: int
    """Visibility of rows as received."""
    above: Above | None = None
    """What it stands under, without which it could not be read again."""
    parent: Id | None = None
    """The row it is a child of, where that could be read."""


class Skipped(NamedTuple):
    """A row that the mapping says to leave out."""

    line: int


class Refused(NamedTuple):
    """A row with something in it that must never be taken in. Nothing of it is kept."""

    line: int
    field: str


class FieldCounts(NamedTuple):
    """How one field of a record type came out, over the rows that were shaped. The counts add up to the times it was asked."""

    record: str
    place: str
    """``victim.born``: mention (or link) and attribute."""
    field: str
    """Column or columns, joined by ``+``."""
    mapped: int
    blank: int
    absent: int
    rejected: int
    unmapped: int
    """Codes that are in no map and no code list."""
    unfit: int
    """Values of things that do not bear the attribute, such as a date of birth of an organisation: left out."""


class Hold(Exception):
    """Raised inside shaping only: the row goes to quarantine."""

    def __init__(self, field: str, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason
        self.remedy = remedy
