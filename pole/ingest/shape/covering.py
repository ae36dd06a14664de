"""Which columns of an extract a mapping uses, and which go nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pole.formats.opening import open_reader
from pole.formats.rows import RawRow
from pole.ingest.shape.record import CompiledRecord
from pole.ingest.shape.source import CompiledSource
from pole.ingest.shape.trying import record_for

LOOKED_AT = 100_000
"""Rows of each file that are looked at."""


class ColumnCoverage(NamedTuple):
    """One column of one file, over the rows that were looked at. It holds no value of the data."""

    record: str
    file: str
    column: str
    used_for: tuple[str, ...]
    """Where the mapping uses it, such as ``victim.born``; empty when it goes nowhere."""
    filled: int
    """Rows in which it has a value."""
    rows: int


def coverage(source: CompiledSource, files: Iterable[Path], rows: int = LOOKED_AT) -> list[ColumnCoverage]:
    """Every column of these files, in their order. Raises ExtractError where no record type has such files."""
    return [column for file in files for column in _covered(record_for(source, file), file, rows)]


def _covered(record: CompiledRecord, file: Path, rows: int) -> list[ColumnCoverage]:
    reader = open_reader(record.layout, file, columns=record.declared_columns)
    filled = dict.fromkeys(reader.columns, 0)
    looked_at = 0
    for row in islice(reader.rows(), rows):
        if isinstance(row, RawRow):
            looked_at += 1
            for column, text in zip(reader.columns, row.values, strict=True):
                filled[column] += text not in record.layout.absent
    uses = record.uses()
    return [
        ColumnCoverage(record.name, file.name, column, uses.get(column, ()), count, looked_at)
        for column, count in filled.items()
    ]
