"""Rows that are no longer live, kept with when they were held to be so."""

from __future__ import annotations

import json

from pole.graph.rows import LinkRow, MentionRow, PastRow, RecordRow
from pole.model.facts import Id, Instant


def past_of(row: RecordRow | MentionRow | LinkRow, why: str, at: Instant) -> PastRow:
    """The past row of a live one that ends at `at`. One that came late was never held: it begins and ends at `at`."""
    what, keysets = _what(row)
    return PastRow(row.id, what, row.row, keysets, row.vis, row.loaded, at, why, json.dumps(row, ensure_ascii=False))


def _what(row: RecordRow | MentionRow | LinkRow) -> tuple[str, tuple[Id, ...]]:
    match row:
        case RecordRow():
            return "record", ()
        case MentionRow():
            return "mention", (row.keyset,)
        case LinkRow():
            return "link", (row.start_keyset, row.end_keyset)
