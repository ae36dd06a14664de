"""How two things are connected."""

from __future__ import annotations

from typing import Annotated

import strawberry

from pole.api.shapes.facts import Marking
from pole.api.shapes.refusal import LimitReached, NotVisible
from pole.api.shapes.relationship import Hop
from pole.api.shapes.shape import always, shows
from pole.service.answers.path import Paths as PathsAnswer
from pole.service.answers.path import PathView


@shows(PathView)
class Path:
    length: int
    hops: list[Hop]
    in_words: str


@shows(PathsAnswer, when=always)
class Paths:
    paths: list[Path]
    searched: int
    stopped: str
    left_out: list[str]
    hub_threshold: int | None
    marking: Marking


PathsResult = Annotated[Paths | NotVisible | LimitReached, strawberry.union("PathsResult")]
