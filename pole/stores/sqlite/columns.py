"""The columns of each kind of row, in the order of its fields, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import LiteralString

from pole.graph.rows import DecisionRow, KeySetRow, LedgerRow, LinkRow, MentionRow, PastRow, RecordRow
from pole.model.facts import Id, Key
from pole.stores.sqlite.connections import Row

RECORD: LiteralString = (
    "r.id, r.row, r.source, r.type, r.key, r.vis, r.version, r.hash, r.received, r.loaded, r.batch, r.parent, "
    "r.made_from, r.unit, r.file, r.line, r.raw"
)
MENTION: LiteralString = (
    "m.id, m.record, m.row, m.source, m.name, m.kind, m.subtype, m.vis, m.keyset, m.entity, m.caption, m.rank, m.born, "
    "m.received, m.loaded, m.text, m.body"
)
LINK: LiteralString = (
    "l.id, l.type, l.role, l.start_entity, l.end_entity, l.start_mention, l.end_mention, l.start_keyset, l.end_keyset, "
    "l.start_kind, l.start_subtype, l.end_kind, l.end_subtype, l.vis, l.begins, l.ends, l.low, l.high, l.standing, "
    "l.basis, l.grade, l.record, l.row, l.source, l.field, l.received, l.loaded, l.body"
)
KEYSET: LiteralString = (
    "s.id, s.vis, s.kind, s.keys, s.entity, s.mentions, s.caption, s.rank, s.subtype, s.born, s.received, s.best"
)
ENTITY: LiteralString = "e.id, e.kind, e.subtype, e.vis, e.caption, e.born, e.since"
PAST: LiteralString = (
    "p.id, p.what, p.row, p.keysets, p.vis, p.known_from, p.known_to, p.why, p.payload, p.parent, p.place, p.closed"
)
WORD: LiteralString = "w.row, w.source, w.type, w.parent, w.received"
QUARANTINE: LiteralString = (
    "q.id, q.source, q.type, q.row, q.batch, q.file, q.line, q.field, q.reason, q.remedy, q.raw, q.vis, q.at, q.columns, "
    "q.parent"
)
TASK: LiteralString = (
    "t.id, t.vis, t.source, t.record, t.row, t.type, t.key, t.field, t.says, t.should, t.words, t.kind, t.raised, "
    "t.raised_by, t.state, t.closed, t.closed_by, t.answer"
)
DECISION: LiteralString = (
    "d.id, d.vis, d.verdict, d.state, d.one_record, d.one_row, d.one_name, d.one_keysets, d.other_record, d.other_row, "
    "d.other_name, d.other_keysets, d.why, d.evidence, d.made, d.made_by, d.seconded, d.seconded_by, d.ended, d.ended_by, "
    "d.ended_why"
)
LEDGER: LiteralString = (
    "b.id, b.source, b.type, b.load, b.number, b.extract, b.file, b.digest, b.mapping, b.mode, b.at, b.data_to, "
    "b.counts, b.last"
)


def record_of(row: Row) -> RecordRow:
    """A record from its columns."""
    return RecordRow._make((*row[:12], tuple(json.loads(row[12])), *row[13:]))


def keyset_of(row: Row) -> KeySetRow:
    """A key set from its columns."""
    return KeySetRow._make((*row[:3], keyset_keys(row[3]), *row[4:]))


def keyset_keys(text: str) -> tuple[Key, ...]:
    """The keys of a key set from their column."""
    return tuple(Key(*key) for key in json.loads(text))


def past_of(row: Row) -> PastRow:
    """A past row from its columns."""
    return PastRow._make((*row[:3], tuple(json.loads(row[3])), *row[4:11], bool(row[11])))


def decision_of(row: Row) -> DecisionRow:
    """A decision from its columns."""
    return DecisionRow._make((*row[:7], tuple(json.loads(row[7])), *row[8:11], tuple(json.loads(row[11])), *row[12:]))


def ledger_of(row: Row) -> LedgerRow:
    """A batch from its columns."""
    return LedgerRow._make((*row[:12], json.loads(row[12]), bool(row[13])))


def mention_of_payload(payload: str, vis: int, entity: Id) -> MentionRow:
    """A mention as it was, as visible as it is today, under the entity that then held it."""
    return MentionRow(*json.loads(payload))._replace(vis=vis, entity=entity)


def link_of_payload(payload: str, vis: int) -> LinkRow:
    """A link as it was, as visible as it is today; its ends have yet to be named."""
    return LinkRow(*json.loads(payload))._replace(vis=vis)


def in_order(ids: Iterable[Id]) -> list[Id]:
    """Each id once, where it first stands."""
    return list(dict.fromkeys(ids))
