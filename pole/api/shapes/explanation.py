"""Why things are the same or not."""

from __future__ import annotations

from typing import Annotated

import strawberry

from pole.api.shapes.decisions import Decision
from pole.api.shapes.facts import Marking, Statement
from pole.api.shapes.lazily import AnEntity, ARecord
from pole.api.shapes.refusal import LimitReached, NotVisible
from pole.api.shapes.shape import always, shows
from pole.service.answers import explanation as answers
from pole.service.answers.explanation import KeyUse, Tier

strawberry.enum(KeyUse)
strawberry.enum(Tier)


@shows(answers.KeyView)
class HoldingKey:
    scheme: str
    label: str
    value: str
    use: KeyUse
    stated: list[Statement]


@shows(answers.Contradiction)
class Contradiction:
    scheme: str
    label: str
    a: list[Statement]
    b: list[Statement]


@shows(answers.RecordGroup)
class RecordGroup:
    records: list[ARecord]


@shows(answers.WhatIf)
class WhatIf:
    record: ARecord
    parts: list[RecordGroup]
    joins: list[AnEntity]


@shows(answers.LikenessPart)
class LikenessPart:
    comparison: str
    level: str
    bits: float
    a: str
    b: str


@shows(answers.Likeness)
class Likeness:
    tier: Tier
    because: str
    weight: float
    probability: float
    parts: list[LikenessPart]
    against: str | None
    record_a: ARecord
    record_b: ARecord
    compared: int
    model: str


@shows(answers.Explanation, when=always)
class Explanation:
    a: AnEntity
    b: AnEntity | None
    together: bool
    because: str
    records: int
    keys: list[HoldingKey]
    what_if: list[WhatIf]
    needless: int | None
    shared: list[HoldingKey]
    contradictions: list[Contradiction]
    likeness: Likeness | None
    decisions: list[Decision]
    left_out: list[str]
    marking: Marking


ExplainResult = Annotated[Explanation | NotVisible | LimitReached, strawberry.union("ExplainResult")]
