"""What must be known before acting."""

from __future__ import annotations

from dataclasses import dataclass

from pole.service.answers.found import RestrictedView
from pole.service.answers.head import AgeRange, EntityHead
from pole.service.answers.source import FreshnessView
from pole.service.answers.tie import RelationshipView
from pole.service.answers.warning import WarningView


@dataclass(frozen=True, slots=True)
class OccupantView:
    """Somebody at an address."""

    person: EntityHead
    age: AgeRange | None
    child: bool | None
    relationship: RelationshipView
    warnings: tuple[WarningView, ...]


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
