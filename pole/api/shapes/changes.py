"""What changed since a moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import strawberry

from pole.api.shapes.facts import Grade, Marking, PageAnswer, PageInfo, Statement
from pole.api.shapes.lazily import AnEntity, ARecord
from pole.api.shapes.refusal import LimitReached, NotVisible
from pole.api.shapes.scalars import DateTime, Moment
from pole.api.shapes.shape import always, by, named, shows
from pole.model.basis import Basis
from pole.model.kind import Kind
from pole.model.standing import Standing
from pole.service.answers.changes import ChangeKind, ChangePage, ChangeView, SaidView, ThingView, TieView
from pole.service.answers.head import EntityHead
from pole.service.answers.record import RecordRef

strawberry.enum(ChangeKind)


@shows(ThingView)
class ChangedThing:
    caption: str
    kind: Kind
    head: AnEntity | None = named("entity")


@shows(TieView)
class ChangedTie:
    begins: Moment | None = named("from")
    ends: Moment | None = named("to")
    standing: Standing
    basis: Basis
    grade: Grade | None


def _record(root: SaidView) -> object:
    return RecordRef(root.record, root.source, root.received, root.loaded)


@shows(SaidView)
class ChangeSide:
    record: ARecord = by(_record)
    statements: list[Statement]
    tie: ChangedTie | None
    marking: Marking


@shows(ChangeView)
class Change:
    at: DateTime
    kind: ChangeKind
    thing: ChangedThing
    type: str | None
    label: str | None
    other: ChangedThing | None
    before: ChangeSide | None
    after: ChangeSide | None


@strawberry.type
class ChangeEdge:
    cursor: str
    node: Change


@dataclass(frozen=True, slots=True)
class ChangesAnswer(PageAnswer):
    """A page of changes, and how far around was looked."""

    around: int = 0
    hubs: tuple[EntityHead, ...] = ()

    @classmethod
    def of(cls, page: ChangePage, after: str | None) -> ChangesAnswer:
        """As Relay clients read it."""
        edges = tuple(ChangeEdge(cursor=cursor, node=change) for cursor, change in page.edges)  # type: ignore[arg-type]  # shown by Change
        cursors = tuple(cursor for cursor, _ in page.edges)
        return cls(edges, cursors, page.more, after is not None, around=page.around, hubs=page.hubs)


@shows(ChangesAnswer, when=always)
class ChangeConnection:
    edges: list[ChangeEdge]
    page_info: PageInfo
    around: int
    hubs: list[AnEntity]


ChangesResult = Annotated[ChangeConnection | NotVisible | LimitReached, strawberry.union("ChangesResult")]
