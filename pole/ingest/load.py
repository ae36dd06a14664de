"""Load the files of one source exactly once: read → shape → plan → write, then retire what the owner no longer holds.

Batches are numbered within a file and written with their ledger row in one transaction. Run the same command again after a
kill: what the ledger has is passed over, the rest is written, and the result equals an undisturbed load.
"""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pole.graph.lease import holder_text
from pole.graph.rows import FIRST_PLACE
from pole.ingest.balance import BalanceSheet, balance_sheet
from pole.ingest.files import extract_files, refuse_conflicts
from pole.ingest.means import Means, Step
from pole.ingest.quarantine import Again, read_again
from pole.ingest.run import Run, loads_of
from pole.ingest.shape.source import CompiledSource

__all__ = ["Loader", "Step"]


@dataclass(frozen=True)
class Loader(Means):
    """Takes files, or rows in quarantine, to a store."""

    def load(self, source: CompiledSource, paths: Sequence[Path]) -> BalanceSheet:
        """Load every file found under these paths and retire what is gone.

        Raises ExtractConflictError for a known extract number with other content, before anything is written; GuardError
        when too much would be retired or disposed of, and ExtractError for a file that is cut short or wrongly encoded,
        before anything of that extract is written; LeaseHeldError when another loader makes no room in time, or is at the
        same file; Stopped when asked to stop. Between batches, loaders that wait write first.
        """
        files = extract_files(source, paths)
        with _seldom_collecting(), self.store.lease(holder_text(self.instant()), self.patience()) as lease:
            since = min(file.place for file in files)
            # under the lease, or a load that just ended would be missing
            ledger = self.store.batches(source.source, since)
            refuse_conflicts(source.source, files, ledger)
            self.register([source])
            run = Run(self, source, lease, ledger, since)
            loads: set[str] = set()
            for _, extract in groupby(files, key=lambda file: file.place):
                members = list(extract)
                run.extract(members)
                loads |= loads_of(members)
        rows = [row for row in self.store.batches(source.source, since) if row.load in loads]
        return balance_sheet(source.source, rows, already=not run.written)

    def register(self, sources: Iterable[CompiledSource]) -> None:
        """Have these sources in the register as their mappings say, loaded or not."""
        known = {row.entry for row in self.store.reader(frozenset()).sources()}
        new = [source.entry for source in sources if source.entry not in known]
        if new:
            self.store.register(new)

    def replay(self, source: CompiledSource) -> BalanceSheet:
        """Try the rows in quarantine again, under the mapping as it is now; those that still fail stay.

        Raises LeaseHeldError while another loader writes, GuardError when too much would be disposed of.
        """
        with _seldom_collecting(), self.store.lease(holder_text(self.instant()), self.patience()) as lease:
            since = self._first_kept(source)
            run = Run(self, source, lease, self.store.batches(source.source, since), since)
            run.guard_replay(self._again(source, run))
            for again in self._again(source, run):
                run.replay(again)
        return balance_sheet(source.source, self.store.batch(sorted(run.written)))

    def _first_kept(self, source: CompiledSource) -> int:
        """The place of the first extract of which rows are in quarantine."""
        of = {row.batch for row in self.store.quarantine(source.source)}
        return min((batch.place for batch in self.store.batch(sorted(of))), default=FIRST_PLACE)

    def _again(self, source: CompiledSource, run: Run) -> Iterator[Again]:
        kept = self.store.quarantine(source.source)
        return read_again(source, kept, run.extract_of, run.means.instant, self.batch_rows)


@contextmanager
def _seldom_collecting() -> Generator[None]:
    """A batch makes a million small things that end with it, and hardly a cycle: to look for cycles as often as Python does by
    default takes a fifth of the time of a load."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
