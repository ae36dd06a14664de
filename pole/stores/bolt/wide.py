"""What a page needs, in one answer: a view, a page of ties, the evidence of paths. Each question to a server costs a journey."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import LiteralString, TypeVar

from pole.graph.questions import LinkWhere, Page, PageRequest
from pole.graph.rows import LINKS_PER_TIE, CountRow, EntityRow, LinkRow, RecordRow
from pole.graph.wide import About, Around, Ties, ends_of, records_in
from pole.model.facts import Id
from pole.stores.bolt import things
from pole.stores.bolt.clauses import EITHER, admits_none, values
from pole.stores.bolt.history import LINEAGE
from pole.stores.bolt.shapes import Properties, entity_of, lineage_of, link_of, record_of
from pole.stores.bolt.sight import Sight, in_order
from pole.stores.bolt.ties import (
    FEW,
    along_index,
    asked_pairs,
    fold,
    group,
    page_of,
    relationship_counts,
    tie_between,
    ties_between,
)

Row = TypeVar("Row", EntityRow, RecordRow)

_ENTITIES: LiteralString = (
    "COLLECT { UNWIND $entities AS id MATCH (e:Entity {id: id}) WHERE e.vis IN $vis RETURN properties(e) }"
)


def _records(ids: LiteralString) -> LiteralString:
    """The visible records of these ids."""
    return f"COLLECT {{ UNWIND {ids} AS id MATCH (d:Record {{id: id}}) WHERE d.vis IN $vis RETURN DISTINCT properties(d) }}"


def about(sight: Sight, entities: Sequence[Id], most: int, where: LinkWhere) -> About:
    """Entities, their newest mentions with the records, ties counted, lineage and the titles of sources."""
    asked, none = in_order(entities), admits_none(where)
    said, records, found, counts, lineage, titles = sight.one(
        _about_text(where._replace(types=None) if none else where),
        entities=asked,
        ids=asked,
        after="",
        limit=most + 1,
        **values(where),
    )
    mentions = things.page_of_mentions(said, most)
    return About(
        _in_order_of(asked, map(entity_of, found)),
        mentions,
        _only({m.record for m in mentions.rows}, records),
        [] if none else sorted(CountRow._make(row) for row in counts),
        sorted(map(lineage_of, lineage)),
        dict(titles),
    )


def _about_text(where: LinkWhere) -> LiteralString:
    return (
        "CALL () { " + things.NEWEST_MENTIONS + " RETURN collect(m) AS said }"
        " RETURN [m IN said | properties(m)], "
        + _records("[m IN said | m.record]") + ", " + _ENTITIES + ", "
        "COLLECT { " + group(where) + " WITH type(r) AS type, r.role AS role, startNode(r) = n AS outgoing,"
        f" {EITHER.kind} AS kind, count(DISTINCT o) AS ties, count(*) AS links"
        " RETURN [type, role, outgoing, kind, ties, links] },"
        " COLLECT { " + LINEAGE + " RETURN properties(l) },"
        " COLLECT { MATCH (s:Source) RETURN [s.source, s.title] }"
    )  # fmt: skip


def around(sight: Sight, entities: Sequence[Id], where: LinkWhere, page: PageRequest) -> Around:
    """A page of ties, and what they are shown with; of a hub in several answers."""
    if admits_none(where):
        return Around(Page([], False), [], _by_id(things.entities(sight, entities)), [])
    links, found, records = sight.one(_around_text(where), entities=in_order(entities), few=FEW + 1, **values(where))
    if len(links) > FEW:
        return _around_hub(sight, entities, where, page)
    seen = [(outgoing, link_of(type_, p)) for outgoing, type_, p in links]
    ties = page_of(fold(seen), page)
    shown = {*entities, *ends_of(ties.rows)}
    return Around(
        ties,
        _counted(seen),
        _by_id(e for e in map(entity_of, found) if e.id in shown),
        _only(records_in(ties.rows), records),
    )


def _around_text(where: LinkWhere) -> LiteralString:
    return (
        "CALL () { " + group(where) + " WITH n, r, o LIMIT $few"
        " RETURN collect([startNode(r) = n, type(r), properties(r)]) AS links, collect(DISTINCT o) AS others,"
        " CASE WHEN count(r) < $few THEN collect(DISTINCT r.record) ELSE [] END AS records }"
        " RETURN links, [o IN others | properties(o)] + " + _ENTITIES + ", " + _records("records")
    )  # fmt: skip


def _around_hub(sight: Sight, entities: Sequence[Id], where: LinkWhere, page: PageRequest) -> Around:
    ties = along_index(sight, sorted(set(entities)), where, page)
    return Around(
        ties,
        relationship_counts(sight, entities, where),
        _by_id(things.entities(sight, [*entities, *ends_of(ties.rows)])),
        _by_id(things.records(sight, sorted(records_in(ties.rows)))),
    )


def _counted(seen: Iterable[tuple[bool, LinkRow]]) -> list[CountRow]:
    """Ties and links of each sort, where every link was read."""
    others: dict[tuple[str, str, bool, str], list[Id]] = defaultdict(list)
    for outgoing, k in seen:
        kind, other = (k.end_kind, k.end) if outgoing else (k.start_kind, k.start)
        others[(k.type, k.role, outgoing, kind)].append(other)
    return [CountRow(*sort, len(set(found)), len(found)) for sort, found in sorted(others.items())]


def ties(sight: Sight, pairs: Sequence[tuple[Id, Id]], where: LinkWhere) -> Ties:
    """The ties of each pair, and what they are shown with."""
    asked = asked_pairs(pairs)
    ends = sorted({id_ for pair in pairs for id_ in pair})
    if admits_none(where) or not asked:
        return Ties([], _by_id(things.entities(sight, ends)), [])
    rows, found, records = sight.one(_ties_text(where), pairs=asked, entities=ends, most=LINKS_PER_TIE, **values(where))
    between = sorted(map(tie_between, rows), key=lambda t: t[:5])
    return Ties(between, _by_id(map(entity_of, found)), _only(records_in(between), records))


def _ties_text(where: LinkWhere) -> LiteralString:
    return (
        "CALL () { " + ties_between(where) +
        " RETURN collect([n.id, type, role, outgoing, o.id, [r IN links | properties(r)], held, low]) AS ties,"
        " collect([r IN links | r.record]) AS records }"
        " RETURN ties, " + _ENTITIES + ", " + _records("reduce(all = [], some IN records | all + some)")
    )  # fmt: skip


def _in_order_of(ids: Sequence[Id], rows: Iterable[EntityRow]) -> list[EntityRow]:
    found = {row.id: row for row in rows}
    return [found[id_] for id_ in ids if id_ in found]


def _by_id(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.id)


def _only(ids: set[Id], records: Iterable[Properties]) -> list[RecordRow]:
    """These of the records, by id."""
    return sorted((record_of(p) for p in records if p["id"] in ids), key=lambda r: r.id)
