"""One file as batches: read a piece, shape its rows, count what became of them."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from pole.formats.rows import BadRow, RawRow
from pole.graph.changes import Batch
from pole.graph.rows import LedgerRow, QuarantineRow
from pole.ingest.balance import READ, field_counts
from pole.ingest.files import ExtractFile
from pole.ingest.means import Means, Step
from pole.ingest.quarantine import quarantine_row
from pole.ingest.shape.outcomes import Quarantined, Refused, ShapeContext, Skipped
from pole.ingest.shape.source import CompiledSource
from pole.model.facts import Id, Instant, ShapedRow, content_id


def batches(
    means: Means,
    source: CompiledSource,
    file: ExtractFile,
    known: Mapping[int, LedgerRow],
    row_at: Callable[[str, int], Id | None],
) -> Iterator[Batch]:
    """Every batch of a file in its order, at least one. Those `known` have the rows that they had when they were written.

    `row_at` knows which row begins on a line of a file: a row that nobody can read is known by what it stands under.
    """
    reached = 0

    def note(done: int) -> None:
        nonlocal reached
        reached = done

    def piece(number: int) -> list[RawRow | BadRow]:
        size = known[number].counts.get(READ, 0) if number in known else means.batch_rows
        return list(islice(rows, size))

    size = file.arrival.size
    reader = file.open()
    rows = reader.rows(note)
    number, read, this = 0, 0, piece(0)
    while True:
        following = piece(number + 1)
        yield _batch(source, file, Piece(this, number, not following, reader.columns), means.instant(), row_at)
        read += len(this)
        means.progress(Step(file.name, reached if following else size, size, read))
        if not following:
            return
        this, number = following, number + 1


class Piece(NamedTuple):
    """Rows that are written together."""

    rows: Sequence[RawRow | BadRow]
    number: int
    last: bool
    columns: Sequence[str]


def _batch(
    source: CompiledSource, file: ExtractFile, piece: Piece, at: Instant, row_at: Callable[[str, int], Id | None]
) -> Batch:
    id_ = content_id("batch", file.load, str(piece.number))
    rows: list[ShapedRow] = []
    kept: list[QuarantineRow] = []
    counts = Counter[str]({READ: len(piece.rows)})
    file.record.reset_counts()
    gc.disable()  # a batch makes a million small things and no cycle
    try:
        for shaped in _shaped(file, piece.rows, at):
            match shaped:
                case ShapedRow():
                    rows.append(shaped)
                case Quarantined():
                    held = _with_parent(shaped, file, row_at)
                    kept.append(quarantine_row(source.source, file, held, id_, at, piece.columns))
                case Skipped():
                    counts["skipped"] += 1
                case Refused():
                    counts["refused"] += 1
    finally:
        gc.enable()
    ledger = LedgerRow(
        id_, source.source, file.type, file.load, piece.number, file.extract, file.name, file.digest, source.digest,
        file.mode, at, max((row.received for row in rows), default=None),
        {**counts, **field_counts(file.record.field_counts())}, piece.last,
    )  # fmt: skip
    return Batch(ledger, tuple(rows), tuple(kept), source.markings)


def _with_parent(held: Quarantined, file: ExtractFile, row_at: Callable[[str, int], Id | None]) -> Quarantined:
    if held.parent is not None or held.above is None:
        return held
    return held._replace(parent=row_at(file.digest, held.above.line))


def _shaped(
    file: ExtractFile, rows: Iterable[RawRow | BadRow], at: Instant
) -> Iterator[ShapedRow | Quarantined | Skipped | Refused]:
    context = ShapeContext(file.name, at)
    for row in rows:
        yield file.record.hold(row) if isinstance(row, BadRow) else file.record.shape(row, context)
