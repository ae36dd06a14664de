"""What is said: values, and everyone who states them."""

from __future__ import annotations

from dataclasses import dataclass

from pole.model.currency import Currency
from pole.model.marking import Marking


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
