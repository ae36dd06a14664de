"""Reading the rows of one sheet. The library holds the sheet in memory; what is made of it comes row by row."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import takewhile, zip_longest
from typing import Final, cast

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from pole.errors import ExtractError
from pole.formats.arrivals import Arrival
from pole.formats.columns import picker
from pole.formats.excel.cells import MergedCells, letter_of, text_of
from pole.formats.excel.description import Excel
from pole.formats.rows import BadRow, Progress, RawRow

_MOST_UNPACKED: Final = 1024 * 1024 * 1024
_MANY_ROWS: Final = 1_000


class ExcelParser:
    """Rows of a sheet whose columns are known."""

    def __init__(
        self, file: str, columns: tuple[str, ...], wanted: Sequence[str] | None, optional: Sequence[str] = ()
    ) -> None:
        self._columns = columns
        self._pick = picker(file, columns if wanted is None else wanted, columns, optional)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the sheet, in its order; those without a name by their letter in brackets."""
        return self._columns

    def parse(self, raw: str, line: int) -> RawRow | BadRow:
        """A row again from its cells as text."""
        try:
            return self._row(line, cast("list[str]", json.loads(raw)))
        except (ValueError, TypeError):
            return BadRow(line, raw, "these are no cells of a row", "Load the workbook again.")

    def _row(self, line: int, texts: list[str]) -> RawRow | BadRow:
        raw, width = json.dumps(texts, ensure_ascii=False), len(self._columns)
        for column, text in enumerate(texts[width:], width):
            if text:
                return BadRow(
                    line,
                    raw,
                    f"cell {letter_of(column)}{line} is behind the last column that has a name",
                    "Ask the owner what it means; give the column a name, or take the text out.",
                )
        return RawRow(line, self._pick(texts + [""] * (width - len(texts))), raw)


class ExcelReader(ExcelParser):
    """One sheet of a workbook."""

    def __init__(
        self, layout: Excel, file: Arrival, type_: str, wanted: Sequence[str] | None, optional: Sequence[str]
    ) -> None:
        self._type = layout.types[type_]
        self._arrival = file
        last = self._type.names_end
        above = dict(takewhile(lambda row: row[0] <= last, self._texts()))
        header = [above.get(line, []) for line in self._type.header]
        if not any(map(any, header)):
            rows = " and ".join(map(str, self._type.header))
            raise ExtractError(
                f"{self._place}: row {rows} holds no names of columns. Say `header` in the mapping: the row, "
                "counted from 1, in which they stand."
            )
        super().__init__(self._place, _names(header), wanted, optional)

    def rows(self, progress: Progress | None = None) -> Iterator[RawRow | BadRow]:
        """Every row below the names of the columns that is not empty; see `RowReader.rows`."""
        for line, texts in self._texts(progress):
            if line > self._type.names_end and any(texts):
                yield self._row(line, texts)

    def verify(self, progress: Progress | None = None) -> int:
        """How many rows there are."""
        return sum(1 for _ in self.rows(progress))

    @property
    def _place(self) -> str:
        return f"{self._arrival.title}, sheet {self._type.sheet}" if self._type.sheet else self._arrival.title

    def _texts(self, progress: Progress | None = None) -> Iterator[tuple[int, list[str]]]:
        """The number of each row and its cells."""
        with _opened(self._arrival) as workbook:
            sheet = self._sheet(workbook)
            margin, height = (sheet.start[1] if sheet.start else 0), max(1, sheet.total_height)
            merged = MergedCells(sheet.merged_cell_ranges or [], self._type.first_merged)
            for number, cells in enumerate(sheet.iter_rows()):
                texts = [""] * margin + [text_of(cell) for cell in cells]
                merged.fill(number, texts)
                yield number + 1, texts
                if progress is not None and number % _MANY_ROWS == 0:
                    progress(self._arrival.size * number // height)
        if progress is not None:
            progress(self._arrival.size)

    def _sheet(self, workbook: CalamineWorkbook) -> CalamineSheet:
        name = self._type.sheet or next(iter(workbook.sheet_names), "")
        if name not in workbook.sheet_names:
            there = ", ".join(workbook.sheet_names) or "none"
            raise ExtractError(
                f"{self._arrival.title} has no sheet {name!r}; it has {there}. Either this is another file, or its layout has "
                "changed and the mapping must follow."
            )
        return workbook.get_sheet_by_name(name)


def _opened(file: Arrival) -> CalamineWorkbook:
    with file.open() as stream:
        content = stream.read()
    _refuse_harm(content, file.title)
    try:
        return CalamineWorkbook.from_filelike(BytesIO(content))
    except PasswordError as why:
        raise ExtractError(f"{file.title} is locked with a password. Ask the owner to send it open.") from why
    except CalamineError as why:
        raise ExtractError(
            f"{file.title} cannot be read as a workbook: it is damaged, or something else. Ask the owner for the file again."
        ) from why


def _refuse_harm(content: bytes, title: str) -> None:
    """A workbook is a zip, of which the library unpacks a part into memory."""
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile as why:
        raise ExtractError(f"{title} is damaged. Ask the owner for the file again.") from why
    if unpacked > _MOST_UNPACKED:
        raise ExtractError(
            f"{title} unpacks to {unpacked} bytes, and {_MOST_UNPACKED} are allowed. Ask for smaller files."
        )


def _names(header: list[list[str]]) -> tuple[str, ...]:
    """The names of the columns, on one line each, up to the last that has one: what stands above others before them."""
    columns = zip_longest(*header, fillvalue="")
    names = [" ".join(word for part in dict.fromkeys(parts) for word in part.split()) for parts in columns]
    width = max(place for place, name in enumerate(names) if name) + 1
    return tuple(name or f"({letter_of(place)})" for place, name in enumerate(names[:width]))
