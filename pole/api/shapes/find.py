"""Entities that were found, and why."""

from __future__ import annotations

from pole.api.shapes.entity import Entity
from pole.api.shapes.facts import PageInfo
from pole.api.shapes.shape import named, shows
from pole.service.answers.found import Matches, MatchView, RestrictedView


@shows(MatchView)
class SearchEdge:
    cursor: str
    head: Entity = named("node")
    score: float
    because: list[str]


@shows(RestrictedView)
class Restricted:
    owner: str
    contact: str


class Found:
    """A page of matches as Relay clients read it."""

    __slots__ = ("edges", "later", "more", "restricted", "total", "understood")

    def __init__(self, found: Matches, after: str | None) -> None:
        self.edges = found.edges
        self.more = found.more
        self.later = after is not None
        self.total = found.total
        self.restricted = found.restricted
        self.understood = found.understood

    @property
    def page_info(self) -> Found:
        """What Relay clients page by."""
        return self

    @property
    def start_cursor(self) -> str | None:
        """Of the first edge."""
        return self.edges[0].cursor if self.edges else None

    @property
    def end_cursor(self) -> str | None:
        """Of the last edge."""
        return self.edges[-1].cursor if self.edges else None


@shows(Found)
class SearchConnection:
    edges: list[SearchEdge]
    page_info: PageInfo
    total: int = named("totalCount")


@shows(Found)
class MatchConnection:
    understood: str
    edges: list[SearchEdge]
    page_info: PageInfo
    total: int = named("totalCount")
    restricted: list[Restricted]
