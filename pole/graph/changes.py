"""What ingest hands to a store, what the store reads for it, and what `plan` answers.

A store decides nothing: in one transaction it looks the batch up in the ledger, reads `Current`, calls `plan`, writes
`Changes` mechanically, and writes the ledger row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from pole.graph.rows import (
    DecisionRow,
    EntityRow,
    KeySetRow,
    LastWord,
    LedgerRow,
    LineageRow,
    LinkRow,
    MembershipRow,
    MentionRow,
    PastRow,
    QuarantineRow,
    RecordRow,
    SameRow,
    TaskRow,
)
from pole.model.facts import Id, ShapedRow
from pole.model.marking import Marking


class Batch(NamedTuple):
    """A piece of one file: what is written together, once."""

    ledger: LedgerRow
    """As it will stand, but for `counts`: the plan adds to what reading and shaping counted."""
    rows: tuple[ShapedRow, ...]
    quarantined: tuple[QuarantineRow, ...]
    markings: Mapping[int, Marking]
    """Every visibility that occurs in the rows and decisions."""
    overtaken: bool = False
    """A later extract has said all there is of this record type, or has disposed of some: what is not held stays away."""
    decided: tuple[DecisionRow, ...] = ()
    """Decisions that are new or have changed. Their key sets are found by the plan."""


class Traces(NamedTuple):
    """How much is kept of a row beside what is live."""

    versions: int
    """Records in the past."""
    waiting: int
    """In quarantine, with its children whose own keys could not be read."""


class Current(NamedTuple):
    """What the store holds that the batch may touch."""

    records: dict[Id, RecordRow]
    """By record id: every facet of every row in the batch, and of those that its decisions name."""
    mentions: dict[Id, list[MentionRow]]
    """By record id."""
    links: dict[Id, list[LinkRow]]
    """By record id."""
    keysets: dict[Id, KeySetRow]
    """By key-set id: those of the batch's mentions, those of `mentions`, and all that joining keys and decisions that two are
    the same reach from them."""
    best: dict[Id, MentionRow]
    """By key-set id, for the key sets of `mentions`: their best mention that is not of any record in `records`."""
    same: list[SameRow]
    """Those between entities of `keysets`."""
    entities: dict[Id, EntityRow]
    """The entities of `keysets`."""
    markings: dict[int, Marking]
    """Every visibility the store knows."""
    words: dict[Id, LastWord]
    """By row: of the batch's rows, where there is one."""
    past: dict[Id, list[PastRow]]
    """By row: past records of facets that are not live and that the batch may bring back (`pole.graph.closure.gone`)."""
    mappings: dict[Id, str]
    """By batch id: the mapping under which each of `records` and `past` was read."""
    waiting: frozenset[Id]
    """Of what is in quarantine, the rows and quarantine ids that are in the batch; looked up when it is `overtaken`."""
    traces: dict[Id, Traces]
    """By row, for those that are disposed of."""
    tasks: dict[Id, list[TaskRow]]
    """By row: of the batch's rows, those in any state, each list ordered by id."""
    decisions: dict[Id, DecisionRow]
    """By id: those that name a row of the batch, and those in force with an end among `keysets`."""


class Move(NamedTuple):
    """A key set, with all its mentions and link ends, now belongs to another entity."""

    keyset: Id
    before: Id
    after: Id


class Closing(NamedTuple):
    """What is past of a row changes its visibility, as far as it is not closed already."""

    row: Id
    vis: int | None
    """That of the facet; None means all of them."""
    into: int | None
    """Who sees it from now on; None means nobody."""

    def of(self, past: PastRow) -> PastRow:
        """The past row after this."""
        if past.closed or past.row != self.row or self.vis not in (None, past.vis):
            return past
        return past._replace(closed=True) if self.into is None else past._replace(vis=self.into)


class Changes(NamedTuple):
    """What to write, in any store, in this order."""

    counts: dict[str, int]
    """For the ledger and the balance sheet: new, changed, unchanged, late, deleted, vanished, disposed, duplicate."""
    markings: dict[int, Marking]
    """Visibilities not known before."""
    erase: list[Id]
    """Rows disposed of at source: erase their past, their last word, what is in quarantine of them (and of children whose
    own keys could not be read) and everything live of them that is dropped below; in the end the membership of key sets
    that they named and that nothing live or past names now."""
    close: list[Closing]
    """Of what was past before this batch."""
    past: list[PastRow]
    drop_links: list[LinkRow]
    drop_mentions: list[MentionRow]
    drop_records: list[RecordRow]
    put_entities: list[EntityRow]
    """Insert or replace."""
    put_keysets: list[KeySetRow]
    """Insert or replace."""
    moves: list[Move]
    """Of what is live after the drops and before the puts of mentions and links."""
    put_records: list[RecordRow]
    put_mentions: list[MentionRow]
    put_links: list[LinkRow]
    drop_keysets: list[Id]
    drop_same: list[SameRow]
    put_same: list[SameRow]
    open_membership: list[MembershipRow]
    close_membership: list[MembershipRow]
    """With `until` set; the open row of that key set and entity is closed."""
    lineage: list[LineageRow]
    drop_entities: list[Id]
    put_words: list[LastWord]
    """Insert or replace."""
    drop_words: list[Id]
    put_quarantine: list[QuarantineRow]
    """Insert or replace."""
    put_tasks: list[TaskRow]
    """Insert or replace."""
    drop_tasks: list[Id]
    put_decisions: list[DecisionRow]
    """Insert or replace."""
    drop_decisions: list[Id]
    tally: dict[tuple[str, tuple[int, ...]], int]
    """(source, visibilities of its live facets, ascending) → change in the number of rows."""


Plan: TypeAlias = Callable[[Batch, Current], Changes]


class Applied(NamedTuple):
    """The batch is in the store, now or since an earlier try."""

    counts: dict[str, int]
    already: bool
