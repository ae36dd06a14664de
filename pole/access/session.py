"""A session is a viewer with a reason; an inquiry is one question of theirs, written down before it is answered.

The graph can only be had from an open inquiry, so no answer exists without a reason and an audit record: the intent is
written before the inquiry opens, the outcome before what it found may leave. If either cannot be written, there is no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from pole.access.audit import Audit, Result, Target
from pole.access.corrections import Corrections, TaskKeeper
from pole.access.cursor import Binding, Sealer
from pole.access.deciding import Deciding, Keep
from pole.access.past import PastGraph
from pole.access.policy import Contact, Policy
from pole.access.policy_file import Question
from pole.access.reading import ScopedGraph
from pole.access.reason import Reason
from pole.access.scope import Scope
from pole.access.viewer import Viewer
from pole.errors import PoleError
from pole.graph.port import StoreReader
from pole.graph.rows import SourceRow
from pole.model.facts import Id, instant
from pole.model.marking import Marking
from pole.model.vocabulary import Vocabulary


@dataclass(frozen=True)
class Inquiry:
    """One open question. Services take this and nothing else."""

    viewer: Viewer
    scope: Scope
    graph: ScopedGraph
    vocabulary: Vocabulary
    sealer: Sealer
    now: datetime
    """The moment of asking, or the past moment that is asked about (UTC): one for the whole answer."""
    policy: Policy
    hinted: Mapping[int, tuple[Contact, ...]]
    """Whom to ask, by visibility of which the viewer may learn that something is held there."""
    existence: Callable[[list[str]], list[tuple[str, int]]]
    """Which of these keys are held in one of those visibilities."""
    register: Callable[[], list[SourceRow]]
    """The register of sources with counts of everything, for who is entitled to load."""
    corrections: Corrections
    deciding: Deciding
    guess: Callable[[], None]
    """Count one question for an identifier under which this viewer sees nothing. Raises TooManyGuessesError."""
    shown: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    counted: dict[str, int] = field(default_factory=dict[str, int])
    sealed: dict[tuple[str, Id], str] = field(default_factory=dict[tuple[str, Id], str])
    """What was sealed so far: one record is named by each of its statements."""
    past: bool = False

    def at(self, moment: datetime | None) -> Inquiry:
        """The same inquiry about how things stood when what came by that moment had been loaded; None for today."""
        if moment is None:
            return self
        graph = PastGraph(self.graph.reader, self.scope, instant(moment))
        return replace(self, graph=graph, now=moment, past=True)

    def require(self, question: Question) -> None:
        """Raise NotEntitledError unless the viewer may ask this."""
        self.policy.require_question(self.viewer, question)

    def shows(self, sort: str, *ids: Id) -> None:
        """Note for the audit that these entities, records or links are in the answer."""
        self.shown.setdefault(sort, set()).update(ids)

    def counts(self, sort: str, number: int) -> None:
        """Note for the audit how many of a sort are in the answer, where they are too many to be named."""
        self.counted[sort] = self.counted.get(sort, 0) + number

    def seal(self, sort: str, id_: Id) -> str:
        """The public id of a record or link."""
        sealed = self.sealed.get((sort, id_))
        if sealed is None:
            sealed = self.sealed[(sort, id_)] = self.sealer.seal_id(sort, id_)
        return sealed

    def open(self, sort: str, text: str) -> Id | None:
        """The id behind a public one; None for anything that is not a sealed id of this sort."""
        found = self.sealer.open_id(text)
        return found.raw if found is not None and found.kind == sort else None

    def seal_cursor(self, question: str, position: tuple[str, ...]) -> str:
        """A cursor for this viewer, scope and question."""
        return self.sealer.seal_cursor(position, self._binding(question))

    def open_cursor(self, question: str, text: str | None) -> tuple[str, ...] | None:
        """The position in a cursor. Raises CursorError for a foreign one."""
        return None if text is None else self.sealer.open_cursor(text, self._binding(question))

    def marking(self, vis: int) -> Marking:
        """The marking that a visibility in the scope stands for."""
        return self.scope.markings[vis]

    def _binding(self, question: str) -> Binding:
        asked = f"{question}@{instant(self.now)}" if self.past else question
        return Binding(self.viewer.identity, self.scope.digest, asked)


@dataclass(frozen=True)
class Session:
    """A viewer with a reason, over one state of the store."""

    viewer: Viewer
    reason: Reason
    scope: Scope
    reader: StoreReader
    vocabulary: Vocabulary
    sealer: Sealer
    audit: Audit
    policy: Policy
    clock: Callable[[], datetime]
    hinted: Mapping[int, tuple[Contact, ...]]
    existence: Callable[[list[str]], list[tuple[str, int]]]
    register: Callable[[], list[SourceRow]]
    tasks: TaskKeeper
    keep_decision: Keep
    guess: Callable[[], None]

    @contextmanager
    def ask(self, question: Question | None, target: Target) -> Generator[Inquiry]:
        """Open an inquiry. Whoever opens it lets nothing of the answer go before the block has ended without error.

        Raises NotEntitledError when the viewer may not ask this question; None is for several, each required on its own.
        """
        intent = self.audit.intent(self.viewer, self.reason, f"read/{question or 'operation'}", target)
        inquiry = self._inquiry()
        code: str | None = "unexpected"
        try:
            if question is not None:
                inquiry.require(question)
            yield inquiry
            code = None
        except PoleError as error:
            code = error.code
            raise
        finally:
            shown = sorted((sort, id_) for sort, ids in inquiry.shown.items() for id_ in ids)
            counts = {sort: len(ids) for sort, ids in sorted(inquiry.shown.items())} | inquiry.counted
            result = Result.SUCCESS if code is None else Result.FAILURE
            self.audit.outcome(intent, result, ids=shown, counts=counts, code=code)

    def _inquiry(self) -> Inquiry:
        return Inquiry(
            self.viewer,
            self.scope,
            ScopedGraph(self.reader, self.scope),
            self.vocabulary,
            self.sealer,
            self.clock(),
            self.policy,
            self.hinted,
            self.existence,
            self.register,
            Corrections(self.tasks, self.audit, self.viewer, self.reason, self.scope.visibilities),
            Deciding(self.keep_decision, self.audit, self.viewer, self.reason),
            self.guess,
        )
