"""The text of a JSON file. Every value is written as a text, for to a mapping all values are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from pole.formats.json.description import Json, steps_of
from pole.formats.json.values import Value, written
from pole.formats.trees.description import ALL, ITSELF, NUMBERED, TreeTypes, bare
from pole.formats.trees.writer import Values
from pole.formats.types import of_sort


class JsonPress:
    """Makes JSON of rows; see `Press`."""

    def __init__(self, layout: Json) -> None:
        self.types: TreeTypes = layout.types
        self._lines = layout.kind == "json-lines"
        self._paths = {name: steps_of(type_.path) for name, type_ in layout.types.items()}
        self._open: list[str] = []
        """Members that lead to the list which is open."""
        self._closed: set[tuple[str, ...]] = set()
        self._headers: dict[tuple[str, ...], dict[str, Value]] = {}
        self._in_list = False
        self._first = True
        """Whether nothing stands in the innermost object or list yet."""

    def begin(self, headers: Mapping[str, Values]) -> str:
        """See `Press.begin`."""
        if self._lines:
            return ""
        self._headers = {self._paths[name]: _grown(values) for name, values in headers.items()}
        if any(not self._paths[name] for name, type_ in of_sort(self.types, "row").items() if type_.under is None):
            self._in_list = True
            return "[\n"
        first = self._members(self._headers.pop((), {}))
        return "{" + first + "".join(self._header(path) for path in list(self._headers) if not self._around_rows(path))

    def grow(self, name: str, values: Values) -> object:
        """See `Press.grow`."""
        return values[ITSELF] if set(values) == {ITSELF} else _grown(values)

    def hang(self, node: object, parent: object, name: str) -> None:
        """See `Press.hang`."""
        place = cast("dict[str, Value]", parent)
        *steps, last = self._paths[name]
        for step in steps:
            place = _object_in(place, step)
        rows = place.setdefault(last, [])
        if not isinstance(rows, list):
            raise ValueError(f"{last} is a column already, and cannot hold rows")
        rows.append(cast("Value", node))

    def outermost(self, node: object, name: str) -> str:
        """See `Press.outermost`."""
        if self._lines:
            return f"{written(cast('Value', node))}\n"
        opened = self._turn_to(self._paths[name])
        comma = "" if self._first else ",\n"
        self._first = False
        return f"{opened}{comma}{written(cast('Value', node))}"

    def end(self, trailers: Mapping[str, Values]) -> str:
        """See `Press.end`."""
        if self._lines:
            return ""
        if self._in_list and not self._open:
            return "\n]\n"
        text = self._turn_to(())
        for name, values in trailers.items():
            path, members = self._paths[name], _grown(values)
            if path:
                members = cast("dict[str, Value]", _nested(path, members))
            text += self._members(members)
        return f"{text}}}\n"

    def _turn_to(self, path: tuple[str, ...]) -> str:
        """Close the list that is open, and open the one at this path."""
        if self._in_list and tuple(self._open) == path:
            return ""
        text = ""
        if self._in_list:
            text, self._in_list, self._first = "\n]", False, False
        shared = 0
        while shared < min(len(path) - 1, len(self._open) - 1) and path[shared] == self._open[shared]:
            shared += 1
        text += "}" * max(0, len(self._open) - 1 - shared)
        if self._open:
            self._closed.add(tuple(self._open))
        self._open = list(path)
        if path in self._closed:
            raise ValueError(f"rows of {'.'.join(path)} must stand together")
        for depth, step in list(enumerate(path))[shared:]:
            text += f"{'' if self._first else ','}\n{written(step)}:"
            self._first = True
            if depth < len(path) - 1:
                text += "{" + self._members(self._headers.pop(path[: depth + 1], {}))
        if path:
            text += "[\n"
            self._in_list, self._first = True, True
        return text

    def _members(self, members: Mapping[str, Value]) -> str:
        text = ""
        for name, value in members.items():
            text += f"{'' if self._first else ','}{written(name)}:{written(value)}"
            self._first = False
        return text

    def _header(self, path: tuple[str, ...]) -> str:
        return self._members(cast("dict[str, Value]", _nested(path, self._headers.pop(path))))

    def _around_rows(self, path: tuple[str, ...]) -> bool:
        return any(other[: len(path)] == path for name, other in self._paths.items() if self.types[name].is_ == "row")


def _nested(path: Sequence[str], value: Value) -> Value:
    for step in reversed(path):
        value = {step: value}
    return value


def _grown(values: Values) -> dict[str, Value]:
    root: dict[str, Value] = {}
    for column, text in values.items():
        *steps, last = steps_of(bare(column))
        place = root
        for step in steps:
            place = _object_in(place, step)
        _put(place, last, text, every=column.endswith(ALL))
    return root


def _object_in(place: dict[str, Value], step: str) -> dict[str, Value]:
    """The object in a member, or in one place of the list in it, which is made if it is not there."""
    found = NUMBERED.search(step)
    if found is None:
        inner = place.setdefault(step, {})
    else:
        listed = place.setdefault(step[: found.start()], [])
        if not isinstance(listed, list):
            raise ValueError(f"{step[: found.start()]} is no list")
        while len(listed) < int(found[1]):
            listed.append({})
        inner = listed[int(found[1]) - 1]
    if not isinstance(inner, dict):
        raise ValueError(f"{step} is a value already, and cannot have members")
    return inner


def _put(place: dict[str, Value], last: str, text: str, *, every: bool) -> None:
    found = NUMBERED.search(last)
    name = last[: found.start()] if found is not None else last
    if name in place and found is None:
        raise ValueError(f"{name} is there already")
    if every:
        place[name] = list[Value](text.split("\n"))
    elif found is None:
        place[name] = text
    else:
        listed = place.setdefault(name, [])
        if not isinstance(listed, list):
            raise ValueError(f"{name} is no list")
        while len(listed) < int(found[1]):
            listed.append(None)
        listed[int(found[1]) - 1] = text
