"""Entities, and the records and mentions they are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import LiteralString

from pole.graph.questions import Page, PageRequest
from pole.graph.rows import EntityRow, KeySetRow, LinkRow, MentionRow, RecordRow
from pole.model.facts import Id, Instant
from pole.stores.bolt.shapes import Properties, entity_of, key_code, keyset_of, mention_of, newest, record_of
from pole.stores.bolt.sight import Sight, in_order


def entities(sight: Sight, ids: Sequence[Id]) -> list[EntityRow]:
    """Those that exist, in the order of `ids`."""
    (found,) = sight.one(
        "UNWIND $ids AS id MATCH (e:Entity {id: id}) WHERE e.vis IN $vis RETURN collect(properties(e))",
        ids=in_order(ids),
    )
    return [entity_of(p) for p in found]


def mentions(sight: Sight, entities: Sequence[Id], page: PageRequest) -> Page[MentionRow]:
    """A page over all the entities: the index has each one's in order, and the first of each are merged."""
    (found,) = sight.one(
        NEWEST_MENTIONS + " RETURN collect(properties(m))",
        entities=in_order(entities),
        after=newest(page.after[0], page.after[1]) if page.after else "",
        limit=page.first + 1,
    )
    return page_of_mentions(found, page.first)


NEWEST_MENTIONS: LiteralString = (
    "UNWIND $entities AS entity CALL (entity) {"
    " MATCH (m:Mention) WHERE m.entity = entity AND m.newest > $after AND m.vis IN $vis"
    " RETURN m ORDER BY m.newest LIMIT $limit }"
)


def page_of_mentions(found: Iterable[Properties], first: int) -> Page[MentionRow]:
    """The newest of the first mentions of several entities."""
    rows = sorted(found, key=lambda p: str(p["newest"]))
    return Page([mention_of(p) for p in rows[:first]], len(rows) > first)


def things(sight: Sight, kind: str, page: PageRequest) -> Page[EntityRow]:
    """Entities of a kind, by id."""
    (after,) = page.after or ("",)
    (found,) = sight.one(
        "MATCH (e:Entity) WHERE e.id > $after AND e.kind = $kind AND e.vis IN $vis"
        " WITH e ORDER BY e.id LIMIT $limit RETURN collect(properties(e))",
        after=after,
        kind=kind,
        limit=page.first + 1,
    )
    return Page(list(map(entity_of, found[: page.first])), len(found) > page.first)


def last_received(sight: Sight, entities: Sequence[Id], sources: Sequence[str]) -> list[tuple[Id, str, Instant]]:
    """The newest receipt from each source that mentions them."""
    (found,) = sight.one(
        "UNWIND $entities AS entity MATCH (m:Mention) WHERE m.entity = entity AND m.newest > '' AND m.source IN $sources"
        " AND m.vis IN $vis WITH entity, m.source AS source, max(m.received) AS received"
        " RETURN collect([entity, source, received])",
        entities=in_order(entities),
        sources=in_order(sources),
    )
    return sorted((entity, source, received) for entity, source, received in found)


def mention_count(sight: Sight, entities: Sequence[Id]) -> int:
    """From the numbers that key sets carry, because a hub is one key set."""
    (number,) = sight.one(
        "UNWIND $entities AS entity MATCH (s:KeySet) WHERE s.entity = entity AND s.vis IN $vis"
        " RETURN coalesce(sum(s.mentions), 0)",
        entities=in_order(entities),
    )
    return int(number)


def keysets(sight: Sight, entities: Sequence[Id], limit: int) -> list[KeySetRow]:
    """The key sets of all the entities, by id."""
    (found,) = sight.one(
        "UNWIND $entities AS entity MATCH (s:KeySet) WHERE s.entity = entity AND s.vis IN $vis"
        " WITH s ORDER BY s.id LIMIT $limit RETURN collect(properties(s))",
        entities=in_order(entities),
        limit=limit,
    )
    return list(map(keyset_of, found))


