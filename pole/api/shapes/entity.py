"""Persons, objects, locations and events: one interface, four kinds, each the answer to "who or what is this"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

import strawberry

from pole.access.policy_file import Question
from pole.access.session import Inquiry
from pole.api.asking import Info
from pole.api.shapes.facts import (
    AgeRange,
    Attribute,
    Interval,
    IntervalAnswer,
    Marking,
    PageAnswer,
    Position,
    PositionAnswer,
)
from pole.api.shapes.inputs import From, LinkFilter, To, link_filter, listed
from pole.api.shapes.node import Node
from pole.api.shapes.record import RecordConnection, RecordEdge
from pole.api.shapes.refusal import NotVisible
from pole.api.shapes.relationship import RelationshipConnection, RelationshipCount, relationship_page
from pole.api.shapes.scalars import DateTime, Moment
from pole.api.shapes.shape import always, by, named, shows
from pole.api.shapes.source import SourceShare
from pole.api.shapes.warning import Warning
from pole.errors import UsageError
from pole.model.kind import Kind
from pole.model.moment import Moment as ModelMoment
from pole.service.answers.head import EntityHead
from pole.service.answers.view import DisputeView, EntityView
from pole.service.answers.view import LineageStep as LineageAnswer
from pole.service.answers.view import Moved as MovedAnswer
from pole.service.briefing import age_of
from pole.service.counts import count_views
from pole.service.filters import LinkFilter as ServiceFilter
from pole.service.filters import Period, where_of
from pole.service.neighbours import neighbours
from pole.service.neighbours import timeline as ask_timeline
from pole.service.record import records_of

NAMES = ("name", "alias", "maiden-name", "previous-name", "nickname", "organisation-name")


@shows(DisputeView)
class Dispute:
    other: Entity
    because: str


@shows(EntityView)
class Caveats:
    disputes: list[Dispute] = named("disputed")
    mentions_used: int
    mentions_held: int


@shows(LineageAnswer)
class LineageStep:
    at: DateTime
    kind: str
    before: list[strawberry.ID]
    after: list[strawberry.ID]
    because: str


def viewed(take: Callable[[EntityView], object], name: str | None = None) -> Any:
    """A field that the single view answers."""

    def read(root: EntityHead, info: Info) -> object:
        return info.context.of_view(root, take)

    return by(read, name)


def _warnings(root: EntityHead, info: Info, include_expired: bool = False) -> object:
    return info.context.of_view(root, lambda view: [w for w in view.warnings if include_expired or not w.expired])


def _attributes(root: EntityHead, info: Info, names: list[str] | None = None) -> object:
    wanted = listed("names", names)
    return info.context.of_view(root, lambda view: [a for a in view.attributes if wanted is None or a.name in wanted])


def _counts(root: EntityHead, info: Info, filter: LinkFilter | None = None) -> object:
    asked = link_filter(filter)
    if asked is None:
        return info.context.of_view(root, lambda view: view.counts)
    return info.context.ask_of(root, Question.VIEW, _filtered_counts, asked)


def _filtered_counts(inquiry: Inquiry, id_: str, asked: ServiceFilter) -> object:
    return count_views(inquiry, inquiry.graph.counts(inquiry.scope.group_of(id_), where_of(inquiry.vocabulary, asked)))


async def _records(root: EntityHead, info: Info, first: int = 20, after: str | None = None) -> object:
    page = await info.context.ask_of(root, Question.VIEW, records_of, first, after)
    edges = tuple(RecordEdge(cursor=cursor, node=record) for cursor, record in page.edges)  # type: ignore[arg-type]  # shown by Record
    return PageAnswer(edges, tuple(cursor for cursor, _ in page.edges), page.more, after is not None)


async def _relationships(
    root: EntityHead, info: Info, filter: LinkFilter | None = None, first: int = 25, after: str | None = None
) -> object:
    page = await info.context.ask_of(root, Question.NEIGHBOURS, neighbours, link_filter(filter), first, after)
    return relationship_page(page, after)


async def _timeline(
    root: EntityHead,
    info: Info,
    begins: From = None,
    ends: To = None,
    filter: LinkFilter | None = None,
    first: int = 50,
    after: str | None = None,
) -> object:
    asked = link_filter(filter) or ServiceFilter()
    if begins or ends:
        if asked.during is not None:
            raise UsageError("Say the period once: with from and to, or with the filter's during.")
        asked = replace(asked, during=Period(begins=begins, ends=ends))
    page = await info.context.ask_of(root, Question.NEIGHBOURS, ask_timeline, asked, first, after)
    return relationship_page(page, after)


@strawberry.interface
class Entity(Node):
    kind: Kind
    subtype: str
    ids: list[strawberry.ID] = viewed(lambda view: view.ids)
    caption: str
    marking: Marking = viewed(lambda view: view.marking)
    caveats: Caveats = viewed(lambda view: view)
    warnings: list[Warning] = by(_warnings)
    attributes: list[Attribute] = by(_attributes)
    identifiers: list[Attribute] = viewed(lambda view: view.identifiers)
    sources: list[SourceShare] = viewed(lambda view: view.sources)
    records: RecordConnection = by(_records)
    relationship_counts: list[RelationshipCount] = by(_counts)
    relationships: RelationshipConnection = by(_relationships)
    timeline: RelationshipConnection = by(_timeline)
    lineage: list[LineageStep] = viewed(lambda view: view.lineage)

    @classmethod
    def resolve_type(cls, answer: EntityHead, _info: object, _type: object) -> str:
        return answer.kind.value.capitalize()


def of_kind(kind: Kind) -> Callable[[EntityHead], bool]:
    """Whether an entity is of this kind."""
    return lambda head: head.kind is kind


def _age(root: EntityHead, info: Info, at: Moment | None = None) -> object:
    return age_of(root.born, info.context.at(root).now if at is None else ModelMoment(at).earliest())


def _born_on(view: EntityView) -> object:
    return next((a for a in view.attributes if a.name == "born"), None)


def _names(view: EntityView) -> object:
    return sorted((a for a in view.attributes if a.name in NAMES), key=lambda a: NAMES.index(a.name))


def _position(view: EntityView) -> object:
    """The best supported value. Positions are stored as `latitude,longitude`."""
    value = next((v for a in view.attributes if a.name == "position" for v in a.values), None)
    if value is None:
        return None
    latitude, longitude = map(float, value.value.split(","))
    return PositionAnswer(latitude, longitude, value.statements[0].precision)


def _occurred(view: EntityView) -> object:
    value = next((v for a in view.attributes if a.name == "occurred" for v in a.values), None)
    if value is None:
        return None
    said = value.statements[0]
    return IntervalAnswer(said.begins or said.value, said.ends)


@shows(EntityHead, when=of_kind(Kind.PERSON))
class Person(Entity):
    age: AgeRange | None = by(_age)
    names: list[Attribute] = viewed(_names)
    born_on: Attribute | None = viewed(_born_on)


@shows(EntityHead, when=of_kind(Kind.OBJECT))
class Object(Entity):
    pass


@shows(EntityHead, when=of_kind(Kind.LOCATION))
class Location(Entity):
    position: Position | None = viewed(_position)


@shows(EntityHead, when=of_kind(Kind.EVENT))
class Event(Entity):
    occurred: Interval | None = viewed(_occurred)


@shows(MovedAnswer, when=always)
class Moved:
    id: strawberry.ID
    successors: list[Entity]
    at: DateTime
    because: str


EntityResult = Annotated[Person | Object | Location | Event | Moved | NotVisible, strawberry.union("EntityResult")]
