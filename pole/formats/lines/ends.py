"""What the ends of a file of lines promise: headers before all rows, trailers after them, and what trailers count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pole.errors import ExtractError
from pole.formats.lines.cutting import Line
from pole.formats.lines.description import LINES, ROWS, LineTypes
from pole.formats.types import of_sort


class Ends:
    """Watches one file go by. With `whole` false it may be a piece of one, and nothing is asked of its ends."""

    def __init__(self, types: LineTypes, file: str, *, whole: bool) -> None:
        self._types = types
        self._file = file
        self._whole = whole
        self._sorts = {name: type_.is_ for name, type_ in types.items()}
        self._counts: Counter[str] = Counter()
        self._headers: dict[str, Sequence[str]] = {}
        self._lacking = of_sort(types, "header").keys() if whole else set[str]()
        self._trailers: dict[str, tuple[int, Sequence[str]]] = {}
        self._others = 0

    def note(self, line: Line, name: str | None) -> str:
        """Of which sort a line is; None stands for a line of no known type. Raises ExtractError where it may not stand."""
        if name is None:
            self._others += 1
            sort = "row"
        else:
            self._counts[name] += 1
            sort = self._sorts[name]
        if sort == "row" and self._lacking:
            self._refuse(line, f"the file does not begin with its {next(iter(self._lacking))} line")
        if sort != "trailer" and self._trailers:
            self._refuse(line, "there is more after the trailer")
        return sort

    def keep(self, line: Line, name: str, fields: Sequence[str]) -> tuple[str, ...] | None:
        """The values of all headers so far; None for a trailer."""
        if self._sorts[name] == "trailer":
            if name in self._trailers:
                self._refuse(line, f"there is a second {name} line")
            self._trailers[name] = (line.number, fields)
            return None
        if name in self._headers:
            self._refuse(line, f"there is a second {name} line: two files seem to be in one")
        self._headers[name] = fields
        self._lacking = self._lacking - {name}
        if self._whole and sum(self._counts.values()) + self._others > len(self._headers):
            self._refuse(line, f"the {name} line stands after rows")
        order = of_sort(self._types, "header")
        return tuple(text for name in order for text in self._headers.get(name, [""] * len(order[name].names)))

    def check(self) -> None:
        """Nothing is missing. Raises ExtractError for a header or trailer that is, or a count that is wrong."""
        if not self._whole:
            return
        for name in self._lacking:
            raise ExtractError(f"{self._file} has no {name} line. Ask the owner for the whole file.")
        for name, trailer in of_sort(self._types, "trailer").items():
            if name not in self._trailers:
                raise ExtractError(
                    f"{self._file} does not end with its {name} line ({' or '.join(trailer.code)}): it is cut short. "
                    "Ask the owner for the whole file."
                )
            for column, counted in trailer.counts.items():
                self._compare(name, trailer.names.index(column), counted)

    def _compare(self, name: str, place: int, counted: Sequence[str]) -> None:
        line, fields = self._trailers[name]
        stated, found = fields[place].strip(), sum(map(self._number_of, counted))
        if not stated.isdecimal() or int(stated) != found:
            raise ExtractError(
                f"{self._file}, line {line}: the {name} line counts {stated or 'nothing'} for {' and '.join(counted)}, and "
                f"the file has {found}. Ask the owner for the whole file."
            )

    def _number_of(self, counted: str) -> int:
        if counted == LINES:
            return sum(self._counts.values()) + self._others
        if counted == ROWS:
            return sum(self._counts[name] for name, sort in self._sorts.items() if sort == "row") + self._others
        return self._counts[counted]

    def _refuse(self, line: Line, what: str) -> None:
        raise ExtractError(f"{self._file}, line {line.number}: {what}. Ask the owner for the file again.")
