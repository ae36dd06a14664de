"""Decisions on identity: read, written, and found by the key sets that they bind."""

from __future__ import annotations

from collections.abc import Sequence

from pole.graph.questions import DecisionWhere, Page, PageRequest
from pole.graph.rows import DecisionRow, side_text
from pole.model.facts import Id
from pole.stores.bolt.shapes import decision_ends, decision_of, properties
from pole.stores.bolt.sight import Sight, in_order
from pole.stores.bolt.wire import Pen


def decisions(sight: Sight, where: DecisionWhere, page: PageRequest) -> Page[DecisionRow]:
    """A page of decisions, the oldest first."""
    made, id_ = page.after or ("", "")
    (found,) = sight.one(
        "MATCH (d:Decision) WHERE d.made >= $made AND (d.made > $made OR d.id > $id) AND d.vis IN $vis"
        " AND ($states IS NULL OR d.state IN $states) AND ($verdicts IS NULL OR d.verdict IN $verdicts)"
        " AND ($keysets IS NULL OR any(k IN coalesce(d.one_keysets, []) WHERE k IN $keysets)"
        " OR any(k IN coalesce(d.other_keysets, []) WHERE k IN $keysets))"
        " AND ($rows IS NULL OR d.one_row IN $rows OR d.other_row IN $rows)"
        " WITH d ORDER BY d.made, d.id LIMIT $limit RETURN collect(properties(d))",
        made=made,
        id=id_,
        limit=page.first + 1,
        **where._asdict(),
    )
    return Page(list(map(decision_of, found[: page.first])), len(found) > page.first)


def decision(sight: Sight, ids: Sequence[Id]) -> list[DecisionRow]:
    """Decisions by id."""
    (found,) = sight.one(
        "UNWIND $ids AS id MATCH (d:Decision {id: id}) WHERE d.vis IN $vis RETURN collect(properties(d))",
        ids=in_order(ids),
    )
    return list(map(decision_of, found))


def of_rows(pen: Pen, rows: Sequence[Id]) -> list[DecisionRow]:
    """Every decision about one of these rows, in any state, ordered by id."""
    (found,) = pen.one(
        "UNWIND $rows AS row CALL (row) { MATCH (d:Decision) WHERE d.one_row = row RETURN d"
        " UNION MATCH (d:Decision) WHERE d.other_row = row RETURN d } WITH DISTINCT d RETURN collect(properties(d))",
        rows=rows,
    )
    return sorted(map(decision_of, found))


def in_force_of(pen: Pen, keysets: Sequence[Id]) -> list[DecisionRow]:
    """The decisions in force with one of these key sets at an end, ordered by id."""
    (found,) = pen.one(
        "UNWIND $ids AS id MATCH (e:DecisionEnd) WHERE e.keyset = id WITH DISTINCT e.decision AS decision"
        " MATCH (d:Decision {id: decision}) WHERE d.state = 'in force' RETURN collect(properties(d))",
        ids=keysets,
    )
    return sorted(map(decision_of, found))


def sides(sight: Sight, entities: Sequence[Id]) -> list[tuple[Id, str]]:
    """(entity, on which side of a decision that may be seen it stands), of decisions in force that two are different."""
    (found,) = sight.one(
        "UNWIND $entities AS entity MATCH (s:KeySet) WHERE s.entity = entity MATCH (e:DecisionEnd) WHERE e.keyset = s.id"
        " MATCH (d:Decision {id: e.decision}) WHERE d.state = 'in force' AND d.verdict = 'different' AND d.vis IN $vis"
        " RETURN collect(DISTINCT [entity, d.id, e.side])",
        entities=in_order(entities),
    )
    return [(entity, side_text(id_, side)) for entity, id_, side in found]


def put_decisions(pen: Pen, rows: Sequence[DecisionRow]) -> None:
    """Insert or replace them."""
    _drop_ends(pen, [row.id for row in rows])
    pen.each("UNWIND $rows AS row MERGE (d:Decision {id: row.id}) SET d = row", map(properties, rows))
    pen.each(
        "UNWIND $rows AS row CREATE (e:DecisionEnd) SET e = row", (end for row in rows for end in decision_ends(row))
    )


def drop_decisions(pen: Pen, ids: Sequence[Id]) -> None:
    """Delete them."""
    _drop_ends(pen, ids)
    pen.each("UNWIND $rows AS id MATCH (d:Decision {id: id}) DELETE d", ids)


def _drop_ends(pen: Pen, ids: Sequence[Id]) -> None:
    pen.each("UNWIND $rows AS id MATCH (e:DecisionEnd) WHERE e.decision = id DELETE e", ids)
