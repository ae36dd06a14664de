"""Relationships computed from the links that say so."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from pole.access.reading import Relation
from pole.access.session import Inquiry
from pole.graph.rows import LinkRow, RecordRow
from pole.model.basis import Basis
from pole.model.currency import Currency
from pole.model.facts import Id
from pole.model.marking import Marking
from pole.model.standing import Standing, latest_standing
from pole.service.answers.facts import AttributeView
from pole.service.answers.head import EntityHead
from pole.service.answers.tie import LinkView, RelationshipView, StandingPeriod
from pole.service.attributes import attribute_views
from pole.service.currency import LIFE, link_currency
from pole.service.heads import heads
from pole.service.origins import count_origins, count_records
from pole.service.stated import grade, stated_with
from pole.service.words import age_at_event, words_for

TOLD_OTHERWISE = ("standing", LIFE)
"""Attributes of links that a relationship tells as its standing and its currency."""


def relationship_views(inquiry: Inquiry, relations: Sequence[Relation]) -> list[RelationshipView]:
    """In the order given, with everyone who says so. A relationship whose other end is not visible does not exist."""
    ends = heads(inquiry, {id_ for r in relations for id_ in (r.of, r.other)})
    ids = sorted({k.record for r in relations for k in r.links})
    records = {r.id: r for r in inquiry.graph.records(ids)}
    inquiry.shows("link", *(k.id for r in relations for k in r.links))
    return [_relationship(inquiry, r, ends, records) for r in relations if r.of in ends and r.other in ends]


def strictest(markings: Iterable[Marking]) -> Marking:
    """The join of markings: what a page that shows all of them is marked."""
    joined = Marking()
    for marking in markings:
        joined = joined.join(marking)
    return joined


def _relationship(
    inquiry: Inquiry, r: Relation, ends: Mapping[Id, EntityHead], records: Mapping[Id, RecordRow]
) -> RelationshipView:
    start, end = (r.of, r.other) if r.outgoing else (r.other, r.of)
    said = [records[k.record] for k in r.links if k.record in records]
    standing = _standing(inquiry, r)
    words = words_for(inquiry, r.type, r.role, standing, age_at_event(inquiry, r.type, ends[start], r.links))
    links = tuple(_link(inquiry, k, ends[start], ends[end], records) for k in r.links if k.record in records)
    return RelationshipView(
        id=inquiry.seal("relationship", json.dumps([r.of, r.type, r.role, r.outgoing, r.other])),
        type=r.type,
        label=words.label,
        inverse=words.inverse,
        start=ends[start],
        end=ends[end],
        start_role=words.start_role,
        end_role=words.end_role,
        outgoing=r.outgoing,
        begins=min((k.begins for k in r.links if k.begins), default=None),
        ends=None if any(k.ends is None for k in r.links) else max(k.ends for k in r.links if k.ends),
        last_stated=max(k.received for k in r.links),
        currency=_currency(inquiry, r.links),
        standing=standing,
        standing_history=_history(inquiry, r, links),
        attributes=_attributes(inquiry, r.links, links, records),
        agreeing=count_records(said),
        origins=count_origins(said),
        sources=tuple(sorted({k.source for k in r.links})),
        grades=tuple(g for text in sorted({k.grade for k in r.links if k.grade}) if (g := grade(text)) is not None),
        marking=strictest(inquiry.marking(k.vis) for k in r.links),
        links=links,
        held=r.held,
    )


def _attributes(
    inquiry: Inquiry, rows: Sequence[LinkRow], links: Sequence[LinkView], records: Mapping[Id, RecordRow]
) -> tuple[AttributeView, ...]:
    """Of all links together; where there is one, they are those of the link."""
    if len(links) == 1:
        return tuple(view for view in links[0].attributes if view.name not in TOLD_OTHERWISE)
    stated = stated_with(records, rows)
    return attribute_views(inquiry, (s for s in stated if s.statement.attribute not in TOLD_OTHERWISE))


def _standing(inquiry: Inquiry, r: Relation) -> Standing:
    """That of the latest record that states one."""
    stated = ((k.received, k.begins, Standing(k.standing)) for k in r.links if k.standing)
    return latest_standing(stated) or inquiry.vocabulary.link(r.type).unstated_standing


def _history(inquiry: Inquiry, r: Relation, links: Sequence[LinkView]) -> tuple[StandingPeriod, ...]:
    periods = [
        StandingPeriod(Standing(value.value), s.begins, s.ends or s.former, link.id)
        for link in links
        for attribute in link.attributes
        if attribute.name == "standing"
        for value in attribute.values
        for s in value.statements
        if value.value in Standing.__members__
    ]
    return tuple(sorted(periods, key=lambda p: (p.begins or "", p.ends or "9", p.link, p.standing)))


def _currency(inquiry: Inquiry, links: Sequence[LinkRow]) -> Currency:
    held = {link_currency(k, inquiry.now) for k in links}
    return next(c for c in (Currency.CURRENT, Currency.UNKNOWN, Currency.FORMER) if c in held)


def link_views(inquiry: Inquiry, links: Sequence[LinkRow]) -> list[LinkView]:
    """Links by themselves, in the order given; those with an end or record that is not visible are left out."""
    ends = heads(inquiry, {id_ for k in links for id_ in (k.start, k.end)})
    records = {r.id: r for r in inquiry.graph.records(sorted({k.record for k in links}))}
    inquiry.shows("link", *(k.id for k in links))
    return [
        _link(inquiry, k, ends[k.start], ends[k.end], records)
        for k in links
        if k.start in ends and k.end in ends and k.record in records
    ]


def _link(
    inquiry: Inquiry, k: LinkRow, start: EntityHead, end: EntityHead, records: Mapping[Id, RecordRow]
) -> LinkView:
    standing = Standing(k.standing) if k.standing else inquiry.vocabulary.link(k.type).unstated_standing
    words = words_for(inquiry, k.type, k.role, standing, age_at_event(inquiry, k.type, start, [k]))
    return LinkView(
        id=inquiry.seal("link", k.id),
        type=k.type,
        label=words.label,
        start=start,
        end=end,
        start_role=words.start_role,
        end_role=words.end_role,
        begins=k.begins,
        ends=k.ends,
        standing=standing,
        basis=k.basis or Basis.RECORDED.value,
        grade=grade(k.grade),
        marking=inquiry.marking(k.vis),
        attributes=attribute_views(inquiry, stated_with(records, [k])),
        record=inquiry.seal("record", k.record),
        source=k.source,
        field=k.field,
        received=k.received,
    )
