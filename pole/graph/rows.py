"""Rows as a store keeps and returns them. Every one has exactly one visibility, `vis`; a row without it does not exist."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import NamedTuple

from pole.model.facts import Id, Instant, Key


class RecordRow(NamedTuple):
    """The live version of one facet of one source row."""

    id: Id
    row: Id
    source: str
    type: str
    key: str
    vis: int
    version: int
    hash: str
    received: Instant
    loaded: Instant
    batch: Id
    parent: Id | None
    made_from: tuple[Id, ...]
    unit: str | None
    file: str
    line: int
    raw: str | None


class MentionRow(NamedTuple):
    """A live facet of a mention. Order within an entity: newest receipt first, then id."""

    id: Id
    record: Id
    row: Id
    source: str
    name: str
    kind: str
    subtype: str
    vis: int
    keyset: Id
    entity: Id
    caption: str
    rank: int
    born: str | None
    received: Instant
    loaded: Instant
    text: str
    body: str
    """`encode_statements` of its statements."""


class LinkRow(NamedTuple):
    """A live link: one record's assertion, between the entities that hold its two mentions."""

    id: Id
    type: str
    role: str
    start: Id
    """Entity."""
    end: Id
    """Entity."""
    start_mention: Id
    end_mention: Id
    start_keyset: Id
    end_keyset: Id
    start_kind: str
    start_subtype: str
    end_kind: str
    end_subtype: str
    vis: int
    begins: str | None
    ends: str | None
    low: int | None
    """First second of `begins` since 1970 (UTC), for overlap; None when undated."""
    high: int | None
    """Last second of `ends` (or of `begins` where the mapping says the link is a moment); None when open."""
    standing: str | None
    basis: str | None
    grade: str | None
    record: Id
    row: Id
    source: str
    field: str
    received: Instant
    loaded: Instant
    body: str


class KeySetRow(NamedTuple):
    """All keys that some mentions of one visibility state together: the unit that identity joins and moves.

    Mentions with equal keys and visibility are always one entity, so a hub of 60,000 mentions is one row here.
    """

    id: Id
    vis: int
    kind: str
    keys: tuple[Key, ...]
    entity: Id
    mentions: int
    caption: str
    """Of its best mention: highest rank, then newest, then smallest id."""
    rank: int
    subtype: str
    born: str | None
    received: Instant
    best: Id
    """The mention the caption is from."""


class EntityRow(NamedTuple):
    """One entity of one layer."""

    id: Id
    kind: str
    subtype: str
    vis: int
    caption: str
    born: str | None
    since: Instant


class SameRow(NamedTuple):
    """Two entities of different layers are one thing, as seen from `vis` upward."""

    high: Id
    low: Id
    vis: int
    why: str
    since: Instant


class MembershipRow(NamedTuple):
    """Which entity held a key set, and when we held it to be so. Append-only but for `until`."""

    keyset: Id
    entity: Id
    vis: int
    since: Instant
    until: Instant | None


class LineageRow(NamedTuple):
    """A merge or split of identity, in its own layer."""

    at: Instant
    what: str
    """``merged`` or ``split``."""
    before: Id
    after: Id
    vis: int


class PastRow(NamedTuple):
    """A superseded record, mention or link. Readers show those of their visibilities that are not `closed`."""

    id: Id
    """Of the record, mention or link."""
    what: str
    """``record``, ``mention`` or ``link``."""
    row: Id
    """The source row it came from; disposal erases by it."""
    keysets: tuple[Id, ...]
    """One for a mention, two for a link (start, end), none for a record."""
    vis: int
    """As it is today: what was raised since lies higher than its payload says."""
    known_from: Instant
    known_to: Instant
    why: str
    """``superseded``, ``deleted``, ``vanished``, ``withdrawn`` or ``late``."""
    payload: str
    """JSON array of the row's fields."""
    parent: Id | None
    """Of a record: the row it was a child of; disposal of that one erases it too."""
    place: int
    """Of what vanished or was withdrawn: the number of the extract that showed it; -1 where there is none."""
    closed: bool
    """Kept and shown to nobody: the owner took it back."""

    def record(self) -> RecordRow:
        """The record that it is, as visible as it is today."""
        row = RecordRow(*json.loads(self.payload))
        return row._replace(made_from=tuple(row.made_from), vis=self.vis)


