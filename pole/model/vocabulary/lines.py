"""YAML read as text only, remembering the line of everything in it.

Nothing is resolved: ``yes``, ``1`` and ``2011-03-27`` stay what was written, so a code ``01`` or ``NO`` survives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pole.errors import VocabularyError

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree] | None"
Place: TypeAlias = tuple[str | int, ...]


class _Mark(Protocol):
    line: int


class _Node(Protocol):
    """What we use of a node of the YAML library, which leaves its own untyped."""

    id: str
    value: object
    style: str | None
    anchor: str | None
    start_mark: _Mark


@dataclass(slots=True)
class Sheet:
    """A file as a tree of text, with the line on which each part begins (counted from 1)."""

    file: str
    tree: Tree = None
    lines: dict[Place, int] = field(default_factory=dict[Place, int])
    faults: list[str] = field(default_factory=list[str])
    """Keys that are written twice or are no text."""

    def where(self, place: Place) -> str:
        """``file:line`` of a place, or of the nearest part around it that is in the file."""
        for size in range(len(place), -1, -1):
            if place[:size] in self.lines:
                return f"{self.file}:{self.lines[place[:size]]}"
        return f"{self.file}:1"


def read_sheet(text: str, file: str) -> Sheet:
    """Read one YAML document. Raises VocabularyError, with the line, for what is not YAML."""
    sheet = Sheet(file)
    compose = YAML(typ="safe", pure=True).compose  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    try:
        root = cast("_Node | None", compose(text))
    except YAMLError as error:
        raise VocabularyError(f"{_place_of(error, file)}: this is not YAML: {_problem_of(error)}") from error
    if root is not None:
        sheet.tree = _tree(root, (), sheet)
    return sheet


def _tree(node: _Node, place: Place, sheet: Sheet) -> Tree:
    sheet.lines.setdefault(place, _line(node))
    if node.anchor is not None:
        sheet.faults.append(f"{sheet.file}:{_line(node)}: anchors and aliases are not taken; write it out.")
        return None
    if node.id == "mapping":
        return {key: _tree(value, (*place, key), sheet) for key, value in _pairs(node, sheet, place)}
    if node.id == "sequence":
        return [_tree(item, (*place, number), sheet) for number, item in enumerate(cast("list[_Node]", node.value))]
    written_as_nothing = node.value == "" and not node.style
    return None if written_as_nothing else cast("str", node.value)


def _pairs(node: _Node, sheet: Sheet, place: Place) -> Iterator[tuple[str, _Node]]:
    for key, value in cast("list[tuple[_Node, _Node]]", node.value):
        name = cast("str", key.value) if key.id == "scalar" else ""
        if not name:
            sheet.faults.append(f"{sheet.file}:{_line(key)}: a key must be text.")
        elif (*place, name) in sheet.lines:
            sheet.faults.append(f"{sheet.file}:{_line(key)}: {name} is here twice.")
        else:
            sheet.lines[(*place, name)] = _line(key)
            yield name, value


def _line(node: _Node) -> int:
    return node.start_mark.line + 1


def _place_of(error: YAMLError, file: str) -> str:
    mark = cast("_Mark | None", getattr(error, "problem_mark", None))
    return f"{file}:{mark.line + 1}" if mark is not None else file


def _problem_of(error: YAMLError) -> str:
    return str(getattr(error, "problem", None) or error)
