"""What a source keeps in a database, as the numbered files of one extract: from there on it is loaded as any other.

All types of row are asked for in one transaction. A file has its name only when it is whole, so that whoever watches the
folder takes none before.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from pole.errors import UsageError
from pole.formats.opening import open_writer
from pole.formats.sql.database import opened
from pole.formats.sql.description import Sql
from pole.formats.sql.reader import pull
from pole.graph.rows import FIRST_PLACE, place
from pole.ingest.inbox import extracts_in, files_below
from pole.ingest.shape.record import CompiledRecord
from pole.ingest.shape.source import CompiledSource


class PulledFile(NamedTuple):
    """A file that was made of a table or query."""

    path: Path
    record: str
    rows: int


def pull_extract(source: CompiledSource, url: str, folder: Path, last: int = FIRST_PLACE) -> list[PulledFile]:
    """Write the next extract of a source into a folder, a file for each record. `last` is the place of the newest that is loaded.

    Raises UsageError for a source that is in no database or a folder that is not there; ExtractError and ServiceAwayError
    leave nothing behind.
    """
    if not all(isinstance(record.layout, Sql) for record in source.records.values()):
        raise UsageError(
            f"{source.source} comes in files, not from a database: its `format` is of another kind than sql."
        )
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder.")
    number = _next(source, folder, last)
    with ExitStack() as undone, opened(url) as connection:
        made = [
            _pulled(connection, record, folder / record.file_name(number), undone) for record in source.records.values()
        ]
        for file in made:
            _part(file.path).rename(file.path)
    return made


def _pulled(connection: Connection, record: CompiledRecord, path: Path, undone: ExitStack) -> PulledFile:
    """The rows of one record under another name, gone again unless it is given its own."""
    assert isinstance(record.layout, Sql)
    found = pull(connection, record.name, record.layout.types[record.row_type])
    undone.callback(_part(path).unlink, missing_ok=True)
    rows = 0
    with open_writer(record.layout, _part(path), found.columns) as file:
        for values in found.rows:
            file.write(values)
            rows += 1
    return PulledFile(path, record.name, rows)


def _part(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


def _next(source: CompiledSource, folder: Path, last: int) -> str:
    """A number above the last that the store knows, and all that lie in the folder or below it."""
    lying = (place(number) for path in files_below(folder) for number in extracts_in(source, path))
    return f"{max(0, last, *lying) + 1:04}"
