"""What a cell says, as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, TypeAlias

Cell: TypeAlias = int | float | str | bool | time | date | datetime | timedelta
Merged: TypeAlias = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell, by row and column from 0."""

_EXACT: Final = 10**15
"""A cell holds no more than fifteen digits; what is longer has lost its last ones in the workbook itself."""


def text_of(cell: Cell) -> str:
    """A date as ISO 8601, a whole number without a point, a yes or no as `true` or `false`."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float | int):
        return str(int(cell)) if cell == cell // 1 and abs(cell) < _EXACT else repr(cell)
    if isinstance(cell, datetime):
        return _moment(cell)
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return cell.isoformat()


def _moment(cell: datetime) -> str:
    """To the second: a workbook counts days, and a fraction of one comes back a little off."""
    rounded = (cell + timedelta(microseconds=500_000)).replace(microsecond=0)
    return rounded.date().isoformat() if rounded.time() == time() else rounded.isoformat(" ")


def letter_of(column: int) -> str:
    """The name of a column in the workbook: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class MergedCells:
    """Cells that are one, of which only the first has the value: in the rows of a sheet, each is given it."""

    def __init__(self, ranges: Sequence[Merged], first_row: int) -> None:
        """Ranges that begin above `first_row` are titles, and are left alone."""
        self._starting: dict[int, list[Merged]] = {}
        for one in ranges:
            if one[0][0] >= first_row:
                self._starting.setdefault(one[0][0], []).append(one)
        self._open: list[tuple[Merged, str]] = []

    def fill(self, row: int, texts: list[str]) -> None:
        """Give the cells of a row their values; rows come in their order."""
        self._open = [(one, text) for one, text in self._open if one[1][0] >= row]
        for one in self._starting.get(row, ()):
            self._open.append((one, texts[one[0][1]] if one[0][1] < len(texts) else ""))
        for ((_, first), (_, last)), text in self._open:
            for column in range(first, min(last + 1, len(texts))):
                texts[column] = text
