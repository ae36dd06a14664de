"""What a viewer writes about a record goes through here: written down before and after, and no further than they may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pole.access.audit import Audit, Intent, Result
from pole.access.reason import Reason
from pole.access.viewer import Viewer
from pole.graph.rows import TaskRow
from pole.model.marking import Marking


class TaskKeeper(Protocol):
    """Where tasks of correction are kept (`pole.graph.port.GraphWriter`)."""

    def raise_task(self, task: TaskRow, marking: Marking) -> bool:
        """Keep a task whose record is live."""
        ...

    def answer_task(self, answered: TaskRow, visibilities: frozenset[int]) -> bool:
        """Replace an open task within these visibilities."""
        ...


@dataclass(frozen=True)
class Corrections:
    """One viewer's way to write tasks."""

    keeper: TaskKeeper
    audit: Audit
    viewer: Viewer
    reason: Reason
    visibilities: frozenset[int]

    def raise_task(self, task: TaskRow, marking: Marking) -> bool:
        """Keep a task; False when its record is not live any more. Raises AuditUnavailableError."""
        intent = self.audit.intent(self.viewer, self.reason, "write/correction")
        kept = self.keeper.raise_task(task, marking)
        return self._written(intent, task, kept=kept)

    def answer_task(self, answered: TaskRow) -> bool:
        """Close an open task; False when there is none that may be seen. Raises AuditUnavailableError."""
        intent = self.audit.intent(self.viewer, self.reason, "write/correction-answer")
        kept = self.keeper.answer_task(answered, self.visibilities)
        return self._written(intent, answered, kept=kept)

    def _written(self, intent: Intent, task: TaskRow, *, kept: bool) -> bool:
        ids = [("record", task.record), ("task", task.id)] if kept else []
        result = Result.SUCCESS if kept else Result.FAILURE
        self.audit.outcome(intent, result, ids=ids, counts={"task": int(kept)}, code=None if kept else "not-visible")
        return kept
