"""Who and what is around this: counts by sort first, then pages of relationships; a hub never dumps."""

from __future__ import annotations

import json

from pole.access.reading import Relation
from pole.access.session import Inquiry
from pole.errors import NotVisibleError
from pole.graph.questions import LinkWhere, Page, PageRequest
from pole.graph.rows import CountRow
from pole.model.facts import Id
from pole.model.kind import Kind
from pole.service.answers.tie import LinkPage, LinkView, RelationshipPage
from pole.service.filters import LinkFilter, where_of
from pole.service.heads import heads
from pole.service.limits import page_size
from pole.service.relationships import link_views, relationship_views


def neighbours(
    inquiry: Inquiry, id_: Id, asked: LinkFilter | None = None, first: int = 25, after: str | None = None
) -> RelationshipPage:
    """Relationships in the order of type, role and direction. `total` is of all pages.

    Raises NotVisibleError, CursorError for a foreign cursor, LimitReachedError for a page above the limit.
    """
    where = where_of(inquiry.vocabulary, asked)
    return _page(inquiry, "neighbours", id_, where, first, after)


def timeline(
    inquiry: Inquiry, id_: Id, asked: LinkFilter | None = None, first: int = 50, after: str | None = None
) -> RelationshipPage:
    """Relationships to events in order of time, undated ones last."""
    where = where_of(inquiry.vocabulary, asked)._replace(kinds=(Kind.EVENT.value,))
    return _page(inquiry, "timeline", id_, where, first, after)


def links_of(inquiry: Inquiry, relationship: str, first: int = 25, after: str | None = None) -> LinkPage:
    """The links of one relationship, newest receipt first. Raises NotVisibleError for an id that is none of ours."""
    raw = inquiry.open("relationship", relationship)
    if raw is None:
        raise NotVisibleError()
    of, type_, role, outgoing, other = json.loads(raw)
    question = f"links:{relationship}"
    page = PageRequest(page_size(first), inquiry.open_cursor(question, after))
    found = inquiry.graph.links_between(of, other, type_, role, outgoing, page)
    views = {view.id: view for view in link_views(inquiry, found.rows)}
    cursors = ((inquiry.seal("link", k.id), inquiry.seal_cursor(question, (k.received, k.id))) for k in found.rows)
    return LinkPage(tuple((cursor, views[id_]) for id_, cursor in cursors if id_ in views), found.more)


def single_link(inquiry: Inquiry, public: str) -> LinkView:
    """The link that a public id names. Raises NotVisibleError."""
    raw = inquiry.open("link", public)
    found = link_views(inquiry, inquiry.graph.links([raw])) if raw else []
    if not found:
        raise NotVisibleError()
    return found[0]


def _page(
    inquiry: Inquiry, question: str, id_: Id, where: LinkWhere, first: int, after: str | None
) -> RelationshipPage:
    group = inquiry.scope.group_of(id_)
    bound = f"{question}:{group}:{json.dumps(where)}"
    page = PageRequest(page_size(first), inquiry.open_cursor(bound, after))
    found, counts = _fetch(inquiry, question, group, where, page)
    if not heads(inquiry, [id_]):
        raise NotVisibleError()
    views = {v.id: v for v in relationship_views(inquiry, found.rows)}
    edges = [(inquiry.seal_cursor(bound, r.position), v) for r, v in zip(found.rows, views.values(), strict=True)]
    return RelationshipPage(tuple(edges), found.more, sum(row.ties for row in counts))


def _fetch(
    inquiry: Inquiry, question: str, group: Id, where: LinkWhere, page: PageRequest
) -> tuple[Page[Relation], list[CountRow]]:
    if question == "timeline":
        return inquiry.graph.events(group, where, page), inquiry.graph.counts(group, where)
    return inquiry.graph.around(group, where, page)
