"""Which reader and writer belong to a description of a layout."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple, TypeAlias

from pydantic import Field, TypeAdapter

from pole.formats.arrivals import Arrival, sole_arrival
from pole.formats.delimited.cutting import DelimitedCutter
from pole.formats.delimited.description import Delimited, delimited_faults
from pole.formats.delimited.reader import DelimitedParser, DelimitedReader
from pole.formats.delimited.writer import DelimitedWriter, typed_join
from pole.formats.fixed_width.cutting import FixedCutter, fixed_join
from pole.formats.fixed_width.description import FixedWidth, fixed_faults
from pole.formats.json.description import Json, json_faults
from pole.formats.json.description import path_fault as json_path_fault
from pole.formats.json.press import JsonPress
from pole.formats.json.walker import JsonWalker
from pole.formats.lines.cutting import Cutter
from pole.formats.lines.description import line_faults, scope
from pole.formats.lines.reader import LineParser, LineReader
from pole.formats.lines.writer import LineWriter
from pole.formats.rows import RawRow, RowParser, RowReader, RowWriter
from pole.formats.trees.description import steps_fault
from pole.formats.trees.reader import TreeParser, TreeReader
from pole.formats.trees.walking import Walker
from pole.formats.trees.writer import Press, TreeWriter
from pole.formats.types import UP, Fault, ancestors, of_sort, step_out
from pole.formats.xml.description import Xml, xml_faults
from pole.formats.xml.description import path_fault as xml_path_fault
from pole.formats.xml.press import XmlPress

Format: TypeAlias = Annotated[Delimited | FixedWidth | Xml | Json, Field(discriminator="kind")]
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
    if isinstance(description, Xml | Json):
        return TreeReader(_walker(description), arrival, type_, wanted or ())
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
    if isinstance(description, Xml | Json):
        return TreeParser(_walker(description), file, type_, wanted or ())
    if isinstance(description, Delimited) and not description.types:
        return DelimitedParser(description, file, tuple(columns), wanted=wanted, optional=optional)
    return LineParser(_cutter(description), file, type_, wanted, strays=False)


def open_writer(
    description: Format, path: Path, columns: Sequence[str] = (), *, of_types: Mapping[str, Sequence[str]] | None = None
) -> RowWriter:
    """A writer of one file, which begins with the header where the layout has one.

    `columns` are those of a file whose rows are of one type, and `of_types` those of each type where only the file says
    them; neither is needed where the layout has them.
    """
    if isinstance(description, Xml | Json):
        return TreeWriter(_press(description), path, of_types or {})
    if isinstance(description, FixedWidth):
        return LineWriter(description, fixed_join(description), path)
    if description.types:
        return LineWriter(description, typed_join(description), path)
    return DelimitedWriter(description, path, columns)


class Everything(NamedTuple):
    """What a file has for rows of a type, whether it was asked for or not."""

    columns: tuple[str, ...]
    """Those that are known without reading its rows."""
    rows: Iterator[Mapping[str, str]]
    """Column to text; rows that cannot be taken apart are left out."""


def everything_in(
    description: Format, file: Arrival, *, type_: str = "", columns: Sequence[str] | None = None
) -> Everything:
    """All that there is in a file, with what stands around all rows under the name that a row of the type has for it."""
    if isinstance(description, Xml | Json):
        flats = TreeReader(_walker(description), file, type_, ()).flats()
        joined = ({path: "\n".join(texts) for path, texts in flat.items() if "[" not in path} for flat in flats)
        return Everything((), joined)
    reader = open_reader(description, file, type_=type_, columns=columns)
    good = (row for row in reader.rows() if isinstance(row, RawRow))
    return Everything(reader.columns, (dict(zip(reader.columns, row.values, strict=True)) for row in good))


def columns_of_type(description: Format, type_: str) -> tuple[str, ...] | None:
    """Every column that rows of a type can be asked for; None where only the file says it."""
    return scope(description.types, type_) if description.types and not isinstance(description, Xml | Json) else None


def own_columns(description: Format, type_: str) -> tuple[str, ...] | None:
    """The columns of a type itself; None where only the file says them."""
    return None if isinstance(description, Xml | Json) or not description.types else description.types[type_].names


def plain_column(description: Format, column: str) -> str:
    """A column without what it says of which value is meant where there are several."""
    return re.sub(r"\[[0-9]*\]", "", column) if isinstance(description, Xml | Json) else column


def never_in(description: Format, type_: str, columns: Sequence[str]) -> tuple[str, ...]:
    """These columns, in a row of a type and in all that it stands under, or what stands under a row would tell of it."""
    known = columns_of_type(description, type_)
    if known is not None:
        return tuple(column for column in known if step_out(column)[1] in columns)
    steps = len(ancestors(description.types, type_)) + bool(of_sort(description.types, "header")) if type_ else 0
    return tuple(UP * step + column for step in range(steps + 1) for column in columns)


def column_fault(description: Format, type_: str, column: str) -> str | None:
    """Why rows of a type cannot have such a column, where that is known without the file; None where they can."""
    if isinstance(description, Xml | Json):
        why = xml_path_fault(description, column) if isinstance(description, Xml) else json_path_fault(column)
        return why or steps_fault(description.types, type_, column)
    return None


def row_typer(description: Format) -> Callable[[str], str | None]:
    """Tells the type of a row by its text with what it stands under: None if unknown, empty where no row can be unknown."""
    if not description.types or isinstance(description, Xml | Json):
        return lambda raw: ""
    return LineParser(_cutter(description), "", next(iter(description.types)), None, strays=False).type_of


def format_faults(description: Format) -> Iterator[Fault]:
    """What is wrong with a description whose shape is right: where, and what was expected."""
    if isinstance(description, Xml | Json):
        yield from xml_faults(description) if isinstance(description, Xml) else json_faults(description)
    elif description.types:
        yield from line_faults(description.types)
        yield from fixed_faults(description) if isinstance(description, FixedWidth) else delimited_faults(description)


def _cutter(description: Delimited | FixedWidth) -> Cutter:
    return FixedCutter(description) if isinstance(description, FixedWidth) else DelimitedCutter(description)


def _walker(description: Xml | Json) -> Walker:
    if isinstance(description, Json):
        return JsonWalker(description)
    from pole.formats.xml.walker import XmlWalker  # lxml is loaded only where XML is read

    return XmlWalker(description)


def _press(description: Xml | Json) -> Press:
    return XmlPress(description) if isinstance(description, Xml) else JsonPress(description)
