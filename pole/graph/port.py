"""The doors to a store. Reading is apart from writing; take the smaller door.

Every reader is made for a fixed set of visibilities and answers as if nothing else existed: the predicate stands inside
each traversal, never behind it. A row without visibility is invisible. Unknown ids are left out of answers, never errors.
All lists are in the order documented here on every store, so that two stores can be compared word for word; text is
ordered by code point. What is asked for twice is answered once, at its first place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeAlias

from pole.graph.changes import Applied, Batch, Changes, Plan
from pole.graph.lease import Patience, impatient
from pole.graph.questions import DecisionWhere, LinkWhere, Page, PageRequest, SearchWhere, TaskWhere
from pole.graph.rows import (
    FIRST_PLACE,
    ChangeRow,
    Columns,
    CountRow,
    DecisionRow,
    EntityRow,
    Frontier,
    Hit,
    KeySetRow,
    LedgerRow,
    LineageRow,
    LinkRow,
    MentionRow,
    PastRow,
    QuarantineRow,
    RecordRow,
    SameRow,
    SourceEntry,
    SourceRow,
    TaskRow,
    TieRow,
)
from pole.graph.wide import About, Around, Ties
from pole.model.facts import Id, Instant
from pole.model.marking import Marking

Ids: TypeAlias = Sequence[Id]


class TieReader(Protocol):
    """What is one link away from entities that are taken as one thing."""

    def relationship_counts(self, entities: Ids, where: LinkWhere) -> list[CountRow]:
        """Ties and links of these entities taken as one thing, ordered by (type, role, outgoing, other_kind).

        A tie to the same other from two of the entities counts once; links between two of the entities are left out.
        """
        ...

    def neighbours(self, entities: Ids, where: LinkWhere, page: PageRequest) -> Page[TieRow]:
        """Ties in the order (type, role, outgoing, other, entity), outgoing "0" before "1"; position: those five texts.

        Links between two of the entities are left out. A hub answers its first page in milliseconds.
        """
        ...

    def tie_others(self, entities: Ids, where: LinkWhere) -> list[tuple[str, str, bool, Id, str, int]]:
        """(type, role, outgoing, other, other_kind, links) of every tie of these entities taken as one, in tie order."""
        ...

    def events(self, entities: Ids, where: LinkWhere, page: PageRequest) -> Page[TieRow]:
        """Ties to events by time: (`time_position` of the tie's `low`, type, role, outgoing, other, entity); undated last.

        Only for entities of at most 2,000 such links; beyond that raises LimitReachedError.
        """
        ...


class GraphReader(TieReader, Protocol):
    """Questions about what is live, seen through fixed visibilities.

    Any raises LimitReachedError when its time or size runs out.
    """

    def entities(self, ids: Ids) -> list[EntityRow]:
        """Those that exist, in the order of `ids`."""
        ...

    def mentions(self, entities: Ids, page: PageRequest) -> Page[MentionRow]:
        """Of all these entities together, newest receipt first, then id; position: (received, id)."""
        ...

    def mention_count(self, entities: Ids) -> int:
        """How many mentions these entities have."""
        ...

    def keysets(self, entities: Ids, limit: int) -> list[KeySetRow]:
        """The key sets of all these entities together, ordered by id; at most `limit`, the first in order."""
        ...

    def records(self, ids: Ids) -> list[RecordRow]:
        """Live records, in the order of `ids`."""
        ...

    def facets(self, rows: Ids) -> list[RecordRow]:
        """Every visible live record of these source rows, ordered by (row, id)."""
        ...

    def records_of(self, source: str, types: Sequence[str], page: PageRequest) -> Page[RecordRow]:
        """Every visible live record of these types of a source, ordered by (row, id); position: those two."""
        ...

    def mentions_of(self, records: Ids) -> list[MentionRow]:
        """What these records mention, ordered by (record, name)."""
        ...

    def links_of(self, records: Ids) -> list[LinkRow]:
        """What these records link, ordered by (record, id)."""
        ...

    def by_identifier(self, keys: Sequence[str]) -> list[tuple[str, Id]]:
        """(key text, entity) for each holder of each key (`scheme|value`), ordered by both, without repeats."""
        ...

    def search(self, where: SearchWhere, limit: int) -> list[Hit]:
        """(entity, text) of the mentions that hold a word of every group, ordered by both, without repeats; at most `limit`.

        A word is whole between white space in the part of a line of `text` that follows the tab, `word*` is how one
        begins (`pole.graph.words`). An empty word or `*` alone is nowhere. No words find nothing, unless entities are
        named: then they find all that these say.
        """
        ...

    def frontier(self, ids: Ids, where: LinkWhere, hub: int | None) -> Frontier:
        """Every (of, other) pair one link away, each once, ordered by both; self-pairs left out.

        An entity with more than `hub` visible distinct others under `where` (dates, sources, grades and standings left out of that
        judgement) is named in `hubs` and not expanded. None expands all.
        """
        ...

    def links(self, ids: Ids) -> list[LinkRow]:
        """Live links, in the order of `ids`."""
        ...

    def links_between(
        self, entity: Ids, other: Ids, type_: str, role: str, outgoing: bool, page: PageRequest
    ) -> Page[LinkRow]:
        """The links of one tie (of groups of entities), newest receipt first, then id; position: (received, id)."""
        ...

    def lineage(self, entities: Ids) -> list[LineageRow]:
        """Merges and splits in which these ids (live or not) stand before or after, ordered by (at, what, before, after)."""
        ...

    def past_mentions(self, entities: Ids, at: Instant, limit: int) -> list[MentionRow]:
        """What these entities' key sets said as loaded by `at`, by the membership of then: newest receipt first, then id.

        The rows' `entity` is that of then. Of then is what was loaded (or known from) at or before `at` and is live or
        known to a later moment; membership likewise, by `since` and `until`. At most `limit`, the first in order.
        """
        ...

    def past_links(self, entities: Ids, at: Instant, limit: int) -> list[LinkRow]:
        """First-hop links as loaded by `at`, both ends named by the membership of then; ordered by id, at most `limit`.

        A link is left out when either end had no visible membership then.
        """
        ...

    def changes(self, entities: Ids, since: Instant, page: PageRequest) -> Page[ChangeRow]:
        """What these entities, taken together, were said to be and how they were linked, where that became different after
        `since`; latest first, then by (row, what, id); position: (at, row, what, id).

        By the times of loading, as `past_mentions`: a version counts while it was known and one of its key sets was theirs,
        so what identity moved is among it. A version that was known for no time at all is left out, and so is a row of which
        another version says the same only if the record as a whole was left alone. Raises LimitReachedError beyond 20,000
        versions (`pole.graph.since`).
        """
        ...

    def things(self, kind: str, page: PageRequest) -> Page[EntityRow]:
        """Every entity of a kind, by id; position: (id,)."""
        ...

    def last_received(self, entities: Ids, sources: Sequence[str]) -> list[tuple[Id, str, Instant]]:
        """(entity, source, receipt of its newest mention) for each of these sources that mentions one of these entities,
        ordered by the first two."""
        ...

    def tasks(self, where: TaskWhere, page: PageRequest) -> Page[TaskRow]:
        """Tasks of correction, the oldest first; position: (raised, id)."""
        ...

    def task(self, ids: Ids) -> list[TaskRow]:
        """Those that exist, in the order of `ids`."""
        ...

    def decisions(self, where: DecisionWhere, page: PageRequest) -> Page[DecisionRow]:
        """Decisions on identity, the oldest first; position: (made, id)."""
        ...

    def decision(self, ids: Ids) -> list[DecisionRow]:
        """Those that exist, in the order of `ids`."""
        ...

    def versions(self, record: Id) -> list[PastRow]:
        """Past versions of one record that are not closed, by (known_from, known_to, payload), last first; `what` is
        ``record``."""
        ...

    def sources(self) -> list[SourceRow]:
        """Every source in the register, loaded or not, ordered by name; counts are of what this reader sees.

        `records` counts rows, however many facets of one are visible, from the tallies that `apply` keeps; freshness is
        that of the source, whoever asks.
        """
        ...

    def about(self, entities: Ids, most: int, where: LinkWhere) -> About:
        """What a single view of these entities taken as one thing is made of; of their mentions at most `most`."""
        ...

    def around(self, entities: Ids, where: LinkWhere, page: PageRequest) -> Around:
        """`neighbours`, with what they are shown with."""
        ...

    def ties(self, pairs: Sequence[tuple[Id, Id]], where: LinkWhere) -> Ties:
        """Every tie of each (entity, other) pair, seen from the first, with what they are shown with.

        A pair of an entity with itself has none.
        """
        ...


class BulkReader(Protocol):
    """Whole columns for analysis."""

    def projection(self, where: LinkWhere) -> Columns:
        """Every visible link, ordered by (start, end, type, role, id). Kinds and subtypes must hold of both ends; `outgoing`
        says nothing here."""
        ...


class StoreReader(GraphReader, BulkReader, Protocol):
    """Both reading doors."""


class Lease(Protocol):
    """The right to write. Renewed by each `apply` and `make_room`; lost when another holder has taken it over."""

    holder: str

    def make_room(self, patience: Patience) -> bool:
        """Between two batches: let those who wait write first. Whether anybody did, and may have written anything.

        Raises LeaseHeldError when patience ends before the lease is ours again; it is then another's.
        """
        ...


class GraphWriter(Protocol):
    """The writing door."""

    def lease(self, holder: str, patience: Patience = impatient) -> AbstractContextManager[Lease]:
        """The one writer's lease, for which those who want it wait in the order of coming (`pole.graph.lease`).

        Raises LeaseHeldError, naming who has it or will have it next, when patience ends before.
        """
        ...

    def apply(self, lease: Lease, batch: Batch, plan: Plan, following: Batch | None = None) -> Applied:
        """Ledger, current, plan, rows: one transaction. A known batch changes nothing and answers its counts again.

        `following` is the batch that will most likely come next; a store may plan it while this one is being kept.
        A transaction that loses its reply is tried again and settled by the ledger. Raises StoreAwayError when the store
        stays away.
        """
        ...

    def put_back(self, lease: Lease, batch: Batch, changes: Changes) -> None:
        """Write a batch of which a backup says what to write, in one transaction; `batch` has no rows to plan for."""
        ...

    def raise_task(self, task: TaskRow, marking: Marking) -> bool:
        """Keep a task whose record is live, in a transaction of its own. `marking` is what its visibility stands for.

        False, and nothing is kept, when the record is not live or the task is known.
        """
        ...

    def answer_task(self, answered: TaskRow, visibilities: frozenset[int]) -> bool:
        """Replace an open task within these visibilities by what it has become; False when there is none."""
        ...

    def register(self, entries: Sequence[SourceEntry]) -> None:
        """Name these sources in the register, or name them anew. The others stay as they are."""
        ...


class Ledger(Protocol):
    """What an operator asks: never for viewers."""

    def batches(self, source: str | None = None, since: int = FIRST_PLACE) -> list[LedgerRow]:
        """In order of (at, load, number), without those of extracts that stand before that place (`LedgerRow.place`).

        A ledger of years is not read for a delta of the minute: a store finds those `since` a place by an index.
        """
        ...

    def latest(self, source: str) -> Instant | None:
        """When its last batch was written; None before the first."""
        ...

    def last_place(self, source: str) -> int:
        """Where the newest of its extracts stands (`LedgerRow.place`); `FIRST_PLACE` before any, and where none has a number."""
        ...

    def batch(self, ids: Ids) -> list[LedgerRow]:
        """Those known, in the order of `ids`."""
        ...

    def live_rows(self, source: str, types: Sequence[str]) -> Iterator[tuple[Id, str, str]]:
        """(row, type, key) of every live row of these record types, ordered by row, streamed."""
        ...

    def children(self, source: str, type_: str, parents: Ids) -> list[tuple[Id, str, Id]]:
        """(row, key, parent) of every live row of this record type under these parent rows, ordered by row, without repeats."""
        ...

    def kept_children(self, source: str, parents: Ids) -> list[tuple[Id, str]]:
        """(row, type) of every row of which anything is kept under these parent rows: live, past, gone or in quarantine;
        ordered by row, without repeats."""
        ...

    def quarantine(self, source: str | None = None, load: Id | None = None) -> Iterator[QuarantineRow]:
        """Rows kept back, ordered by (source, file, line, id)."""
        ...

    def release_quarantine(self, lease: Lease, ids: Ids) -> None:
        """Take rows out of quarantine, after their replay."""
        ...


class Store(GraphWriter, Ledger, Protocol):
    """One place where the graph is kept."""

    def reader(self, visibilities: frozenset[int]) -> StoreReader:
        """A reader for exactly these visibilities."""
        ...

    def visibilities(self) -> dict[int, Marking]:
        """Every marking the store holds, by its visibility."""
        ...

    def generation(self) -> str:
        """A text that changes with every committed write: what was derived under another one is stale."""
        ...

    def same(self, visibilities: frozenset[int]) -> list[SameRow]:
        """Every SAME within these visibilities, ordered by (vis, high, low)."""
        ...

    def conflicts(self, entities: Ids, visibilities: frozenset[int]) -> dict[Id, frozenset[str]]:
        """The strong keys (`scheme|value`) of these entities, for groups that must not hold two of one scheme; and, for each
        decision in force within these visibilities that two are different, on which side of it they are (`side_text`)."""
        ...

    def existence(self, keys: Sequence[str], visibilities: frozenset[int]) -> list[tuple[str, int]]:
        """(key text, vis) where a key is held in one of these visibilities, by key match only; ordered, without repeats."""
        ...

    def initialise(self) -> None:
        """Create or migrate the schema. Raises SchemaVersionError on a newer one."""
        ...

    def check(self) -> list[str]:
        """Every broken invariant, in words; empty when sound."""
        ...

    def dump(self, visibilities: frozenset[int] | None = None, exact: bool = False) -> Iterator[str]:
        """The canonical dump, line by line (`pole.graph.dump`). `exact` has ids and times too."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
