"""How two things are connected: shortest first, two-ended, bounded, and honest about what was left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pole.access.reading import Relation
from pole.access.session import Inquiry
from pole.errors import NotVisibleError
from pole.model.facts import Id
from pole.service.answers.path import Paths, PathView
from pole.service.answers.tie import HopView, RelationshipView
from pole.service.filters import LinkFilter, left_out, where_of_paths
from pole.service.heads import heads
from pole.service.limits import within
from pole.service.relationships import relationship_views, strictest
from pole.service.route import Search

MAX_LENGTH = 6
MAX_PATHS = 10
HUB = 500
"""More than so many visible others, and a thing is passed by unless hubs are asked for: they connect everybody."""


class Ask(NamedTuple):
    """A question for paths."""

    from_: tuple[Id, ...]
    to: tuple[Id, ...]
    max_length: int = 4
    first: int = 3
    filter: LinkFilter | None = None
    avoid: tuple[Id, ...] = ()
    through_hubs: bool = False


def find_paths(inquiry: Inquiry, ask: Ask) -> Paths:
    """The shortest paths from any of `from_` to any of `to`, ties in the order of their ids.

    Raises NotVisibleError when an end is not visible, LimitReachedError when the search would expand too much.
    """
    longest = within("maxLength", ask.max_length, 1, MAX_LENGTH, "ask for a shorter path")
    wanted = within("first", ask.first, 1, MAX_PATHS, "ask for fewer paths")
    if not ask.from_ or not ask.to:
        raise NotVisibleError()
    named = inquiry.scope.group_of
    starts, goals = set(map(named, ask.from_)), set(map(named, ask.to))
    avoid = set(map(named, ask.avoid)) - starts - goals
    search = Search(
        inquiry.graph, where_of_paths(inquiry.vocabulary, ask.filter), None if ask.through_hubs else HUB, avoid
    )
    routes = search.routes(starts, goals, longest, wanted)
    relations = inquiry.graph.ties(sorted({pair for route in routes for pair in pairwise(route)}), search.beside)
    _require_visible(inquiry, (*ask.from_, *ask.to))
    views = _path_views(inquiry, routes, relations)
    left = list(left_out(inquiry.vocabulary, ask.filter))
    if search.hubs:
        left.append(f"{len(search.hubs)} hubs with more than {HUB} others")
    return Paths(
        paths=views,
        searched=len(search.expanded),
        stopped=_stopped(len(views), wanted, longest, search.blocked),
        left_out=tuple(left),
        hub_threshold=search.hub,
        marking=strictest(r.marking for p in views for hop in p.hops for r in hop.relationships),
    )


def _stopped(found: int, wanted: int, longest: int, blocked: bool) -> str:
    links = "1 link" if longest == 1 else f"{longest} links"
    if blocked and found < wanted:
        return "both ends are hubs: only direct ties were looked for; ask through hubs"
    if found == 0:
        return f"none within {links} using these"
    if found < wanted:
        return f"every path within {links} is shown"
    return f"the first {found} were asked for; there may be more"


def _require_visible(inquiry: Inquiry, ends: Sequence[Id]) -> None:
    """Asked last, since what lies on a route is known by then; around what is not visible nothing was found."""
    found = heads(inquiry, ends)
    if any(id_ not in found for id_ in ends):
        raise NotVisibleError()


def _path_views(
    inquiry: Inquiry, routes: Sequence[Sequence[Id]], relations: Sequence[Relation]
) -> tuple[PathView, ...]:
    evidence: dict[tuple[Id, Id], list[RelationshipView]] = defaultdict(list)
    for relation, view in zip(relations, relationship_views(inquiry, relations), strict=True):
        evidence[(relation.of, relation.other)].append(view)
    named = heads(inquiry, {id_ for route in routes for id_ in route})
    views: list[PathView] = []
    for route in routes:
        hops = tuple(HopView(named[a], named[b], tuple(evidence[(a, b)])) for a, b in pairwise(route))
        views.append(PathView(hops, _in_words(hops)))
    return tuple(views)


def _in_words(hops: Sequence[HopView]) -> str:
    words = [hops[0].start.caption] if hops else []
    words += [f"{hop.relationships[0].reads} {hop.end.caption}" for hop in hops]
    return ", ".join(words)
