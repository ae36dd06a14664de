"""Rows that are no longer live, kept with when they were held to be so."""

from __future__ import annotations

import json

from pole.graph.rows import LinkRow, MentionRow, PastRow, RecordRow
from pole.model.facts import Id, Instant, Verb

WITHDRAWN = {Verb.VANISH.value: "vanished", Verb.WITHDRAW.value: "withdrawn"}
"""Why a row is gone that an extract no longer had, by the verb that says so."""


def past_of(row: RecordRow | MentionRow | LinkRow, why: str, at: Instant, place: int) -> PastRow:
    """The past row of a live one that ends at `at`. One that came late was never held: it begins and ends at `at`."""
    what, keysets, parent = _what(row)
    place = place if why in WITHDRAWN.values() else -1
    payload = json.dumps(row, ensure_ascii=False)
    return PastRow(row.id, what, row.row, keysets, row.vis, row.loaded, at, why, payload, parent, place, False)


def _what(row: RecordRow | MentionRow | LinkRow) -> tuple[str, tuple[Id, ...], Id | None]:
    match row:
        case RecordRow():
            return "record", (), row.parent
        case MentionRow():
            return "mention", (row.keyset,), None
        case LinkRow():
            return "link", (row.start_keyset, row.end_keyset), None