class ChangeRow(NamedTuple):
    """What a record says of a thing, or of a tie, before and after it became different for some entities."""

    at: Instant
    row: Id
    what: str
    """``mention`` or ``link``."""
    id: Id
    before: MentionRow | LinkRow | None
    """None where nothing was said before; of a link, the ends are those of then."""
    after: MentionRow | LinkRow | None
    why: str
    """Why the version before is live no more (``superseded``, ``vanished``, ``withdrawn``); empty where it still is, or there
    was none: then the record is new, or identity moved what it says."""


class TaskState(StrEnum):
    """What has become of a task of correction."""

    OPEN = "open"
    CORRECTED = "corrected"
    """The source has sent something else, or its owner says that it will."""
    RIGHT = "right"
    """The owner says that it is right as it is."""


class TaskRow(NamedTuple):
    """Something that the owner of a record is asked to correct or to confirm. Never lower than the record it is about."""

    id: Id
    vis: int
    source: str
    """Whose owner is asked: mostly that of the record."""
    record: Id
    """The facet it is about. Its id is made of the source's own key, so that it outlives every reload."""
    row: Id
    type: str
    key: str | None
    """The source's own key, where the facet holds the row as received."""
    field: str
    """The column it is about; empty for the record as a whole."""
    says: str
    """What the column said when the task was raised, as received, one text a line."""
    should: str
    """What it should say, as far as that is known."""
    words: str
    kind: str
    """``correction`` or ``vanished``."""
    raised: Instant
    raised_by: str
    """Who raised it; empty where a load did."""
    state: str
    """A `TaskState`."""
    closed: Instant | None
    closed_by: str
    """Who answered; empty where a load closed it."""
    answer: str


DECIDED = "decided"
"""Among the reasons of a tie: somebody's decision joined."""
_SIDE = "decided-"


def side_text(decision: Id, side: int) -> str:
    """That a thing stands on this side of a decision that two are different, as `scheme|value`: like a number of which a
    thing has one."""
    return f"{_SIDE}{decision}|{side}"


def is_side(scheme: str) -> bool:
    """Whether a scheme is that of a decision."""
    return scheme.startswith(_SIDE)


class Verdict(StrEnum):
    """What somebody decides of two mentions."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    """Looked at, and left open: it joins nothing and parts nothing."""


class DecisionState(StrEnum):
    """What a decision is good for."""

    PROPOSED = "proposed"
    """Waits for a second person."""
    IN_FORCE = "in force"
    ENDED = "ended"
    """Taken back, refused by the second person, or replaced by another on the same two."""


class DecisionRow(NamedTuple):
    """A person's word on whether two mentions are of one thing. Never lower than what it is about.

    It is bound to rows by the ids that are made of the sources' own keys, and so outlives every reload.
    """

    id: Id
    vis: int
    """In this layer and above it counts."""
    verdict: str
    """A `Verdict`."""
    state: str
    """A `DecisionState`."""
    one_record: Id
    """The facet that was looked at."""
    one_row: Id
    one_name: str
    """Local name of the mention in its record."""
    one_keysets: tuple[Id, ...]
    """The key sets that hold this mention now, as far as `vis` sees it, ordered; none while it is not live."""
    other_record: Id
    """Of two who are different, the one that is taken out of what both would otherwise be part of."""
    other_row: Id
    other_name: str
    other_keysets: tuple[Id, ...]
    why: str
    evidence: str
    """What was in view when it was made, as JSON."""
    made: Instant
    made_by: str
    seconded: Instant | None
    seconded_by: str
    """The second person; empty where none was asked for or none has spoken."""
    ended: Instant | None
    ended_by: str
    ended_why: str

    @property
    def rows(self) -> tuple[Id, Id]:
        """The source rows that it is about."""
        return self.one_row, self.other_row

    @property
    def keysets(self) -> tuple[Id, ...]:
        """The key sets at both its ends."""
        return (*self.one_keysets, *self.other_keysets)

    @property
    def joins(self) -> bool:
        """Whether it makes both ends one thing, as far as nothing contradicts it."""
        return self.state == DecisionState.IN_FORCE and self.verdict == Verdict.SAME


class LastWord(NamedTuple):
    """The newest that a source has said of a row, where no live facet tells it: the row is gone, or it was said again.

    For ingest alone, so it has no visibility: nothing older changes the row, whatever is live of it.
    """

    row: Id
    source: str
    type: str
    parent: Id | None
    received: Instant


class QuarantineRow(NamedTuple):
    """A row that could not be taken, kept whole with what to do about it."""

    id: Id
    source: str
    type: str
    row: Id | None
    """The source row, where its key could be read; disposal erases by it."""
    batch: Id
    file: str
    line: int
    field: str
    reason: str
    remedy: str
    raw: str
    vis: int
    at: Instant
    columns: str
    """JSON list of the columns of its file, so that the row can be read again without the file."""
    parent: Id | None
    """The row it is a child of, where that could be read; disposal of that one erases it too."""


class LedgerRow(NamedTuple):
    """One batch that is in the store, written in the transaction that wrote its rows."""

    id: Id
    source: str
    type: str
    """The record type; empty for work that is of no one type."""
    load: Id
    """All batches of one file under one mapping."""
    number: int
    extract: str | None
    file: str
    digest: str
    """Of the file's content; empty where the work is not that of reading it."""
    mapping: str
    mode: str
    at: Instant
    data_to: Instant | None
    """The latest receipt time in the batch: how fresh the source is."""
    counts: dict[str, int]
    last: bool
    """The file's last batch: the load is complete."""

    @property
    def place(self) -> int:
        """Where its extract stands among the others; those without a number come first."""
        return place(self.extract)


