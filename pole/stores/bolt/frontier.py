"""One step of a search, and whole columns for analysis: nothing but ids, and as few records as can be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import LiteralString

from pole.graph.questions import LinkWhere
from pole.graph.rows import Columns, Frontier
from pole.model.facts import Id
from pole.stores.bolt.clauses import AT_END, AT_START, admits_none, conditions, has_further, judged, values
from pole.stores.bolt.names import any_of
from pole.stores.bolt.sight import Sight, in_order

_EACH: LiteralString = "UNWIND $ids AS id MATCH (n:Entity {id: id}) WHERE n.vis IN $vis"
_SEEN: LiteralString = "WHERE r.vis IN $vis AND o.vis IN $vis AND o <> n"


def frontier(sight: Sight, ids: Sequence[Id], where: LinkWhere, hub: int | None) -> Frontier:
    """Every pair one link away; the server judges who is a hub and reads no further in one."""
    if admits_none(where) or not ids:
        return Frontier([], [], [])
    asked = values(where)
    if hub is None:
        of, others = sight.one(_all_text(where), ids=in_order(ids), **asked)
        hubs: list[Id] = []
    else:
        of, others, is_hub = sight.one(_judging_text(where), ids=in_order(ids), hub=hub, **asked)
        hubs = sorted(id_ for id_, answer in zip(of, is_hub, strict=True) if answer)
    pairs = sorted((id_, other) for id_, found in zip(of, others, strict=True) for other in found)
    return Frontier([of for of, _ in pairs], [other for _, other in pairs], hubs)


def _pattern(where: LinkWhere) -> LiteralString:
    return f"MATCH (n)-[r{any_of(where.types)}]-(o:Entity) {_SEEN}"


def _all_text(where: LinkWhere) -> LiteralString:
    return (
        f"{_EACH} CALL (n) {{ {_pattern(where)}{conditions(where)} RETURN collect(DISTINCT o.id) AS others }}"
        " RETURN collect(id), collect(others)"
    )


def _judging_text(where: LinkWhere) -> LiteralString:
    """Reads one distinct other more than the threshold; for further conditions reads again those that are no hubs."""
    counted: LiteralString = f"{_pattern(where)}{judged(where)} WITH DISTINCT o LIMIT $hub + 1"
    if not has_further(where):
        return (
            f"{_EACH} CALL (n) {{ {counted} RETURN collect(o.id) AS others }}"
            " RETURN collect(id), collect(CASE WHEN size(others) > $hub THEN [] ELSE others END),"
            " collect(size(others) > $hub)"
        )
    return (
        f"{_EACH} CALL (n) {{ {counted} RETURN count(o) > $hub AS hub }}"
        f" CALL (n, hub) {{ WITH n, hub WHERE NOT hub {_pattern(where)}{conditions(where)}"
        " RETURN collect(DISTINCT o.id) AS others }"
        " RETURN collect(id), collect(others), collect(hub)"
    )


def projection(sight: Sight, where: LinkWhere) -> Columns:
    """Every visible link. Kinds and subtypes hold of both ends."""
    if admits_none(where):
        return Columns([], [], [], [])
    where = where._replace(outgoing=None)
    both = conditions(where, AT_END) + judged(where._replace(roles=None), AT_START)
    (found,) = sight.bulk(
        f"MATCH (n:Entity) WHERE n.vis IN $vis MATCH (n)-[r{any_of(where.types)}]->(o:Entity)"
        f" WHERE r.vis IN $vis AND o.vis IN $vis{both}"
        " RETURN collect([r.start, r.end, type(r), r.role, r.id])",
        **values(where),
    )[0]
    found.sort()
    return Columns([k[0] for k in found], [k[1] for k in found], [k[2] for k in found], [k[3] for k in found])
