"""What is said and how it stands: markings, grades, statements, and values with everyone who states them."""

from __future__ import annotations

from dataclasses import dataclass

import strawberry

from pole.api.shapes.lazily import ARecord
from pole.api.shapes.scalars import DateTime, Moment
from pole.api.shapes.shape import by, named, shows
from pole.model.basis import Basis
from pole.model.currency import Currency
from pole.model.marking import Marking as ModelMarking
from pole.service.answers.facts import AttributeView, GradeView, StatementView, ValueView
from pole.service.answers.head import AgeRange as AgeRangeAnswer
from pole.service.answers.record import RecordRef


def _classification(root: ModelMarking) -> object:
    return root.classification.text


def _handling(root: ModelMarking) -> object:
    return sorted(root.handling)


def _compartments(root: ModelMarking) -> object:
    return sorted(root.compartments)


def _owner_limits(root: ModelMarking) -> object:
    return sorted(root.owner_limits)


@shows(ModelMarking)
class Marking:
    text: str
    classification: str = by(_classification)
    handling: list[str] = by(_handling)
    compartments: list[str] = by(_compartments)
    owner_limits: list[str] = by(_owner_limits)


@shows(GradeView)
class Grade:
    model: str
    code: str
    meaning: str


@dataclass(frozen=True, slots=True)
class RejectionAnswer:
    """Why a text was not understood."""

    reason: str
    suggestions: tuple[str, ...]


@shows(RejectionAnswer)
class Rejection:
    reason: str
    suggestions: list[str]


def _rejection(root: StatementView) -> object:
    return None if root.rejected is None else RejectionAnswer(root.rejected, root.suggestions)


def _record(root: StatementView) -> object:
    return RecordRef(root.record, root.source, root.received, root.loaded)


@shows(StatementView)
class Statement:
    attribute: str
    raw: str
    value: str | None
    precision: str | None
    rejected: Rejection | None = by(_rejection)
    begins: Moment | None = named("from")
    ends: Moment | None = named("to")
    review: Moment | None
    note: str | None
    former: DateTime | None
    basis: Basis
    grade: Grade | None
    marking: Marking
    record: ARecord = by(_record)
    field: str


@shows(ValueView)
class AttributeValue:
    value: str
    display: str
    code: str | None
    agreeing: int
    origins: int
    currency: Currency
    statements: list[Statement]


@shows(AttributeView)
class Attribute:
    name: str
    label: str
    conflicting: bool
    values: list[AttributeValue]
    unusable: list[Statement]


@dataclass(frozen=True, slots=True)
class IntervalAnswer:
    """From and to, as far as known."""

    begins: str | None
    ends: str | None


@shows(IntervalAnswer)
class Interval:
    begins: Moment | None = named("from")
    ends: Moment | None = named("to")


@dataclass(frozen=True, slots=True)
class PositionAnswer:
    """A place on the earth (WGS 84, degrees)."""

    latitude: float
    longitude: float
    precision: str | None


@shows(PositionAnswer)
class Position:
    latitude: float
    longitude: float
    precision: str | None


@shows(AgeRangeAnswer)
class AgeRange:
    low: int = named("from")
    high: int = named("to")


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """Edges, and where they stand among the others."""

    edges: tuple[object, ...]
    cursors: tuple[str, ...]
    more: bool
    later: bool
    total: int = 0

    @property
    def page_info(self) -> PageAnswer:
        """What Relay clients page by."""
        return self

    @property
    def start_cursor(self) -> str | None:
        """Of the first edge."""
        return self.cursors[0] if self.cursors else None

    @property
    def end_cursor(self) -> str | None:
        """Of the last edge."""
        return self.cursors[-1] if self.cursors else None


@shows(PageAnswer)
class PageInfo:
    more: bool = strawberry.field(name="hasNextPage")
    later: bool = strawberry.field(name="hasPreviousPage")
    start_cursor: str | None
    end_cursor: str | None
