"""What has become different."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pole.model.kind import Kind
from pole.model.marking import Marking
from pole.model.standing import Standing
from pole.service.answers.facts import GradeView, StatementView
from pole.service.answers.head import EntityHead


class ChangeKind(StrEnum):
    """In what way something became different."""

    NEW = "NEW"
    """A record says it for the first time."""
    CHANGED = "CHANGED"
    """A newer version of the record says something else."""
    GONE = "GONE"
    """The record is gone at source."""
    LEFT = "LEFT"
    """The record no longer says it of this thing, or identity has moved it to another."""
    JOINED = "JOINED"
    """Identity has moved it here from another: the record is no newer than before."""


@dataclass(frozen=True, slots=True)
class ThingView:
    """A thing as far as it is still there."""

    caption: str
    kind: Kind
    head: EntityHead | None
    """None when nothing is held of it any more."""


@dataclass(frozen=True, slots=True)
class TieView:
    """How one record related two things."""

    begins: str | None
    ends: str | None
    standing: Standing
    basis: str
    grade: GradeView | None


@dataclass(frozen=True, slots=True)
class SaidView:
    """One side of a change: what a record said, as far as the other side says otherwise."""

    record: str
    """Public id of the record, or of its version where that is not live."""
    source: str
    received: str
    loaded: str
    statements: tuple[StatementView, ...]
    tie: TieView | None
    """Of a tie, all of it."""
    marking: Marking


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One thing that became different."""

    at: str
    """When it was loaded, or identity moved it."""
    kind: ChangeKind
    thing: ThingView
    type: str | None
    """Of a tie, its type; None where the thing itself is spoken of."""
    label: str | None
    other: ThingView | None
    """The other end of a tie."""
    before: SaidView | None
    after: SaidView | None


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A page of changes with a cursor each, latest first."""

    edges: tuple[tuple[str, ChangeView], ...]
    more: bool
    around: int
    """How many things around those asked about were looked at as well."""
    hubs: tuple[EntityHead, ...]
    """Those asked about whose surroundings were left out: too many."""
