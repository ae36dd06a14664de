"""Tasks of correction."""

from __future__ import annotations

from dataclasses import dataclass

from pole.graph.rows import TaskState
from pole.model.marking import Marking


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """Something that the owner of a record is asked to correct or to confirm."""

    id: str
    source: str
    """Whose owner is asked."""
    type: str
    key: str | None
    """The source's own key; None where this viewer may not see the row as received."""
    record: str | None
    """Public id of the record; None while it is not live."""
    field: str | None
    """The column; None for the record as a whole."""
    says: str
    """What the column said when the task was raised, as received."""
    should: str
    words: str
    vanished: bool
    """A full extract lacks the record, and nobody has said why."""
    raised: str
    raised_by: str | None
    """None where a load raised it."""
    state: TaskState
    closed: str | None
    closed_by: str | None
    """None where a load closed it."""
    answer: str
    marking: Marking


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    """A page of tasks with a cursor each, the oldest first."""

    edges: tuple[tuple[str, CorrectionView], ...]
    more: bool
