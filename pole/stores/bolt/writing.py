"""`Changes` become nodes and relationships, in the order in which `Changes` lists them. Nothing is decided here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pole.graph.changes import Changes, Current
from pole.graph.rows import EntityRow, KeySetRow, LinkRow, MembershipRow, QuarantineRow
from pole.model.facts import Id
from pole.model.marking import Marking
from pole.stores.bolt.linking import drop_links, move, put_links
from pole.stores.bolt.names import LABELS
from pole.stores.bolt.shapes import key_properties, keyset_properties, mention_properties, past_properties, properties
from pole.stores.bolt.wire import Pen


def write(pen: Pen, changes: Changes, current: Current) -> None:
    """All of it."""
    _put_markings(pen, changes.markings)
    _erase(pen, changes.erase)
    pen.each("UNWIND $rows AS row CREATE (p:Past) SET p = row", map(past_properties, changes.past))
    drop_links(pen, changes.drop_links)
    pen.each("UNWIND $rows AS id MATCH (m:Mention {id: id}) DELETE m", [m.id for m in changes.drop_mentions])
    pen.each("UNWIND $rows AS id MATCH (r:Record {id: id}) DELETE r", [r.id for r in changes.drop_records])
    _put_entities(pen, changes.put_entities)
    _put_keysets(pen, changes.put_keysets, current)
    move(pen, {m.keyset: (m.before, m.after) for m in changes.moves})
    pen.each("UNWIND $rows AS row CREATE (r:Record) SET r = row", map(properties, changes.put_records))
    pen.each("UNWIND $rows AS row CREATE (m:Mention) SET m = row", map(mention_properties, changes.put_mentions))
    put_links(pen, changes.put_links)
    _note_links(pen, changes)
    _drop_keysets(pen, changes.drop_keysets)
    _put_same(pen, changes)
    _put_membership(pen, changes.open_membership, changes.close_membership)
    pen.each("UNWIND $rows AS row CREATE (l:Lineage) SET l = row", map(properties, changes.lineage))
    pen.each("UNWIND $rows AS id MATCH (e:Entity {id: id}) DELETE e", changes.drop_entities)
    _tally(pen, changes.tally)


def put_quarantine(pen: Pen, rows: Iterable[QuarantineRow]) -> None:
    """Keep rows back; a row that was already kept back is there once."""
    pen.each("UNWIND $rows AS row MERGE (q:Quarantine {id: row.id}) SET q = row", map(properties, rows))


def _put_markings(pen: Pen, markings: Mapping[int, Marking]) -> None:
    rows = [{"vis": vis, "marking": marking.text} for vis, marking in sorted(markings.items())]
    pen.each("UNWIND $rows AS row MERGE (v:Visibility {vis: row.vis}) SET v = row", rows)


def _erase(pen: Pen, rows: Sequence[Id]) -> None:
    """Forget what rows disposed of at source once said."""
    pen.each("UNWIND $rows AS row MATCH (p:Past) WHERE p.row = row DELETE p", rows)
    pen.each("UNWIND $rows AS row MATCH (q:Quarantine) WHERE q.row = row DELETE q", rows)


def _put_entities(pen: Pen, entities: Sequence[EntityRow]) -> None:
    for kind, label in LABELS.items():
        pen.each(
            f"UNWIND $rows AS row MERGE (e:Entity {{id: row.id}}) SET e = row, e:{label}",
            [properties(e) for e in entities if e.kind == kind],
        )


def _put_keysets(pen: Pen, keysets: Sequence[KeySetRow], current: Current) -> None:
    """The keys are nodes of their own; those of a key set that is held with the same keys stay as they are."""
    new = [s for s in keysets if s.id not in current.keysets or current.keysets[s.id].keys != s.keys]
    pen.each("UNWIND $rows AS row MERGE (s:KeySet {id: row.id}) SET s = row", map(keyset_properties, keysets))
    pen.each("UNWIND $rows AS id MATCH (k:Key) WHERE k.keyset = id DELETE k", [s.id for s in new])
    pen.each("UNWIND $rows AS row CREATE (k:Key) SET k = row", [key for s in new for key in key_properties(s)])


def _note_links(pen: Pen, changes: Changes) -> None:
    """A record knows type and id of its links, which saves an index on every type. One that is dropped is forgotten."""
    noted: dict[Id, list[str]] = defaultdict(list)
    gone: dict[Id, list[str]] = defaultdict(list)
    for link in changes.put_links:
        noted[link.record].append(_note(link))
    for link in changes.drop_links:
        gone[link.record].append(_note(link))
    dropped = {r.id for r in changes.drop_records} - {r.id for r in changes.put_records}
    pen.each(
        "UNWIND $rows AS row MATCH (r:Record {id: row.record})"
        " SET r.links = [link IN coalesce(r.links, []) WHERE NOT link IN row.gone] + row.noted",
        [
            {"record": record, "gone": gone[record], "noted": noted[record]}
            for record in sorted({*noted, *gone} - dropped)
        ],
    )


def _note(link: LinkRow) -> str:
    return f"{link.type} {link.id}"


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


def _tally(pen: Pen, change: Mapping[tuple[str, int], int]) -> None:
    rows = [{"source": source, "vis": vis, "records": number} for (source, vis), number in sorted(change.items())]
    pen.each(
        "UNWIND $rows AS row MERGE (t:Tally {source: row.source, vis: row.vis})"
        " ON CREATE SET t.records = 0 SET t.records = t.records + row.records",
        rows,
    )
