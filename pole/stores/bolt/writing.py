"""`Changes` become nodes and relationships, in the order in which `Changes` lists them. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from pole.graph.changes import Changes, Closing, Current
from pole.graph.rows import EntityRow, KeySetRow, MembershipRow, QuarantineRow
from pole.model.facts import Id
from pole.model.marking import Marking
from pole.stores.bolt.adding import Additions, add_links, add_nodes
from pole.stores.bolt.decisions import drop_decisions, put_decisions
from pole.stores.bolt.linking import drop_links, move
from pole.stores.bolt.names import LABELS
from pole.stores.bolt.shapes import facets_text, key_codes, properties
from pole.stores.bolt.tasks import drop_tasks, put_tasks
from pole.stores.bolt.wire import Pen

Held = TypeVar("Held", EntityRow, KeySetRow)


def write(pen: Pen, changes: Changes, current: Current, added: Additions) -> None:
    """All of it; `added` are the additions among the changes."""
    _put_markings(pen, changes.markings)
    named = _erase(pen, changes.erase)
    _close(pen, changes.close)
    drop_links(pen, changes.drop_links)
    pen.each("UNWIND $rows AS id MATCH (m:Mention {id: id}) DELETE m", [m.id for m in changes.drop_mentions])
    pen.each("UNWIND $rows AS id MATCH (r:Record {id: id}) DELETE r", [r.id for r in changes.drop_records])
    _change_entities(pen, changes.put_entities, current)
    _change_keysets(pen, changes.put_keysets, current)
    add_nodes(pen, added.nodes)
    move(pen, {m.keyset: (m.before, m.after) for m in changes.moves})
    add_links(pen, added.links)
    _drop_keysets(pen, [current.keysets[id_] for id_ in changes.drop_keysets])
    _put_same(pen, changes)
    _close_membership(pen, changes.close_membership)
    pen.each("UNWIND $rows AS id MATCH (e:Entity {id: id}) DELETE e", changes.drop_entities)
    pen.each("UNWIND $rows AS row MERGE (w:LastWord {row: row.row}) SET w = row", map(properties, changes.put_words))
    pen.each("UNWIND $rows AS row MATCH (w:LastWord {row: row}) DELETE w", changes.drop_words)
    _put_quarantine(pen, changes.put_quarantine)
    put_tasks(pen, changes.put_tasks)
    drop_tasks(pen, changes.drop_tasks)
    put_decisions(pen, changes.put_decisions)
    drop_decisions(pen, changes.drop_decisions)
    _tally(pen, changes.tally)
    erased = set(changes.erase)
    _forget_membership(pen, named | {m.keyset for m in changes.drop_mentions if m.row in erased})


def _put_quarantine(pen: Pen, rows: Iterable[QuarantineRow]) -> None:
    """Keep rows back; a row that was already kept back is there once."""
    pen.each("UNWIND $rows AS row MERGE (q:Quarantine {id: row.id}) SET q = row", map(properties, rows))


def _put_markings(pen: Pen, markings: Mapping[int, Marking]) -> None:
    rows = [{"vis": vis, "marking": marking.text} for vis, marking in sorted(markings.items())]
    pen.each("UNWIND $rows AS row MERGE (v:Visibility {vis: row.vis}) SET v = row", rows)


def _erase(pen: Pen, rows: Sequence[Id]) -> set[Id]:
    """Forget what rows disposed of at source once said; the key sets that their past named."""
    if not rows:
        return set()
    (named,) = pen.one(
        "UNWIND $rows AS row MATCH (p:Past) WHERE p.row = row UNWIND p.keysets AS keyset RETURN collect(DISTINCT keyset)",
        rows=rows,
    )
    pen.each("UNWIND $rows AS row MATCH (p:Past) WHERE p.row = row DELETE p", rows)
    pen.each("UNWIND $rows AS row MATCH (q:Quarantine) WHERE q.row = row DELETE q", rows)
    pen.each("UNWIND $rows AS row MATCH (q:Quarantine) WHERE q.parent = row AND q.row IS NULL DELETE q", rows)
    pen.each("UNWIND $rows AS row MATCH (w:LastWord {row: row}) DELETE w", rows)
    return set(named)


def _forget_membership(pen: Pen, keysets: set[Id]) -> None:
    """Forget to whom these belonged, as far as nothing live or past names them: their ids are made of keys."""
    pen.each(
        "UNWIND $rows AS keyset MATCH (b:Membership) WHERE b.keyset = keyset"
        " AND NOT EXISTS { MATCH (:KeySet {id: keyset}) }"
        " AND NOT EXISTS { MATCH (p:Past) WHERE p.keyset_0 = keyset }"
        " AND NOT EXISTS { MATCH (p:Past) WHERE p.keyset_1 = keyset } DELETE b",
        sorted(keysets),
    )


def _close(pen: Pen, closings: Sequence[Closing]) -> None:
    """One after another: each finds what those before it left, which only the runs of a subquery do."""
    pen.each(
        "UNWIND $rows AS row CALL (row) {"
        " MATCH (p:Past) WHERE p.row = row.row AND (row.vis IS NULL OR p.vis = row.vis) AND NOT p.closed"
        " SET p.closed = row.into IS NULL, p.vis = coalesce(row.into, p.vis) }",
        map(properties, closings),
    )


def _change_entities(pen: Pen, entities: Sequence[EntityRow], current: Current) -> None:
    """Those that are held, and only what changes of them."""
    held = [(current.entities[e.id], e) for e in entities if e.id in current.entities]
    pen.each(
        "UNWIND $rows AS row MATCH (e:Entity {id: row.id}) SET e += row.new",
        [{"id": new.id, "new": _difference(old, new)} for old, new in held],
    )
    pen.each(
        "UNWIND $rows AS row MATCH (e:Entity {id: row.id}) REMOVE e:Person:Object:Location:Event SET e:$(row.label)",
        [{"id": new.id, "label": LABELS[new.kind]} for old, new in held if old.kind != new.kind],
    )


def _change_keysets(pen: Pen, keysets: Sequence[KeySetRow], current: Current) -> None:
    """Those that are held, and only what changes of them: of a hub little more than a number, batch after batch."""
    pen.each(
        "UNWIND $rows AS row MATCH (s:KeySet {id: row.id}) SET s += row.new",
        [{"id": s.id, "new": _difference(current.keysets[s.id], s)} for s in keysets if s.id in current.keysets],
    )


def _difference(old: Held, new: Held) -> dict[str, object]:
    """The fields in which they differ, as they are to be; a key set is named after its keys and never changes them."""
    return {name: value for name, was, value in zip(new._fields, old, new, strict=True) if was != value}


def _drop_keysets(pen: Pen, keysets: Sequence[KeySetRow]) -> None:
    pen.each(
        "UNWIND $rows AS row UNWIND row.codes AS code MATCH (k:Key) WHERE k.code = code AND k.keyset = row.id DELETE k",
        [{"id": row.id, "codes": key_codes(row)} for row in keysets],
    )
    pen.each("UNWIND $rows AS id MATCH (s:KeySet {id: id}) DELETE s", [row.id for row in keysets])


def _put_same(pen: Pen, changes: Changes) -> None:
    pen.each(
        "UNWIND $rows AS row MATCH (s:Same {high: row.high, low: row.low, vis: row.vis}) DELETE s",
        map(properties, changes.drop_same),
    )
    pen.each(
        "UNWIND $rows AS row MERGE (s:Same {high: row.high, low: row.low, vis: row.vis}) SET s = row",
        map(properties, changes.put_same),
    )


def _close_membership(pen: Pen, closed: Sequence[MembershipRow]) -> None:
    pen.each(
        "UNWIND $rows AS row MATCH (b:Membership) WHERE b.keyset = row.keyset AND b.entity = row.entity"
        " AND b.until IS NULL SET b.until = row.until",
        map(properties, closed),
    )


def _tally(pen: Pen, change: Mapping[tuple[str, tuple[int, ...]], int]) -> None:
    rows = [
        {"source": source, "facets": facets_text(facets), "vis": facets, "records": number}
        for (source, facets), number in sorted(change.items())
    ]
    pen.each(
        "UNWIND $rows AS row MERGE (t:Tally {source: row.source, facets: row.facets})"
        " ON CREATE SET t.records = 0, t.vis = row.vis SET t.records = t.records + row.records",
        rows,
    )
