"""Decisions on identity, as a viewer may read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pole.access.session import Inquiry
from pole.graph.questions import PAGE_LIMIT, DecisionWhere, PageRequest
from pole.graph.rows import DecisionRow, DecisionState
from pole.model.facts import Id


def decisions_on(inquiry: Inquiry, keysets: Sequence[Id]) -> Iterator[DecisionRow]:
    """Every decision in force that has one of these key sets at an end, the oldest first."""
    where = DecisionWhere(states=(DecisionState.IN_FORCE,), keysets=tuple(keysets))
    position: tuple[str, ...] | None = None
    while True:
        page = inquiry.graph.decisions(where, PageRequest(PAGE_LIMIT, position))
        yield from page.rows
        if not page.more:
            return
        position = (page.rows[-1].made, page.rows[-1].id)
