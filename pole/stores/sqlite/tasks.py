"""Tasks of correction: read, raised and answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pole.graph.questions import Page, PageRequest, TaskWhere
from pole.graph.rows import TaskRow, TaskState
from pole.model.facts import Id
from pole.model.marking import Marking
from pole.stores.sqlite.columns import TASK, in_order
from pole.stores.sqlite.connections import Look, Pen, listed


def tasks(look: Look, where: TaskWhere, page: PageRequest) -> Page[TaskRow]:
    """A page of tasks, the oldest first."""
    raised, id_ = page.after or ("", "")
    rows = look.rows(
        "SELECT " + TASK + " FROM tasks AS t WHERE (t.raised, t.id) > (:raised, :id) AND t.vis IN temp.visible"
        " AND (:sources IS NULL OR t.source IN (SELECT value FROM json_each(:sources)))"
        " AND (:states IS NULL OR t.state IN (SELECT value FROM json_each(:states)))"
        " AND (:records IS NULL OR t.record IN (SELECT value FROM json_each(:records)))"
        " ORDER BY t.raised, t.id LIMIT :limit",
        {
            "raised": raised,
            "id": id_,
            "sources": None if where.sources is None else listed(where.sources),
            "states": None if where.states is None else listed(where.states),
            "records": None if where.records is None else listed(where.records),
            "limit": page.first + 1,
        },
    )
    return Page(list(map(TaskRow._make, rows[: page.first])), len(rows) > page.first)


def task(look: Look, ids: Sequence[Id]) -> list[TaskRow]:
    """Tasks by id."""
    rows = look.rows(
        "SELECT " + TASK + " FROM json_each(:ids) AS i CROSS JOIN tasks AS t ON t.id = i.value"
        " WHERE t.vis IN temp.visible ORDER BY i.key",
        {"ids": listed(in_order(ids))},
    )
    return list(map(TaskRow._make, rows))


def tasks_of(look: Look, rows: Iterable[Id]) -> dict[Id, list[TaskRow]]:
    """Every task about these rows, by row."""
    found: dict[Id, list[TaskRow]] = defaultdict(list)
    told = look.rows(
        "SELECT " + TASK + " FROM json_each(:rows) AS i CROSS JOIN tasks AS t ON t.row = i.value ORDER BY t.id",
        {"rows": listed(sorted(rows))},
    )
    for row in map(TaskRow._make, told):
        found[row.row].append(row)
    return dict(found)


def put_tasks(pen: Pen, rows: Iterable[TaskRow]) -> None:
    """Insert or replace them."""
    pen.do_all(
        "INSERT OR REPLACE INTO tasks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [tuple(str(field) if isinstance(field, TaskState) else field for field in row) for row in rows],
    )


def drop_tasks(pen: Pen, ids: Iterable[Id]) -> None:
    """Delete them."""
    pen.do_all("DELETE FROM tasks WHERE id = ?", [(id_,) for id_ in ids])


def raise_task(pen: Pen, row: TaskRow, marking: Marking) -> bool:
    """Keep a task if its record is live and it is not known."""
    if not pen.number("SELECT count(*) FROM records WHERE id = :record", {"record": row.record}):
        return False
    if pen.number("SELECT count(*) FROM tasks WHERE id = :id", {"id": row.id}):
        return False
    pen.do("INSERT OR IGNORE INTO visibility VALUES (?, ?)", (row.vis, marking.text))
    put_tasks(pen, [row])
    return True


def answer_task(pen: Pen, row: TaskRow, visibilities: frozenset[int]) -> bool:
    """Replace an open task that may be seen."""
    open_ = pen.number(
        "SELECT count(*) FROM tasks WHERE id = :id AND state = 'open' AND vis IN (SELECT value FROM json_each(:seen))",
        {"id": row.id, "seen": listed(sorted(visibilities))},
    )
    if open_:
        put_tasks(pen, [row])
    return bool(open_)
