"""What a load does to tasks of correction: raises them, closes them, and keeps them no lower than what they are about."""

from __future__ import annotations

from pole.graph.rows import RecordRow, TaskRow, TaskState
from pole.ingest.draft import Draft, Live
from pole.model.facts import Id, Instant, Verb, column_texts, content_id, record_id
from pole.model.marking import visibility

VANISHED = "vanished"
"""Kind of task: a full extract lacks the record and nobody has said why."""


def vanished_task(record: RecordRow, at: Instant) -> TaskRow:
    """Ask the owner of a record that is gone without a word."""
    return TaskRow(
        content_id("task", record.id, at), record.vis, record.source, record.id, record.row, record.type, record.key, "",
        "", "", "", VANISHED, at, "", TaskState.OPEN.value, None, "", "",
    )  # fmt: skip


def settled_tasks(draft: Draft) -> tuple[list[TaskRow], list[Id]]:
    """Tasks to put, and to drop, once every row of the batch is taken. Only tasks and facets of one record meet here."""
    put = [vanished_task(record, draft.at) for record in _vanished(draft)]
    drop: list[Id] = []
    for task in (task for tasks in draft.current.tasks.values() for task in tasks):
        after = _after(draft, task)
        if after is None:
            drop.append(task.id)
        elif after != task:
            put.append(after)
    return sorted(put), sorted(drop)


def _vanished(draft: Draft) -> list[RecordRow]:
    """The facets that hold rows as received, of rows that were held and vanished. One that was closed before, because its
    row said it no longer or its marking was raised, is not what vanished."""
    closed = {(closing.row, closing.vis) for closing in draft.close}
    held = (facet.record for id_, facet in sorted(draft.held.items()) if id_ not in draft.live)
    return [
        record
        for record in held
        if record.raw is not None
        and draft.gone.get(record.row) == Verb.VANISH
        and closed.isdisjoint({(record.row, record.vis), (record.row, None)})
    ]


def _after(draft: Draft, task: TaskRow) -> TaskRow | None:
    """The task after the batch; None where nothing of it may stay: its record is disposed of, or was taken back."""
    if task.row in draft.erase:
        return None
    for closing in draft.close:
        if closing.row == task.row and (closing.vis is None or record_id(task.row, closing.vis) == task.record):
            if closing.into is None:
                return None
            joint = draft.markings[task.vis].join(draft.markings[closing.into])
            draft.markings[visibility(joint)] = joint
            task = task._replace(vis=visibility(joint), record=record_id(task.row, closing.into))
    return task._replace(state=TaskState.CORRECTED.value, closed=draft.at) if _is_corrected(draft, task) else task


def _is_corrected(draft: Draft, task: TaskRow) -> bool:
    live, held = draft.live.get(task.record), draft.held.get(task.record)
    if task.state != TaskState.OPEN or live is None or live is held:
        return False
    return task.kind == VANISHED or not task.field or column_texts(_bodies(live)).get(task.field, "") != task.says


def _bodies(facet: Live) -> list[str]:
    return [*(m.body for m in facet.mentions.values()), *(k.body for k in facet.links.values())]
