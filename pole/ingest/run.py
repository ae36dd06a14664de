"""One run of a loader under one lease: an extract looked through, loaded, and what it shows to be gone retired."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from secrets import token_hex
from typing import NamedTuple

from pole.errors import LeaseHeldError
from pole.formats.arrivals import Arrival
from pole.formats.rows import BadRow, RawRow
from pole.graph.changes import Batch
from pole.graph.port import Lease
from pole.graph.rows import FIRST_PLACE, LedgerRow, QuarantineRow, place
from pole.ingest.ahead import ahead, with_next
from pole.ingest.balance import ALONE, NOTE, WHOLE
from pole.ingest.batches import batches
from pole.ingest.certificate import DISPOSED, RETIRE
from pole.ingest.files import ExtractFile
from pole.ingest.means import Means, Step, Stopped
from pole.ingest.orphans import orphans
from pole.ingest.plan import Planner
from pole.ingest.quarantine import Again
from pole.ingest.retire import Retirement, bereft, guard_replay, kept_children, retired, written_by
from pole.ingest.seen import SeenRows
from pole.ingest.shape.outcomes import Quarantined, ShapeContext
from pole.ingest.shape.source import CompiledSource
from pole.ingest.steady import SteadyClock
from pole.model.facts import Id, ShapedRow, Verb, content_id


class Unread(NamedTuple):
    """Rows of a file that may be of any key, so that none can be said to be gone."""

    unkeyed: int
    """Of the record type that was looked for."""
    strays: int
    """Of no known type, so that they may be of any in the file."""


class Work(NamedTuple):
    """A file to load, and its batches that are written already, by number."""

    file: ExtractFile
    known: Mapping[int, LedgerRow]

    @property
    def complete(self) -> bool:
        """Whether all of it is written."""
        return any(row.last for row in self.known.values())


class Run:
    """What one run has written, and what was in the ledger before, of the first of its extracts and of later ones."""

    def __init__(
        self, means: Means, source: CompiledSource, lease: Lease, ledger: Iterable[LedgerRow], since: int = FIRST_PLACE
    ) -> None:
        """`ledger` has what the store has of the source `since` the place of the first extract."""
        self.ledger = {row.id: row for row in ledger}
        self.since = since
        self.means = replace(means, clock=SteadyClock(means.clock, means.store.latest(source.source)))
        self.store = means.store
        self.source = source
        self.lease = lease
        self.plan = Planner(means.mint)
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
            self._load(files, seen)
            for type_, file in first.items():
                self.dispose_under(self._heading(file), seen.asking(type_, Verb.DISPOSE), seen)
            for type_, file in first.items():
                self._retire(file, seen, reasons[type_])
            for type_, file in first.items():
                self._withdraw_under(self._heading(file), seen.asking(type_, Verb.DELETE), seen)
            alone = dict(self._orphans(first, seen))
        whole = [type_ for type_, file in first.items() if file.mode == "full" and not reasons[type_]]
        self._apply(self._done(done, files[0], whole, alone, [*self._left_out(files), *_told(reasons)]))

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
            self._note(file, [(row, key) for row, key in good if key is not None], seen)
            lacking = sum(key is None and isinstance(record.shape(row, context), Quarantined) for row, key in good)
            unknown = sum(isinstance(row, BadRow) and row.stray for row in piece)
            unkeyed += lacking + len(piece) - len(good) - unknown
            strays += unknown
        told(size)
        return Unread(unkeyed, strays)

    def _note(self, file: ExtractFile, rows: Sequence[tuple[RawRow, Id]], seen: SeenRows) -> None:
        """Note what these rows ask for, where they stand and whose children they are."""
        record = file.record
        asked = [(key, record.verb_of(row)) for row, key in rows]
        seen.add(file.type, [(key, str(verb)) for key, verb in asked])
        if record.row_type:
            seen.add_places(file.digest, [(row.line, key) for row, key in rows])
        if record.parent is not None:
            parents = [record.parent_of(row) for row, _ in rows]
            puts = [verb == Verb.PUT for _, verb in asked]
            seen.add_parents(file.type, [(row, put) for row, put in zip(parents, puts, strict=True) if row is not None])

    def _load(self, files: Sequence[ExtractFile], seen: SeenRows) -> None:
        """Write the batches that the ledger does not have yet, file after file."""
        work = [Work(file, self._known(file)) for file in files]
        pending = [at for at in work if not at.complete]
        overtaken = {file.type: self.overtaken(file.type, file.extract) for file in files}
        for (at, batch), following in with_next(self._fresh(pending, seen)):
            if self._make_room():
                overtaken = {file.type: self.overtaken(file.type, file.extract) for file in files}
            if batch.ledger.id in self.ledger:
                raise LeaseHeldError(f"Another process, at {at.file.arrival.title} as well,")
            self._apply(_told_overtaken(batch, overtaken), following and _told_overtaken(following[1], overtaken))
            if batch.ledger.last:
                self._forget_older(at.file)

    def _known(self, file: ExtractFile) -> dict[int, LedgerRow]:
        """The batches of a file that are written, by number."""
        return {row.number: row for row in self.ledger.values() if row.load == file.load}

    def _fresh(self, work: Iterable[Work], seen: SeenRows) -> Iterator[tuple[Work, Batch]]:
        """The batches that are not known."""
        every = (
            (at, batch) for at in work for batch in batches(self.means, self.source, at.file, at.known, seen.row_at)
        )
        for at, batch in ahead(every):
            if batch.ledger.number not in at.known:
                yield at, batch

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
            self.ledger |= {row.id: row for row in self.store.batches(self.source.source, self.since)}
        return others

    def _apply(self, batch: Batch, following: Batch | None = None) -> None:
        applied = self.store.apply(self.lease, batch, self.plan, following)
        self.ledger[batch.ledger.id] = batch.ledger._replace(counts=applied.counts)
        if not applied.already:
            self.written.add(batch.ledger.id)
            self.means.written(batch.ledger.id)

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
        if not reason:
            retirement = self._retirement(file, seen)
            self._retire_all(self._heading(file), retirement.rows(), retirement.still_gone)
        self._forget_gone(file, seen, vanishing=file.mode == "full" and not reason)

    def _retirement(self, file: ExtractFile, seen: SeenRows) -> Retirement:
        return Retirement(
            self.store, self.source, file, seen, lambda: {row.id for row in self._later(file)}, self._make_room
        )

    def _later(self, file: ExtractFile) -> list[LedgerRow]:
        """Batches of this type from later extracts than this one."""
        return [row for row in self._others(file, self.ledger.values()) if row.place > file.place]

    def _others(self, file: ExtractFile, rows: Iterable[LedgerRow]) -> list[LedgerRow]:
        """Batches of this type from other extracts, or of this one under another mapping."""
        return [row for row in rows if row.type == file.type and row.load not in self.loads]

    def dispose_under(self, heading: LedgerRow, parents: Iterable[Id], seen: SeenRows) -> None:
        """Dispose of the children of these rows, and of their children, but of none that the extract itself has."""
        for type_, rows in kept_children(self.store, self.source.source, parents):
            due = [row for row in rows if not any(seen.has(known, row) for known in self.source.records)]
            gone = (retired(Verb.DISPOSE, self.source.source, type_, row) for row in due)
            self._retire_all(heading._replace(type=type_, digest=""), gone)
            self.dispose_under(heading, due, seen)

    def _withdraw_under(self, heading: LedgerRow, parents: Iterable[Id], seen: SeenRows) -> None:
        """Withdraw the children of these rows where they are no longer held, and their children; but none that the extract
        itself has, or that a later one wrote."""
        for type_, rows in bereft(self.store, self.source, heading.type, parents):
            due = [(row, key) for row, key in rows if not seen.has(type_, row)]
            of_type = heading._replace(type=type_, digest="")
            gone = (retired(Verb.WITHDRAW, self.source.source, type_, row, key) for row, key in due)
            self._retire_all(of_type, gone, partial(self._not_written_later, of_type))
            self._withdraw_under(of_type, [row for row, _ in due], seen)

    def _not_written_later(self, heading: LedgerRow, rows: list[ShapedRow]) -> list[ShapedRow]:
        later = {row.id for row in self.ledger.values() if row.type == heading.type and row.place > heading.place}
        kept = written_by(self.store, later, [row.row for row in rows])
        return [row for row in rows if row.row not in kept]

    def _retire_all(
        self,
        heading: LedgerRow,
        gone: Iterator[ShapedRow],
        still: Callable[[list[ShapedRow]], list[ShapedRow]] = list,
    ) -> None:
        """Batches with ids of chance: were they made of the rows, a guess at a key could be tried after its disposal."""
        while found := list(islice(gone, self.means.batch_rows)):
            self._make_room()
            piece = still(found)
            ledger = heading._replace(id=token_hex(10), at=self.means.instant())
            self._apply(Batch(ledger, tuple(piece), (), {}))

    def _heading(self, file: ExtractFile) -> LedgerRow:
        """The ledger row of what a file shows to be gone, as far as it does not hang on when that is done."""
        return LedgerRow(
            "", self.source.source, file.type, f"{RETIRE}{file.load}", 0, file.extract, file.name, file.digest,
            self.source.digest, file.mode, "", None, {}, False,
        )  # fmt: skip

    def _orphans(self, files: Mapping[str, ExtractFile], seen: SeenRows) -> Iterator[tuple[str, int]]:
        """How many rows of each type are children of a row that is not held, where any are."""
        ledger = [row for row in self.ledger.values() if row.load in self.loads]
        for type_, file in files.items():
            number = orphans(self.store, seen, type_, file.record.parent, ledger) if file.record.parent else 0
            if number:
                yield type_, number

    def _done(
        self, id_: Id, file: ExtractFile, whole: Iterable[str], alone: Mapping[str, int], notes: Iterable[str]
    ) -> Batch:
        """A batch without rows: the extract is done, of which types it had everything, which rows lack their parent, what
        its owner should know."""
        counts = {f"{WHOLE}{type_}": 1 for type_ in whole} | {f"{NOTE}{note}": 1 for note in notes}
        counts |= {f"{ALONE}{type_}": number for type_, number in alone.items()}
        ledger = LedgerRow(
            id_, self.source.source, "", f"{RETIRE}{id_}", 0, file.extract, "", "", self.source.digest, "",
            self.means.instant(), None, counts, True,
        )  # fmt: skip
        return Batch(ledger, (), (), {})

    # ---------------------------------------------------------------- what came too late

    def overtaken(self, type_: str, extract: str | None) -> bool:
        """Whether a later extract has said all there is of this type, or anything of it has been disposed of since.

        What is not held then stays away. What was disposed of has left no trace by which it would be known again.
        """
        later = (row for row in self.ledger.values() if extract and row.place > place(extract))
        return any(
            (row.type == type_ and row.counts.get(DISPOSED))
            or (row.mapping == self.source.digest and f"{WHOLE}{type_}" in row.counts)
            for row in later
        )

    def extract_of(self, batch: Id) -> str | None:
        """The number of the extract that a batch was of."""
        return self.ledger[batch].extract if batch in self.ledger else None

    def _left_out(self, files: Iterable[ExtractFile]) -> Iterator[str]:
        for file in files:
            rows = [row for row in self.ledger.values() if row.load == file.load]
            late = sum(row.counts.get("late", 0) for row in rows)
            if late and self.overtaken(file.type, file.extract):
                yield (
                    f"{file.type}: extract {file.extract} came after later ones; {late} of its rows are older than what is "
                    "held, or not held and perhaps gone or disposed of since. They were left out."
                )

    # ---------------------------------------------------------------- quarantine

    def _forget_older(self, file: ExtractFile) -> None:
        """Let go of what the same content left in quarantine under an older mapping, and this one took."""
        others = self._others(file, self.ledger.values())
        older = {row.load for row in others if row.digest == file.digest and row.extract == file.extract}
        for load in sorted(older):
            self._release(row.id for row in self.store.quarantine(self.source.source, load))

    def _forget_gone(self, file: ExtractFile, seen: SeenRows, *, vanishing: bool) -> None:
        """Let go of rows that earlier extracts left in quarantine and that have since been deleted or vanished: replayed,
        they would be back."""
        if not (vanishing or file.record.replaces or seen.asks(file.type, Verb.DELETE)):
            return

        def is_gone(row: QuarantineRow) -> bool:
            if row.row is None:
                return False
            asked = seen.asked(file.type, row.row)
            return asked == Verb.DELETE or (asked is None and (vanishing or self._is_replaced(file, row, seen)))

        gone = (row for row in self.store.quarantine(self.source.source) if is_gone(row))
        while piece := list(islice(gone, self.means.batch_rows)):
            batches_of = self.store.batch([row.batch for row in piece])
            earlier = {row.id for row in self._others(file, batches_of) if row.place <= file.place}
            self._release(row.id for row in piece if row.batch in earlier)

    def _is_replaced(self, file: ExtractFile, row: QuarantineRow, seen: SeenRows) -> bool:
        """Whether the extract has all children of that row's parent."""
        if not file.record.replaces or row.type != file.type or row.parent is None:
            return False
        return seen.has(file.record.parent or "", row.parent) or seen.names_parent(file.type, row.parent)

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
        """Write rows that were in quarantine, and let go of those that were taken. A kill between any two does no harm."""
        self._make_room()
        ledger = again.batch.ledger
        disposed = [row.row for row in again.batch.rows if row.verb == Verb.DISPOSE]
        with SeenRows() as seen:
            self.dispose_under(ledger._replace(load=f"{RETIRE}{ledger.load}", data_to=None, counts={}), disposed, seen)
        self._apply(again.batch._replace(overtaken=self.overtaken(ledger.type, again.extract)))
        self.store.release_quarantine(self.lease, again.taken)


def retirement_id(files: Iterable[ExtractFile]) -> Id:
    """Of the batch that ends an extract: nothing is left to load or to retire."""
    return content_id("retired", *sorted(file.load for file in files))


def loads_of(files: Sequence[ExtractFile]) -> set[str]:
    """Under which loads the ledger has an extract."""
    return {load for file in files for load in (file.load, f"{RETIRE}{file.load}")} | {
        f"{RETIRE}{retirement_id(files)}"
    }


def _told(reasons: Mapping[str, str]) -> list[str]:
    return [f"{type_}: {reason}" for type_, reason in reasons.items() if reason]


def _told_overtaken(batch: Batch, overtaken: Mapping[str, bool]) -> Batch:
    return batch._replace(overtaken=overtaken[batch.ledger.type])
