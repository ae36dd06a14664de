"""What the store holds that a batch may touch, read inside the transaction that will write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import LiteralString, NamedTuple

from pole.graph.changes import Batch, Current, Traces
from pole.graph.closure import disposed, gone, joining, named_rows, reached, with_partners
from pole.graph.rows import (
    DecisionRow,
    EntityRow,
    KeySetRow,
    LastWord,
    LinkRow,
    MentionRow,
    PastRow,
    RecordRow,
    SameRow,
)
from pole.identity.keysets import keyset_id
from pole.model.facts import Id, Key
from pole.model.marking import Marking
from pole.stores.bolt import decisions
from pole.stores.bolt.names import link_type
from pole.stores.bolt.shapes import (
    Properties,
    entity_of,
    key_code,
    keyset_of,
    link_of,
    mention_of,
    past_of,
    record_of,
    same_of,
    word_of,
)
from pole.stores.bolt.tasks import tasks_of
from pole.stores.bolt.things import by_type
from pole.stores.bolt.wire import Pen


def read_current(pen: Pen, batch: Batch) -> Current:
    """Records, mentions and links of the batch's rows, and every key set, entity and tie that they may change."""
    store = _survey(pen)
    rows = sorted({row.row for row in batch.rows})
    named = sorted(named_rows(batch))
    decided = decisions.of_rows(pen, named) if store.decisions and named else []
    nodes = _records(pen, sorted(with_partners(set(named), decided)))
    records = {p["id"]: record_of(p) for p in nodes}
    mentions = _mentions(pen, list(records))
    held = {m.keyset for found in mentions.values() for m in found}
    look = _Look(pen, store.decisions)
    keysets, in_force = reached(look, *_stated(batch, held), decided)
    past = _gone(pen, batch, records) if store.past else {}
    read = [*records.values(), *(p.record() for found in past.values() for p in found)]
    return Current(
        records,
        mentions,
        _links(pen, [link for p in nodes for link in p.get("links", ())]),
        keysets,
        _best(pen, sorted(held), list(records)),
        _same(pen, look.entities) if store.same else [],
        look.entities,
        store.markings,
        _words(pen, rows) if store.words else {},
        past,
        _mappings(pen, sorted({record.batch for record in read})),
        _waiting(pen, batch) if batch.overtaken else frozenset(),
        _traces(pen, disposed(batch)),
        tasks_of(pen, rows) if store.tasks else {},
        in_force | {decision.id: decision for decision in decided},
    )


class _Store(NamedTuple):
    """What there is at all: the server keeps these numbers, and of what there is none nothing is asked."""

    markings: dict[int, Marking]
    past: bool
    words: bool
    same: bool
    tasks: bool
    decisions: bool


def _survey(pen: Pen) -> _Store:
    markings, *there = pen.one(
        "RETURN COLLECT { MATCH (v:Visibility) RETURN [v.vis, v.marking] }, COUNT { MATCH (:Past) } > 0,"
        " COUNT { MATCH (:LastWord) } > 0, COUNT { MATCH (:Same) } > 0, COUNT { MATCH (:Task) } > 0,"
        " COUNT { MATCH (:Decision) } > 0"
    )
    return _Store({vis: Marking.parse(text) for vis, text in sorted(markings)}, *there)


def _stated(batch: Batch, held: set[Id]) -> tuple[set[Id], list[Key]]:
    """The key sets that a batch names, beside those that its rows held, and the keys that it states."""
    stated = [m for row in batch.rows for facet in row.facets for m in facet.mentions]
    named = {keyset_id(m.vis, m.kind, m.keys) for m in stated if not joining(m.keys)}
    return held | named, [key for m in stated for key in m.keys]


class _Look:
    """The ways to look for what a batch reaches, and the entities of the key sets that were found."""

    def __init__(self, pen: Pen, any_decided: bool) -> None:
        self._pen = pen
        self._any_decided = any_decided
        self.entities: dict[Id, EntityRow] = {}

    def by_id(self, ids: Sequence[Id]) -> list[KeySetRow]:
        return self._found("UNWIND $ids AS id MATCH (s:KeySet {id: id})" + _WITH_ENTITY, ids)

    def decided(self, keysets: Sequence[Id]) -> list[DecisionRow]:
        return decisions.in_force_of(self._pen, keysets) if self._any_decided else []

    def by_joining_key(self, keys: Sequence[str]) -> list[KeySetRow]:
        """One that states a joining key is found by it, so it is not asked for by its own id."""
        text: LiteralString = (
            "UNWIND $ids AS code MATCH (k:Key) WHERE k.code = code AND k.keyset > '' AND k.join <> 'l'"
            " WITH DISTINCT k.keyset AS keyset MATCH (s:KeySet {id: keyset})" + _WITH_ENTITY
        )
        return self._found(text, list(map(key_code, keys)))

    def _found(self, text: LiteralString, ids: Sequence[str]) -> list[KeySetRow]:
        if not ids:
            return []
        keysets, entities = self._pen.one(text, ids=ids)
        self.entities |= {p["id"]: entity_of(p) for p in entities}
        return list(map(keyset_of, keysets))


_WITH_ENTITY: LiteralString = " MATCH (e:Entity {id: s.entity}) RETURN collect(properties(s)), collect(properties(e))"


