"""One operation of one viewer: its open inquiry, and every answer made for it so far.

Services are plain synchronous Python, so each is asked in a worker thread, one after another within an operation. What
several fields need is asked once: a single view or a record answers all of its fields.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Concatenate, Generic, ParamSpec, TypeAlias, TypeVar

import strawberry
from anyio import Lock, to_thread
from graphql import GraphQLError

from pole.access.policy_file import Question
from pole.access.session import Inquiry
from pole.errors import NotVisibleError, PoleError, UsageError
from pole.service.answers.head import EntityHead
from pole.service.answers.record import RecordRef, RecordView
from pole.service.answers.source import SourceView
from pole.service.answers.view import EntityView
from pole.service.record import record_view
from pole.service.sources import sources
from pole.service.view import single_view

P = ParamSpec("P")
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class PastHead(EntityHead):
    """An entity as it stood when `as_at` was loaded."""

    as_at: datetime


class Known(Generic[K, V]):
    """Answers made so far, by what was asked."""

    def __init__(self, find: Callable[[K], Awaitable[V]]) -> None:
        self._find = find
        self._known: dict[K, V] = {}
        self._lock = Lock()

    def put(self, key: K, value: V) -> None:
        """Keep an answer that is at hand."""
        self._known[key] = value

    def read(self, key: K, take: Callable[[V], T]) -> T | Awaitable[T]:
        """A part of an answer: at once where it was made, else when it is."""
        return take(self._known[key]) if key in self._known else self._later(key, take)

    async def _later(self, key: K, take: Callable[[V], T]) -> T:
        async with self._lock:
            if key not in self._known:
                self._known[key] = await self._find(key)
        return take(self._known[key])


class Asking:
    """What resolvers have at hand."""

    def __init__(self, inquiry: Inquiry) -> None:
        self.inquiry = inquiry
        self.cost = 0
        self._one_at_a_time = Lock()
        self._views: Known[tuple[str, datetime | None], EntityView] = Known(self._find_view)
        self._records: Known[str, RecordView] = Known(self._find_record)
        self._sources: Known[None, dict[str, SourceView]] = Known(self._find_sources)

    async def ask(
        self, question: Question, service: Callable[Concatenate[Inquiry, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Ask a service, in a worker thread. Raises NotEntitledError and whatever the service raises."""
        self.inquiry.require(question)
        return await self._in_thread(lambda: service(self.inquiry, *args, **kwargs))

    async def ask_of(
        self,
        head: EntityHead,
        question: Question,
        service: Callable[Concatenate[Inquiry, str, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Ask a service about an entity, as it stood at the moment for which the entity was asked."""
        self.inquiry.require(question)
        then = self.at(head)
        return await self._in_thread(lambda: service(then, head.id, *args, **kwargs))

    def at(self, head: EntityHead) -> Inquiry:
        """The inquiry about the moment for which the entity was asked."""
        return self.inquiry.at(_key(head)[1])

    def keep(self, view: EntityView) -> EntityHead:
        """Keep a view for the fields below it, and give the entity they hang on."""
        head = view.head
        if view.as_at is not None:
            head = PastHead(head.id, head.kind, head.subtype, head.caption, head.born, head.marking, view.as_at)
        self._views.put(_key(head), view)
        return head

    def of_view(self, head: EntityHead, take: Callable[[EntityView], T]) -> T | Awaitable[T]:
        """A part of the single view of an entity."""
        return self._views.read(_key(head), take)

    def of_record(self, ref: RecordRef | RecordView, take: Callable[[RecordView], T]) -> T | Awaitable[T]:
        """A part of a record."""
        return take(ref) if isinstance(ref, RecordView) else self._records.read(ref.id, take)

    def of_source(self, name: str, take: Callable[[SourceView], T]) -> T | Awaitable[T]:
        """A part of the register's entry for a source."""
        return self._sources.read(None, lambda register: take(register[name]))

    async def _find_view(self, key: tuple[str, datetime | None]) -> EntityView:
        view = await self.ask(Question.VIEW, single_view, *key)
        if not isinstance(view, EntityView):
            raise NotVisibleError()
        return view

    async def _find_record(self, id_: str) -> RecordView:
        return await self.ask(Question.RECORD, record_view, id_)

    async def _find_sources(self, _: None) -> dict[str, SourceView]:
        """Titles of what is shown anyway need no right to ask for the register."""
        return {source.id: source for source in await self._in_thread(lambda: sources(self.inquiry))}

    async def _in_thread(self, work: Callable[[], T]) -> T:
        async with self._one_at_a_time:
            return await to_thread.run_sync(work, abandon_on_cancel=True)


Info: TypeAlias = strawberry.Info[Asking, None]


def first_failure(errors: Sequence[GraphQLError] | None) -> PoleError | None:
    """What the audit trail is told of an operation that ended with errors: the first that has a name, or what it was."""
    causes = [error.original_error for error in errors or ()]
    named = next((cause for cause in causes if isinstance(cause, PoleError)), None)
    if named is not None or not causes:
        return named
    inside = any(cause is not None and not isinstance(cause, GraphQLError) for cause in causes)
    return PoleError("the operation failed") if inside else UsageError("the document was refused")


def _key(head: EntityHead) -> tuple[str, datetime | None]:
    return head.id, head.as_at if isinstance(head, PastHead) else None
