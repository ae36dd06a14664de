"""Management at source: what is wrong goes back to who owns it, and nothing is mended here.

A task is about one record, or one column of it, and is marked as that record at least; whoever raised it because of others
names them, and it is marked as all of these together. It closes by itself when the source sends something else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from secrets import token_hex
from typing import NamedTuple

from pole.access.policy_file import Entitlement
from pole.access.session import Inquiry
from pole.errors import NotVisibleError, UsageError
from pole.graph.questions import PAGE_LIMIT, PageRequest, TaskWhere
from pole.graph.rows import RecordRow, TaskRow, TaskState
from pole.model.facts import Id, column_texts, instant
from pole.model.marking import Marking, visibility
from pole.service.answers.corrections import CorrectionPage, CorrectionView
from pole.service.limits import page_size, within
from pole.service.relationships import strictest
from pole.service.written import require_text

BECAUSE = 20


class Wrong(NamedTuple):
    """What is to be corrected. Ids are public."""

    record: str
    words: str
    field: str = ""
    should: str = ""
    because: tuple[str, ...] = ()
    """Records from which it is known to be wrong: the task is marked as all of them."""
    to: str | None = None
    """Whose owner is asked, where it is not that of the record."""


def raise_correction(inquiry: Inquiry, wrong: Wrong) -> CorrectionView:
    """The task, or the open one that there is about the same column already.

    Raises NotEntitledError, NotVisibleError for a record that is not live or not for this viewer, UsageError for a column that
    says nothing in it or a task without words, LimitReachedError.
    """
    inquiry.policy.require(inquiry.viewer, Entitlement.CORRECT)
    _require_words(wrong)
    record = _record(inquiry, wrong.record)
    facet, says = _facet(inquiry, record, wrong.field)
    within("because", len(wrong.because), 0, BECAUSE, "name the records that matter most")
    markings = [facet.vis, *(_record(inquiry, public).vis for public in wrong.because)]
    marking = strictest(inquiry.marking(vis) for vis in markings)
    task = TaskRow(
        token_hex(10), visibility(marking), wrong.to or facet.source, facet.id, facet.row, facet.type,
        facet.key if facet.raw is not None else None, wrong.field, says, wrong.should.strip(), wrong.words.strip(),
        "correction", instant(inquiry.now), inquiry.viewer.name, TaskState.OPEN, None, "", "",
    )  # fmt: skip
    _require_source(inquiry, task.source)
    known = _open_one(inquiry, task)
    if known is None and not inquiry.corrections.raise_task(task, marking):
        raise NotVisibleError()
    return _views(inquiry, [known or task], {task.vis: marking})[0]


def corrections(inquiry: Inquiry, where: TaskWhere, first: int = 25, after: str | None = None) -> CorrectionPage:
    """Tasks, the oldest first. Raises CursorError, LimitReachedError."""
    bound = json.dumps(["corrections", where.sources, where.states])
    page = inquiry.graph.tasks(where, PageRequest(page_size(first), inquiry.open_cursor(bound, after)))
    cursors = (inquiry.seal_cursor(bound, (task.raised, task.id)) for task in page.rows)
    return CorrectionPage(tuple(zip(cursors, _views(inquiry, page.rows), strict=True)), page.more)


def answer_correction(inquiry: Inquiry, public: str, state: TaskState, words: str) -> CorrectionView:
    """Close an open task with what its owner says. Raises NotEntitledError, NotVisibleError also for one that is closed."""
    inquiry.policy.require(inquiry.viewer, Entitlement.ANSWER_CORRECTION)
    if state is TaskState.OPEN or not words.strip():
        raise UsageError("Say what the owner answers, right or corrected, and in which words.")
    require_text("words", words)
    raw = inquiry.open("task", public)
    task = next(iter(inquiry.graph.task([raw])), None) if raw else None
    if task is None:
        raise NotVisibleError()
    answered = task._replace(
        state=state, closed=instant(inquiry.now), closed_by=inquiry.viewer.name, answer=words.strip()
    )
    if not inquiry.corrections.answer_task(answered):
        raise NotVisibleError()
    return _views(inquiry, [answered])[0]


def every_correction(inquiry: Inquiry, where: TaskWhere) -> Iterator[CorrectionView]:
    """All of them, the oldest first, a page at a time."""
    position: tuple[str, ...] | None = None
    while True:
        page = inquiry.graph.tasks(where, PageRequest(PAGE_LIMIT, position))
        yield from _views(inquiry, page.rows)
        if not page.more:
            return
        position = (page.rows[-1].raised, page.rows[-1].id)


def _require_words(wrong: Wrong) -> None:
    if not wrong.words.strip():
        raise UsageError("Say in words what is wrong: the owner has to understand it.")
    for name, text in (("words", wrong.words), ("should", wrong.should), ("field", wrong.field)):
        require_text(name, text)


def _require_source(inquiry: Inquiry, source: str) -> None:
    known = [s.source for s in inquiry.graph.sources()]
    if source not in known:
        raise UsageError(f"{source[:40]!r} is no source; there are {', '.join(known)}.")


def _record(inquiry: Inquiry, public: str) -> RecordRow:
    raw = inquiry.open("record", public)
    found = next(iter(inquiry.graph.records([raw])), None) if raw else None
    if found is None:
        raise NotVisibleError()
    inquiry.shows("record", found.id)
    return found


def _facet(inquiry: Inquiry, record: RecordRow, field: str) -> tuple[RecordRow, str]:
    """The facet that the task is about, and what the column says there: the lowest that has the column."""
    if not field:
        return record, ""
    facets = inquiry.graph.facets([record.row])
    said = {facet.id: _said(inquiry, facet.id) for facet in facets}
    holding = [facet for facet in facets if field in said[facet.id]]
    if not holding:
        columns = sorted({name for texts in said.values() for name in texts if name})
        raise UsageError(f"The record says nothing in {field[:40]!r}; it does in {', '.join(columns)}.")
    lowest = min(holding, key=lambda facet: (inquiry.marking(facet.vis).height, facet.id))
    return lowest, said[lowest.id][field]


def _said(inquiry: Inquiry, record: Id) -> Mapping[str, str]:
    """What each column says, as received."""
    mentions, links = inquiry.graph.mentions_of([record]), inquiry.graph.links_of([record])
    return column_texts([*(m.body for m in mentions), *(k.body for k in links)])


def _open_one(inquiry: Inquiry, task: TaskRow) -> TaskRow | None:
    where = TaskWhere((task.source,), (TaskState.OPEN,), (task.record,))
    page = inquiry.graph.tasks(where, PageRequest(PAGE_LIMIT))
    return next((t for t in page.rows if (t.field, t.kind) == (task.field, task.kind)), None)


def _views(
    inquiry: Inquiry, tasks: Sequence[TaskRow], markings: Mapping[int, Marking] | None = None
) -> list[CorrectionView]:
    named = markings or {}
    live = {r.id for r in inquiry.graph.records(sorted({t.record for t in tasks}))}
    keys = {f.row: f.key for f in inquiry.graph.facets(sorted({t.row for t in tasks})) if f.raw is not None}
    inquiry.shows("task", *(t.id for t in tasks))
    return [
        CorrectionView(
            inquiry.seal("task", t.id), t.source, t.type, t.key or keys.get(t.row),
            inquiry.seal("record", t.record) if t.record in live else None, t.field or None, t.says, t.should, t.words,
            t.kind == "vanished", t.raised, t.raised_by or None, TaskState(t.state), t.closed, t.closed_by or None,
            t.answer, named.get(t.vis) or inquiry.marking(t.vis),
        )
        for t in tasks
    ]  # fmt: skip
