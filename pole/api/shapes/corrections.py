"""Tasks of correction, and raising and answering them."""

from __future__ import annotations

from typing import Annotated

import strawberry

from pole.api.shapes.facts import Marking, PageAnswer, PageInfo
from pole.api.shapes.inputs import listed, short
from pole.api.shapes.record import Record
from pole.api.shapes.refusal import NotVisible
from pole.api.shapes.scalars import DateTime
from pole.api.shapes.shape import always, by, shows
from pole.api.shapes.source import Source, SourceName
from pole.graph.rows import TaskState
from pole.service.answers.corrections import CorrectionPage, CorrectionView
from pole.service.answers.record import RecordRef
from pole.service.corrections import BECAUSE, Wrong
from pole.service.limits import within
from pole.service.written import TEXT

strawberry.enum(TaskState, name="CorrectionState")


def _source(root: CorrectionView) -> object:
    return SourceName(root.source)


def _record(root: CorrectionView) -> object:
    return None if root.record is None else RecordRef(root.record, "", "", None)


@shows(CorrectionView, when=always)
class Correction:
    id: strawberry.ID
    source: Source = by(_source)
    type: str
    key: str | None
    record: Record | None = by(_record)
    field: str | None
    says: str
    should: str
    words: str
    vanished: bool
    raised: DateTime
    raised_by: str | None
    state: TaskState
    closed: DateTime | None
    closed_by: str | None
    answer: str
    marking: Marking


@strawberry.type
class CorrectionEdge:
    cursor: str
    node: Correction


@shows(PageAnswer)
class CorrectionConnection:
    edges: list[CorrectionEdge]
    page_info: PageInfo


CorrectionResult = Annotated[Correction | NotVisible, strawberry.union("CorrectionResult")]


@strawberry.input
class CorrectionInput:
    record: strawberry.ID
    words: str
    field: str = ""
    should: str = ""
    because: list[strawberry.ID] | None = None
    to: strawberry.ID | None = None

    def value(self) -> Wrong:
        """As services take it. Raises LimitReachedError."""
        for name, text in (("words", self.words), ("should", self.should), ("field", self.field)):
            within(name, len(text), 0, TEXT, "give fewer characters")
        because = tuple(short("because", id_) for id_ in listed("because", self.because, BECAUSE) or ())
        return Wrong(short("record", self.record), self.words, self.field, self.should, because, short("to", self.to))


def correction_page(page: CorrectionPage, after: str | None) -> PageAnswer:
    """A page of a service as Relay clients read it."""
    edges = tuple(CorrectionEdge(cursor=cursor, node=task) for cursor, task in page.edges)  # type: ignore[arg-type]  # shown by Correction
    return PageAnswer(edges, tuple(cursor for cursor, _ in page.edges), page.more, after is not None)
