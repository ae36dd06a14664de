"""The canonical dump: one text of everything a store holds, equal on every store that holds the same.

Plain, it leaves out what differs between two loads of the same rows: times of loading, batches and random entity ids;
an entity is named by its smallest mention. `exact` has ids and times as well, and is what the promise of access is
tested with: the exact dump of all rows at or below a visibility is the same with and without what lies above it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pole.graph.rows import (
    DecisionRow,
    EntityRow,
    KeySetRow,
    LastWord,
    LineageRow,
    LinkRow,
    MembershipRow,
    MentionRow,
    PastRow,
    QuarantineRow,
    RecordRow,
    SameRow,
    TaskRow,
)


class DumpRows(NamedTuple):
    """Everything of a store, each in order of its id (`same`: vis, high, low; membership: keyset, since, entity; words: row)."""

    records: Iterable[RecordRow]
    mentions: Iterable[MentionRow]
    links: Iterable[LinkRow]
    keysets: Iterable[KeySetRow]
    entities: Iterable[EntityRow]
    same: Iterable[SameRow]
    membership: Iterable[MembershipRow]
    lineage: Iterable[LineageRow]
    past: Iterable[PastRow]
    quarantine: Iterable[QuarantineRow]
    tasks: Iterable[TaskRow]
    decisions: Iterable[DecisionRow]
    words: Iterable[LastWord]
    """For ingest alone: none in a narrowed dump."""


def dump_lines(rows: DumpRows, exact: bool) -> Iterator[str]:
    """One JSON array a line: what it is, then its fields. Batches and places in files are bookkeeping and stay out."""
    return _exact(rows) if exact else _canonical(rows)


def _line(what: str, fields: Iterable[object]) -> str:
    return json.dumps([what, *fields], ensure_ascii=False, separators=(",", ":"))


def _exact(rows: DumpRows) -> Iterator[str]:
    for r in rows.records:
        yield _line("record", r._replace(batch="", file="", line=0))
    for what, table in (
        ("mention", rows.mentions),
        ("link", rows.links),
        ("keyset", rows.keysets),
        ("entity", rows.entities),
        ("same", rows.same),
        ("membership", rows.membership),
        ("lineage", rows.lineage),
        ("past", rows.past),
        ("task", rows.tasks),
        ("decision", rows.decisions),
        ("word", rows.words),
    ):
        for row in table:
            yield _line(what, row)


def _canonical(rows: DumpRows) -> Iterator[str]:
    for r in rows.records:
        yield _line("record", r._replace(loaded="", batch=""))
    names: dict[str, str] = {}
    for m in rows.mentions:
        names.setdefault(m.entity, m.id)
        yield _line("mention", m._replace(entity=names[m.entity], loaded=""))
    for k in rows.links:
        start, end = names.get(k.start, k.start), names.get(k.end, k.end)
        yield _line("link", k._replace(start=start, end=end, loaded=""))
    for s in rows.keysets:
        yield _line("keyset", s._replace(entity=names.get(s.entity, s.entity)))
    for e in sorted(rows.entities, key=lambda e: names.get(e.id, e.id)):
        yield _line("entity", e._replace(id=names.get(e.id, e.id), since=""))
    yield from sorted(
        _line("same", s._replace(high=names.get(s.high, s.high), low=names.get(s.low, s.low), since=""))
        for s in rows.same
    )
    yield from sorted(_line("past", (p.id, p.what, p.row, p.keysets, p.vis, p.why, p.closed)) for p in rows.past)
    for q in rows.quarantine:
        yield _line("quarantine", q._replace(batch="", at=""))
    yield from sorted(_line("task", t._replace(id="", raised="", closed=None)) for t in rows.tasks)
    yield from sorted(
        _line("decision", d._replace(id="", made="", seconded=d.seconded and "", ended=d.ended and ""))
        for d in rows.decisions
    )
    for w in rows.words:
        yield _line("word", w)
