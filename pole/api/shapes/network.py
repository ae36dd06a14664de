"""Everything around some things, for a chart."""

from __future__ import annotations

from typing import Annotated

import strawberry

from pole.api.shapes.facts import Marking
from pole.api.shapes.lazily import AnEntity
from pole.api.shapes.refusal import LimitReached, NotVisible
from pole.api.shapes.relationship import Relationship
from pole.api.shapes.shape import always, shows
from pole.service.answers.network import Cut as CutAnswer
from pole.service.answers.network import Network as NetworkAnswer


@shows(CutAnswer)
class Cut:
    at: AnEntity
    count: int
    because: str


@shows(NetworkAnswer, when=always)
class Network:
    entities: list[AnEntity]
    relationships: list[Relationship]
    cut: list[Cut]
    left_out: list[str]
    hub_threshold: int | None
    marking: Marking


NetworkResult = Annotated[Network | NotVisible | LimitReached, strawberry.union("NetworkResult")]
