"""Things that were found, best first, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pole.access.session import Inquiry
from pole.model.facts import Id
from pole.service.answers.found import Matches, MatchView
from pole.service.heads import heads
from pole.service.limits import page_size


class Ranked(NamedTuple):
    """A thing that was found, before it is shown."""

    score: float
    id: Id
    because: tuple[str, ...]
    places: tuple[tuple[Id, str], ...] = ()
    """Places by which it was found, each with how it fits."""


def matches(inquiry: Inquiry, question: str, ranked: Sequence[Ranked], first: int, after: str | None) -> Matches:
    """A page by (score, id). A cursor is a position in that order, so what is added later neither shifts nor repeats."""
    size = page_size(first)
    position = inquiry.open_cursor(question, after)
    left = list(ranked)
    if position is not None:
        passed = (-float(position[0]), position[1])
        left = [r for r in ranked if (-r.score, r.id) > passed]
    page = left[:size]
    named = heads(inquiry, [id_ for r in page for id_ in (r.id, *(place for place, _ in r.places))])
    edges = tuple(
        MatchView(
            named[r.id],
            r.score,
            (*r.because, *(f"{named[place].caption}: {how}" for place, how in r.places if place in named)),
            inquiry.seal_cursor(question, (repr(r.score), r.id)),
        )
        for r in page
        if r.id in named
    )
    return Matches(edges, len(ranked), len(left) > size)
