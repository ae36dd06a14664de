"""Faults in the rows of one source, planted as its extracts are written.

Values are spoiled and rows doubled in the full extract, where nothing can be taken for gone because a row cannot be read.
What comes late is held back from there and sent in the first delta.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

from pole.simulator.chance import Chance
from pole.simulator.faults.fault import Fault, Says
from pole.simulator.faults.spots import SPOTS, Aged, Orphan, Spot
from pole.simulator.lines import Line
from pole.simulator.truth import KEY_JOINT

_KEPT = 12
"""So many documents of the full extract are kept, of which one comes again late."""
_PASSED = 3
"""Before a fault is planted, up to so many rows that could have it stay as they are."""


class Spoiler:
    """Plants every fault that the rows of a source can have, once. `spared` are people of whom no row is spoiled."""

    def __init__(self, source: str, chance: Chance, spared: Set[str]) -> None:
        self.source = source
        self.planted: list[Fault] = []
        self._spots = SPOTS[source]
        self._spared = spared
        self._to_spoil = {spot: chance.below(_PASSED) for spot in self._spots.values}
        self._to_double = chance.below(_PASSED)
        self._doubled = False
        self._documents: list[list[Line]] = []

    def full(self, lines: Iterable[Line], files: Mapping[str, str]) -> Iterator[Line]:
        """The lines of the full extract, spoiled."""
        for line in self._with_orphan(self._keeping(lines), files):
            spoiled = self._spoiled(line, files)
            yield spoiled
            if spoiled is line and self._doubles(line, files):
                yield line

    def delta(self, lines: Iterable[Line], files: Mapping[str, str]) -> Iterator[Line]:
        """The lines of the first delta, and after them what comes late."""
        sent: set[tuple[str, tuple[str, ...]]] = set()
        late = self._spots.late
        for line in lines:
            sent.add((line.record, line.key))
            yield _one_more(line, late.counted) if late.counted in line.values else line
        for document in self._documents:
            head = document[0]
            if (head.record, head.key) not in sent:
                self._note("late row", files, head, late.received, Says("balance sheet", "late"))
                yield from (_aged(line, late) for line in document)
                return

    # ---------------------------------------------------------------- values

    def _spoiled(self, line: Line, files: Mapping[str, str]) -> Line:
        """The line, with the first fault that it can have and that is still to be planted."""
        for spot, passed in self._to_spoil.items():
            text = spot.mar(line.values.get(spot.column, "")) if spot.record == line.record else None
            if text is None or self._is_spared(line):
                continue
            if passed:
                self._to_spoil[spot] = passed - 1
                continue
            return self._plant(spot, line, text, files)
        return line

    def _plant(self, spot: Spot, line: Line, text: str, files: Mapping[str, str]) -> Line:
        del self._to_spoil[spot]
        self._note(spot.what, files, line, spot.column, spot.says)
        return line._replace(values={**line.values, spot.column: text})

    def _is_spared(self, line: Line) -> bool:
        return not self._spared.isdisjoint(line.truth.values())

    def _note(self, what: str, files: Mapping[str, str], line: Line, column: str, says: Says) -> None:
        key = KEY_JOINT.join(line.key)
        self.planted.append(Fault(what, self.source, files[line.record], line.record, key, column, says))

    # ---------------------------------------------------------------- rows

    def _doubles(self, line: Line, files: Mapping[str, str]) -> bool:
        if self._doubled or line.record != self._spots.twice or self._is_spared(line):
            return False
        if self._to_double:
            self._to_double -= 1
            return False
        self._doubled = True
        self._note("duplicate row", files, line, "", Says("balance sheet", "duplicate"))
        return True

    def _with_orphan(self, lines: Iterable[Line], files: Mapping[str, str]) -> Iterator[Line]:
        """After the first row that could be one, a copy of it whose parent nobody has."""
        wanted = self._spots.orphan
        for line in lines:
            yield line
            if wanted is not None and line.record == wanted.record:
                yield self._orphan(wanted, line, files)
                wanted = None

    def _orphan(self, orphan: Orphan, like: Line, files: Mapping[str, str]) -> Line:
        values = {**like.values, orphan.column: orphan.number}
        if orphan.own:
            values[orphan.own] = orphan.own_number
        renamed = {like.values[column]: values[column] for column in (orphan.column, orphan.own) if column}
        alone = Line(like.record, tuple(renamed.get(text, text) for text in like.key), values, {})
        self._note("orphan child row", files, alone, orphan.column, Says("balance sheet", "withoutParent"))
        return alone

    # ---------------------------------------------------------------- late

    def _keeping(self, lines: Iterable[Line]) -> Iterator[Line]:
        """Keep the first documents whole, each from its head up to where something else begins."""
        head, until = self._spots.late.head, self._spots.late.until
        wanted = False
        for line in lines:
            if line.record == head:
                wanted = len(self._documents) < _KEPT and not self._is_spared(line)
                if wanted:
                    self._documents.append([])
            elif line.record in until:
                wanted = False
            if wanted:
                self._documents[-1].append(line)
            yield line


def _one_more(line: Line, counted: str) -> Line:
    return line._replace(values={**line.values, counted: str(int(line.values[counted]) + 1)})


def _aged(line: Line, late: Aged) -> Line:
    values = dict(line.values)
    if late.received in values:
        values[late.received] = late.long_ago
    if line.record == late.head:
        values[late.column] = late.words
    return Line(line.record, line.key, values, {})
