"""Why records are one thing or two, and what would be otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pole.model.marking import Marking
from pole.service.answers.decisions import DecisionView
from pole.service.answers.facts import StatementView
from pole.service.answers.head import EntityHead
from pole.service.answers.record import RecordRef


class KeyUse(StrEnum):
    """What a key may do in identity."""

    TRUSTED = "TRUSTED"
    """Joins all who state it."""
    STRONG = "STRONG"
    """Joins all who state it, unless valid identifiers of theirs contradict each other."""
    LOOK_UP = "LOOK_UP"
    """Is found when asked for, and joins nobody."""


class Tier(StrEnum):
    """What a model would make of two persons."""

    JOINED = "JOINED"
    REVIEW = "REVIEW"
    APART = "APART"


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key and every record that states it, newest first."""

    scheme: str
    label: str
    value: str
    use: KeyUse
    stated: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A scheme of which both hold valid identifiers and share none: this keeps them apart whatever they share."""

    scheme: str
    label: str
    a: tuple[StatementView, ...]
    b: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True)
class RecordGroup:
    """Records that would still be one thing."""

    records: tuple[RecordRef, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would be so if one record were not there."""

    record: RecordRef
    parts: tuple[RecordGroup, ...]
    """The other records that were looked at, by what would be one thing; one group where nothing would part."""
    joins: tuple[EntityHead, ...]
    """What would then be the same thing, and is another now."""


@dataclass(frozen=True, slots=True)
class LikenessPart:
    """What one comparison is worth."""

    comparison: str
    level: str
    bits: float
    """For one person, or, below nought, against it."""
    a: str
    """As received; empty for what nothing is compared of."""
    b: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two persons are by their most alike records, and what a model would make of it. It joins nothing."""

    tier: Tier
    because: str
    weight: float
    """Bits: log2 of the odds that both are one person. The sum of the parts."""
    probability: float
    parts: tuple[LikenessPart, ...]
    """The first is how seldom two records taken at random are one person."""
    against: str | None
    """What speaks against one person whatever the weight: twins, father and son, opposed sexes."""
    record_a: RecordRef
    record_b: RecordRef
    compared: int
    """How many pairs of records were."""
    model: str
    """The hash of its content."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one thing, or why two."""

    a: EntityHead
    b: EntityHead | None
    together: bool
    because: str
    records: int
    """Of the first."""
    keys: tuple[KeyView, ...]
    """Where together: what holds the records together, or leads from one record to the other."""
    what_if: tuple[WhatIf, ...]
    """Where together: the records without which something would be otherwise, newest first."""
    needless: int | None
    """How many records there are of which any one might be missing and nothing would be otherwise; None where not worked out."""
    shared: tuple[KeyView, ...]
    """Where apart: what both state, and did not join them."""
    contradictions: tuple[Contradiction, ...]
    likeness: Likeness | None
    """Of two persons."""
    decisions: tuple[DecisionView, ...]
    """Those in force that bear on it; where apart, those on both."""
    left_out: tuple[str, ...]
    """What was not worked out, and why."""
    marking: Marking
