"""What a viewer decides goes through here: written down before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from pole.access.audit import Audit, Result
from pole.access.reason import Reason
from pole.access.viewer import Viewer
from pole.graph.rows import DecisionRow
from pole.model.marking import Marking

Keep: TypeAlias = Callable[[DecisionRow, Marking], DecisionRow | None]
"""Keeps a decision, new or changed, whose visibility stands for that marking; None where what it is about is not there."""


@dataclass(frozen=True)
class Deciding:
    """One viewer's way to write decisions."""

    keep: Keep
    audit: Audit
    viewer: Viewer
    reason: Reason

    def __call__(self, decision: DecisionRow, marking: Marking) -> DecisionRow | None:
        """The decision as it is kept. Raises AuditUnavailableError, LeaseHeldError, StoreAwayError."""
        intent = self.audit.intent(self.viewer, self.reason, "write/decision")
        kept: DecisionRow | None = None
        code: str | None = "unexpected"
        try:
            kept = self.keep(decision, marking)
            code = None if kept else "not-visible"
        finally:
            ids = [("record", decision.one_record), ("record", decision.other_record), ("decision", decision.id)]
            self.audit.outcome(
                intent,
                Result.FAILURE if code else Result.SUCCESS,
                ids=ids if kept else [],
                counts={"decision": int(kept is not None)},
                code=code,
            )
        return kept
