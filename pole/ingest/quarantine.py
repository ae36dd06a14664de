"""Rows that could not be taken: kept whole with file, line, field, reason and remedy, and replayed after a fix."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice

from pole.formats.rows import BadRow, RawRow
from pole.graph.changes import Batch
from pole.graph.rows import LedgerRow, QuarantineRow
from pole.ingest.compiled import CompiledSource, Quarantined, ShapeContext
from pole.ingest.files import ExtractFile
from pole.model.facts import Id, Instant, ShapedRow, content_id
from pole.model.marking import visibility


def quarantine_row(
    source: CompiledSource, file: ExtractFile, shaped: BadRow | Quarantined, raw: RawRow | BadRow, batch: Id, at: Instant,
    columns: Sequence[str],
) -> QuarantineRow:  # fmt: skip
    """A row kept back, under the visibility that the mapping declares for rows as received."""
    field, row = (shaped.field, shaped.row) if isinstance(shaped, Quarantined) else ("", None)
    return QuarantineRow(
        content_id("quarantine", file.load, str(raw.line)), source.source, file.type, row, batch, file.path.name, raw.line,
        field, shaped.reason, shaped.remedy, raw.raw, source.raw_visibility, at, json.dumps(list(columns)),
    )  # fmt: skip
