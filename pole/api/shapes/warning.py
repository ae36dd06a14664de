"""Dangers, vulnerabilities and statuses, and how they reach what they are shown on."""

from __future__ import annotations

from pole.api.shapes.facts import Statement
from pole.api.shapes.lazily import AnEntity
from pole.api.shapes.relationship import Hop
from pole.api.shapes.scalars import Moment
from pole.api.shapes.shape import named, shows
from pole.model.vocabulary import WarningClass
from pole.service.answers.warning import WarningView


@shows(WarningView)
class Warning:
    type: str
    label: str
    class_: WarningClass = named("class")
    urgency: int
    text: str
    begins: Moment | None = named("from")
    review: Moment | None
    ends: Moment | None = named("to")
    expired: bool
    review_overdue: bool
    whose: AnEntity | None
    reached_by: list[Hop]
    statement: Statement
