"""The rival of our questions on Neo4j: Cypher by hand, one text a question, that fetches the very same rows.

Each text asks for what the single answer needs and no more, sees with the same eyes (`vis IN $vis` on every node and
relationship) and goes to the server once. What comes back is left as it comes: nothing is decoded, grouped, worded,
sealed or written to an audit trail, and no entity of several layers is folded into one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, LiteralString, TypeAlias

from neo4j import READ_ACCESS, Driver

from pole.graph.questions import MENTIONS_IN_VIEW, LinkWhere
from pole.graph.rows import LINKS_PER_TIE
from pole.model.facts import Id
from pole.service.paths import HUB
from pole.stores.bolt.names import any_of

Row: TypeAlias = Mapping[str, Any]

PAGE = 25

_COUNTS: LiteralString = """
  COLLECT {
    MATCH (e)-[r]-(o:Entity) WHERE r.vis IN $vis AND o.vis IN $vis AND o <> e
    WITH type(r) AS type, r.role AS role, startNode(r) = e AS outgoing, o.kind AS kind,
         count(DISTINCT o) AS ties, count(*) AS links
    RETURN [type, role, outgoing, kind, ties, links]
  } AS counts"""

VIEW: LiteralString = (
    """
MATCH (e:Entity {id: $id}) WHERE e.vis IN $vis
CALL () {
  MATCH (m:Mention) WHERE m.entity = $id AND m.newest > '' AND m.vis IN $vis
  WITH m ORDER BY m.newest LIMIT $most
  RETURN collect(m) AS mentions
}
RETURN properties(e) AS entity,
  [m IN mentions | properties(m)] AS said,
  COLLECT {
    UNWIND mentions AS m WITH DISTINCT m.record AS id
    MATCH (d:Record {id: id}) WHERE d.vis IN $vis
    RETURN properties(d)
  } AS records,
  COLLECT {
    MATCH (l:Lineage) WHERE (l.before = $id OR l.after = $id) AND l.vis IN $vis RETURN properties(l)
  } AS lineage,
  COLLECT { MATCH (s:Source) RETURN [s.source, s.title] } AS titles,"""
    + _COUNTS
)

NEIGHBOURS: LiteralString = (
    """
MATCH (e:Entity {id: $id}) WHERE e.vis IN $vis
CALL (e) {
  MATCH (e)-[r]-(o:Entity) WHERE r.vis IN $vis AND o.vis IN $vis AND o <> e
  WITH type(r) AS type, r.role AS role, startNode(r) = e AS outgoing, o, r
  ORDER BY type, role, outgoing, o.id, r.received DESC, r.id
  WITH type, role, outgoing, o, collect(r)[..$most] AS links, count(*) AS held
  ORDER BY type, role, outgoing, o.id LIMIT $page
  RETURN collect([type, role, outgoing, held, properties(o), [r IN links | properties(r)],
    COLLECT { UNWIND links AS r MATCH (d:Record {id: r.record}) WHERE d.vis IN $vis RETURN properties(d) }]) AS tied
}
RETURN properties(e) AS entity, tied,"""
    + _COUNTS
)


def view(driver: Driver, vis: list[int], id_: Id) -> Row:
    """The entity, what was said of it and by which records, counts, lineage, how sources are called."""
    return _one(driver, VIEW, vis=vis, id=id_, most=MENTIONS_IN_VIEW + 1)


def neighbours(driver: Driver, vis: list[int], id_: Id) -> Row:
    """The first page of ties with their links, records and other ends; counts."""
    return _one(driver, NEIGHBOURS, vis=vis, id=id_, page=PAGE + 1, most=LINKS_PER_TIE)


def path(driver: Driver, vis: list[int], where: LinkWhere, ends: tuple[Id, Id]) -> Row | None:
    """Of the shortest paths of at most four links the first by ids, and for each of its hops every link with its record."""
    found = _rows(
        driver, _path_text(any_of(where.types)), vis=vis, a=ends[0], b=ends[1], hub=HUB, most=LINKS_PER_TIE,
        standings=where.standings, grades=where.grades,
    )  # fmt: skip
    return found[0] if found else None


def _path_text(types: LiteralString) -> LiteralString:
    return f"""
MATCH (a:Entity {{id: $a}}) WHERE a.vis IN $vis
MATCH (b:Entity {{id: $b}}) WHERE b.vis IN $vis
MATCH p = allShortestPaths((a)-[{types}*..4]-(b))
WHERE all(r IN relationships(p) WHERE r.vis IN $vis
          AND coalesce(r.standing, '') IN $standings AND coalesce(r.grade, '') IN $grades)
  AND all(n IN nodes(p) WHERE n.vis IN $vis AND (n = a OR n = b OR COUNT {{ (n)-[{types}]-() }} <= $hub))
WITH nodes(p) AS n ORDER BY [x IN n | x.id] LIMIT 1
RETURN [x IN n | properties(x)] AS entities,
  COLLECT {{
    UNWIND range(0, size(n) - 2) AS i WITH n[i] AS x, n[i + 1] AS y
    MATCH (x)-[r{types}]-(y) WHERE r.vis IN $vis
      AND coalesce(r.standing, '') IN $standings AND coalesce(r.grade, '') IN $grades
    MATCH (d:Record {{id: r.record}}) WHERE d.vis IN $vis
    RETURN [properties(r), properties(d)]
  }} AS evidence"""


def _one(driver: Driver, text: LiteralString, **values: object) -> Row:
    return _rows(driver, text, **values)[0]


def _rows(driver: Driver, text: LiteralString, **values: object) -> Sequence[Row]:
    with driver.session(database="neo4j", default_access_mode=READ_ACCESS) as session:  # pyright: ignore[reportUnknownMemberType]
        return [record.data() for record in session.run(text, values)]
