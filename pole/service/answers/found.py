"""What was found, and why; and whom to ask about what may not be shown."""

from __future__ import annotations

from dataclasses import dataclass

from pole.service.answers.head import EntityHead


@dataclass(frozen=True, slots=True)
class RestrictedView:
    """Something is held and not shown; ask this contact."""

    owner: str
    contact: str


@dataclass(frozen=True, slots=True)
class MatchView:
    """An entity that fits what was asked, best first, and why."""

    head: EntityHead
    score: float
    because: tuple[str, ...]
    cursor: str


@dataclass(frozen=True, slots=True)
class Matches:
    """A page of matches. `total` counts what this viewer may see."""

    edges: tuple[MatchView, ...]
    total: int
    more: bool
    restricted: tuple[RestrictedView, ...] = ()
    understood: str = ""
    """The identifier as it was read, normalised."""