def links_by_id(pen: Pen, ids: dict[str, list[Id]]) -> list[LinkRow]:
    """Links sought by type and id."""
    return [
        link_of(name, p)
        for name, found in sorted(ids.items())
        for p in _found(
            pen,
            f"UNWIND $ids AS id MATCH ()-[r:{link_type(name)}]->() WHERE r.id = id RETURN collect(properties(r))",
            ids=found,
        )
    ]


def _found(pen: Pen, text: LiteralString, **values: object) -> list[Properties]:
    """The one list that the text collects; nothing is asked about an empty list of ids."""
    if not all(values.values()):
        return []
    found: list[Properties] = pen.one(text, **values)[0]
    return found


def _records(pen: Pen, rows: Sequence[Id]) -> list[Properties]:
    found = _found(
        pen, "UNWIND $rows AS row MATCH (r:Record) WHERE r.row = row RETURN collect(properties(r))", rows=rows
    )
    return sorted(found, key=lambda p: p["id"])


def _mentions(pen: Pen, records: Sequence[Id]) -> dict[Id, list[MentionRow]]:
    found = _found(
        pen,
        "UNWIND $records AS record MATCH (m:Mention) WHERE m.record = record RETURN collect(properties(m))",
        records=records,
    )
    by_record: dict[Id, list[MentionRow]] = defaultdict(list)
    for mention in map(mention_of, found):
        by_record[mention.record].append(mention)
    return dict(by_record)


def _links(pen: Pen, links: Sequence[str]) -> dict[Id, list[LinkRow]]:
    by_record: dict[Id, list[LinkRow]] = defaultdict(list)
    for link in links_by_id(pen, by_type(links)):
        by_record[link.record].append(link)
    return dict(by_record)


def _best(pen: Pen, keysets: Sequence[Id], records: Sequence[Id]) -> dict[Id, MentionRow]:
    """The best mention of each key set that stays whatever the batch does; the index has the best first."""
    found = _found(
        pen,
        "UNWIND $keysets AS keyset CALL (keyset) {"
        " MATCH (m:Mention) WHERE m.keyset = keyset AND m.goodness > '' AND NOT m.record IN $records"
        " RETURN m ORDER BY m.goodness LIMIT 1 } RETURN collect(properties(m))",
        keysets=keysets,
        records=records,
    )
    return {mention.keyset: mention for mention in map(mention_of, found)}


def _same(pen: Pen, entities: Mapping[Id, EntityRow]) -> list[SameRow]:
    """Ties between entities of different visibilities; of one alone there are none."""
    if len({entity.vis for entity in entities.values()}) < 2:
        return []
    found = _found(
        pen,
        "UNWIND $entities AS entity MATCH (s:Same) WHERE s.low = entity AND s.high IN $entities"
        " RETURN collect(properties(s))",
        entities=sorted(entities),
    )
    return sorted(map(same_of, found))


def _words(pen: Pen, rows: Sequence[Id]) -> dict[Id, LastWord]:
    found = _found(pen, "UNWIND $rows AS row MATCH (w:LastWord {row: row}) RETURN collect(properties(w))", rows=rows)
    return {p["row"]: word_of(p) for p in found}


def _gone(pen: Pen, batch: Batch, records: dict[Id, RecordRow]) -> dict[Id, list[PastRow]]:
    rows, ids = gone(batch, records)
    past = _found(
        pen,
        "UNWIND $rows AS row MATCH (p:Past) WHERE p.row = row AND p.what = 'record' RETURN collect(properties(p))",
        rows=rows,
    )
    past += _found(
        pen,
        "UNWIND $ids AS id MATCH (p:Past) WHERE p.id = id AND p.what = 'record' RETURN collect(properties(p))",
        ids=ids,
    )
    found: dict[Id, list[PastRow]] = defaultdict(list)
    for row in map(past_of, past):
        found[row.row].append(row)
    return dict(found)


def _mappings(pen: Pen, batches: Sequence[Id]) -> dict[Id, str]:
    found = _found(
        pen, "UNWIND $ids AS id MATCH (b:Ledger {id: id}) RETURN collect({id: b.id, mapping: b.mapping})", ids=batches
    )
    return {p["id"]: p["mapping"] for p in found}


def _waiting(pen: Pen, batch: Batch) -> frozenset[Id]:
    rows = {row.row for row in batch.rows} | {q.row for q in batch.quarantined if q.row is not None}
    found = _found(
        pen,
        "UNWIND $rows AS row MATCH (q:Quarantine) WHERE q.row = row RETURN collect(properties(q))",
        rows=sorted(rows),
    )
    found += _found(
        pen,
        "UNWIND $ids AS id MATCH (q:Quarantine {id: id}) RETURN collect(properties(q))",
        ids=[q.id for q in batch.quarantined],
    )
    return frozenset(name for p in found for name in (p["id"], p.get("row")) if name is not None)


def _traces(pen: Pen, rows: Sequence[Id]) -> dict[Id, Traces]:
    found = _found(
        pen,
        "UNWIND $rows AS row RETURN collect({row: row,"
        " versions: COUNT { MATCH (p:Past) WHERE p.row = row AND p.what = 'record' },"
        " waiting: COUNT { MATCH (q:Quarantine) WHERE q.row = row }"
        " + COUNT { MATCH (q:Quarantine) WHERE q.parent = row AND q.row IS NULL }})",
        rows=rows,
    )
    return {p["row"]: Traces(p["versions"], p["waiting"]) for p in found}
