"""Rows that could not be taken: kept whole with file, line, field, reason and remedy, and replayed after a fix."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from pole.formats.rows import BadRow, RowParser, text_with_above
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
    extract: str | None
    """The number of the extract that they were in."""


def quarantine_row(
    source: str, file: ExtractFile, held: Quarantined, batch: Id, at: Instant, columns: Sequence[str]
) -> QuarantineRow:
    """A row kept back, under the visibility that the mapping declares for rows as received.

    Its id is made of content and line, so the same row is held once, however often and under how many mappings it is tried.
    """
    id_ = content_id("quarantine", source, file.type, file.extract or "", file.digest, str(held.line), held.raw)
    return QuarantineRow(
        id_, source, file.type, held.row, batch, file.name, held.line, held.field, held.reason, held.remedy,
        text_with_above(held.raw, held.above), held.vis, at, json.dumps(list(columns)), held.parent,
    )  # fmt: skip


def read_again(
    source: CompiledSource,
    rows: Iterable[QuarantineRow],
    extract_of: Callable[[Id], str | None],
    clock: Callable[[], Instant],
    size: int,
) -> Iterator[Again]:
    """Rows in quarantine as batches of one type, file and extract; those whose record type the mapping no longer has are
    passed over. `extract_of` knows the number of the extract that a batch was of.
    """
    known = (row for row in rows if row.type in source.records)
    while piece := list(islice(known, size)):
        shares: dict[_Share, list[QuarantineRow]] = {}
        for row in piece:
            taker = source.taker_of(row.type, row.file, row.raw)
            shares.setdefault(_Share(row.type, taker, row.file, row.columns, extract_of(row.batch)), []).append(row)
        for share, held in shares.items():
            if share.taker is None:
                yield _left_out(source, share, held, clock())
            else:
                record = source.records[share.taker]
                parser = record.parser(share.file, json.loads(share.columns))
                yield _again(source, record, parser, share, held, clock())


class _Share(NamedTuple):
    """Rows that are read again in the same way."""

    type: str
    taker: str | None
    """The record that is for them now; None where the mapping leaves them out."""
    file: str
    columns: str
    extract: str | None


def _left_out(source: CompiledSource, share: _Share, held: Sequence[QuarantineRow], at: Instant) -> Again:
    """Rows of a type that was unknown, and that the mapping has since named and does not load."""
    counts = {READ: len(held), "skipped": len(held)}
    batch = Batch(_ledger(source, share.type, held, at, None, counts), (), (), {})
    return Again(batch, [row.id for row in held], share.extract)


def _ledger(
    source: CompiledSource, type_: str, held: Sequence[QuarantineRow], at: Instant, to: Instant | None,
    counts: Mapping[str, int],
) -> LedgerRow:  # fmt: skip
    id_ = content_id("replay", source.digest, at, *(row.id for row in held))
    return LedgerRow(
        id_, source.source, type_, f"{REPLAY}{id_}", 0, None, held[0].file, "", source.digest, "delta", at, to,
        {**counts}, True,
    )  # fmt: skip


def _again(
    source: CompiledSource,
    record: CompiledRecord,
    parser: RowParser,
    share: _Share,
    held: Sequence[QuarantineRow],
    at: Instant,
) -> Again:
    shaped: list[ShapedRow] = []
    kept: list[QuarantineRow] = []
    counts = Counter[str]({READ: len(held)})
    record.reset_counts()
    for row in held:
        raw = parser.parse(row.raw, row.line)
        outcome = record.hold(raw) if isinstance(raw, BadRow) else record.shape(raw, ShapeContext(row.file, at))
        match outcome:
            case ShapedRow():
                shaped.append(outcome)
            case Quarantined():
                kept.append(_still(row, outcome))
            case Skipped() | Refused():
                counts["skipped" if isinstance(outcome, Skipped) else "refused"] += 1
    to = max((row.received for row in shaped), default=None)
    ledger = _ledger(source, record.name, held, at, to, {**counts, **field_counts(record.field_counts())})
    still = {row.id for row in kept}
    return Again(
        Batch(ledger, tuple(shaped), tuple(kept), source.markings),
        [row.id for row in held if row.id not in still],
        share.extract,
    )


def _still(row: QuarantineRow, held: Quarantined) -> QuarantineRow:
    """A row that stays, with why it does now."""
    return row._replace(
        row=held.row, field=held.field, reason=held.reason, remedy=held.remedy,
        raw=text_with_above(held.raw, held.above), vis=held.vis, parent=held.parent or row.parent,
    )  # fmt: skip
