"""An entity as it stands in a list."""

from __future__ import annotations

from dataclasses import dataclass

from pole.model.kind import Kind
from pole.model.marking import Marking


@dataclass(frozen=True, slots=True)
class EntityHead:
    """An entity as it stands in a list."""

    id: str
    kind: Kind
    subtype: str
    caption: str
    born: str | None
    marking: Marking


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Age in years; a range where the birth date is imprecise."""

    low: int
    high: int
