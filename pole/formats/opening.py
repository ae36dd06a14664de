"""Which reader and writer belong to a description of a layout. Each is loaded where it is needed, with its libraries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pole.formats.arrivals import Arrival, sole_arrival
from pole.formats.delimited.description import Delimited
from pole.formats.describing import Format, Lines, Trees
from pole.formats.excel.description import Excel
from pole.formats.fixed_width.description import FixedWidth
from pole.formats.json.description import Json
from pole.formats.lines.cutting import Cutter
from pole.formats.rows import RawRow, RowParser, RowReader, RowWriter
from pole.formats.sql.description import Sql, pulled
from pole.formats.trees.walking import Walker
from pole.formats.types import of_sort
from pole.formats.xml.description import Xml


def open_reader(
    layout: Format,
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
    says which columns each row is to hold, in which order; all that the file names where it is left out;
    those that are `optional` too are blank in a file that lacks them. `strays` asks for rows of no known type too.
    """
    arrival = file if isinstance(file, Arrival) else sole_arrival(file)
    if isinstance(layout, Xml | Json):
        from pole.formats.trees.reader import TreeReader

        return TreeReader(_walker(layout), arrival, type_, wanted or ())
    if isinstance(layout, Excel):
        from pole.formats.excel.reader import ExcelReader

        return ExcelReader(layout, arrival, type_, wanted, optional)
    layout = pulled() if isinstance(layout, Sql) else layout
    if isinstance(layout, Delimited) and not layout.types:
        from pole.formats.delimited.reader import DelimitedReader

        return DelimitedReader(layout, arrival, columns=columns, wanted=wanted, optional=optional)
    from pole.formats.lines.reader import LineReader

    return LineReader(_cutter(layout), layout.encoding, arrival, type_, wanted, strays=strays)


def open_parser(
    layout: Format,
    file: str,
    columns: Sequence[str],
    *,
    type_: str = "",
    wanted: Sequence[str] | None = None,
    optional: Sequence[str] = (),
) -> RowParser:
    """As `open_reader`, for rows of a file that is no longer there and had these columns."""
    if isinstance(layout, Xml | Json):
        from pole.formats.trees.reader import TreeParser

        return TreeParser(_walker(layout), file, type_, wanted or ())
    if isinstance(layout, Excel):
        from pole.formats.excel.reader import ExcelParser

        return ExcelParser(file, tuple(columns), wanted, optional)
    layout = pulled() if isinstance(layout, Sql) else layout
    if isinstance(layout, Delimited) and not layout.types:
        from pole.formats.delimited.reader import DelimitedParser

        return DelimitedParser(layout, file, tuple(columns), wanted=wanted, optional=optional)
    from pole.formats.lines.reader import LineParser

    return LineParser(_cutter(layout), file, type_, wanted, strays=False)


def open_writer(
    layout: Format, path: Path, columns: Sequence[str] = (), *, of_types: Mapping[str, Sequence[str]] | None = None
) -> RowWriter:
    """A writer of one file, which begins with the header where the layout has one.

    `columns` are those of a file whose rows are of one type, and `of_types` those of each type where only the file says
    them; neither is needed where the layout has them.
    """
    if isinstance(layout, Xml | Json):
        from pole.formats.json.press import JsonPress
        from pole.formats.trees.writer import TreeWriter
        from pole.formats.xml.press import XmlPress

        press = XmlPress(layout) if isinstance(layout, Xml) else JsonPress(layout)
        return TreeWriter(press, path, of_types or {})
    if isinstance(layout, Excel):
        from pole.formats.excel.writer import ExcelWriter

        return ExcelWriter(layout, path, of_types or {})
    from pole.formats.delimited.writer import DelimitedWriter, typed_join

    layout = pulled() if isinstance(layout, Sql) else layout
    if isinstance(layout, Delimited) and not layout.types:
        return DelimitedWriter(layout, path, columns)
    from pole.formats.fixed_width.cutting import fixed_join
    from pole.formats.lines.writer import LineWriter

    join = fixed_join(layout) if isinstance(layout, FixedWidth) else typed_join(layout)
    return LineWriter(layout, join, path)


class Everything(NamedTuple):
    """What a file has for rows of a type, whether it was asked for or not."""

    columns: tuple[str, ...]
    """Those that are known without reading its rows."""
    rows: Iterator[Mapping[str, str]]
    """Column to text; rows that cannot be taken apart are left out."""


def everything_in(
    layout: Format, file: Arrival, *, type_: str = "", columns: Sequence[str] | None = None
) -> Everything:
    """All that there is in a file, with what stands around all rows under the name that a row of the type has for it."""
    if isinstance(layout, Xml | Json):
        from pole.formats.trees.reader import TreeReader

        flats = TreeReader(_walker(layout), file, type_, ()).flats()
        return Everything((), ({path: "\n".join(texts) for path, texts in flat.items()} for flat in flats))
    reader = open_reader(layout, file, type_=type_, columns=columns)
    good = (row for row in reader.rows() if isinstance(row, RawRow))
    return Everything(reader.columns, (dict(zip(reader.columns, row.values, strict=True)) for row in good))


def head_of(layout: Format, file: Arrival) -> Mapping[str, str]:
    """What the headers of a file say, by column; nothing where its layout has none. Raises ExtractError as reading does."""
    if isinstance(layout, Xml | Json):
        from pole.formats.trees.reader import TreeReader

        return TreeReader(_walker(layout), file, next(iter(of_sort(layout.types, "row"))), ()).head()
    if not isinstance(layout, Delimited | FixedWidth) or not layout.types:
        return {}
    from pole.formats.lines.reader import LineReader

    first = next(iter(of_sort(layout.types, "row")))
    return LineReader(_cutter(layout), layout.encoding, file, first, None, strays=False).head()


def row_typer(layout: Format) -> Callable[[str], str | None]:
    """Tells the type of a row by its text with what it stands under: None if unknown, empty where no row can be unknown."""
    if not isinstance(layout, Delimited | FixedWidth) or not layout.types:
        return lambda raw: ""
    from pole.formats.lines.reader import LineParser

    return LineParser(_cutter(layout), "", next(iter(layout.types)), None, strays=False).type_of


def _cutter(layout: Lines) -> Cutter:
    if isinstance(layout, FixedWidth):
        from pole.formats.fixed_width.cutting import FixedCutter

        return FixedCutter(layout)
    from pole.formats.delimited.cutting import DelimitedCutter

    return DelimitedCutter(layout)


def _walker(layout: Trees) -> Walker:
    if isinstance(layout, Xml):
        from pole.formats.xml.walker import XmlWalker

        return XmlWalker(layout)
    from pole.formats.json.walker import JsonWalker

    return JsonWalker(layout)
