"""Decisions on identity, and making, ending and seconding them."""

from __future__ import annotations

from typing import Annotated

import strawberry

from pole.api.shapes.facts import Marking, PageAnswer, PageInfo
from pole.api.shapes.inputs import listed, short
from pole.api.shapes.lazily import AnEntity
from pole.api.shapes.record import Record
from pole.api.shapes.refusal import NotVisible
from pole.api.shapes.scalars import DateTime
from pole.api.shapes.shape import always, by, shows
from pole.api.shapes.source import Source, SourceName
from pole.graph.rows import DecisionState, Verdict
from pole.service.answers.decisions import DecidedEnd as DecidedEndAnswer
from pole.service.answers.decisions import DecisionPage, DecisionView
from pole.service.answers.record import RecordRef
from pole.service.deciding import BECAUSE, Word
from pole.service.limits import within
from pole.service.written import TEXT

strawberry.enum(DecisionState)
strawberry.enum(Verdict)


def _source(root: DecidedEndAnswer) -> object:
    return None if root.source is None else SourceName(root.source)


def _record(root: DecidedEndAnswer) -> object:
    return None if root.record is None else RecordRef(root.record, "", "", None)


@shows(DecidedEndAnswer)
class DecidedEnd:
    record: Record | None = by(_record)
    source: Source | None = by(_source)
    name: str
    thing: AnEntity | None


@shows(DecisionView, when=always)
class Decision:
    id: strawberry.ID
    verdict: Verdict
    state: DecisionState
    one: DecidedEnd
    other: DecidedEnd
    followed: bool | None
    why: str
    evidence: str
    made: DateTime
    made_by: str
    seconded: DateTime | None
    seconded_by: str | None
    ended: DateTime | None
    ended_by: str | None
    ended_why: str
    marking: Marking


@strawberry.type
class DecisionEdge:
    cursor: str
    node: Decision


@shows(PageAnswer)
class DecisionConnection:
    edges: list[DecisionEdge]
    page_info: PageInfo


DecisionResult = Annotated[Decision | NotVisible, strawberry.union("DecisionResult")]


@strawberry.input
class DecisionInput:
    one: strawberry.ID
    other: strawberry.ID
    verdict: Verdict
    why: str
    because: list[strawberry.ID] | None = None

    def value(self) -> Word:
        """As services take it. Raises LimitReachedError."""
        within("why", len(self.why), 0, TEXT, "give fewer characters")
        because = tuple(short("because", id_) for id_ in listed("because", self.because, BECAUSE) or ())
        return Word(short("one", self.one), short("other", self.other), self.verdict, self.why, because)


def decision_page(page: DecisionPage, after: str | None) -> PageAnswer:
    """A page of a service as Relay clients read it."""
    edges = tuple(DecisionEdge(cursor=cursor, node=one) for cursor, one in page.edges)  # type: ignore[arg-type]  # shown by Decision
    return PageAnswer(edges, tuple(cursor for cursor, _ in page.edges), page.more, after is not None)
