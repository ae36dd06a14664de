"""What the questions answer with: plain values, already made for one viewer, safe to print and to serve.

Ids of records and links are sealed; ids of entities are those of the viewer's groups. Moments are texts as precise as known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pole.model.currency import Currency
from pole.model.kind import Kind
from pole.model.marking import Marking
from pole.model.standing import Standing
from pole.model.vocabulary import WarningClass


@dataclass(frozen=True, slots=True)
class GradeView:
    """A grade with its model: `3x5x2`, `1BP`."""

    model: str
    code: str
    meaning: str


@dataclass(frozen=True, slots=True)
class StatementView:
    """One source's word: text as received, what was made of it, and where it stands."""

    attribute: str
    raw: str
    value: str | None
    precision: str | None
    rejected: str | None
    """Why it was not understood or says nothing; None for a valid value."""
    suggestions: tuple[str, ...]
    begins: str | None
    ends: str | None
    review: str | None
    note: str | None
    former: str | None
    """When a later version of its record replaced it."""
    basis: str
    grade: GradeView | None
    marking: Marking
    record: str
    source: str
    received: str
    loaded: str
    field: str


@dataclass(frozen=True, slots=True)
class ValueView:
    """One value and everyone who states it, most recent first."""

    value: str
    display: str
    code: str | None
    agreeing: int
    origins: int
    currency: Currency
    statements: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True)
class AttributeView:
    """All values of one attribute: current before former, then most agreed, then most recent."""

    name: str
    label: str
    conflicting: bool
    """Several current values where a thing can have one."""
    values: tuple[ValueView, ...]
    unusable: tuple[StatementView, ...]
    """What was rejected, or stated as unknown or with a placeholder."""


@dataclass(frozen=True, slots=True)
class HopView:
    """One step between two entities, with every relationship that makes it."""

    start: EntityHead
    end: EntityHead
    relationships: tuple[RelationshipView, ...]


@dataclass(frozen=True, slots=True)
class WarningView:
    """A danger, vulnerability or status, and how it reaches the thing it is shown on."""

    type: str
    label: str
    class_: WarningClass
    urgency: int
    text: str
    begins: str | None
    review: str | None
    ends: str | None
    expired: bool
    review_overdue: bool
    whose: EntityHead | None
    """None where the thing itself carries it."""
    reached_by: tuple[HopView, ...]
    statement: StatementView


@dataclass(frozen=True, slots=True)
class SourceShare:
    """How much of an entity one system holds."""

    source: str
    title: str
    records: int
    first_received: str
    last_received: str


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
class EntityHead:
    """An entity as it stands in a list."""

    id: str
    kind: Kind
    subtype: str
    caption: str
    born: str | None
    marking: Marking


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
class LineageStep:
    """A merge or split that led to this identity."""

    at: str
    kind: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class DisputeView:
    """Evidence joins the other to this one; contradicting identifiers keep them apart."""

    other: EntityHead
    because: str


@dataclass(frozen=True, slots=True)
class EntityView:
    """The single view."""

    head: EntityHead
    ids: tuple[str, ...]
    marking: Marking
    """The strictest of anything shown."""
    disputes: tuple[DisputeView, ...]
    mentions_used: int
    mentions_held: int
    warnings: tuple[WarningView, ...]
    """Current ones first, most urgent first; expired ones after them."""
    attributes: tuple[AttributeView, ...]
    identifiers: tuple[AttributeView, ...]
    sources: tuple[SourceShare, ...]
    counts: tuple[CountView, ...]
    lineage: tuple[LineageStep, ...]
    as_at: datetime | None


@dataclass(frozen=True, slots=True)
class Moved:
    """The identity was split; the successors hold its records."""

    id: str
    successors: tuple[EntityHead, ...]
    at: str
    because: str


@dataclass(frozen=True, slots=True)
class RestrictedView:
    """Something is held and not shown; ask this contact."""

    owner: str
    contact: str


@dataclass(frozen=True, slots=True)
class MatchView:
    """An entity that fits what was asked, best first, and why."""

    head: EntityHead
    score: float
    because: tuple[str, ...]
    cursor: str


@dataclass(frozen=True, slots=True)
class Matches:
    """A page of matches. `total` counts what this viewer may see."""

    edges: tuple[MatchView, ...]
    total: int
    more: bool
    restricted: tuple[RestrictedView, ...] = ()
    understood: str = ""
    """The identifier as it was read, normalised."""


@dataclass(frozen=True, slots=True)
class RelationshipPage:
    """A page of relationships with a cursor each."""

    edges: tuple[tuple[str, RelationshipView], ...]
    more: bool
    total: int


@dataclass(frozen=True, slots=True)
class PathView:
    """One way from one entity to another."""

    hops: tuple[HopView, ...]
    in_words: str

    @property
    def length(self) -> int:
        """Number of links."""
        return len(self.hops)


@dataclass(frozen=True, slots=True)
class Paths:
    """How two sets of entities are connected, shortest first."""

    paths: tuple[PathView, ...]
    searched: int
    stopped: str
    left_out: tuple[str, ...]
    hub_threshold: int | None
    marking: Marking


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
class LinkPage:
    """A page of the links of one relationship with a cursor each, newest receipt first."""

    edges: tuple[tuple[str, LinkView], ...]
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


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Age in years; a range where the birth date is imprecise."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class OccupantView:
    """Somebody at an address."""

    person: EntityHead
    age: AgeRange | None
    child: bool | None
    relationship: RelationshipView
    warnings: tuple[WarningView, ...]


@dataclass(frozen=True, slots=True)
class FreshnessView:
    """How fresh a source is."""

    source: str
    title: str
    data_to: str | None
    last_load: str | None
    late: bool


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source in the register. Counts are of what this viewer sees."""

    id: str
    title: str
    owner: str
    contact: str
    last_load: str | None
    data_to: str | None
    late: bool
    records: int
    quarantined: int


@dataclass(frozen=True, slots=True)
class SubjectView:
    """One thing the words given may mean, with all that must be known."""

    head: EntityHead
    because: tuple[str, ...]
    warnings: tuple[WarningView, ...]
    occupants: tuple[OccupantView, ...]
    weapons: tuple[RelationshipView, ...]
    events: tuple[RelationshipView, ...]
    more_events: bool


@dataclass(frozen=True, slots=True)
class BriefingView:
    """Everything a call handler, crew or custody officer must know before acting. Candidates are never joined silently."""

    asked: str
    subjects: tuple[SubjectView, ...]
    more: int
    restricted: tuple[RestrictedView, ...]
    freshness: tuple[FreshnessView, ...]
