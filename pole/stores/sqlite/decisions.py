"""Decisions on identity: read, written, and found by the key sets that they bind."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from pole.graph.questions import DecisionWhere, Page, PageRequest
from pole.graph.rows import DecisionRow, side_text
from pole.model.facts import Id
from pole.stores.sqlite.columns import DECISION, decision_of, in_order
from pole.stores.sqlite.connections import Look, Pen, listed


def decisions(look: Look, where: DecisionWhere, page: PageRequest) -> Page[DecisionRow]:
    """A page of decisions, the oldest first."""
    made, id_ = page.after or ("", "")
    rows = look.rows(
        "SELECT " + DECISION + " FROM decisions AS d WHERE (d.made, d.id) > (:made, :id) AND d.vis IN temp.visible"
        " AND (:states IS NULL OR d.state IN (SELECT value FROM json_each(:states)))"
        " AND (:verdicts IS NULL OR d.verdict IN (SELECT value FROM json_each(:verdicts)))"
        " AND (:keysets IS NULL OR d.id IN (SELECT e.decision FROM json_each(:keysets) AS i"
        " CROSS JOIN decision_ends AS e ON e.keyset = i.value))"
        " AND (:rows IS NULL OR d.one_row IN (SELECT value FROM json_each(:rows))"
        " OR d.other_row IN (SELECT value FROM json_each(:rows)))"
        " ORDER BY d.made, d.id LIMIT :limit",
        {
            "made": made,
            "id": id_,
            **{name: None if wanted is None else listed(wanted) for name, wanted in where._asdict().items()},
            "limit": page.first + 1,
        },
    )
    return Page(list(map(decision_of, rows[: page.first])), len(rows) > page.first)


def decision(look: Look, ids: Sequence[Id]) -> list[DecisionRow]:
    """Decisions by id."""
    rows = look.rows(
        "SELECT " + DECISION + " FROM json_each(:ids) AS i CROSS JOIN decisions AS d ON d.id = i.value"
        " WHERE d.vis IN temp.visible ORDER BY i.key",
        {"ids": listed(in_order(ids))},
    )
    return list(map(decision_of, rows))


def are_any(look: Look) -> bool:
    """Whether anything was ever decided."""
    return bool(look.number("SELECT EXISTS (SELECT 1 FROM decisions)"))


def of_rows(look: Look, rows: Iterable[Id]) -> list[DecisionRow]:
    """Every decision about one of these rows, in any state, ordered by id."""
    found = look.rows(
        "SELECT " + DECISION + " FROM decisions AS d WHERE d.id IN (SELECT o.id FROM json_each(:rows) AS i"
        " CROSS JOIN decisions AS o ON o.one_row = i.value UNION SELECT o.id FROM json_each(:rows) AS i"
        " CROSS JOIN decisions AS o ON o.other_row = i.value) ORDER BY d.id",
        {"rows": listed(sorted(rows))},
    )
    return list(map(decision_of, found))


def in_force_of(look: Look, keysets: Sequence[Id]) -> list[DecisionRow]:
    """The decisions in force with one of these key sets at an end, ordered by id."""
    found = look.rows(
        "SELECT " + DECISION + " FROM decisions AS d WHERE d.state = 'in force' AND d.id IN (SELECT e.decision"
        " FROM json_each(:ids) AS i CROSS JOIN decision_ends AS e ON e.keyset = i.value) ORDER BY d.id",
        {"ids": listed(keysets)},
    )
    return list(map(decision_of, found))


def sides(look: Look, entities: Sequence[Id]) -> list[tuple[Id, str]]:
    """(entity, on which side of a decision that may be seen it stands), of decisions in force that two are different."""
    rows = look.rows(
        "SELECT DISTINCT s.entity, d.id, e.side FROM json_each(:ids) AS i CROSS JOIN keysets AS s ON s.entity = i.value"
        " CROSS JOIN decision_ends AS e ON e.keyset = s.id CROSS JOIN decisions AS d ON d.id = e.decision"
        " WHERE d.state = 'in force' AND d.verdict = 'different' AND d.vis IN temp.visible",
        {"ids": listed(entities)},
    )
    return [(entity, side_text(id_, side)) for entity, id_, side in rows]


def put_decisions(pen: Pen, rows: Sequence[DecisionRow]) -> None:
    """Insert or replace them."""
    _drop_ends(pen, [row.id for row in rows])
    pen.do_all(
        "INSERT OR REPLACE INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [tuple(json.dumps(field) if isinstance(field, tuple) else field for field in row) for row in rows],
    )
    pen.do_all(
        "INSERT INTO decision_ends VALUES (?, ?, ?)",
        sorted(
            (keyset, row.id, side)
            for row in rows
            for side, keysets in enumerate((row.one_keysets, row.other_keysets))
            for keyset in keysets
        ),
    )


def drop_decisions(pen: Pen, ids: Sequence[Id]) -> None:
    """Delete them."""
    _drop_ends(pen, ids)
    pen.do_all("DELETE FROM decisions WHERE id = ?", [(id_,) for id_ in ids])


def _drop_ends(pen: Pen, ids: Sequence[Id]) -> None:
    if ids:
        pen.do("DELETE FROM decision_ends WHERE decision IN (SELECT value FROM json_each(:ids))", {"ids": listed(ids)})
