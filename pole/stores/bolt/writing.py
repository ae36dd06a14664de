"""`Changes` become nodes and relationships, in the order in which `Changes` lists them. Nothing is decided here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pole.graph.changes import Changes, Closing, Current
from pole.graph.rows import EntityRow, KeySetRow, MembershipRow, QuarantineRow
from pole.model.facts import Id
from pole.model.marking import Marking
from pole.stores.bolt.linking import drop_links, move, put_links
from pole.stores.bolt.names import LABELS
from pole.stores.bolt.shapes import (
    facets_text,
    key_properties,
    keyset_properties,
    mention_properties,
    past_properties,
    properties,
)
from pole.stores.bolt.wire import Pen


def write(pen: Pen, changes: Changes, current: Current) -> None:
    """All of it."""
    _put_markings(pen, changes.markings)
    named = _erase(pen, changes.erase)
    _close(pen, changes.close)
    pen.each("UNWIND $rows AS row CREATE (p:Past) SET p = row", map(past_properties, changes.past))
    drop_links(pen, changes.drop_links)
    pen.each("UNWIND $rows AS id MATCH (m:Mention {id: id}) DELETE m", [m.id for m in changes.drop_mentions])
    pen.each("UNWIND $rows AS id MATCH (r:Record {id: id}) DELETE r", [r.id for r in changes.drop_records])
    _put_entities(pen, changes.put_entities, current)
    _put_keysets(pen, changes.put_keysets, current)
    move(pen, {m.keyset: (m.before, m.after) for m in changes.moves})
    _put_records(pen, changes)
    pen.each("UNWIND $rows AS row CREATE (m:Mention) SET m = row", map(mention_properties, changes.put_mentions))
    put_links(pen, changes.put_links)
    _drop_keysets(pen, changes.drop_keysets)
    _put_same(pen, changes)
    _put_membership(pen, changes.open_membership, changes.close_membership)
    pen.each("UNWIND $rows AS row CREATE (l:Lineage) SET l = row", map(properties, changes.lineage))
    pen.each("UNWIND $rows AS id MATCH (e:Entity {id: id}) DELETE e", changes.drop_entities)
    pen.each("UNWIND $rows AS row MERGE (w:LastWord {row: row.row}) SET w = row", map(properties, changes.put_words))
    pen.each("UNWIND $rows AS row MATCH (w:LastWord {row: row}) DELETE w", changes.drop_words)
    _put_quarantine(pen, changes.put_quarantine)
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
    pen.each(
        "UNWIND $rows AS row MATCH (p:Past) WHERE p.row = row.row AND (row.vis IS NULL OR p.vis = row.vis)"
        " AND NOT p.closed SET p.closed = row.into IS NULL, p.vis = coalesce(row.into, p.vis)",
        map(properties, closings),
    )


def _put_entities(pen: Pen, entities: Sequence[EntityRow], current: Current) -> None:
    """`current` knows which are held, so none is looked for again; a constraint refuses one that it did not know."""
    pen.each(
        "UNWIND $rows AS row MATCH (e:Entity {id: row.id}) SET e = row",
        [properties(e) for e in entities if e.id in current.entities],
    )
    for kind, label in LABELS.items():
        of_kind = [e for e in entities if e.kind == kind]
        pen.each(
            f"UNWIND $rows AS row CREATE (e:Entity:{label}) SET e = row",
            [properties(e) for e in of_kind if e.id not in current.entities],
        )
        pen.each(
            f"UNWIND $rows AS id MATCH (e:Entity {{id: id}}) REMOVE e:Person:Object:Location:Event SET e:{label}",
            [e.id for e in of_kind if e.id in current.entities and current.entities[e.id].kind != kind],
        )


def _put_keysets(pen: Pen, keysets: Sequence[KeySetRow], current: Current) -> None:
    """The keys are nodes of their own. A key set is named after its keys, so one that is held keeps them."""
    new = [s for s in keysets if s.id not in current.keysets]
    pen.each(
        "UNWIND $rows AS row MATCH (s:KeySet {id: row.id}) SET s = row",
        [keyset_properties(s) for s in keysets if s.id in current.keysets],
    )
    pen.each("UNWIND $rows AS row CREATE (s:KeySet) SET s = row", map(keyset_properties, new))
    pen.each("UNWIND $rows AS row CREATE (k:Key) SET k = row", [key for s in new for key in key_properties(s)])


def _put_records(pen: Pen, changes: Changes) -> None:
    """A record knows type and id of its links, which saves an index on every type: they are put and dropped with it."""
    links: dict[Id, list[str]] = defaultdict(list)
    for link in changes.put_links:
        links[link.record].append(f"{link.type} {link.id}")
    rows = ({**properties(record), "links": links[record.id]} for record in changes.put_records)
    pen.each("UNWIND $rows AS row CREATE (r:Record) SET r = row", rows)


def _drop_keysets(pen: Pen, ids: Sequence[Id]) -> None:
    pen.each("UNWIND $rows AS id MATCH (k:Key) WHERE k.keyset = id DELETE k", ids)
    pen.each("UNWIND $rows AS id MATCH (s:KeySet {id: id}) DELETE s", ids)


def _put_same(pen: Pen, changes: Changes) -> None:
    pen.each(
        "UNWIND $rows AS row MATCH (s:Same {high: row.high, low: row.low, vis: row.vis}) DELETE s",
        map(properties, changes.drop_same),
    )
    pen.each(
        "UNWIND $rows AS row MERGE (s:Same {high: row.high, low: row.low, vis: row.vis}) SET s = row",
        map(properties, changes.put_same),
    )


def _put_membership(pen: Pen, opened: Sequence[MembershipRow], closed: Sequence[MembershipRow]) -> None:
    pen.each("UNWIND $rows AS row CREATE (b:Membership) SET b = row", map(properties, opened))
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
