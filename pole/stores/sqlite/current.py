"""What the store holds that a batch may touch, read inside the transaction that will write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

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
from pole.model.facts import Id
from pole.model.marking import Marking
from pole.stores.sqlite import decisions
from pole.stores.sqlite.columns import ENTITY, KEYSET, LINK, MENTION, PAST, RECORD, WORD, keyset_of, past_of, record_of
from pole.stores.sqlite.connections import Look, Row, listed
from pole.stores.sqlite.tasks import tasks_of


def read_current(look: Look, batch: Batch) -> Current:
    """Records, mentions and links of the batch's rows, and every key set, entity and tie that they may change."""
    any_decided = decisions.are_any(look)
    decided = decisions.of_rows(look, named_rows(batch)) if any_decided else []
    records = _records(look, with_partners(named_rows(batch), decided))
    mentions, links = _mentions(look, records), _links(look, records)
    stated = [m for row in batch.rows for facet in row.facets for m in facet.mentions]
    held = {m.keyset for found in mentions.values() for m in found}
    keysets, in_force = reached(
        _KeySets(look, any_decided),
        held | {keyset_id(m.vis, m.kind, m.keys) for m in stated if not joining(m.keys)},
        (key for m in stated for key in m.keys),
        decided,
    )
    entities = {row.entity for row in keysets.values()}
    past = _gone(look, batch, records)
    read = [*records.values(), *(p.record() for found in past.values() for p in found)]
    return Current(
        records,
        mentions,
        links,
        keysets,
        _best(look, held, records),
        _same(look, entities),
        _entities(look, entities),
        known_markings(look),
        _words(look, {row.row for row in batch.rows}),
        past,
        _mappings(look, {record.batch for record in read}),
        _waiting(look, batch) if batch.overtaken else frozenset(),
        _traces(look, disposed(batch)),
        tasks_of(look, {row.row for row in batch.rows}),
        in_force | {decision.id: decision for decision in decided},
    )


class _KeySets(NamedTuple):
    """The ways to look for what a batch reaches."""

    look: Look
    any_decided: bool
    """Nothing is asked of decisions where there are none."""

    def by_id(self, ids: Sequence[Id]) -> Iterable[KeySetRow]:
        return _keysets(self.look, ids)

    def by_joining_key(self, keys: Sequence[str]) -> Iterable[KeySetRow]:
        return _holders(self.look, keys)

    def decided(self, keysets: Sequence[Id]) -> Iterable[DecisionRow]:
        return decisions.in_force_of(self.look, keysets) if self.any_decided else ()


def known_markings(look: Look) -> dict[int, Marking]:
    """Every visibility the store knows."""
    rows = look.rows("SELECT vis, marking FROM visibility ORDER BY vis")
    return {vis: Marking.parse(text) for vis, text in rows}


def _records(look: Look, rows: Iterable[Id]) -> dict[Id, RecordRow]:
    found = look.rows(
        "SELECT " + RECORD + " FROM json_each(:ids) AS i CROSS JOIN records AS r ON r.row = i.value ORDER BY r.id",
        {"ids": listed(sorted(rows))},
    )
    return {record.id: record for record in map(record_of, found)}


def _mentions(look: Look, records: Iterable[Id]) -> dict[Id, list[MentionRow]]:
    rows = look.each(
        "SELECT " + MENTION + " FROM json_each(:ids) AS i CROSS JOIN mentions AS m ON m.record = i.value",
        {"ids": listed(records)},
    )
    found: dict[Id, list[MentionRow]] = defaultdict(list)
    for mention in map(MentionRow._make, rows):
        found[mention.record].append(mention)
    return dict(found)


def _links(look: Look, records: Iterable[Id]) -> dict[Id, list[LinkRow]]:
    rows = look.each(
        "SELECT " + LINK + " FROM json_each(:ids) AS i CROSS JOIN links AS l ON l.record = i.value",
        {"ids": listed(records)},
    )
    found: dict[Id, list[LinkRow]] = defaultdict(list)
    for link in map(LinkRow._make, rows):
        found[link.record].append(link)
    return dict(found)


def _keysets(look: Look, ids: Sequence[Id]) -> Iterable[KeySetRow]:
    rows = look.each(
        "SELECT " + KEYSET + " FROM json_each(:ids) AS i CROSS JOIN keysets AS s ON s.id = i.value",
        {"ids": listed(ids)},
    )
    return map(keyset_of, rows)


