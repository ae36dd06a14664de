"""Which reader and writer belong to a description of a layout."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from pole.formats.delimited.description import Delimited
from pole.formats.delimited.reader import DelimitedReader
from pole.formats.delimited.writer import DelimitedWriter
from pole.formats.rows import RowReader, RowWriter

Format: TypeAlias = Delimited
"""Any description of a layout; `kind` tells them apart."""


def open_reader(
    description: Format,
    path: Path,
    *,
    columns: Sequence[str] | None = None,
    wanted: Sequence[str] | None = None,
    optional: Sequence[str] = (),
) -> RowReader:
    """A reader of one file.

    `columns` names the columns where the file has no header, and where it has one says which it must have. `wanted`
    says which columns each row is to hold, in which order; all of the file's where it is left out;
    those that are `optional` too are blank in a file that lacks them.
    """
    return DelimitedReader(description, path, columns=columns, wanted=wanted, optional=optional)


def open_writer(description: Format, path: Path, columns: Sequence[str]) -> RowWriter:
    """A writer of one file, which begins with the header where the layout has one."""
    return DelimitedWriter(description, path, columns)
