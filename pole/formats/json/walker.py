"""Walking through a JSON file, one outermost row in memory at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from json import JSONDecodeError
from typing import Final, cast

from pole.formats.arrivals import Arrival
from pole.formats.encodings import lines_of, pieces_of
from pole.formats.json.description import Json, steps_of
from pole.formats.json.frames import Frames
from pole.formats.json.scanner import Scanner
from pole.formats.json.values import HOLE, Hole, Reading, Value, inside, text_of, written
from pole.formats.rows import Progress
from pole.formats.trees.description import ITSELF, TreeTypes
from pole.formats.trees.picking import Basket, Picked, Way
from pole.formats.trees.walking import Around, Flat, Found, Grown, Nested
from pole.formats.types import of_sort

_TOO_DEEP: Final = "it is nested too deeply"


class Node:
    """A value that stands for a row, a header or a trailer."""

    def __init__(self, value: Value, line: int, raw: str | None = None, problem: str = "") -> None:
        self.value = value
        self.line = line
        self.raw = raw
        """As received; None where rows have been taken out of it."""
        self.problem = problem


class JsonWalker:
    """Knows the paths of one layout."""

    def __init__(self, layout: Json) -> None:
        self.types: TreeTypes = layout.types
        self._encoding = layout.encoding
        self._lines = layout.kind == "json-lines"
        self._paths = {name: steps_of(type_.path) for name, type_ in layout.types.items()}
        self._outermost = next(name for name, type_ in of_sort(layout.types, "row").items() if type_.under is None)

    def walk(self, file: Arrival, progress: Progress | None) -> Iterator[Found | Grown]:
        """See `Walker.walk`."""
        if self._lines:
            return self._by_line(lines_of(file, self._encoding, progress))
        return self._through(Scanner(pieces_of(file, self._encoding, progress), file.title))

    def walk_text(self, text: str) -> Iterator[Found | Grown]:
        """See `Walker.walk_text`."""
        return self._by_line(iter([text])) if self._lines else self._through(Scanner(iter([text]), "a row kept back"))

    def find(self, node: object, name: str) -> list[object]:
        """See `Walker.find`."""
        whole = cast("Node", node)
        found = [whole.value]
        for step in self._paths[name]:
            found = [inner for value in found for inner in inside(value, step)]
        return [Node(value, whole.line, problem=whole.problem) for value in found]

    def take_out(self, node: object, name: str) -> list[Nested]:
        """See `Walker.take_out`."""
        whole, found = cast("Node", node), self.find(node, name)
        *steps, last = self._paths[name]
        holders = [whole.value]
        for step in steps:
            holders = [inner for value in holders for inner in inside(value, step)]
        for holder in holders:
            if isinstance(holder, dict) and last in holder:
                del holder[last]
                whole.raw = None
        if not found:
            return []
        before, _, after = written(_with_hole(whole.value, self._paths[name])).partition(HOLE)
        return [Nested(inner, Around(before, after)) for inner in found]

    def picker(self, paths: Sequence[str]) -> Callable[[object], Picked | str]:
        """See `Walker.picker`."""
        way = Way()
        for place, path in enumerate(paths):
            way.add((ITSELF,) if path == ITSELF else steps_of(path), place)

        def pick(node: object) -> Picked | str:
            found, basket = cast("Node", node), Basket(len(paths))
            why = found.problem or _pick(found.value, way, basket, "the row")
            return why or basket.picked()

        return pick

    def flat(self, node: object) -> Flat:
        """See `Walker.flat`."""
        values: Flat = {}
        _flatten(cast("Node", node).value, "", values)
        return values

    def raw(self, node: object) -> str:
        """See `Walker.raw`."""
        found = cast("Node", node)
        return written(found.value) if found.raw is None else found.raw

    def line(self, node: object) -> int:
        """See `Walker.line`."""
        return cast("Node", node).line

    def _by_line(self, texts: Iterator[str]) -> Iterator[Found | Grown]:
        reading = Reading()
        for number, text in enumerate(texts, 1):
            raw = text.strip()
            if not raw:
                continue
            try:
                found = reading.read(raw, 0)
                problem = found.problem if found.end == len(raw) else "there is more after its end"
                node = Node(found.value, number, raw, problem)
            except JSONDecodeError as why:
                node = Node(None, number, raw, f"it is not JSON: {why.msg} (character {why.pos + 1})")
            except RecursionError:
                node = Node(None, number, raw, _TOO_DEEP)
            yield Grown(self._outermost, node, Around("", ""))

    def _through(self, scanner: Scanner) -> Iterator[Found | Grown]:
        frames = Frames(self.types, self._paths, scanner)
        for name, value, line, raw, problem, around in frames.walk():
            node = Node(value, line, raw, problem)
            yield Grown(name, node, around) if self.types[name].is_ == "row" else Found(name, node)


def _pick(value: Value, way: Way, basket: Basket, name: str) -> str:
    """Put what is asked for of a value into the basket. Words where it is not of the shape that the paths expect."""
    if value is None:
        return ""
    if isinstance(value, list):
        return next(filter(None, (_pick(item, way, basket, name) for item in value)), "")
    if not isinstance(value, dict):
        basket.put(way.places, text_of(value))
        return f"{name} is a value, and has no members" if way.steps and text_of(value) else ""
    if way.places and value:
        return f"{name} has members, and is no value"
    for step, steps in way.steps.items():
        inner = value.get(step)
        for number, item in enumerate(inner if isinstance(inner, list) else [inner], 1):
            for on in (steps.every, steps.numbered.get(number)):
                why = _pick(item, on, basket, step) if on is not None else ""
                if why:
                    return why
    return ""


def _flatten(value: Value, path: str, values: Flat) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            step = name.replace(".", "\\.")
            _flatten(inner, f"{path}.{step}" if path else step, values)
    elif isinstance(value, list):
        for item in value:
            _flatten(item, path, values)
    elif value is not None:
        values.setdefault(path or ITSELF, []).append(text_of(value))


def _with_hole(value: Value, path: Sequence[str]) -> Value:
    """The same value with a list in which rows stand at that path."""
    if not path:
        return cast("Value", [Hole()])
    members: dict[str, Value] = {**value} if isinstance(value, dict) else {}
    inner = members.get(path[0])
    members[path[0]] = _with_hole(inner if isinstance(inner, dict) else {}, path[1:])
    return members