FIRST_PLACE = -1
"""Where what has no extract number stands."""


def place(extract: str | None) -> int:
    """Where an extract of this number stands, as a number: 10 comes after 9."""
    return int(extract) if extract else FIRST_PLACE


class SourceEntry(NamedTuple):
    """What the register says of a source, loaded or not."""

    source: str
    title: str
    owner: str
    contact: str
    refresh: str = ""
    """How often it comes, in words."""
    every: int | None = None
    """Seconds between two loads; None where none is expected."""
    late_after: int | None = None
    """Seconds without a load after which it is late."""


class SourceRow(NamedTuple):
    """A source in the register and how fresh it is."""

    source: str
    title: str
    owner: str
    contact: str
    refresh: str
    every: int | None
    late_after: int | None
    last_load: Instant | None
    """When the last file of it was read; rows that came out of quarantine since make nothing fresh."""
    data_to: Instant | None
    records: int
    """Rows visible to the reader."""
    quarantined: int

    @property
    def entry(self) -> SourceEntry:
        """As it was registered."""
        return SourceEntry(*self[:7])


class TieRow(NamedTuple):
    """A relationship as a store sees it from one entity: the links of one type, role and direction to one other.

    Tie order is (type, role, outgoing, other). `links` holds at most `LINKS_PER_TIE`, newest receipt first, then id.
    """

    entity: Id
    type: str
    role: str
    outgoing: bool
    other: Id
    links: tuple[LinkRow, ...]
    held: int
    """How many links the tie has in all, `links` cut or not."""
    low: int | None = None
    """The earliest `low` of all its links; None when all are undated. Set by `events` and `ties`, elsewhere it may be None."""


LINKS_PER_TIE = 25


class CountRow(NamedTuple):
    """How many ties and links of one sort an entity has."""

    type: str
    role: str
    outgoing: bool
    other_kind: str
    ties: int
    links: int


class Hit(NamedTuple):
    """A text that holds what was asked for, and of what it is said; many mentions may say the same."""

    entity: Id
    text: str


class Frontier(NamedTuple):
    """One step of a search: parallel columns, and the entities that were hubs and so not expanded."""

    of: list[Id]
    other: list[Id]
    hubs: list[Id]


class Columns(NamedTuple):
    """Links as parallel columns, for analysis."""

    start: list[Id]
    end: list[Id]
    type: list[str]
    role: list[str]
