"""Dangers, vulnerabilities and statuses, and how they reach what they are shown on."""

from __future__ import annotations

from dataclasses import dataclass

from pole.model.vocabulary import WarningClass
from pole.service.answers.facts import StatementView
from pole.service.answers.head import EntityHead
from pole.service.answers.tie import HopView


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