def _holders(look: Look, keys: Sequence[str]) -> Iterable[KeySetRow]:
    rows = look.each(
        "SELECT " + KEYSET + " FROM (SELECT DISTINCT k.keyset AS id FROM json_each(:keys) AS i"
        " CROSS JOIN keyset_keys AS k ON k.key = i.value WHERE k.may <> 'l') AS h"
        " CROSS JOIN keysets AS s ON s.id = h.id",
        {"keys": listed(keys)},
    )
    return map(keyset_of, rows)


def _best(look: Look, keysets: Iterable[Id], records: Iterable[Id]) -> dict[Id, MentionRow]:
    """The best mention of each key set that stays whatever the batch does; the index has the best first."""
    rows = look.each(
        "SELECT " + MENTION + " FROM json_each(:keysets) AS i CROSS JOIN mentions AS m ON m.id ="
        " (SELECT b.id FROM mentions AS b WHERE b.keyset = i.value"
        " AND b.record NOT IN (SELECT value FROM json_each(:records))"
        " ORDER BY b.rank DESC, b.received DESC, b.id LIMIT 1)",
        {"keysets": listed(sorted(keysets)), "records": listed(records)},
    )
    return {mention.keyset: mention for mention in map(MentionRow._make, rows)}


def _same(look: Look, entities: set[Id]) -> list[SameRow]:
    """Ties with both ends among the entities. SQLite would seek each of them for each other, so it is asked for one end."""
    rows = look.each(
        "SELECT t.high, t.low, t.vis, t.why, t.since FROM json_each(:ids) AS i CROSS JOIN same AS t ON t.high = i.value"
        " ORDER BY t.high, t.low, t.vis",
        {"ids": listed(sorted(entities))},
    )
    return [same for same in map(SameRow._make, rows) if same.low in entities]


def _entities(look: Look, ids: Iterable[Id]) -> dict[Id, EntityRow]:
    rows = look.each(
        "SELECT " + ENTITY + " FROM json_each(:ids) AS i CROSS JOIN entities AS e ON e.id = i.value",
        {"ids": listed(sorted(ids))},
    )
    return {entity.id: entity for entity in map(EntityRow._make, rows)}


def _words(look: Look, rows: Iterable[Id]) -> dict[Id, LastWord]:
    found = look.each(
        "SELECT " + WORD + " FROM json_each(:ids) AS i CROSS JOIN last_words AS w ON w.row = i.value",
        {"ids": listed(sorted(rows))},
    )
    return {word.row: word for word in map(LastWord._make, found)}


def _gone(look: Look, batch: Batch, records: dict[Id, RecordRow]) -> dict[Id, list[PastRow]]:
    rows, ids = gone(batch, records)
    past = look.each(
        "SELECT " + PAST + " FROM json_each(:rows) AS i CROSS JOIN past AS p ON p.row = i.value WHERE p.what = 'record'"
        " UNION ALL SELECT " + PAST + " FROM json_each(:ids) AS i CROSS JOIN past AS p ON p.id = i.value"
        " WHERE p.what = 'record'",
        {"rows": listed(rows), "ids": listed(ids)},
    )
    found: dict[Id, list[PastRow]] = defaultdict(list)
    for row in map(past_of, past):
        found[row.row].append(row)
    return dict(found)


def _mappings(look: Look, batches: Iterable[Id]) -> dict[Id, str]:
    rows = look.each(
        "SELECT b.id, b.mapping FROM json_each(:ids) AS i CROSS JOIN ledger AS b ON b.id = i.value",
        {"ids": listed(sorted(batches))},
    )
    return dict(map(_pair, rows))


def _waiting(look: Look, batch: Batch) -> frozenset[Id]:
    rows = {row.row for row in batch.rows} | {q.row for q in batch.quarantined if q.row is not None}
    found = look.each(
        "SELECT q.id, q.row FROM json_each(:rows) AS i CROSS JOIN quarantine AS q ON q.row = i.value"
        " UNION SELECT q.id, q.row FROM json_each(:ids) AS i CROSS JOIN quarantine AS q ON q.id = i.value",
        {"rows": listed(sorted(rows)), "ids": listed(q.id for q in batch.quarantined)},
    )
    return frozenset(name for pair in found for name in pair if name is not None)


def _traces(look: Look, rows: Sequence[Id]) -> dict[Id, Traces]:
    found = look.each(
        "SELECT i.value, (SELECT count(*) FROM past AS p WHERE p.row = i.value AND p.what = 'record'),"
        " (SELECT count(*) FROM quarantine AS q WHERE q.row = i.value)"
        " + (SELECT count(*) FROM quarantine AS q WHERE q.parent = i.value AND q.row IS NULL) FROM json_each(:rows) AS i",
        {"rows": listed(rows)},
    )
    return {row: Traces(versions, waiting) for row, versions, waiting in found}


def _pair(row: Row) -> tuple[str, str]:
    return row[0], row[1]
