"""Decisions on identity."""

from __future__ import annotations

from dataclasses import dataclass

from pole.graph.rows import DecisionState, Verdict
from pole.model.marking import Marking
from pole.service.answers.head import EntityHead


@dataclass(frozen=True, slots=True)
class DecidedEnd:
    """One of the two that a decision is about."""

    record: str | None
    """Public id of the record; None while it is not live."""
    source: str | None
    name: str
    """Which of the things that the record speaks of."""
    thing: EntityHead | None
    """What it is part of now."""


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A person's word on whether two mentions are of one thing."""

    id: str
    verdict: Verdict
    state: DecisionState
    one: DecidedEnd
    other: DecidedEnd
    followed: bool | None
    """Whether things are as it says; None where neither can be: it is not in force, is unsure, or what it is about is gone."""
    why: str
    evidence: str
    """What was in view when it was made, in words."""
    made: str
    made_by: str
    seconded: str | None
    seconded_by: str | None
    ended: str | None
    ended_by: str | None
    ended_why: str
    marking: Marking


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """A page of decisions with a cursor each, the oldest first."""

    edges: tuple[tuple[str, DecisionView], ...]
    more: bool
