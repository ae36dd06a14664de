"""Reading the rows of one type out of a file of trees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pole.formats.arrivals import Arrival
from pole.formats.rows import Above, BadRow, Progress, RawRow
from pole.formats.trees.description import ALL, bare, children
from pole.formats.trees.ends import Ends
from pole.formats.trees.picking import Picked
from pole.formats.trees.walking import Astray, Flat, Found, Grown, Part, Walker
from pole.formats.types import UP, ancestors, step_out

_NOTHING: Final = Picked([], {})


class _Asked(NamedTuple):
    """Where the value of a wanted column is."""

    level: int
    """How many steps out."""
    place: int
    """Among the paths that are asked for at that level."""
    several: bool
    """Whether there may be several values, which are then joined by line feeds."""
    name: str


class _Standing(NamedTuple):
    """A row of the type where it stands."""

    node: object
    line: int
    above: Above
    outer: tuple[Picked | str, ...]
    """What is asked for of what it stands under, step by step outwards; of the headers last."""


class TreeParser:
    """Rows of one type, from trees in their order."""

    def __init__(self, walker: Walker, file: str, type_: str, wanted: Sequence[str]) -> None:
        self._walker = walker
        self._file = file
        self._types = walker.types
        self._chain = (*ancestors(walker.types, type_), type_)
        paths: list[list[str]] = [[] for _ in range(len(self._chain) + 1)]
        self._asked = [_asked(name, paths) for name in wanted]
        self._pickers = [walker.picker(asked) if asked else None for asked in paths]
        self.columns = tuple(wanted)
        """Those that were asked for: what others there are, only the file says."""

    def parse(self, raw: str, line: int) -> RawRow | BadRow:
        """A row again, from its text and what it stands in."""
        found = list(self._standing(self._walker.walk_text(raw), whole=False)) if raw else []
        if len(found) != 1:
            return BadRow(
                line, raw, f"this is no {self._chain[-1]}", "Mend `types` in the mapping, and replay the row."
            )
        return self._row(found[0])._replace(line=line)

    def _standing(self, parts: Iterator[Part], *, whole: bool) -> Iterator[_Standing | BadRow]:
        """The rows of the type, stray ones too. Raises ExtractError for a header or trailer that is missing or counts otherwise."""
        headers: list[object] = []
        ends = Ends(self._walker, self._file) if whole else None
        for part in parts:
            if ends is not None:
                ends.take(part)
            if isinstance(part, Found):
                headers += [part.node] if self._types[part.name].is_ == "header" else []
            elif isinstance(part, Astray):
                if part.name == self._chain[-1]:
                    yield self._stray(part)
            elif part.name == self._chain[0]:
                picked = self._pick_headers(headers)
                yield from self._down(part.node, 0, Above(0, *part.around), (picked,))
        if ends is not None:
            ends.check()

    def _stray(self, part: Astray) -> BadRow:
        outer = self._chain[-2:-1]
        return BadRow(
            self._walker.line(part.node),
            self._walker.raw(part.node),
            f"it stands outside of any {outer[0]}" if outer else "it does not stand where the mapping says",
            "Ask the owner for it with what it belongs to; or mend `path` in the mapping, and load the file again.",
            Above(0, *part.around),
        )

    def _pick_headers(self, headers: Sequence[object]) -> Picked | str:
        """What is asked for of the headers, of the first that has it."""
        pick = self._pickers[-1]
        if pick is None or not headers:
            return _NOTHING
        first, *others = [pick(node) for node in headers]
        for other in others:
            if isinstance(first, str) or isinstance(other, str):
                return first
            first = Picked([a or b for a, b in zip(first.first, other.first, strict=True)], {**other.all, **first.all})
        return first

    def _down(self, node: object, depth: int, above: Above, outer: tuple[Picked | str, ...]) -> Iterator[_Standing]:
        """The rows of the type in a node that stands so deep."""
        name, line = self._chain[depth], self._walker.line(node)
        taken = {child: self._walker.take_out(node, child) for child in children(self._types, name)}
        steps_in = len(self._chain) - 1 - depth
        if steps_in == 0:
            yield _Standing(node, line, above, outer)
            return
        pick = self._pickers[steps_in]
        inner = (pick(node) if pick is not None else _NOTHING, *outer)
        for nested in taken[self._chain[depth + 1]]:
            inside = Above(line, above.before + nested.around.before, nested.around.after + above.after)
            yield from self._down(nested.node, depth + 1, inside, inner)

    def _row(self, standing: _Standing | BadRow) -> RawRow | BadRow:
        if isinstance(standing, BadRow):
            return standing
        node, line, above, outer = standing
        pick = self._pickers[0]
        raw, levels = self._walker.raw(node), (pick(node) if pick is not None else _NOTHING, *outer)
        values: list[str] = []
        for level, place, several, name in self._asked:
            picked = levels[level]
            if isinstance(picked, str):
                return BadRow(line, raw, picked, "Ask the owner for the row again.", above)
            texts = picked.all.get(place)
            if texts is None:
                values.append(picked.first[place] if picked.first else "")
            elif several:
                values.append("\n".join(texts))
            else:
                return BadRow(line, raw, *_several(name, len(texts)), above)
        return RawRow(line, values, raw, above)


class TreeReader(TreeParser):
    """The rows of one type in one file."""

    def __init__(self, walker: Walker, file: Arrival, type_: str, wanted: Sequence[str]) -> None:
        super().__init__(walker, file.title, type_, wanted)
        self._arrival = file

    def rows(self, progress: Progress | None = None) -> Iterator[RawRow | BadRow]:
        """Every row of the type, good or bad; see `RowReader.rows`."""
        return map(self._row, self._standing(self._walker.walk(self._arrival, progress), whole=True))

    def verify(self, progress: Progress | None = None) -> int:
        """How many rows of the type there are, having read to the end."""
        return sum(1 for _ in self._standing(self._walker.walk(self._arrival, progress), whole=True))

    def head(self) -> dict[str, str]:
        """What the headers say, by path: the first of several values."""
        found: dict[str, str] = {}
        for part in self._walker.walk(self._arrival, None):
            if isinstance(part, Grown):
                break
            if self._types[part.name].is_ == "header":
                found |= {path: texts[0] for path, texts in self._walker.flat(part.node).items() if texts}
        return found

    def flats(self) -> Iterator[Flat]:
        """Everything that each row of the type and the headers have, whether it was asked for or not."""
        around: Flat = {}
        for part in self._walker.walk(self._arrival, None):
            if isinstance(part, Found):
                if self._types[part.name].is_ == "header":
                    around |= {
                        UP * len(self._chain) + path: texts for path, texts in self._walker.flat(part.node).items()
                    }
            elif isinstance(part, Grown) and part.name == self._chain[0]:
                for standing in self._down(part.node, 0, Above(0, "", ""), (_NOTHING,)):
                    yield self._walker.flat(standing.node) | around


def _asked(column: str, paths: list[list[str]]) -> _Asked:
    """Notes the path of a column at its level."""
    level, path = step_out(column)
    paths[level].append(bare(path))
    return _Asked(level, len(paths[level]) - 1, path.endswith(ALL), column)


def _several(column: str, number: int) -> tuple[str, str]:
    return (
        f"{column} is there {number} times",
        f"Say {column}{ALL} in the mapping for all of them, one a line, or {column}[1] for the first.",
    )
