"""Systems that are loaded. A source is known by its name; the rest is in the register, which is read once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import strawberry

from pole.api.asking import Info
from pole.api.shapes.scalars import DateTime
from pole.api.shapes.shape import by, shows
from pole.service.answers.source import FreshnessView
from pole.service.answers.view import SourceShare as ShareAnswer


@dataclass(frozen=True, slots=True)
class SourceName:
    """A source by its name."""

    id: str


def source_of(root: ShareAnswer | FreshnessView) -> SourceName:
    """The source an answer speaks of."""
    return SourceName(root.source)


def _registered(field: str) -> Any:
    def read(root: SourceName, info: Info) -> object:
        return info.context.of_source(root.id, lambda entry: getattr(entry, field))

    return by(read)


@shows(SourceName)
class Source:
    id: strawberry.ID
    title: str = _registered("title")
    owner: str = _registered("owner")
    contact: str = _registered("contact")
    refresh: str = _registered("refresh")
    last_load: DateTime | None = _registered("last_load")
    data_to: DateTime | None = _registered("data_to")
    expected: DateTime | None = _registered("expected")
    late: bool = _registered("late")
    missed: int = _registered("missed")
    records: int = _registered("records")
    quarantined: int = _registered("quarantined")


@shows(ShareAnswer)
class SourceShare:
    source: Source = by(source_of)
    records: int
    first_received: DateTime
    last_received: DateTime


@shows(FreshnessView)
class Freshness:
    source: Source = by(source_of)
    data_to: DateTime | None
    late: bool
