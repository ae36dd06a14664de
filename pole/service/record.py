"""A record as received, beside what was made of it. All visible facets of a row are one record."""

from __future__ import annotations

from collections.abc import Sequence

from pole.access.session import Inquiry
from pole.errors import NotVisibleError
from pole.graph.past import PAST_LIMIT
from pole.graph.questions import PageRequest
from pole.graph.rows import MentionRow, PastRow, RecordRow
from pole.model.facts import Id
from pole.service.answers.record import MentionView, RecordPage, RecordRef, RecordView
from pole.service.heads import heads
from pole.service.limits import page_size
from pole.service.relationships import link_views, strictest
from pole.service.stated import stated_with, statement_view

VERSION = "version"
"""Sort of the sealed id of one version: record id and when it began to be held, joined by a space."""


def record_view(inquiry: Inquiry, public: str) -> RecordView:
    """The live record, or the superseded version, that a public id names. Raises NotVisibleError."""
    version = inquiry.open(VERSION, public)
    if version is not None:
        return _version(inquiry, *version.split(" "))
    raw = inquiry.open("record", public)
    facet = next(iter(inquiry.graph.records([raw])), None) if raw else None
    if facet is None:
        raise NotVisibleError()
    return live_record(inquiry, facet.row)


def live_record(inquiry: Inquiry, row: Id) -> RecordView:
    """The live record of a row of which something is visible."""
    return _live(inquiry, inquiry.graph.facets([row]))


def records_of(inquiry: Inquiry, id_: Id, first: int = 20, after: str | None = None) -> RecordPage:
    """The records that mention an entity, newest receipt first. Several facets of a row are one record.

    A record stands where the first of its mentions stands; the places of the others are passed over, so a page needs
    no memory of the pages before it. Raises NotVisibleError, CursorError, LimitReachedError.
    """
    head = heads(inquiry, [id_]).get(id_)
    if head is None:
        raise NotVisibleError()
    if inquiry.past:
        return _records_then(inquiry, head.id, page_size(first), after)
    question, size = f"records:{head.id}", page_size(first)
    found: list[tuple[str, RecordRef]] = []
    position, more = inquiry.open_cursor(question, after), True
    while more and len(found) < size:
        page = inquiry.graph.mentions(head.id, PageRequest(size - len(found), position))
        for mention, facets in _first_mentions(inquiry, head.id, page.rows):
            found.append((inquiry.seal_cursor(question, (mention.received, mention.id)), _ref(inquiry, facets)))
        more = page.more
        if page.rows:
            position = (page.rows[-1].received, page.rows[-1].id)
    return RecordPage(tuple(found), more)


def _records_then(inquiry: Inquiry, group: Id, size: int, after: str | None) -> RecordPage:
    """As they stood: each leads to the version of then."""
    question = f"records:{group}"
    position = inquiry.open_cursor(question, after)
    mentions = inquiry.graph.mentions(group, PageRequest(PAST_LIMIT)).rows
    places: dict[Id, tuple[str, str]] = {}
    for mention in mentions:
        places.setdefault(mention.row, (mention.received, mention.id))
    rows = list(places)
    begun = 0 if position is None else next((n for n, row in enumerate(rows, 1) if places[row] == position), len(rows))
    shown = rows[begun : begun + size]
    records = {r.id: r for r in inquiry.graph.records(sorted({m.record for m in mentions if m.row in set(shown)}))}
    found = [
        (inquiry.seal_cursor(question, places[row]), [r for r in records.values() if r.row == row]) for row in shown
    ]
    return RecordPage(
        tuple((cursor, _ref(inquiry, facets)) for cursor, facets in found if facets), begun + size < len(rows)
    )


def _first_mentions(
    inquiry: Inquiry, group: Id, mentions: Sequence[MentionRow]
) -> list[tuple[MentionRow, list[RecordRow]]]:
    """Of these mentions those that are the first of their row for this group, with the facets of the row."""
    facets: dict[Id, list[RecordRow]] = {}
    for facet in inquiry.graph.facets(sorted({m.row for m in mentions})):
        facets.setdefault(facet.row, []).append(facet)
    first: dict[Id, MentionRow] = {}
    siblings = inquiry.graph.mentions_of([f.id for row in facets.values() for f in row])
    for mention in sorted(siblings, key=lambda m: m.id):
        if mention.entity == group and (mention.row not in first or mention.received > first[mention.row].received):
            first[mention.row] = mention
    return [(m, facets[m.row]) for m in mentions if m.row in first and first[m.row].id == m.id]


