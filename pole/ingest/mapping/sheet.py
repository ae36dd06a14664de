"""YAML read as text only, remembering where everything stands.

Nothing is resolved: ``yes``, ``1`` and ``01`` stay what was written, because to YAML the code ``NO`` would be a boolean
and ``01`` the number one, and neither would ever equal the text in an extract.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Protocol, TypeAlias, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pole.ingest.mapping.problems import Problem

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"
Place: TypeAlias = tuple[str | int, ...]


class _Mark(Protocol):
    line: int
    column: int


class _Node(Protocol):
    """What is used of a node of the YAML library, which leaves its own untyped."""

    id: str
    value: object
    start_mark: _Mark


@dataclass(slots=True)
class Sheet:
    """A file as a tree of text, with the line and column at which each part begins."""

    file: str
    tree: Tree = ""
    places: dict[Place, tuple[int, int]] = field(default_factory=dict[Place, tuple[int, int]])
    problems: list[Problem] = field(default_factory=list[Problem])
    """What is wrong with it as YAML."""

    def problem(self, place: Place, message: str) -> Problem:
        """A mistake at a place, or at the nearest part around it that is in the file."""
        known: Place = ()
        for step in place:
            known = (*known, step) if (*known, step) in self.places else known
        line, column = self.places.get(known, (1, 1))
        return Problem(self.file, line, column, message)

    @property
    def digest(self) -> str:
        """Of what the file says: comments, layout and the order of keys aside."""
        said = json.dumps(self.tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return blake2b(said.encode(), digest_size=16).hexdigest()


def read_sheet(text: str, file: str) -> Sheet:
    """Read one YAML document; what is wrong with it is among its problems."""
    sheet = Sheet(file)
    compose = YAML(typ="safe", pure=True).compose  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    try:
        root = cast("_Node | None", compose(text))
    except YAMLError as error:
        sheet.problems.append(_not_yaml(error, file))
        return sheet
    if root is not None:
        sheet.tree = _tree(root, (), sheet)
    return sheet


def _tree(node: _Node, place: Place, sheet: Sheet) -> Tree:
    sheet.places.setdefault(place, _position(node))
    if node.id == "mapping":
        return {key: _tree(value, (*place, key), sheet) for key, value in _pairs(node, place, sheet)}
    if node.id == "sequence":
        return [_tree(item, (*place, number), sheet) for number, item in enumerate(cast("list[_Node]", node.value))]
    return cast("str", node.value)


def _pairs(node: _Node, place: Place, sheet: Sheet) -> Iterator[tuple[str, _Node]]:
    for key, value in cast("list[tuple[_Node, _Node]]", node.value):
        position = _position(key)
        if key.id != "scalar":
            sheet.problems.append(Problem(sheet.file, *position, "a key must be text."))
            continue
        name = cast("str", key.value)
        if (*place, name) in sheet.places:
            sheet.problems.append(Problem(sheet.file, *position, f"{name} is here twice; the first would be lost."))
            continue
        sheet.places[(*place, name)] = position
        yield name, value


def _position(node: _Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _not_yaml(error: YAMLError, file: str) -> Problem:
    mark = cast("_Mark | None", getattr(error, "problem_mark", None))
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    return Problem(file, line, column, f"this is not YAML: {getattr(error, 'problem', None) or error}.")
