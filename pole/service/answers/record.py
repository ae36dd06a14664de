"""Records as received, beside what was made of them."""

from __future__ import annotations

from dataclasses import dataclass

from pole.model.marking import Marking
from pole.service.answers.facts import StatementView
from pole.service.answers.head import EntityHead
from pole.service.answers.tie import LinkView


@dataclass(frozen=True, slots=True)
class RecordRef:
    """A record by its id, where the record itself has not been read."""

    id: str
    source: str
    received: str
    loaded: str | None


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A page of records with a cursor each, newest receipt first."""

    edges: tuple[tuple[str, RecordRef], ...]
    more: bool


@dataclass(frozen=True, slots=True)
class MentionView:
    """What a record says of one thing."""

    name: str
    entity: EntityHead
    statements: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record as received, beside what was made of it. One row of its source, whatever its facets."""

    id: str
    source: str
    title: str
    type: str
    key: str | None
    version: int
    previous: tuple[str, ...]
    """Ids of superseded versions, newest first."""
    received: str
    loaded: str
    superseded: str | None
    raw: str | None
    """None where this viewer may not see the row as received."""
    marking: Marking
    mentions: tuple[MentionView, ...]
    links: tuple[LinkView, ...]
    made_from: tuple[str, ...]
    unit: str | None
    file: str
    line: int
