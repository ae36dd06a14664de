"""Who or what is this: the single view of an entity, for one viewer, today or as loaded by a past moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from pole.access.session import Inquiry
from pole.errors import NotVisibleError
from pole.graph.questions import ANY_LINK, MENTIONS_IN_VIEW, LinkWhere, Page, PageRequest
from pole.graph.rows import LineageRow, MentionRow
from pole.model.facts import Id
from pole.model.vocabulary import WARNING, Identifier
from pole.service.answers.facts import AttributeView
from pole.service.answers.head import EntityHead
from pole.service.answers.view import DisputeView, EntityView, LineageStep, Moved, SourceShare
from pole.service.attributes import attribute_views
from pole.service.counts import count_views
from pole.service.heads import called_by, heads
from pole.service.relationships import strictest
from pole.service.stated import Stated, stated_on
from pole.service.warnings import in_order, own_warnings, reached_warnings


class Held(NamedTuple):
    """The mentions a view is made from, and how many there are in all."""

    mentions: list[MentionRow]
    number: int


def single_view(
    inquiry: Inquiry, id_: Id, as_at: datetime | None = None, where: LinkWhere = ANY_LINK
) -> EntityView | Moved:
    """Everything held of an entity that this viewer may see, and why it is believed.

    `as_at` gives how it stood when what came by then had been loaded, under today's markings: facts, warnings, records and
    first-hop relationships. `where` narrows the counts of relationships. Raises NotVisibleError alike for what does not
    exist, what was not there then, and what is not for this viewer.
    """
    return _view(inquiry.at(as_at), id_, where)


def _view(inquiry: Inquiry, id_: Id, where: LinkWhere) -> EntityView | Moved:
    about = inquiry.graph.about(inquiry.scope.group_of(id_), MENTIONS_IN_VIEW, where)
    head = heads(inquiry, [id_]).get(id_)
    if head is None:
        return _moved(inquiry, id_, about.lineage)
    held = _held(inquiry, head.id, about.mentions)
    stated = stated_on(inquiry, held.mentions)
    attributes = attribute_views(inquiry, (s for s in stated if s.statement.attribute != WARNING))
    warnings = in_order([*own_warnings(inquiry, stated), *reached_warnings(inquiry, head.id, head.kind)])
    markings = [inquiry.marking(m.vis) for m in held.mentions] + [w.statement.marking for w in warnings]
    return EntityView(
        head=called_by(head, held.mentions) if inquiry.past else head,
        ids=inquiry.graph.members(head.id),
        marking=strictest([head.marking, *markings]),
        disputes=_disputes(inquiry, head.id),
        mentions_used=len(held.mentions),
        mentions_held=held.number,
        warnings=tuple(warnings),
        attributes=attributes,
        identifiers=_identifiers(inquiry, attributes),
        sources=_shares(about.titles, held.mentions),
        counts=count_views(inquiry, about.counts),
        lineage=_lineage(about.lineage),
        as_at=inquiry.now if inquiry.past else None,
    )


def _held(inquiry: Inquiry, group: Id, page: Page[MentionRow]) -> Held:
    return Held(page.rows, inquiry.graph.mention_count(group) if page.more else len(page.rows))


def statements_of(inquiry: Inquiry, group: Id) -> list[Stated]:
    """The statements of the newest mentions of a group."""
    return stated_on(inquiry, inquiry.graph.mentions(group, PageRequest(MENTIONS_IN_VIEW)).rows)


def _identifiers(inquiry: Inquiry, attributes: Iterable[AttributeView]) -> tuple[AttributeView, ...]:
    known = inquiry.vocabulary.attributes
    return tuple(a for a in attributes if a.name in known and known[a.name].identifier is not Identifier.NO)


def _shares(titles: Mapping[str, str], mentions: Sequence[MentionRow]) -> tuple[SourceShare, ...]:
    rows: dict[str, set[Id]] = defaultdict(set)
    received: dict[str, list[str]] = defaultdict(list)
    for mention in mentions:
        rows[mention.source].add(mention.row)
        received[mention.source].append(mention.received)
    return tuple(
        SourceShare(source, titles.get(source, source), len(rows[source]), min(received[source]), max(received[source]))
        for source in sorted(rows)
    )


def _disputes(inquiry: Inquiry, group: Id) -> tuple[DisputeView, ...]:
    others = [(d.b if d.a == group else d.a, d.because) for d in inquiry.scope.disputes if group in (d.a, d.b)]
    named = heads(inquiry, [other for other, _ in others])
    return tuple(
        DisputeView(named[other], f"both are joined by evidence and hold different {scheme.upper()} numbers")
        for other, scheme in others
        if other in named
    )


def _lineage(rows: Iterable[LineageRow]) -> tuple[LineageStep, ...]:
    words = {
        "merged": "their records were found to be one thing",
        "split": "its records were found to be several things",
    }
    return tuple(
        LineageStep(row.at, row.what, (row.before,), (row.after,), words.get(row.what, row.what)) for row in rows
    )


def _moved(inquiry: Inquiry, id_: Id, lineage: Iterable[LineageRow]) -> EntityView | Moved:
    """An id that no longer names anything live: its successors, or the same answer as for what never was."""
    steps = [row for row in lineage if row.before == id_]
    found: dict[Id, EntityHead] = {}
    for step in steps:
        found |= heads(inquiry, followed(inquiry, step.after))
    if not found:
        raise NotVisibleError()
    last = steps[-1]
    if last.what == "merged" and len(found) == 1:
        return _view(inquiry, next(iter(found)), ANY_LINK)
    return Moved(id_, tuple(found.values()), last.at, "its records are now held by others")


def followed(inquiry: Inquiry, id_: Id) -> list[Id]:
    """The ids that an id has become, itself included, through any number of merges."""
    reached, queue = set[Id](), [id_]
    while queue:
        here = queue.pop()
        if here not in reached:
            reached.add(here)
            queue += [row.after for row in inquiry.graph.lineage([here]) if row.before == here]
    return sorted(reached)
