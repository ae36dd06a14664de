"""The root fields: one question each."""

from __future__ import annotations

from typing import Annotated

import strawberry

from pole.access.policy_file import Question
from pole.api.asking import Asking, Info
from pole.api.shapes.briefing import Briefing
from pole.api.shapes.changes import ChangesAnswer, ChangesResult
from pole.api.shapes.corrections import CorrectionConnection, correction_page
from pole.api.shapes.decisions import DecisionConnection, decision_page
from pole.api.shapes.entity import EntityResult
from pole.api.shapes.explanation import ExplainResult
from pole.api.shapes.find import Found, MatchConnection, SearchConnection
from pole.api.shapes.inputs import BriefingTarget, LinkFilter, SearchFilter, link_filter, listed, short
from pole.api.shapes.network import NetworkResult
from pole.api.shapes.node import Node
from pole.api.shapes.path import PathsResult
from pole.api.shapes.record import Record
from pole.api.shapes.refusal import LimitAnswer, NotVisible, NotVisibleAnswer
from pole.api.shapes.scalars import DateTime
from pole.api.shapes.shape import by
from pole.api.shapes.source import Source, SourceName
from pole.api.shapes.viewer import Viewer
from pole.errors import LimitReachedError, NotVisibleError
from pole.graph.questions import TaskWhere
from pole.graph.rows import DecisionState, TaskState
from pole.service.answers.head import EntityHead
from pole.service.answers.view import EntityView
from pole.service.answers.view import Moved as MovedAnswer
from pole.service.briefing import briefing
from pole.service.changes import Since, find_changes
from pole.service.corrections import corrections
from pole.service.decisions import decisions
from pole.service.explain import explain
from pole.service.find import by_identifier
from pole.service.neighbours import single_link
from pole.service.network import Seeds, find_network
from pole.service.paths import Ask, find_paths
from pole.service.record import record_view
from pole.service.search import search
from pole.service.sources import sources
from pole.service.view import single_view

TARGETS = 10
ENDS = 20

Id = strawberry.ID


async def _entity(info: Info, id: Id, as_at: DateTime | None = None) -> object:
    try:
        return await _seen(info.context, short("id", id), as_at)
    except NotVisibleError as error:
        return NotVisibleAnswer(error.message)


async def _seen(asking: Asking, id_: str, as_at: DateTime | None = None) -> EntityHead | MovedAnswer:
    found = await asking.ask(Question.VIEW, single_view, id_, as_at)
    return asking.keep(found) if isinstance(found, EntityView) else found


async def _node(info: Info, id: Id) -> object:
    """Ids that we sealed say of what they are; any other can only be an entity's."""
    asking, id_ = info.context, short("id", id)
    sealed = asking.inquiry.sealer.open_id(id_)
    try:
        match sealed.kind if sealed else None:
            case None:
                found = await _seen(asking, id_)
                return found if isinstance(found, EntityHead) else None
            case "link":
                return await asking.ask(Question.NEIGHBOURS, single_link, id_)
            case _:
                return await asking.ask(Question.RECORD, record_view, id_)
    except NotVisibleError:
        return None


async def _identifier(info: Info, scheme: str, value: str, first: int = 20, after: str | None = None) -> object:
    asked = (short("scheme", scheme), short("value", value))
    return Found(await info.context.ask(Question.FIND, by_identifier, *asked, first, after), after)


async def _briefing(info: Info, about: list[BriefingTarget]) -> object:
    targets = listed("about", about, TARGETS) or ()
    return [await info.context.ask(Question.BRIEFING, briefing, target.value()) for target in targets]


async def _search(
    info: Info, text: str | None = None, filter: SearchFilter | None = None, first: int = 20, after: str | None = None
) -> object:
    asked = filter.value() if filter else None
    return Found(await info.context.ask(Question.SEARCH, search, short("text", text), asked, first, after), after)


Sources = Annotated[list[Id], strawberry.argument(name="from")]


