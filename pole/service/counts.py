"""How many relationships of each sort, before any is fetched."""

from __future__ import annotations

from pole.access.session import Inquiry
from pole.graph.questions import LinkWhere
from pole.model.facts import Id
from pole.model.kind import Kind
from pole.model.standing import Standing
from pole.service.answers.tie import CountView
from pole.service.words import words_for


def count_views(inquiry: Inquiry, group: Id, where: LinkWhere) -> tuple[CountView, ...]:
    """Ordered by type, role, direction and kind of the other end, in words that any standing bears."""
    found: list[CountView] = []
    for row in inquiry.graph.counts(group, where):
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
