"""What must be known before acting."""

from __future__ import annotations

from pole.api.shapes.entity import Entity
from pole.api.shapes.facts import AgeRange
from pole.api.shapes.find import Restricted
from pole.api.shapes.relationship import Relationship
from pole.api.shapes.shape import named, shows
from pole.api.shapes.source import Freshness
from pole.api.shapes.warning import Warning
from pole.service.answers.briefing import BriefingView, OccupantView, SubjectView


@shows(OccupantView)
class Occupant:
    person: Entity
    age: AgeRange | None = named("ageNow")
    child: bool | None
    relationship: Relationship
    warnings: list[Warning]


@shows(SubjectView)
class Subject:
    head: Entity = named("entity")
    because: list[str]
    warnings: list[Warning]
    occupants: list[Occupant]
    weapons: list[Relationship]
    events: list[Relationship]
    more_events: bool


@shows(BriefingView)
class Briefing:
    asked: str
    subjects: list[Subject]
    more: int
    restricted: list[Restricted]
    freshness: list[Freshness]