async def _paths(  # noqa: PLR0913 - one parameter an argument of the contract
    info: Info,
    starts: Sources,
    to: list[Id],
    max_length: int = 4,
    first: int = 3,
    filter: LinkFilter | None = None,
    avoid: list[Id] | None = None,
    through_hubs: bool = False,
) -> object:
    try:
        ends = (listed("from", starts, ENDS) or (), listed("to", to, ENDS) or ())
        ask = Ask(*ends, max_length, first, link_filter(filter), listed("avoid", avoid) or (), through_hubs)
        return await info.context.ask(Question.PATHS, find_paths, ask)
    except NotVisibleError as error:
        return NotVisibleAnswer(error.message)
    except LimitReachedError as error:
        return LimitAnswer.of(error)


async def _network(
    info: Info,
    seeds: list[Id],
    hops: int = 1,
    limit: int = 200,
    filter: LinkFilter | None = None,
    through_hubs: bool = False,
) -> object:
    try:
        asked = Seeds(listed("seeds", seeds, ENDS) or (), hops, limit, link_filter(filter), through_hubs)
        return await info.context.ask(Question.NETWORK, find_network, asked)
    except NotVisibleError as error:
        return NotVisibleAnswer(error.message)
    except LimitReachedError as error:
        return LimitAnswer.of(error)


async def _changes(
    info: Info, of: list[Id], since: DateTime, around: bool = False, first: int = 25, after: str | None = None
) -> object:
    try:
        asked = Since(listed("of", of, ENDS) or (), since, around)
        return ChangesAnswer.of(await info.context.ask(Question.CHANGES, find_changes, asked, first, after), after)
    except NotVisibleError as error:
        return NotVisibleAnswer(error.message)
    except LimitReachedError as error:
        return LimitAnswer.of(error)


async def _explain(info: Info, a: Id, b: Id | None = None) -> object:
    try:
        return await info.context.ask(Question.EXPLAIN, explain, short("a", a), short("b", b))
    except NotVisibleError as error:
        return NotVisibleAnswer(error.message)
    except LimitReachedError as error:
        return LimitAnswer.of(error)


async def _corrections(
    info: Info,
    source: Id | None = None,
    states: list[TaskState] | None = None,
    first: int = 25,
    after: str | None = None,
) -> object:
    sources = None if source is None else (short("source", source),)
    where = TaskWhere(sources, listed("states", states))
    return correction_page(await info.context.ask(Question.CORRECTIONS, corrections, where, first, after), after)


async def _decisions(
    info: Info, states: list[DecisionState] | None = None, first: int = 25, after: str | None = None
) -> object:
    page = await info.context.ask(Question.DECISIONS, decisions, listed("states", states), first, after)
    return decision_page(page, after)


async def _record(info: Info, id: Id) -> object:
    try:
        return await info.context.ask(Question.RECORD, record_view, short("id", id))
    except NotVisibleError as error:
        return NotVisibleAnswer(error.message)


async def _sources(info: Info) -> object:
    return [SourceName(source.id) for source in await info.context.ask(Question.SOURCES, sources)]


def _viewer(info: Info) -> object:
    return info.context.inquiry


RecordResult = Annotated[Record | NotVisible, strawberry.union("RecordResult")]


@strawberry.type
class Query:
    node: Node | None = by(_node)
    entity: EntityResult = by(_entity)
    entities_by_identifier: MatchConnection = by(_identifier)
    briefing: list[Briefing] = by(_briefing)
    search: SearchConnection = by(_search)
    paths: PathsResult = by(_paths)
    network: NetworkResult = by(_network)
    changes: ChangesResult = by(_changes)
    explain: ExplainResult = by(_explain)
    record: RecordResult = by(_record)
    sources: list[Source] = by(_sources)
    corrections: CorrectionConnection = by(_corrections)
    decisions: DecisionConnection = by(_decisions)
    viewer: Viewer = by(_viewer)
