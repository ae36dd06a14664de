"""One run of a loader under one lease: an extract looked through, loaded, and what it shows to be gone retired."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from pole.errors import LeaseHeldError
from pole.formats.arrivals import Arrival
from pole.formats.rows import BadRow, RawRow
from pole.graph.changes import Batch
from pole.graph.port import Lease
from pole.graph.rows import LedgerRow, QuarantineRow
from pole.ingest.ahead import ahead
from pole.ingest.balance import NOTE, RETIRE
from pole.ingest.batches import batches
from pole.ingest.files import ExtractFile, place
from pole.ingest.means import Means, Step, Stopped
from pole.ingest.plan import Planner
from pole.ingest.quarantine import Again
from pole.ingest.retire import Retirement, guard_replay
from pole.ingest.seen import SeenRows
from pole.ingest.shape.outcomes import Quarantined, ShapeContext
from pole.ingest.shape.source import CompiledSource
from pole.model.facts import Id, ShapedRow, Verb, content_id


class Unread(NamedTuple):
    """Rows of a file that may be of any key, so that none can be said to be gone."""

    unkeyed: int
    """Of the record type that was looked for."""
    strays: int
    """Of no known type, so that they may be of any in the file."""


class Run:
    """What one run has written, and what was in the ledger before."""

    def __init__(self, means: Means, source: CompiledSource, lease: Lease, ledger: Iterable[LedgerRow]) -> None:
        self.means = means
        self.store = means.store
        self.source = source
        self.lease = lease
        self.plan = Planner(means.mint)
        self.ledger = {row.id: row for row in ledger}
        self.loads: set[str] = set()
        """Those of the extract at hand."""
        self.written: set[Id] = set()
        """Batches that were not in the store before."""

    def extract(self, files: Sequence[ExtractFile]) -> None:
        """Look through the files of one extract, load them, then retire what they show to be gone.

        Files are read twice, so that one that is cut short, or would retire too much, is refused before any of the
        extract is written. An extract that is done already is not read at all.
        """
        done = retirement_id(files)
        if done in self.ledger:
            return
        self.loads = loads_of(files)
        first = {file.type: file for file in reversed(files)}
        with SeenRows() as seen:
            unkeyed: Counter[str] = Counter()
            strays: Counter[Arrival] = Counter()
            for file in files:
                looked = self._look_through(file, seen)
                unkeyed[file.type] += looked.unkeyed
                strays[file.arrival] += looked.strays
            for file in files:
                unkeyed[file.type] += strays[file.arrival]
            reasons = {type_: self._why_not_retire(file, unkeyed[type_]) for type_, file in first.items()}
            for type_, file in first.items():
                vanishing = file.mode == "full" and not reasons[type_]
                self._retirement(file, seen).guard(self.means.limit(file.record), vanishing=vanishing)
            for file in files:
                self._load(file, seen)
            for type_, file in first.items():
                self._retire(file, seen, reasons[type_])
        notes = {f"{NOTE}{type_}: {reason}": 1 for type_, reason in reasons.items() if reason}
        self._apply(self._done(done, notes))

    def _look_through(self, file: ExtractFile, seen: SeenRows) -> Unread:
        """Note every row of a file and what it asks for.

        Raises ExtractError for a file that is cut short or wrongly encoded.
        """
        record, context = file.record, ShapeContext(file.name, self.means.instant())
        size = file.arrival.size
        unkeyed = strays = 0

        def told(done: int) -> None:
            self.means.progress(Step(f"{file.name}, looked through", done, size, 0))

        rows = file.open().rows(told)
        while piece := list(islice(rows, self.means.batch_rows)):
            self._make_room()
            good = [(row, record.key_of(row)) for row in piece if isinstance(row, RawRow)]
            seen.add(file.type, [(key, str(record.verb_of(row))) for row, key in good if key is not None])
            lacking = sum(key is None and isinstance(record.shape(row, context), Quarantined) for row, key in good)
            unknown = sum(isinstance(row, BadRow) and row.stray for row in piece)
            unkeyed += lacking + len(piece) - len(good) - unknown
            strays += unknown
        told(size)
        return Unread(unkeyed, strays)

    def _load(self, file: ExtractFile, seen: SeenRows) -> None:
        """Write the batches of one file that the ledger does not have yet."""
        known = {row.number: row for row in self.ledger.values() if row.load == file.load}
        names_parents = file.record.replaces and file.mode != "full"
        if any(row.last for row in known.values()) and not names_parents:
            return
        for batch in ahead(batches(self.means, self.source, file, known)):
            if names_parents:
                seen.add_parents(file.type, (row.parent for row in batch.rows if row.parent is not None))
            if batch.ledger.number not in known:
                self._make_room()
                if batch.ledger.id in self.ledger:
                    raise LeaseHeldError(f"Another process, at {file.arrival.title} as well,")
                self._apply(batch)
        self._forget_older(file)

    def _make_room(self) -> bool:
        """Between two batches: let loaders that wait write first, and learn what they wrote of this source.

        Whether any did. Raises Stopped when this load is to stop.
        """
        try:
            others = self.lease.make_room(lambda: not self.means.stopping())
        except LeaseHeldError:
            if not self.means.stopping():
                raise
            others = False
        if self.means.stopping():
            raise Stopped
        if others:
            self.ledger |= {row.id: row for row in self.store.batches(self.source.source)}
        return others

    def _apply(self, batch: Batch) -> None:
        applied = self.store.apply(self.lease, batch, self.plan)
        self.ledger[batch.ledger.id] = batch.ledger._replace(counts=applied.counts)
        if not applied.already:
            self.written.add(batch.ledger.id)

    # ---------------------------------------------------------------- what is gone

    def _why_not_retire(self, file: ExtractFile, unkeyed: int) -> str:
        """A reason to leave rows as they are although the extract lacks them; empty when there is none."""
        if file.mode != "full" and not file.record.replaces:
            return ""
        if unkeyed:
            return f"{unkeyed} rows had no readable key, so nothing was retired; mend them and load again."
        later = [row.extract or "" for row in self._later(file) if row.mapping == self.source.digest]
        if later and file.mode == "full":
            return f"extract {max(later, key=place)} was loaded before, so the older {file.extract} retires nothing."
        return ""

    def _retire(self, file: ExtractFile, seen: SeenRows, reason: str) -> None:
        """Withdraw the rows of this type that the extract shows to be gone."""
        retirement = self._retirement(file, seen)
        self._retire_all(file, retirement.orphans())
        if not reason:
            self._retire_all(file, retirement.rows(), retirement.still_gone)
        self._forget_gone(file, seen, vanishing=file.mode == "full" and not reason)

    def _retirement(self, file: ExtractFile, seen: SeenRows) -> Retirement:
        return Retirement(
            self.store, self.source, file, seen, lambda: {row.id for row in self._later(file)}, self._make_room
        )

    def _later(self, file: ExtractFile) -> list[LedgerRow]:
        """Batches of this type from later extracts than this one."""
        return [row for row in self._others(file) if place(row.extract) > file.place]

    def _others(self, file: ExtractFile) -> list[LedgerRow]:
        """Batches of this type from other extracts, or of this one under another mapping."""
        return [row for row in self.ledger.values() if row.type == file.type and row.load not in self.loads]

    def _retire_all(
        self,
        file: ExtractFile,
        gone: Iterator[ShapedRow],
        still: Callable[[list[ShapedRow]], list[ShapedRow]] = list,
    ) -> None:
        while found := list(islice(gone, self.means.batch_rows)):
            self._make_room()
            piece = still(found)
            at = self.means.instant()
            id_ = content_id("retire", file.load, at, *(row.row for row in piece))
            ledger = LedgerRow(
                id_, self.source.source, file.type, f"{RETIRE}{file.load}", 0, file.extract, file.name, file.digest,
                self.source.digest, file.mode, at, None, {}, False,
            )  # fmt: skip
            self._apply(Batch(ledger, tuple(piece), (), {}))

    def _done(self, id_: Id, notes: dict[str, int]) -> Batch:
        """A batch without rows: it says that the extract is done, and what its owner should know."""
        ledger = LedgerRow(
            id_, self.source.source, "", f"{RETIRE}{id_}", 0, None, "", "", self.source.digest, "", self.means.instant(),
            None, notes, True,
        )  # fmt: skip
        return Batch(ledger, (), (), {})

    # ---------------------------------------------------------------- quarantine

    def _forget_older(self, file: ExtractFile) -> None:
        """Let go of what the same content left in quarantine under an older mapping, and this one took."""
        older = {row.load for row in self._others(file) if row.digest == file.digest and row.extract == file.extract}
        for load in sorted(older):
            self._release(row.id for row in self.store.quarantine(self.source.source, load))

    def _forget_gone(self, file: ExtractFile, seen: SeenRows, *, vanishing: bool) -> None:
        """Let go of rows that earlier extracts left in quarantine and that have since been deleted or vanished: replayed,
        they would be back."""
        earlier = {row.id for row in self._others(file) if place(row.extract) <= file.place}

        def is_gone(row: QuarantineRow) -> bool:
            asked = seen.asked(file.type, row.row or "")
            return row.row is not None and (asked == Verb.DELETE or (asked is None and vanishing))

        if earlier:
            kept = self.store.quarantine(self.source.source)
            self._release(row.id for row in kept if row.batch in earlier and is_gone(row))

    def _release(self, ids: Iterable[Id]) -> None:
        every = iter(ids)
        while piece := list(islice(every, self.means.batch_rows)):
            self.store.release_quarantine(self.lease, piece)

    def guard_replay(self, agains: Iterable[Again]) -> None:
        """Raise GuardError when rows in quarantine would dispose of too much, before any of them is taken."""
        disposed: dict[str, set[Id]] = {}
        for batch in (again.batch for again in agains):
            disposed.setdefault(batch.ledger.type, set()).update(r.row for r in batch.rows if r.verb == Verb.DISPOSE)
        for type_, rows in disposed.items():
            if rows:
                guard_replay(self.store, self.source, type_, rows, self.means.limit(self.source.records[type_]))

    def replay(self, again: Again) -> None:
        """Write rows that were in quarantine, and let go of those that were taken. A kill between the two does no harm."""
        self._make_room()
        self._apply(again.batch)
        self.store.release_quarantine(self.lease, again.taken)


def retirement_id(files: Iterable[ExtractFile]) -> Id:
    """Of the batch that ends an extract: nothing is left to load or to retire."""
    return content_id("retired", *sorted(file.load for file in files))


def loads_of(files: Sequence[ExtractFile]) -> set[str]:
    """Under which loads the ledger has an extract."""
    return {load for file in files for load in (file.load, f"{RETIRE}{file.load}")} | {
        f"{RETIRE}{retirement_id(files)}"
    }
