"""Writing a workbook: every cell a text. The same rows in the same order give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self, cast

import xlsxwriter  # type: ignore[import-untyped]

from pole.errors import ExtractError
from pole.formats.excel.description import Excel

_ALWAYS: Final = datetime(2000, 1, 1)
_LONGEST: Final = 32_767
"""Characters of a cell."""
_UNSAYABLE: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|_x[0-9A-Fa-f]{4}_")
"""What a cell cannot hold, and what Excel reads as a code for it."""


class _Sheet(Protocol):
    def write_string(self, row: int, column: int, text: str) -> int: ...


class _Workbook(Protocol):
    def set_properties(self, properties: Mapping[str, object]) -> None: ...

    def add_worksheet(self, name: str | None) -> _Sheet: ...

    def close(self) -> None: ...


class ExcelWriter:
    """One workbook, written when it is closed."""

    def __init__(self, layout: Excel, path: Path, columns: Mapping[str, Sequence[str]]) -> None:
        """`columns` are those of each sheet that is written."""
        self._path = path
        self._columns = columns
        self._book = cast(
            "_Workbook", xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_urls": False})
        )
        self._book.set_properties({"created": _ALWAYS})
        self._sheets: dict[str, _Sheet] = {}
        self._rows: dict[str, int] = {}
        for name, names in columns.items():
            self._sheets[name] = self._book.add_worksheet(layout.types[name].sheet or None)
            self._rows[name] = layout.types[name].names_end
            self._put(name, layout.types[name].names_end - 1, names)

    def write(self, values: Sequence[str], type_: str = "") -> None:
        """One row of a sheet. Raises ExtractError for what would not come back."""
        if type_ not in self._columns:
            known = ", ".join(self._columns)
            raise ExtractError(f"{self._path.name}: {type_!r} is no sheet that is written; there are {known}.")
        if len(values) != len(self._columns[type_]):
            raise ExtractError(
                f"{self._path.name}: {len(values)} values for {len(self._columns[type_])} columns of {type_}."
            )
        if not any(values):
            raise ExtractError(f"{self._path.name}: a row of nothing but blanks is no row of a sheet.")
        self._put(type_, self._rows[type_], values)
        self._rows[type_] += 1

    def close(self) -> None:
        """Write the workbook."""
        self._book.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if error is not None:
            self._path.unlink(missing_ok=True)

    def _put(self, name: str, row: int, values: Sequence[str]) -> None:
        for column, text in enumerate(values):
            if len(text) > _LONGEST or _UNSAYABLE.search(text):
                raise ExtractError(
                    f"{self._path.name}, row {row + 1} of {name}: {self._columns[name][column]} is longer than a cell, or "
                    "holds what a cell cannot."
                )
            if text:
                self._sheets[name].write_string(row, column, text)
