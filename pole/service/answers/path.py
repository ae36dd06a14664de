"""How things are connected."""

from __future__ import annotations

from dataclasses import dataclass

from pole.model.marking import Marking
from pole.service.answers.tie import HopView


@dataclass(frozen=True, slots=True)
class PathView:
    """One way from one entity to another."""

    hops: tuple[HopView, ...]
    in_words: str

    @property
    def length(self) -> int:
        """Number of links."""
        return len(self.hops)


@dataclass(frozen=True, slots=True)
class Paths:
    """How two sets of entities are connected, shortest first."""

    paths: tuple[PathView, ...]
    searched: int
    stopped: str
    left_out: tuple[str, ...]
    hub_threshold: int | None
    marking: Marking
