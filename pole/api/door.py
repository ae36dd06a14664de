"""From a request to an open inquiry and back: who asks, why, and that it is written down on both sides of the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeVar, runtime_checkable

from anyio import CancelScope, fail_after, get_cancelled_exc_class, to_thread
from graphql import GraphQLError

from pole.access.audit import Target
from pole.access.development import DevelopmentIssuer
from pole.access.policy_file import Entitlement
from pole.access.session import Inquiry, Session
from pole.access.signing_keys import DiscoveredKeys
from pole.access.tokens import TokenVerifier, bearer_token
from pole.api.asking import Asking, first_failure
from pole.api.documents import SavedDocuments, document_id
from pole.bootstrap import Application
from pole.errors import AbandonedError, LimitReachedError, PoleError, SettingsError
from pole.settings import Settings

T = TypeVar("T")

REASON_HEADER = "pole-reason"


class Answer(Protocol):
    """What an operation ended with."""

    errors: list[GraphQLError] | None


@runtime_checkable
class Cancellable(Protocol):
    """A reader that can be stopped in the middle of a question."""

    def cancel(self) -> None:
        """Stop."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """An operation as it came."""

    query: str
    variables: Mapping[str, object] | None = None
    name: str | None = None
    words: str | None = None
    """The reason in words."""


@dataclass
class Opened:
    """An inquiry whose intent is written."""

    session: Session
    inquiry: Inquiry
    manager: AbstractContextManager[Inquiry]

    def close(self, failure: PoleError | None) -> None:
        """Write the outcome. Raises AuditUnavailableError, and then nothing may leave."""
        self.manager.__exit__(type(failure) if failure else None, failure, None)

    def stop(self) -> None:
        """Stop what the store is still doing for it."""
        if isinstance(self.session.reader, Cancellable):
            self.session.reader.cancel()


class Door:
    """The way in for every operation."""

    def __init__(self, application: Application, verifier: TokenVerifier, saved: SavedDocuments) -> None:
        self._application = application
        self._verifier = verifier
        self._saved = saved
        self._seconds = application.settings.question_seconds

    async def put(
        self, headers: Mapping[str, str], asked: Asked, work: Callable[[Asking], Awaitable[Answer]]
    ) -> Answer:
        """Put an operation. Raises SignInError, ReasonRequiredError, NotEntitledError, AuditUnavailableError and the like."""
        opened = await _whatever_happens(lambda: self._open(headers, asked))
        failure: PoleError | None = AbandonedError("who asked went away")
        try:
            self._require_entitled(opened.inquiry, asked)
            with fail_after(self._seconds):
                answer = await work(Asking(opened.inquiry))
            failure = first_failure(answer.errors)
            return answer
        except TimeoutError:
            failure = LimitReachedError("seconds for one question", self._seconds, "ask for less at once")
            raise failure from None
        except get_cancelled_exc_class():
            raise
        except PoleError as error:
            failure = error
            raise
        except Exception:
            failure = PoleError("the operation failed")
            raise
        finally:
            if isinstance(failure, AbandonedError | LimitReachedError):
                opened.stop()
            await _whatever_happens(lambda: opened.close(failure))

    def _open(self, headers: Mapping[str, str], asked: Asked) -> Opened:
        viewer = self._verifier.viewer(bearer_token(headers.get("authorization")))
        session = self._application.session(viewer, headers.get(REASON_HEADER), asked.words)
        name = self._saved.name_of(asked.query) or asked.name
        manager = session.ask(None, Target(name, document_id(asked.query), asked.variables))
        return Opened(session, manager.__enter__(), manager)

    def _require_entitled(self, inquiry: Inquiry, asked: Asked) -> None:
        if self._saved.name_of(asked.query) is None:
            inquiry.policy.require(inquiry.viewer, Entitlement.AD_HOC_QUERY)


async def _whatever_happens(work: Callable[[], T]) -> T:
    """Done in a thread, and to its end even when the asker is gone: an intent that is written must get its outcome."""
    done: list[T] = []
    with CancelScope(shield=True):
        done.append(await to_thread.run_sync(work))
    return done[0]


def token_verifier(settings: Settings) -> TokenVerifier:
    """Who is believed: the issuer in the settings, or else the development issuer. Raises SettingsError for neither."""
    if settings.issuer:
        return TokenVerifier(settings.issuer, settings.audience, DiscoveredKeys(settings.issuer))
    if settings.development:
        return DevelopmentIssuer(settings.data, settings.audience).verifier()
    raise SettingsError("POLE_ISSUER names no issuer of tokens and POLE_DEVELOPMENT is off, so nobody could sign in.")
