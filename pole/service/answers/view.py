"""The single view of an entity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pole.model.marking import Marking
from pole.service.answers.facts import AttributeView
from pole.service.answers.head import EntityHead
from pole.service.answers.tie import CountView
from pole.service.answers.warning import WarningView


@dataclass(frozen=True, slots=True)
class SourceShare:
    """How much of an entity one system holds."""

    source: str
    title: str
    records: int
    first_received: str
    last_received: str


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
