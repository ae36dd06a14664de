"""Tasks of correction: read, raised and answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pole.graph.questions import Page, PageRequest, TaskWhere
from pole.graph.rows import TaskRow
from pole.model.facts import Id
from pole.model.marking import Marking
from pole.stores.bolt.shapes import properties, task_of
from pole.stores.bolt.sight import Sight, in_order
from pole.stores.bolt.wire import Pen


def tasks(sight: Sight, where: TaskWhere, page: PageRequest) -> Page[TaskRow]:
    """A page of tasks, the oldest first."""
    raised, id_ = page.after or ("", "")
    (found,) = sight.one(
        "MATCH (t:Task) WHERE t.raised >= $raised AND (t.raised > $raised OR t.id > $id) AND t.vis IN $vis"
        " AND ($sources IS NULL OR t.source IN $sources) AND ($states IS NULL OR t.state IN $states)"
        " AND ($records IS NULL OR t.record IN $records)"
        " WITH t ORDER BY t.raised, t.id LIMIT $limit RETURN collect(properties(t))",
        raised=raised,
        id=id_,
        limit=page.first + 1,
        **where._asdict(),
    )
    return Page(list(map(task_of, found[: page.first])), len(found) > page.first)


def task(sight: Sight, ids: Sequence[Id]) -> list[TaskRow]:
    """Tasks by id."""
    (found,) = sight.one(
        "UNWIND $ids AS id MATCH (t:Task {id: id}) WHERE t.vis IN $vis RETURN collect(properties(t))", ids=in_order(ids)
    )
    return list(map(task_of, found))


def tasks_of(pen: Pen, rows: Sequence[Id]) -> dict[Id, list[TaskRow]]:
    """Every task about these rows, by row."""
    (found,) = pen.one(
        "UNWIND $rows AS row MATCH (t:Task) WHERE t.row = row RETURN collect(properties(t))", rows=in_order(rows)
    )
    by_row: dict[Id, list[TaskRow]] = defaultdict(list)
    for row in sorted(map(task_of, found)):
        by_row[row.row].append(row)
    return dict(by_row)


def put_tasks(pen: Pen, rows: Iterable[TaskRow]) -> None:
    """Insert or replace them."""
    pen.each("UNWIND $rows AS row MERGE (t:Task {id: row.id}) SET t = row", map(properties, rows))


def drop_tasks(pen: Pen, ids: Iterable[Id]) -> None:
    """Delete them."""
    pen.each("UNWIND $rows AS id MATCH (t:Task {id: id}) DELETE t", ids)


def raise_task(pen: Pen, row: TaskRow, marking: Marking) -> bool:
    """Keep a task if its record is live and it is not known."""
    (may,) = pen.one(
        "RETURN EXISTS { MATCH (:Record {id: $record}) } AND NOT EXISTS { MATCH (:Task {id: $id}) }",
        record=row.record,
        id=row.id,
    )
    if may:
        pen.rows("MERGE (v:Visibility {vis: $vis}) SET v.marking = $marking", vis=row.vis, marking=marking.text)
        put_tasks(pen, [row])
    return bool(may)


def answer_task(pen: Pen, row: TaskRow, visibilities: frozenset[int]) -> bool:
    """Replace an open task that may be seen."""
    (open_,) = pen.one(
        "RETURN EXISTS { MATCH (t:Task {id: $id}) WHERE t.state = 'open' AND t.vis IN $vis }",
        id=row.id,
        vis=sorted(visibilities),
    )
    if open_:
        put_tasks(pen, [row])
    return bool(open_)
