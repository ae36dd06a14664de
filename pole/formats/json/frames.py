"""The outer part of a JSON file: which members lead to rows, what stands before them and what after them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from pole.formats.json.scanner import Scanner
from pole.formats.json.values import Value, written
from pole.formats.trees.description import TreeTypes
from pole.formats.trees.walking import Around

Path: TypeAlias = tuple[str, ...]
_ALONE: Final = Around("", "")


class Part(NamedTuple):
    """A row, header or trailer."""

    name: str
    value: Value
    line: int
    raw: str | None
    problem: str
    around: Around


class _Open(NamedTuple):
    """An object around the place that has been reached."""

    path: Path
    line: int
    before: dict[str, Value]
    """Those of its members that have been kept so far."""
    leads_on: str
    """The member that the place is in."""


class Frames:
    """Goes from the root to the rows."""

    def __init__(self, types: TreeTypes, paths: Mapping[str, Path], scanner: Scanner) -> None:
        self._scanner = scanner
        outermost = [name for name in paths if types[name].under is None]
        self._rows, self._headers, self._trailers = (
            {paths[name]: name for name in outermost if types[name].is_ == sort}
            for sort in ("row", "header", "trailer")
        )
        self._known = [*self._rows, *self._headers, *self._trailers]
        self._open: list[_Open] = []
        self._told: set[str] = set()
        """Headers that have been given."""

    def walk(self) -> Iterator[Part]:
        """Headers, rows and trailers in their order."""
        yield from self._value(())
        self._scanner.end()

    def _value(self, path: Path) -> Iterator[Part]:
        sign = self._scanner.peek()
        if path in self._rows:
            yield from self._headers_around()
            yield from self._rows_here(self._rows[path], sign)
        elif sign == "{" and _lead_on(path, self._known):
            yield from self._object(path)
        else:
            self._scanner.pass_over()

    def _object(self, path: Path) -> Iterator[Part]:
        """An object that is around rows, or is a header or trailer itself, or both."""
        header, trailer = self._headers.get(path), self._trailers.get(path)
        line, kept = self._scanner.line, dict[str, Value]()
        around_rows = _lead_on(path, self._rows)
        for member in self._members():
            inner = (*path, member)
            if _lead_on(inner, self._known):
                self._open.append(_Open(path, line, dict(kept), member))
                yield from self._value(inner)
                self._open.pop()
            elif (header is None and trailer is None) or (around_rows and self._scanner.peek() == "["):
                self._scanner.pass_over()
            else:
                kept[member] = self._scanner.read()[0].value
        if header is not None and header not in self._told:
            self._told.add(header)
            yield Part(header, kept, line, None, "", _ALONE)
        if trailer is not None:
            yield Part(trailer, kept, line, None, "", _ALONE)

    def _members(self) -> Iterator[str]:
        """The names of the members of an object, its value to be taken before the next."""
        self._scanner.take("{")
        if self._scanner.peek() == "}":
            self._scanner.take("}")
            return
        while True:
            yield self._scanner.name()
            if self._scanner.peek() == "}":
                self._scanner.take("}")
                return
            self._scanner.take(",")

    def _rows_here(self, name: str, sign: str) -> Iterator[Part]:
        """The rows in a list; an object stands for a list of one, and null for none."""
        around = self._around()
        if sign != "[":
            row = self._whole(name, around)
            if row.value is not None:
                yield row
            return
        self._scanner.take("[")
        while self._scanner.peek() != "]":
            yield self._whole(name, around)
            if self._scanner.peek() == "]":
                break
            self._scanner.take(",")
            if self._scanner.peek() == "]":
                raise self._scanner.wrong("a row is missing after the comma")
        self._scanner.take("]")

    def _whole(self, name: str, around: Around) -> Part:
        self._scanner.peek()
        line = self._scanner.line
        found, text = self._scanner.read()
        return Part(name, found.value, line, text, found.problem, around)

    def _headers_around(self) -> Iterator[Part]:
        """What the objects around the first rows hold before them."""
        for frame in self._open:
            name = self._headers.get(frame.path)
            if name is not None and name not in self._told:
                self._told.add(name)
                yield Part(name, frame.before, frame.line, None, "", _ALONE)

    def _around(self) -> Around:
        """The text around a row in its list, with the headers that it stands in."""
        if not self._open:
            return _ALONE
        before = after = ""
        for frame in self._open:
            members = "".join(f"{written(member)}:{written(value)}," for member, value in frame.before.items())
            before += f"{{{members}{written(frame.leads_on)}:"
            after = f"}}{after}"
        return Around(f"{before}[", f"]{after}")


def _lead_on(path: Path, others: Iterable[Path]) -> bool:
    """Whether one of these paths is this one or leads further from here."""
    return any(other[: len(path)] == path for other in others)