def records(sight: Sight, ids: Sequence[Id]) -> list[RecordRow]:
    """Live records, in the order of `ids`."""
    (found,) = sight.one(
        "UNWIND $ids AS id MATCH (r:Record {id: id}) WHERE r.vis IN $vis RETURN collect(properties(r))",
        ids=in_order(ids),
    )
    return [record_of(p) for p in found]


def facets(sight: Sight, rows: Sequence[Id]) -> list[RecordRow]:
    """Every visible live record of these source rows, by row and id."""
    (found,) = sight.one(
        "UNWIND $rows AS row MATCH (r:Record) WHERE r.row = row AND r.vis IN $vis RETURN collect(properties(r))",
        rows=in_order(rows),
    )
    return sorted(map(record_of, found), key=lambda r: (r.row, r.id))


def records_of(sight: Sight, source: str, types: Sequence[str], page: PageRequest) -> Page[RecordRow]:
    """A page over all the types: the index has each one's rows in order, and the first of each are merged."""
    row, id_ = page.after or ("", "")
    (found,) = sight.one(
        "UNWIND $types AS type CALL (type) {"
        " MATCH (r:Record) WHERE r.source = $source AND r.type = type AND r.row >= $row AND r.vis IN $vis"
        " AND (r.row > $row OR r.id > $id) RETURN r ORDER BY r.row, r.id LIMIT $limit }"
        " WITH r ORDER BY r.row, r.id LIMIT $limit RETURN collect(properties(r))",
        types=in_order(types),
        source=source,
        row=row,
        id=id_,
        limit=page.first + 1,
    )
    return Page([record_of(p) for p in found[: page.first]], len(found) > page.first)


def mentions_of(sight: Sight, records: Sequence[Id]) -> list[MentionRow]:
    """What these records mention, by record and name."""
    (found,) = sight.one(
        "UNWIND $records AS record MATCH (m:Mention) WHERE m.record = record AND m.vis IN $vis"
        " RETURN collect(properties(m))",
        records=in_order(records),
    )
    return sorted(map(mention_of, found), key=lambda m: (m.record, m.name))


def links_of(sight: Sight, records: Sequence[Id]) -> list[LinkRow]:
    """What these records link, by record and id: a record knows the types and ids of its links."""
    (found,) = sight.one(
        "UNWIND $records AS record MATCH (r:Record {id: record}) WHERE r.vis IN $vis UNWIND r.links AS link"
        " RETURN collect(link)",
        records=in_order(records),
    )
    return sorted(sight.links(by_type(found)), key=lambda k: (k.record, k.id))


def by_type(links: Sequence[str]) -> dict[str, list[Id]]:
    """Link ids by type, from what a record knows of its links."""
    ids: dict[str, list[Id]] = defaultdict(list)
    for link in links:
        name, _, id_ = link.partition(" ")
        ids[name].append(id_)
    return dict(ids)


def links(sight: Sight, ids: Sequence[Id]) -> list[LinkRow]:
    """Live links, in the order of `ids`: an id says nothing of its type, so every type is asked."""
    wanted = in_order(ids)
    if not wanted:
        return []
    found = {k.id: k for k in sight.links(dict.fromkeys(sight.link_types(), wanted))}
    return [found[id_] for id_ in wanted if id_ in found]


def by_identifier(sight: Sight, keys: Sequence[str]) -> list[tuple[str, Id]]:
    """(key, entity) for each holder of each key."""
    (found,) = sight.one(
        "UNWIND $codes AS code MATCH (k:Key) WHERE k.code = code AND k.keyset > '' AND k.vis IN $vis"
        " MATCH (s:KeySet {id: k.keyset}) WHERE s.vis IN $vis RETURN collect(DISTINCT [k.text, s.entity])",
        codes=[key_code(key) for key in in_order(keys)],
    )
    return sorted((key, entity) for key, entity in found)
