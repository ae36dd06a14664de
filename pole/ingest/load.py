"""Load the files of one source exactly once: read → shape → plan → write, then retire what the owner no longer holds.

Batches are numbered within a file and written with their ledger row in one transaction. Run the same command again after a
kill: what the ledger has is passed over, the rest is written, and the result equals an undisturbed load.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple

from pole.errors import ExtractConflictError
from pole.formats.rows import BadRow, RawRow
from pole.graph.changes import Batch
from pole.graph.lease import holder_text
from pole.graph.port import Lease, Store
from pole.graph.rows import LedgerRow, QuarantineRow
from pole.ingest.ahead import ahead
from pole.ingest.balance import READ, BalanceSheet, balance_sheet, field_counts
from pole.ingest.files import ExtractFile, extract_files
from pole.ingest.plan import Planner
from pole.ingest.quarantine import Again, quarantine_row, read_again
from pole.ingest.retire import gone_rows, guard_disposal
from pole.ingest.seen import SeenRows
from pole.ingest.shape.outcomes import Quarantined, Refused, ShapeContext, Skipped
from pole.ingest.shape.source import CompiledSource
from pole.model.facts import Id, Instant, ShapedRow, Verb, content_id

BATCH_ROWS = 2_000


class Step(NamedTuple):
    """How far a load is, for whoever shows progress."""

    file: str
    done: int
    size: int
    """Bytes."""
    rows: int


@dataclass(frozen=True)
class Loader:
    """What a load needs from outside. `clock` and `mint` are replaced only where a test must repeat itself."""

    store: Store
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    mint: Callable[[int], Id] = lambda vis: token_hex(10)
    progress: Callable[[Step], None] = lambda step: None
    batch_rows: int = BATCH_ROWS
    retire_limit: float | None = None
    """Percent; in place of what the mapping says."""

    def load(self, source: CompiledSource, paths: Sequence[Path]) -> BalanceSheet:
        """Load every file found under these paths and retire what is gone.

        Raises ExtractConflictError for a known extract number with other content, GuardError when too much would be
        retired or disposed of, ExtractError for a file that is truncated or wrongly encoded (before anything of it is
        written), LeaseHeldError while another loader writes.
        """
        files = extract_files(source, paths)
        self._refuse_conflicts(source, files)
        self.store.register(source.source, source.title, source.owner, source.contact)
        with self.store.lease(holder_text(self.instant())) as lease:
            run = _Run(self, source, lease)
            notes: list[str] = []
            for extract in sorted({f.extract or "" for f in files}):
                notes += run.extract([f for f in files if (f.extract or "") == extract])
        ledger = [row for row in self.store.batches(source.source) if row.id in run.batches]
        return balance_sheet(source.source, ledger, already=not run.wrote, notes=notes)

    def replay(self, source: CompiledSource) -> BalanceSheet:
        """Try the rows in quarantine again, under the mapping as it is now; those that still fail stay.

        Raises LeaseHeldError while another loader writes.
        """
        with self.store.lease(holder_text(self.instant())) as lease:
            run = _Run(self, source, lease)
            for again in read_again(source, self.store.quarantine(source.source), self.instant, self.batch_rows):
                run.replay(again)
        ledger = [row for row in self.store.batches(source.source) if row.id in run.batches]
        return balance_sheet(source.source, ledger, already=not run.wrote)

    def instant(self) -> Instant:
        """Now, as stores write it."""
        return self.clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def _refuse_conflicts(self, source: CompiledSource, files: Sequence[ExtractFile]) -> None:
        ledger = self.store.batches(source.source)
        known: dict[tuple[str, str | None, str], str] = {
            (b.type, b.extract, b.file): b.digest for b in ledger if b.extract
        }
        for file in files:
            digest = known.get((file.type, file.extract, file.path.name))
            if digest is not None and digest != file.digest:
                raise ExtractConflictError(
                    f"Extract {file.extract} of {source.source} is known with other content: {file.path.name} has changed "
                    "since it was loaded. Ask its owner for a new extract number."
                )


class _Run:
    """One load under one lease."""

    def __init__(self, loader: Loader, source: CompiledSource, lease: Lease) -> None:
        self.loader = loader
        self.store = loader.store
        self.source = source
        self.lease = lease
        self.plan = Planner(loader.mint)
        self.batches: set[Id] = set()
        self.wrote = False

    def extract(self, files: Sequence[ExtractFile]) -> list[str]:
        """Load the files of one extract, then retire; notes for the balance sheet."""
        for file in files:
            file.record.open(file.path).verify()
        with SeenRows() as self.seen:
            unkeyed: Counter[str] = Counter()
            for file in files:
                unkeyed[file.type] += self._file(file)
            first = {file.type: file for file in reversed(files)}
            return [
                note
                for file in files
                if first[file.type] is file
                for note in self._retire(file, files, unkeyed[file.type])
            ]

    def _file(self, file: ExtractFile) -> int:
        """Write the batches of one file; how many rows had no readable key."""
        unkeyed = 0
        disposed = 0
        known = {row.id for row in self.store.batches(self.source.source) if row.load == file.load}
        for batch, rows, without in ahead(self._batches(file, known)):
            unkeyed += without
            self.seen.add(file.type, rows)
            disposed += sum(row.verb == Verb.DISPOSE for row in batch.rows)
            guard_disposal(self.store, self.source, file, disposed, self._limit(file))
            self._apply(batch)
        return unkeyed

    def replay(self, again: Again) -> None:
        """Write rows that were in quarantine, and let go of those that were taken. A kill between the two does no harm."""
        self._apply(again.batch)
        self.store.release_quarantine(self.lease, again.taken)

    def _apply(self, batch: Batch) -> None:
        applied = self.store.apply(self.lease, batch, self.plan)
        self.batches.add(batch.ledger.id)
        self.wrote = self.wrote or not applied.already

    def _batches(self, file: ExtractFile, known: set[Id]) -> Iterator[tuple[Batch, list[tuple[Id, Id | None]], int]]:
        """Each batch with the (row, parent) pairs that were in the file, and the number of rows without a key."""
        reached = 0

        def note(done: int) -> None:
            nonlocal reached
            reached = done

        size = file.path.stat().st_size
        rows = file.record.open(file.path).rows(note)
        columns = file.record.open(file.path).columns
        number, read = 0, 0
        piece = list(islice(rows, self.loader.batch_rows))
        while True:
            following = list(islice(rows, self.loader.batch_rows))
            id_ = content_id("batch", file.load, str(self.loader.batch_rows), str(number))
            yield self._batch(file, piece, id_, number, not following, columns, id_ in known)
            read += len(piece)
            self.loader.progress(Step(file.path.name, reached if following else size, size, read))
            if not following:
                return
            piece, number = following, number + 1

    def _batch(
        self, file: ExtractFile, piece: Iterable[RawRow | BadRow], id_: Id, number: int, last: bool,
        columns: Sequence[str], known: bool,
    ) -> tuple[Batch, list[tuple[Id, Id | None]], int]:  # fmt: skip
        at = self.loader.instant()
        counts: Counter[str] = Counter()
        rows: list[ShapedRow] = []
        kept: list[QuarantineRow] = []
        seen: list[tuple[Id, Id | None]] = []
        unkeyed = 0
        context = ShapeContext(file.path.name, at)
        file.record.reset_counts()
        gc.disable()
        try:
            for raw in piece:
                counts[READ] += 1
                shaped = file.record.hold(raw) if isinstance(raw, BadRow) else file.record.shape(raw, context)
                match shaped:
                    case ShapedRow():
                        rows.append(shaped)
                        seen.append((shaped.row, shaped.parent))
                    case Quarantined(row=row):
                        kept.append(
                            quarantine_row(
                                file.load, self.source.source, file.type, shaped, id_, at, file.path.name, columns
                            )
                        )
                        if row is None:
                            unkeyed += 1
                        else:
                            seen.append((row, None))
                    case Skipped():
                        counts["skipped"] += 1
                    case Refused():
                        counts["refused"] += 1
        finally:
            gc.enable()
        fields = field_counts(file.record.field_counts())
        ledger = LedgerRow(
            id_, self.source.source, file.type, file.load, number, file.extract, file.path.name, file.digest,
            self.source.digest, file.mode, at, max((row.received for row in rows), default=None),
            {**counts, **fields}, last,
        )  # fmt: skip
        return Batch(ledger, () if known else tuple(rows), tuple(kept), self.source.markings), seen, unkeyed

    def _retire(self, file: ExtractFile, files: Sequence[ExtractFile], unkeyed: int) -> list[str]:
        """Withdraw the rows of this type that the extract shows to be gone; a line for their owner, if any."""
        done = content_id("retired", *sorted(f.load for f in files if f.type == file.type))
        if self.store.batch([done]):
            return []
        reason = self._why_not_retire(file, unkeyed)
        gone = iter(()) if reason else gone_rows(self.store, self.source, file, files, self.seen, self._limit(file))
        total = number = 0
        while piece := list(islice(gone, self.loader.batch_rows)):
            total += len(piece)
            self._apply(self._retiring(file, piece, content_id(done, self.lease.holder, str(number), piece[0].row)))
            number += 1
        self._apply(self._retiring(file, [], done))
        if total:
            return [f"{file.type}: {total} records are gone at source without a word; their owner should confirm."]
        return [reason] if reason else []

    def _why_not_retire(self, file: ExtractFile, unkeyed: int) -> str:
        if file.mode != "full":
            return ""
        if unkeyed:
            return f"{file.type}: {unkeyed} rows had no readable key, so nothing was retired; mend them and load again."
        later = {
            row.extract
            for row in self.store.batches(self.source.source)
            if row.type == file.type and row.extract and file.extract and row.extract > file.extract
        }
        if later:
            return f"{file.type}: extract {max(later)} has been loaded already, so this older one retires nothing."
        return ""

    def _limit(self, file: ExtractFile) -> float:
        return file.record.retire_limit if self.loader.retire_limit is None else self.loader.retire_limit

    def _retiring(self, file: ExtractFile, rows: Sequence[ShapedRow], id_: Id) -> Batch:
        ledger = LedgerRow(
            id_, self.source.source, file.type, f"retire {file.load}", 0, file.extract, file.path.name, file.digest,
            self.source.digest, file.mode, self.loader.instant(), None, {}, not rows,
        )  # fmt: skip
        return Batch(ledger, tuple(rows), (), {})
