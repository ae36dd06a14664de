"""Which reader and writer belong to a description of a layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import Field, TypeAdapter

from pole.formats.arrivals import Arrival, sole_arrival
from pole.formats.delimited.cutting import DelimitedCutter
from pole.formats.delimited.description import Delimited
from pole.formats.delimited.reader import DelimitedParser, DelimitedReader
from pole.formats.delimited.writer import DelimitedWriter, typed_join
from pole.formats.fixed_width.cutting import FixedCutter, fixed_join
from pole.formats.fixed_width.description import FixedWidth, fixed_faults
from pole.formats.lines.cutting import Cutter
from pole.formats.lines.description import Fault, line_faults, scope
from pole.formats.lines.reader import LineParser, LineReader
from pole.formats.lines.writer import LineWriter
from pole.formats.rows import RowParser, RowReader, RowWriter

Format: TypeAlias = Annotated[Delimited | FixedWidth, Field(discriminator="kind")]
"""Any description of a layout; `kind` tells them apart."""

_FORMATS: TypeAdapter[Format] = TypeAdapter(Format)


def read_format(said: object) -> Format:
    """A description from what the `format` of a mapping says. Raises pydantic's ValidationError for what it cannot say."""
    return _FORMATS.validate_python(said)


def open_reader(
    description: Format,
    file: Path | Arrival,
    *,
    type_: str = "",
    columns: Sequence[str] | None = None,
    wanted: Sequence[str] | None = None,
    optional: Sequence[str] = (),
    strays: bool = False,
) -> RowReader:
    """A reader of the rows of one type in one file, packed or not; of all its rows where the layout has no types.

    `columns` names the columns where the file has no header, and where it has one says which it must have. `wanted`
    says which columns each row is to hold, in which order; all of the file's where it is left out;
    those that are `optional` too are blank in a file that lacks them. `strays` asks for rows of no known type too.
    """
    arrival = file if isinstance(file, Arrival) else sole_arrival(file)
    if isinstance(description, Delimited) and not description.types:
        return DelimitedReader(description, arrival, columns=columns, wanted=wanted, optional=optional)
    return LineReader(_cutter(description), description.encoding, arrival, type_, wanted, strays=strays)


def open_parser(
    description: Format,
    file: str,
    columns: Sequence[str],
    *,
    type_: str = "",
    wanted: Sequence[str] | None = None,
    optional: Sequence[str] = (),
) -> RowParser:
    """As `open_reader`, for rows of a file that is no longer there and had these columns."""
    if isinstance(description, Delimited) and not description.types:
        return DelimitedParser(description, file, tuple(columns), wanted=wanted, optional=optional)
    return LineParser(_cutter(description), file, type_, wanted, strays=False)


def open_writer(description: Format, path: Path, columns: Sequence[str] = ()) -> RowWriter:
    """A writer of one file, which begins with the header where the layout has one.

    `columns` are those of the file; not needed where the layout has types, whose columns it knows.
    """
    if isinstance(description, FixedWidth):
        return LineWriter(description, fixed_join(description), path)
    if description.types:
        return LineWriter(description, typed_join(description), path)
    return DelimitedWriter(description, path, columns)


def columns_of_type(description: Format, type_: str) -> tuple[str, ...] | None:
    """Every column that rows of a type can be asked for; None where only the file says it."""
    return scope(description.types, type_) if description.types else None


def row_typer(description: Format) -> Callable[[str], str | None]:
    """Tells the type of a row by its text with what it stands under: empty in a layout without types, None if unknown."""
    if not description.types:
        return lambda raw: ""
    return LineParser(_cutter(description), "", next(iter(description.types)), None, strays=False).type_of


def format_faults(description: Format) -> Iterator[Fault]:
    """What is wrong with a description whose shape is right: where, and what was expected."""
    if not description.types:
        return
    yield from line_faults(description.types)
    if isinstance(description, FixedWidth):
        yield from fixed_faults(description)
    else:
        for name, type_ in description.types.items():
            if type_.code and len(type_.columns) < description.code_at:
                yield (
                    ("types", name, "columns"),
                    f"its code is in field {description.code_at}, and it has fewer columns.",
                )


def _cutter(description: Format) -> Cutter:
    return FixedCutter(description) if isinstance(description, FixedWidth) else DelimitedCutter(description)
