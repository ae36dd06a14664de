"""How many relationships of each sort, before any is fetched."""

from __future__ import annotations

from pole.access.session import Inquiry
from pole.graph.questions import LinkWhere
from pole.model.facts import Id
from pole.model.kind import Kind
from pole.service.answers import CountView


def count_views(inquiry: Inquiry, group: Id, where: LinkWhere) -> tuple[CountView, ...]:
    """Ordered by type, role, direction and kind of the other end."""
    found: list[CountView] = []
    for row in inquiry.graph.counts(group, where):
        type_ = inquiry.vocabulary.link(row.type)
        found.append(
            CountView(
                type=row.type,
                label=type_.label if row.outgoing else type_.inverse,
                start_role=type_.role_at_start(row.role),
                end_role=type_.role_at_end(row.role),
                outgoing=row.outgoing,
                kind=Kind(row.other_kind),
                relationships=row.ties,
                links=row.links,
            )
        )
    return tuple(found)
