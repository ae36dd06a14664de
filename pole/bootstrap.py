"""The only place that reads settings, chooses a store and joins the objects, by hand."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from pole.access.audit import Audit
from pole.access.cursor import Sealer
from pole.access.guesses import Guesses
from pole.access.keys import deployment_key
from pole.access.policy import Policy
from pole.access.policy_check import load_policy
from pole.access.reason import Reason, parse_reason
from pole.access.scope import Scope, group
from pole.access.session import Session
from pole.access.viewer import Viewer
from pole.errors import MarkingError, SettingsError
from pole.graph.lease import Patience, impatient
from pole.graph.port import Store
from pole.graph.rows import DecisionRow
from pole.model.marking import Classification, Marking
from pole.model.vocabulary import Vocabulary, load_vocabulary
from pole.settings import Settings
from pole.stores import sqlite

if TYPE_CHECKING:
    from pole.ingest.load import Loader
    from pole.ingest.shape.source import CompiledSource

SCOPES_KEPT = 64
DECISION_WAIT_SECONDS = 20.0
"""For which a decision waits for a loader to end its batch."""


def utc_now() -> datetime:
    """The clock in force outside tests."""
    return datetime.now(UTC)


class Held(NamedTuple):
    """The markings that the store holds, as of a generation."""

    generation: str
    markings: Mapping[int, Marking]


@dataclass
class Application:
    """Everything that one process shares. Close it when done."""

    settings: Settings
    vocabulary: Vocabulary
    policy: Policy
    store: Store
    audit: Audit
    sealer: Sealer
    guesses: Guesses
    clock: Callable[[], datetime] = utc_now
    _scopes: dict[tuple[str, frozenset[int]], Scope] = field(default_factory=dict[tuple[str, frozenset[int]], Scope])
    _lock: Lock = field(default_factory=Lock)
    _last_held: Held | None = None

    def session(self, viewer: Viewer, header: str | None, words: str | None = None) -> Session:
        """A session for a viewer and the reason they state. Raises ReasonRequiredError."""
        return self.session_for(viewer, parse_reason(header, self.policy.reasons, words))

    def session_for(self, viewer: Viewer, reason: Reason) -> Session:
        """A session over the store as it is now."""
        held = self._held()
        scope = self._scope(held, self.policy.visible(viewer, held.markings))
        hinted = self.policy.hinted(viewer, held.markings)
        return Session(
            viewer=viewer,
            reason=reason,
            scope=replace(scope, digest=self.policy.scope_digest(viewer)),
            reader=self.store.reader(scope.visibilities),
            vocabulary=self.vocabulary,
            sealer=self.sealer,
            audit=self.audit,
            policy=self.policy,
            clock=self.clock,
            hinted=hinted,
            existence=lambda keys: self.store.existence(keys, frozenset(hinted)),
            register=lambda: self.store.reader(frozenset(held.markings)).sources(),
            tasks=self.store,
            keep_decision=self.keep_decision,
            guess=lambda: self._count_guess(viewer),
        )

    def keep_decision(self, decision: DecisionRow, marking: Marking) -> DecisionRow | None:
        """Write a decision, new or changed. Raises LeaseHeldError when a loader makes no room in time."""
        from pole.ingest.deciding import decide
        from pole.ingest.means import Means

        return decide(Means(self.store, self.clock, wait=DECISION_WAIT_SECONDS), decision, marking)

    def _count_guess(self, viewer: Viewer) -> None:
        if self.policy.may_be_told(viewer):
            self.guesses.count(viewer)

    def sources(self) -> Mapping[str, CompiledSource]:
        """Every source that has a mapping, by name. Raises MappingError for one that is wrong."""
        from pole.ingest.sources import compiled_sources  # loading is loaded by who loads: questions have no use for it

        folders = [self.settings.mappings] if self.settings.mappings else []
        return compiled_sources(self.vocabulary, folders, ceiling_of(self.settings))

    def loader(self) -> Loader:
        """A loader into this store."""
        from pole.ingest.load import Loader

        return Loader(self.store, self.clock)

    @contextmanager
    def rehearsal(self, patience: Patience) -> Generator[Store]:
        """A store of its own in the data folder that holds what the store holds now, for the time of the block.

        Nobody loads while it is copied. Raises LeaseHeldError and RefusedError as a backup does.
        """
        from pole.ingest.backup import back_up
        from pole.ingest.restore import restore

        at = self.loader().instant()
        with TemporaryDirectory(prefix="dry-run-", dir=self.settings.data) as folder:
            copy, backup = sqlite.open_store(f"sqlite:///{folder}/pole.db"), Path(folder) / "held.pole"
            copy.initialise()
            back_up(self.store, backup, at, patience)
            restore(copy, backup, at, impatient)
            backup.unlink()
            try:
                yield copy
            finally:
                copy.close()

    def close(self) -> None:
        """Let go of the store and the audit trail."""
        self.store.close()
        self.audit.close()

    def _held(self) -> Held:
        """What is held now: one question to the store, and another when it has changed."""
        generation, known = self.store.generation(), self._last_held
        if known is None or known.generation != generation:
            known = self._last_held = Held(generation, self.store.visibilities())
        return known

    def _scope(self, held: Held, visible: frozenset[int]) -> Scope:
        """The scope of these visibilities, worked out again whenever the store has changed."""
        key = (held.generation, visible)
        with self._lock:
            known = self._scopes.get(key)
        if known is not None:
            return known
        made = self._made_scope(held, visible)
        with self._lock:
            if len(self._scopes) >= SCOPES_KEPT:
                self._scopes.clear()
            self._scopes[key] = made
        return made

    def _made_scope(self, held: Held, visible: frozenset[int]) -> Scope:
        markings = {vis: m for vis, m in held.markings.items() if vis in visible}
        same = self.store.same(visible)
        if not same:
            return Scope(visible, markings)
        ids = sorted({id_ for tie in same for id_ in (tie.high, tie.low)})
        groups = group(same, self.store.reader(visible).entities(ids), self.store.conflicts(ids, visible), markings)
        return Scope(visible, markings, canon=groups.canon, members=groups.members, disputes=groups.disputes)


def compose(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Application:
    """Join everything. The store's schema is not touched: `pole store init` and the loader do that.

    Raises SettingsError, PolicyError or VocabularyError before anything is opened that would have to be closed.
    """
    vocabulary = vocabulary_of(settings)
    ceiling_of(settings)
    policy = load_policy(settings.policy)
    key = deployment_key(settings.data / "deployment.key")
    guesses = Guesses(settings.data / "guesses.db", key, settings.guesses_per_hour, clock)
    audit = Audit(settings.data / "audit.jsonl", key, policy.version)
    return Application(settings, vocabulary, policy, open_store(settings), audit, Sealer(key), guesses, clock)


def vocabulary_of(settings: Settings) -> Vocabulary:
    """The vocabulary with what the settings add to it. Raises VocabularyError."""
    return load_vocabulary([settings.vocabulary] if settings.vocabulary else [])


def ceiling_of(settings: Settings) -> Classification:
    """What the system is accredited for. Raises SettingsError."""
    try:
        return Classification.parse(settings.ceiling)
    except MarkingError as error:
        raise SettingsError(f"POLE_CEILING: {error.message}") from None


def open_store(settings: Settings) -> Store:
    """The store that the settings name."""
    url = settings.store_url
    if url.startswith("sqlite:///"):
        return sqlite.open_store(url)
    from pole.stores import bolt  # the driver is loaded only where it is used

    password = settings.neo4j_password.get_secret_value()
    return bolt.open_store(url, settings.neo4j_user, password, limits=bolt.Limits(question=settings.question_seconds))
