"""A record as received, beside what was made of it. All visible facets of a row are one record."""

from __future__ import annotations

from collections.abc import Sequence

from pole.access.session import Inquiry
from pole.errors import NotVisibleError
from pole.graph.rows import PastRow, RecordRow
from pole.model.facts import Id
from pole.service.answers import MentionView, RecordView
from pole.service.heads import heads
from pole.service.past import past_record
from pole.service.relationships import link_views, strictest
from pole.service.stated import stated_with, statement_view

VERSION = "version"
"""Sort of the sealed id of a superseded version: record id and when it began to be held, joined by a space."""


def record_view(inquiry: Inquiry, public: str) -> RecordView:
    """The live record, or the superseded version, that a public id names. Raises NotVisibleError."""
    version = inquiry.open(VERSION, public)
    if version is not None:
        return _version(inquiry, *version.split(" "))
    raw = inquiry.open("record", public)
    facet = next(iter(inquiry.graph.records([raw])), None) if raw else None
    if facet is None:
        raise NotVisibleError()
    return _live(inquiry, inquiry.graph.facets([facet.row]))


def _live(inquiry: Inquiry, facets: Sequence[RecordRow]) -> RecordView:
    ids = [f.id for f in facets]
    inquiry.shows("record", *ids)
    mentions = inquiry.graph.mentions_of(ids)
    named = heads(inquiry, {m.entity for m in mentions})
    views = [
        MentionView(m.name, named[m.entity], tuple(statement_view(inquiry, s) for s in stated_with(facets, [m])))
        for m in mentions
        if m.entity in named
    ]
    versions = sorted((v for f in facets for v in inquiry.graph.versions(f.id)), key=_newest, reverse=True)
    head = max(facets, key=lambda f: (f.raw is not None, f.received, f.id))
    return _record(inquiry, head, facets, tuple(views), versions, None)


def _newest(version: PastRow) -> tuple[str, str, str]:
    return (version.known_from, version.known_to, version.id)


def _version(inquiry: Inquiry, id_: Id, known_from: str) -> RecordView:
    versions = inquiry.graph.versions(id_)
    found = next((v for v in versions if v.known_from == known_from), None)
    if found is None:
        raise NotVisibleError()
    earlier = [v for v in versions if _newest(v) < _newest(found)]
    inquiry.shows("record", id_)
    record = past_record(found)
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
