"""Records as they stood at a past moment of loading."""

from __future__ import annotations

from collections.abc import Sequence

from pole.access.session import Inquiry
from pole.graph.rows import MentionRow, RecordRow
from pole.model.facts import Id, Instant


def records_as_at(inquiry: Inquiry, mentions: Sequence[MentionRow], at: Instant) -> list[RecordRow]:
    """The version of each mention's record that was live at `at`."""
    ids = sorted({m.record for m in mentions})
    live = {r.id: r for r in inquiry.graph.records(ids) if r.loaded <= at}
    found = [live.get(id_) or _superseded(inquiry, id_, at) for id_ in ids]
    inquiry.shows("record", *ids)
    return [record for record in found if record is not None]


def _superseded(inquiry: Inquiry, id_: Id, at: Instant) -> RecordRow | None:
    versions = inquiry.graph.versions(id_)
    return next((v.record() for v in versions if v.known_from <= at < v.known_to), None)
