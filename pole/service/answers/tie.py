"""Ties between entities: what sources assert one by one, and all that is said of one tie."""

from __future__ import annotations

from dataclasses import dataclass

from pole.model.currency import Currency
from pole.model.kind import Kind
from pole.model.marking import Marking
from pole.model.standing import Standing
from pole.service.answers.facts import AttributeView, GradeView
from pole.service.answers.head import EntityHead


@dataclass(frozen=True, slots=True)
class CountView:
    """How many relationships of one sort, before any is fetched."""

    type: str
    label: str
    start_role: str | None
    end_role: str | None
    outgoing: bool
    kind: Kind
    relationships: int
    links: int


@dataclass(frozen=True, slots=True)
class LinkView:
    """One record's assertion that two things are related."""

    id: str
    type: str
    label: str
    start: EntityHead
    end: EntityHead
    start_role: str | None
    end_role: str | None
    begins: str | None
    ends: str | None
    standing: Standing
    basis: str
    grade: GradeView | None
    marking: Marking
    attributes: tuple[AttributeView, ...]
    record: str
    source: str
    field: str
    received: str


@dataclass(frozen=True, slots=True)
class StandingPeriod:
    """A standing one link has or had."""

    standing: Standing
    begins: str | None
    ends: str | None
    link: str


@dataclass(frozen=True, slots=True)
class RelationshipView:
    """All that is said of one tie between two entities: one line on a chart, with everyone who says so inside it."""

    id: str
    type: str
    label: str
    """Read from start to end: `suspect in`."""
    inverse: str
    """Read from end to start: `has suspect`."""
    start: EntityHead
    end: EntityHead
    start_role: str | None
    end_role: str | None
    outgoing: bool
    """Seen from the entity that was asked about: it is the start."""
    begins: str | None
    ends: str | None
    last_stated: str
    currency: Currency
    standing: Standing
    standing_history: tuple[StandingPeriod, ...]
    attributes: tuple[AttributeView, ...]
    agreeing: int
    origins: int
    sources: tuple[str, ...]
    grades: tuple[GradeView, ...]
    marking: Marking
    links: tuple[LinkView, ...]
    held: int
    """How many links there are in all; `links` has the newest."""

    @property
    def reads(self) -> str:
        """The tie in words, seen from the entity that was asked about."""
        return self.label if self.outgoing else self.inverse

    @property
    def other(self) -> EntityHead:
        """The end that was not asked about."""
        return self.end if self.outgoing else self.start


@dataclass(frozen=True, slots=True)
class HopView:
    """One step between two entities, with every relationship that makes it."""

    start: EntityHead
    end: EntityHead
    relationships: tuple[RelationshipView, ...]


@dataclass(frozen=True, slots=True)
class RelationshipPage:
    """A page of relationships with a cursor each."""

    edges: tuple[tuple[str, RelationshipView], ...]
    more: bool
    total: int


@dataclass(frozen=True, slots=True)
class LinkPage:
    """A page of the links of one relationship with a cursor each, newest receipt first."""

    edges: tuple[tuple[str, LinkView], ...]
    more: bool
