"""How many relationships of each sort, before any is fetched."""

from __future__ import annotations

from collections.abc import Iterable

from pole.access.session import Inquiry
from pole.graph.rows import CountRow
from pole.model.kind import Kind
from pole.model.standing import Standing
from pole.service.answers.tie import CountView
from pole.service.words import words_for


def count_views(inquiry: Inquiry, counts: Iterable[CountRow]) -> tuple[CountView, ...]:
    """In their order, in words that any standing bears."""
    found: list[CountView] = []
    for row in counts:
        words = words_for(inquiry, row.type, row.role, Standing.UNKNOWN)
        found.append(
            CountView(
                type=row.type,
                label=words.label if row.outgoing else words.inverse,
                start_role=words.start_role,
                end_role=words.end_role,
                outgoing=row.outgoing,
                kind=Kind(row.other_kind),
                relationships=row.ties,
                links=row.links,
            )
        )
    return tuple(found)