def record_refs(inquiry: Inquiry, rows: Sequence[Id]) -> dict[Id, RecordRef]:
    """The live records of these rows, by row."""
    facets: dict[Id, list[RecordRow]] = {}
    for facet in inquiry.graph.facets(rows):
        facets.setdefault(facet.row, []).append(facet)
    return {row: _ref(inquiry, found) for row, found in facets.items()}


def _ref(inquiry: Inquiry, facets: Sequence[RecordRow]) -> RecordRef:
    head = _head(facets)
    inquiry.shows("record", *(f.id for f in facets))
    id_ = inquiry.seal(VERSION, f"{head.id} {head.loaded}") if inquiry.past else inquiry.seal("record", head.id)
    return RecordRef(id_, head.source, head.received, head.loaded)


def _head(facets: Sequence[RecordRow]) -> RecordRow:
    """The facet that stands for a row: the one that holds the row as received, else the newest."""
    return max(facets, key=lambda f: (f.raw is not None, f.received, f.id))


def _live(inquiry: Inquiry, facets: Sequence[RecordRow]) -> RecordView:
    ids = [f.id for f in facets]
    inquiry.shows("record", *ids)
    mentions = inquiry.graph.mentions_of(ids)
    named = heads(inquiry, {m.entity for m in mentions})
    views = [
        MentionView(
            m.name,
            named[m.entity],
            tuple(statement_view(inquiry, s) for s in stated_with({f.id: f for f in facets}, [m])),
        )
        for m in mentions
        if m.entity in named
    ]
    versions = sorted((v for f in facets for v in inquiry.graph.versions(f.id)), key=_newest, reverse=True)
    return _record(inquiry, _head(facets), facets, tuple(views), versions, None)


def _newest(version: PastRow) -> tuple[str, str, str]:
    return (version.known_from, version.known_to, version.id)


def _version(inquiry: Inquiry, id_: Id, known_from: str) -> RecordView:
    versions = inquiry.graph.versions(id_)
    found = next((v for v in versions if v.known_from == known_from), None)
    if found is None:
        live = [r for r in inquiry.graph.records([id_]) if r.loaded == known_from]
        if not live:
            raise NotVisibleError()
        return _live(inquiry, inquiry.graph.facets([live[0].row]))
    earlier = [v for v in versions if _newest(v) < _newest(found)]
    inquiry.shows("record", id_)
    record = found.record()
    return _record(inquiry, record, [record], (), earlier, found.known_to)


def _record(
    inquiry: Inquiry,
    head: RecordRow,
    facets: Sequence[RecordRow],
    mentions: tuple[MentionView, ...],
    versions: Sequence[PastRow],
    superseded: str | None,
) -> RecordView:
    titles = {s.source: s.title for s in inquiry.graph.sources()}
    raw = next((f.raw for f in facets if f.raw is not None), None)
    made_from = inquiry.graph.facets(sorted({id_ for f in facets for id_ in f.made_from}))
    return RecordView(
        id=inquiry.seal("record", head.id),
        source=head.source,
        title=titles.get(head.source, head.source),
        type=head.type,
        key=head.key if raw is not None else None,
        version=head.version,
        previous=tuple(inquiry.seal(VERSION, f"{v.id} {v.known_from}") for v in versions),
        received=head.received,
        loaded=head.loaded,
        superseded=superseded,
        raw=raw,
        marking=strictest(inquiry.marking(f.vis) for f in facets),
        mentions=mentions,
        links=() if superseded else tuple(link_views(inquiry, inquiry.graph.links_of([f.id for f in facets]))),
        made_from=tuple(dict.fromkeys(inquiry.seal("record", f.id) for f in made_from)),
        unit=head.unit,
        file=head.file,
        line=head.line,
    )
