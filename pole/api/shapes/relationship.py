"""Ties between entities: what sources assert one by one, and all that is said of one tie."""

from __future__ import annotations

import strawberry

from pole.access.policy_file import Question
from pole.api.asking import Info
from pole.api.shapes.facts import Attribute, Grade, Marking, PageAnswer, PageInfo
from pole.api.shapes.inputs import listed
from pole.api.shapes.lazily import AnEntity
from pole.api.shapes.node import Node
from pole.api.shapes.record import Record
from pole.api.shapes.scalars import DateTime, Moment
from pole.api.shapes.shape import always, by, named, shows
from pole.api.shapes.source import Source, SourceName
from pole.model.basis import Basis
from pole.model.currency import Currency
from pole.model.kind import Kind
from pole.model.standing import Standing
from pole.service.answers.record import RecordRef
from pole.service.answers.tie import CountView, HopView, LinkView, RelationshipPage, RelationshipView
from pole.service.answers.tie import StandingPeriod as PeriodAnswer
from pole.service.neighbours import links_of, single_link


def _attributes(root: LinkView | RelationshipView, names: list[str] | None = None) -> object:
    wanted = listed("names", names)
    return [a for a in root.attributes if wanted is None or a.name in wanted]


def _record(root: LinkView) -> object:
    return RecordRef(root.record, root.source, root.received, None)


@shows(LinkView, when=always)
class Link(Node):
    type: str
    label: str
    start: AnEntity
    end: AnEntity
    start_role: str | None
    end_role: str | None
    begins: Moment | None = named("from")
    ends: Moment | None = named("to")
    standing: Standing
    basis: Basis
    grade: Grade | None
    marking: Marking
    attributes: list[Attribute] = by(_attributes)
    record: Record = by(_record)
    field: str


@strawberry.type
class LinkEdge:
    cursor: str
    node: Link


@shows(PageAnswer)
class LinkConnection:
    edges: list[LinkEdge]
    page_info: PageInfo


async def _link_of_period(root: PeriodAnswer, info: Info) -> object:
    return await info.context.ask(Question.NEIGHBOURS, single_link, root.link)


@shows(PeriodAnswer)
class StandingPeriod:
    standing: Standing
    begins: Moment | None = named("from")
    ends: Moment | None = named("to")
    link: Link = by(_link_of_period)


def _sources(root: RelationshipView) -> object:
    return [SourceName(name) for name in root.sources]


async def _links(root: RelationshipView, info: Info, first: int = 25, after: str | None = None) -> object:
    page = await info.context.ask(Question.NEIGHBOURS, links_of, root.id, first, after)
    edges = tuple(LinkEdge(cursor=cursor, node=link) for cursor, link in page.edges)  # type: ignore[arg-type]  # shown by Link
    return PageAnswer(edges, tuple(cursor for cursor, _ in page.edges), page.more, after is not None)


@shows(RelationshipView)
class Relationship:
    id: strawberry.ID
    type: str
    label: str
    start: AnEntity
    end: AnEntity
    start_role: str | None
    end_role: str | None
    begins: Moment | None = named("from")
    ends: Moment | None = named("to")
    last_stated: DateTime
    currency: Currency
    standing: Standing
    standing_history: list[StandingPeriod]
    attributes: list[Attribute] = by(_attributes)
    agreeing: int
    origins: int
    sources: list[Source] = by(_sources)
    grades: list[Grade]
    marking: Marking
    held: int
    links: LinkConnection = by(_links)


@shows(CountView)
class RelationshipCount:
    type: str
    label: str
    start_role: str | None
    end_role: str | None
    outgoing: bool
    kind: Kind
    relationships: int
    links: int


@strawberry.type
class RelationshipEdge:
    cursor: str
    relationship: Relationship
    other: AnEntity


@shows(PageAnswer)
class RelationshipConnection:
    edges: list[RelationshipEdge]
    page_info: PageInfo
    total: int = named("totalCount")


def relationship_page(page: RelationshipPage, after: str | None) -> PageAnswer:
    """A page of a service as Relay clients read it."""
    edges = tuple(RelationshipEdge(cursor=c, relationship=r, other=r.other) for c, r in page.edges)  # type: ignore[arg-type]  # shown by Relationship
    return PageAnswer(edges, tuple(c for c, _ in page.edges), page.more, after is not None, page.total)


@shows(HopView)
class Hop:
    start: AnEntity = named("from")
    end: AnEntity = named("to")
    relationships: list[Relationship]
