"""A store made from a backup, through the door by which every batch is written.

Each row of the ledger is written again, in one transaction with a share of what the store held. A restore that was cut off
is begun anew in an empty store: one into a store that holds anything is refused.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias

from pole.errors import ExtractError, RefusedError
from pole.graph.changes import Batch, Changes
from pole.graph.lease import Patience, holder_text
from pole.graph.port import Store
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
    SourceEntry,
    TaskRow,
)
from pole.ingest.backup import DUMP, FORMAT, Line, read_backup
from pole.model.facts import Instant, Key
from pole.model.marking import Marking

ROWS: dict[str, Callable[[list[Any]], Any]] = {
    "record": lambda f: RecordRow._make((*f[:12], tuple(f[12]), *f[13:])),
    "mention": MentionRow._make,
    "link": LinkRow._make,
    "keyset": lambda f: KeySetRow._make((*f[:3], tuple(Key(*key) for key in f[3]), *f[4:])),
    "entity": EntityRow._make,
    "same": SameRow._make,
    "membership": MembershipRow._make,
    "lineage": LineageRow._make,
    "past": lambda f: PastRow._make((*f[:3], tuple(f[3]), *f[4:])),
    "quarantine": QuarantineRow._make,
    "word": LastWord._make,
    "task": TaskRow._make,
    "decision": lambda f: DecisionRow._make((*f[:7], tuple(f[7]), *f[8:11], tuple(f[11]), *f[12:])),
}
"""How each kind of row is made of its fields."""
Tally: TypeAlias = dict[tuple[str, tuple[int, ...]], int]
FIRST = ("entity", "keyset")
"""What has to be there before links can be."""


def restore(store: Store, path: Path, at: Instant, patience: Patience) -> dict[str, int]:
    """Write everything that a backup holds into an empty store; how many of each kind.

    Raises ExtractError for a file that is damaged, before anything is written; RefusedError for a store that is not
    empty, and when the store is not what the backup says that it should be.
    """
    counts = Counter(str(line[0]) for line in read_backup(path))
    unknown = sorted(set(counts) - {*ROWS, "marking", "source", "ledger", DUMP, FORMAT})
    if unknown:
        raise ExtractError(
            f"{path.name} holds {', '.join(unknown)}, which this program does not know: use a newer one."
        )
    with store.lease(holder_text(at), patience) as lease:
        if store.batches() or next(iter(store.dump()), None) is not None:
            raise RefusedError("The store is not empty: restore into a new one.")
        for batch, changes in _shares(path, counts):
            store.put_back(lease, batch, changes)
        for _, *source in _lines(path, "source"):
            store.register([SourceEntry(*source)])
        if differs(store, path):
            raise RefusedError("The restored store differs from the one that was backed up: do not use it.")
    return dict(counts)


def rows_in(path: Path) -> Iterator[Any]:
    """Every row of a backup that is of a kind of `ROWS`, records in order of their ids, each with its mentions and links after.

    Raises ExtractError as `read_backup` does.
    """
    return (ROWS[kind](fields) for kind, *fields in read_backup(path) if kind in ROWS)


def held_in(path: Path) -> Iterator[tuple[str, Any]]:
    """Everything that a backup holds: what it is, and the row; each record is followed by its mentions and links.

    Beside the kinds of `ROWS` there are `marking` (visibility, text), `source`, `ledger` and `tally` ((source, visibilities of
    its facets), rows). Raises ExtractError as `read_backup` does.
    """
    for kind, *fields in read_backup(path):
        if kind in ROWS:
            yield kind, ROWS[kind](fields)
        elif kind == "source":
            yield kind, SourceEntry(*fields)
        elif kind == "ledger":
            yield kind, LedgerRow(*fields)
        elif kind == "marking":
            yield kind, fields
    yield from (("tally", counted) for counted in _tally(path).items())


def differs(store: Store, path: Path) -> bool:
    """Whether the store holds anything else than a backup says, by the hash of both."""
    ((_, digest),) = _lines(path, DUMP)
    return bool(dump_digest(store) != digest)


def dump_digest(store: Store) -> str:
    """SHA-256 of the exact dump, and of what is in quarantine."""
    digest = hashlib.sha256()
    for line in store.dump(exact=True):
        digest.update(line.encode() + b"\n")
    for row in store.quarantine():
        digest.update(repr(row).encode() + b"\n")
    return digest.hexdigest()


def _shares(path: Path, counts: Counter[str]) -> Iterator[tuple[Batch, Changes]]:
    """Every row of the ledger, each with as large a share of the rest as the others."""
    markings = {vis: Marking.parse(text) for _, vis, text in _lines(path, "marking")}
    tally = _tally(path)
    size = -(-sum(counts[kind] for kind in ROWS) // max(counts["ledger"], 1))
    shares = _cut(_in_order(path), size)
    for _, *fields in _lines(path, "ledger"):
        share = next(shares, dict[str, list[Any]]())
        yield _written(LedgerRow(*fields), share, markings, tally)
        markings, tally = {}, {}


def _in_order(path: Path) -> Iterator[Line]:
    yield from _lines(path, *FIRST)
    yield from _lines(path, *(kind for kind in ROWS if kind not in FIRST))


def _cut(lines: Iterable[Line], size: int) -> Iterator[dict[str, list[Any]]]:
    """Shares of at least so many rows. A record is never parted from its mentions and links, which follow it."""
    share: dict[str, list[Any]] = {}
    number = 0
    for kind, *fields in lines:
        if number >= size and kind not in ("mention", "link"):
            yield share
            share, number = {}, 0
        share.setdefault(kind, []).append(ROWS[kind](fields))
        number += 1
    if share:
        yield share


def _tally(path: Path) -> Tally:
    """How many rows each source has by the visibilities of their facets; the facets of a row are not side by side."""
    tally: Counter[tuple[str, tuple[int, ...]]] = Counter()
    with closing(sqlite3.connect("")) as facets:  # a file without a name, so that memory stays flat
        facets.execute("CREATE TABLE facet (source TEXT, row TEXT, vis INTEGER)")
        records = (ROWS["record"](fields) for _, *fields in _lines(path, "record"))
        facets.executemany("INSERT INTO facet VALUES (?, ?, ?)", ((r.source, r.row, r.vis) for r in records))
        ordered = facets.execute("SELECT source, row, vis FROM facet ORDER BY source, row, vis")
        for (source, _), found in groupby(ordered, key=lambda facet: facet[:2]):
            tally[source, tuple(vis for _, _, vis in found)] += 1
    return dict(tally)


def _written(
    ledger: LedgerRow, share: dict[str, list[Any]], markings: dict[int, Marking], tally: Tally
) -> tuple[Batch, Changes]:
    changes = Changes(
        counts=ledger.counts,
        markings=markings,
        erase=[],
        close=[],
        past=share.get("past", []),
        drop_links=[],
        drop_mentions=[],
        drop_records=[],
        put_entities=share.get("entity", []),
        put_keysets=share.get("keyset", []),
        moves=[],
        put_records=share.get("record", []),
        put_mentions=share.get("mention", []),
        put_links=share.get("link", []),
        drop_keysets=[],
        drop_same=[],
        put_same=share.get("same", []),
        open_membership=share.get("membership", []),
        close_membership=[],
        lineage=share.get("lineage", []),
        drop_entities=[],
        put_words=share.get("word", []),
        drop_words=[],
        put_quarantine=share.get("quarantine", []),
        put_tasks=share.get("task", []),
        drop_tasks=[],
        put_decisions=share.get("decision", []),
        drop_decisions=[],
        tally=tally,
    )
    return Batch(ledger, (), (), {}), changes


def _lines(path: Path, *kinds: str) -> Iterator[Line]:
    return (line for line in read_backup(path) if line[0] in kinds)
