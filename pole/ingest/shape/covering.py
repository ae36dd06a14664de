"""Which columns of an extract a mapping uses, and which go nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeAlias

from pole.formats.arrivals import Arrival, arrivals_in
from pole.formats.describing import plain_column
from pole.formats.opening import everything_in
from pole.formats.types import UP, ancestors, of_sort, step_out
from pole.ingest.shape.record import CompiledRecord
from pole.ingest.shape.source import CompiledSource
from pole.ingest.shape.trying import records_for

LOOKED_AT = 100_000
"""Rows of each type in each file that are looked at."""

Uses: TypeAlias = Mapping[str, tuple[str, ...]]


class ColumnCoverage(NamedTuple):
    """One column of one file, over the rows that were looked at. It holds no value of the data."""

    record: str
    """Or the type of row that no record reads, in brackets."""
    file: str
    column: str
    used_for: tuple[str, ...]
    """Where the mapping uses it, such as ``victim.born``; empty when it goes nowhere."""
    filled: int
    """Rows in which it has a value."""
    rows: int
    there: bool = True
    """Whether the file has it; what the mapping asks for and no row has is probably misspelt."""


def coverage(source: CompiledSource, files: Iterable[Path], rows: int = LOOKED_AT) -> list[ColumnCoverage]:
    """Every column of these files, in their order. Raises ExtractError where no record type has such files."""
    arrivals = [arrival for file in files for arrival in arrivals_in(file)]
    return [column for file in arrivals for column in _covered(source, file, rows)]


def _covered(source: CompiledSource, file: Arrival, rows: int) -> Iterator[ColumnCoverage]:
    records = records_for(source, file)
    first = records[0]
    if not first.row_type:
        yield from _columns_of(first, first.name, first.uses(), file, rows)
        return
    types, used = first.layout.types, _used(records)
    used |= {("", column): words for column, words in source.uses_of_headers.items()}
    names = {record.row_type: record.name for record in records}
    for type_ in of_sort(types, "row"):
        uses = {column: words for (owner, column), words in used.items() if owner == type_}
        levels = {0}
        if type_ == first.row_type:  # what stands around all rows is told with the first
            levels.add(outermost := len(ancestors(types, type_)) + 1)
            uses |= {UP * outermost + column: words for (owner, column), words in used.items() if owner == ""}
        for found in _columns_of(first, names.get(type_, f"({type_})"), uses, file, rows, type_):
            if step_out(found.column)[0] in levels:
                yield found


def _used(records: Iterable[CompiledRecord]) -> dict[tuple[str, str], tuple[str, ...]]:
    """What each column of each type is used for, by its own record and by those of what stands under it."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for record in records:
        around = (record.row_type, *reversed(ancestors(record.layout.types, record.row_type)), "")
        for name, words in record.uses().items():
            level, column = step_out(name)
            where = (around[level], plain_column(record.layout, column))
            mine = words if level == 0 else tuple(f"{record.name}: {word}" for word in words)
            found[where] = (*found.get(where, ()), *mine)
    return found


def _columns_of(
    record: CompiledRecord, name: str, uses: Uses, file: Arrival, rows: int, type_: str = ""
) -> Iterator[ColumnCoverage]:
    """What the file has, then what the mapping asks for and the file never has."""
    found = everything_in(record.layout, file, type_=type_, columns=record.declared_columns)
    filled = dict.fromkeys(found.columns, 0)
    looked_at = 0
    for row in islice(found.rows, rows):
        looked_at += 1
        for column, text in row.items():
            filled[column] = filled.get(column, 0) + (text not in record.layout.absent)
    for column, count in filled.items():
        yield ColumnCoverage(name, file.name, column, uses.get(column, ()), count, looked_at)
    for column in uses:
        if looked_at and column not in filled and column not in record.file_columns:
            yield ColumnCoverage(name, file.name, column, uses[column], 0, looked_at, there=False)
