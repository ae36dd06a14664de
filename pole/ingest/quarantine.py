"""Rows that could not be taken: kept whole with file, line, field, reason and remedy, and replayed after a fix."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import NamedTuple

from pole.formats.opening import open_writer
from pole.formats.rows import BadRow, RowReader
from pole.graph.changes import Batch
from pole.graph.rows import LedgerRow, QuarantineRow
from pole.ingest.balance import READ, REPLAY, field_counts
from pole.ingest.files import ExtractFile
from pole.ingest.shape.outcomes import Quarantined, Refused, ShapeContext, Skipped
from pole.ingest.shape.record import CompiledRecord
from pole.ingest.shape.source import CompiledSource
from pole.model.facts import Id, Instant, ShapedRow, content_id


class Again(NamedTuple):
    """Rows from quarantine, shaped once more."""

    batch: Batch
    taken: list[Id]
    """Quarantine ids of the rows that came through."""


def quarantine_row(
    source: str, file: ExtractFile, held: Quarantined, batch: Id, at: Instant, columns: Sequence[str]
) -> QuarantineRow:
    """A row kept back, under the visibility that the mapping declares for rows as received.

    Its id is made of content and line, so the same row is held once, however often and under how many mappings it is tried.
    """
    id_ = content_id("quarantine", source, file.type, file.extract or "", file.digest, str(held.line))
    return QuarantineRow(
        id_, source, file.type, held.row, batch, file.path.name, held.line, held.field, held.reason, held.remedy,
        held.raw, held.vis, at, json.dumps(list(columns)),
    )  # fmt: skip


def read_again(
    source: CompiledSource, rows: Iterable[QuarantineRow], clock: Callable[[], Instant], size: int
) -> Iterator[Again]:
    """Rows in quarantine as batches, file by file; those whose record type the mapping no longer has are passed over."""
    for (type_, file, columns), held in groupby(rows, key=lambda q: (q.type, q.file, q.columns)):
        record = source.records.get(type_)
        if record is not None:
            with tempfile.TemporaryDirectory(prefix="pole-replay-") as folder:
                reader = _reader_like(record, Path(folder) / file, json.loads(columns))
                while piece := list(islice(held, size)):
                    yield _again(source, record, reader, piece, file, clock())


def _reader_like(record: CompiledRecord, path: Path, columns: Sequence[str]) -> RowReader:
    """A reader for rows of a file that is no longer there: it has the file's columns, and no rows of its own."""
    open_writer(record.layout, path, columns).close()
    return record.open(path)


def _again(
    source: CompiledSource,
    record: CompiledRecord,
    reader: RowReader,
    held: Sequence[QuarantineRow],
    file: str,
    at: Instant,
) -> Again:
    shaped: list[ShapedRow] = []
    kept: list[QuarantineRow] = []
    counts = Counter[str]({READ: len(held)})
    record.reset_counts()
    for row in held:
        raw = reader.parse(row.raw, row.line)
        outcome = record.hold(raw) if isinstance(raw, BadRow) else record.shape(raw, ShapeContext(file, at))
        match outcome:
            case ShapedRow():
                shaped.append(outcome)
            case Quarantined():
                kept.append(_still(row, outcome))
            case Skipped() | Refused():
                counts["skipped" if isinstance(outcome, Skipped) else "refused"] += 1
    id_ = content_id("replay", source.digest, at, *(row.id for row in held))
    ledger = LedgerRow(
        id_, source.source, record.name, f"{REPLAY}{id_}", 0, None, file, "", source.digest, "delta", at,
        max((row.received for row in shaped), default=None), {**counts, **field_counts(record.field_counts())}, True,
    )  # fmt: skip
    still = {row.id for row in kept}
    return Again(
        Batch(ledger, tuple(shaped), tuple(kept), source.markings), [row.id for row in held if row.id not in still]
    )


def _still(row: QuarantineRow, held: Quarantined) -> QuarantineRow:
    """A row that stays, with why it does now."""
    return row._replace(
        row=held.row, field=held.field, reason=held.reason, remedy=held.remedy, raw=held.raw, vis=held.vis
    )
