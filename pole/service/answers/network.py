"""What lies around some things, for a chart."""

from __future__ import annotations

from dataclasses import dataclass

from pole.model.marking import Marking
from pole.service.answers.head import EntityHead
from pole.service.answers.tie import RelationshipView


@dataclass(frozen=True, slots=True)
class Cut:
    """What of an entity's surroundings is not shown."""

    at: EntityHead
    count: int
    """Entities one link from it that are not in the network; of a hub, relationships."""
    because: str


@dataclass(frozen=True, slots=True)
class Network:
    """Entities by distance from the seeds, then by id, and every relationship between two of them."""

    entities: tuple[EntityHead, ...]
    relationships: tuple[RelationshipView, ...]
    cut: tuple[Cut, ...]
    left_out: tuple[str, ...]
    hub_threshold: int | None
    marking: Marking
