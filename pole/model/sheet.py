"""YAML read as text only, remembering where everything stands.

Nothing is resolved: ``yes``, ``01`` and ``2011-03-27`` stay what was written, because to YAML the code ``NO`` would be a
boolean and ``01`` the number one, and neither would ever equal the text in an extract. Vocabularies, mappings and
policies are all read here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias, cast

import yaml
from yaml.error import MarkedYAMLError, YAMLError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree] | None"
Place: TypeAlias = tuple[str | int, ...]

_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""The parser written in C reads the vocabulary in a seventh of the time; the other one is for machines without it."""
_MOST_PARTS: Final = 200_000
"""Aliases of aliases can make a short file endless."""


class Fault(NamedTuple):
    """What is wrong with a file as YAML, and where. Lines and columns count from 1."""

    line: int
    column: int
    message: str


@dataclass(slots=True)
class Sheet:
    """A file as a tree of text, with the line and column at which each part begins."""

    file: str
    tree: Tree = None
    places: dict[Place, tuple[int, int]] = field(default_factory=dict[Place, tuple[int, int]])
    faults: list[Fault] = field(default_factory=list[Fault])

    def position(self, place: Place) -> tuple[int, int]:
        """Line and column of a place, or of the nearest part around it; steps that are not in the file are passed over."""
        known: Place = ()
        for step in place:
            known = (*known, step) if (*known, step) in self.places else known
        return self.places.get(known, (1, 1))

    def where(self, place: Place) -> str:
        """``file:line`` of a place."""
        return f"{self.file}:{self.position(place)[0]}"

    def told_faults(self) -> str:
        """Every fault on a line of its own, with its file and line."""
        return "\n".join(f"{self.file}:{fault.line}: {fault.message}" for fault in self.faults)


def read_sheet(text: str, file: str, *, nothing: str | None = None, aliases: bool = False) -> Sheet:
    """Read one YAML document; what is wrong with it is among the faults of the sheet.

    `nothing` is what a key without a value has; `aliases` lets a part that has an anchor stand in several places.
    """
    sheet = Sheet(file, nothing)
    try:
        root = yaml.compose(text, _LOADER)
        if root is not None:
            sheet.tree = _Reading(sheet, nothing, aliases).tree(root, ())
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        sheet.faults.append(
            Fault(line, column, f"this is not YAML: {_words(error.problem or '', text, line, column)}.")
        )
    except (YAMLError, UnicodeEncodeError):
        sheet.faults.append(Fault(1, 1, "this is not YAML: it has characters that no text has."))
    except RecursionError:
        sheet.faults.append(Fault(1, 1, "this is nested too deeply."))
    return sheet


def _words(problem: str, text: str, line: int, column: int) -> str:
    """What the parser says, or what to do where it stumbles over a sign that YAML keeps for itself."""
    if "cannot start any token" not in problem:
        return problem
    return f"a text that begins with {text.splitlines()[line - 1][column - 1 : column]} must stand in quotes"


class _Reading:
    """One file on its way from nodes to text."""

    def __init__(self, sheet: Sheet, nothing: str | None, aliases: bool) -> None:
        self._sheet = sheet
        self._nothing = nothing
        self._aliases = aliases
        self._met: set[Node] = set()
        self._around: list[Node] = []

    def tree(self, node: Node, place: Place) -> Tree:
        """What a node says; its parts are noted in the sheet on the way."""
        self._sheet.places.setdefault(place, _position(node))
        if not self._may_stand_here(node):
            return self._nothing
        self._met.add(node)
        if isinstance(node, ScalarNode):
            return self._nothing if node.value == "" and not node.style else cast("str", node.value)
        self._around.append(node)
        found = self._inside(node, place)
        self._around.pop()
        return found

    def _inside(self, node: Node, place: Place) -> Tree:
        if isinstance(node, MappingNode):
            return {name: self.tree(value, (*place, name)) for name, value in self._pairs(node, place)}
        items = cast("list[Node]", cast("SequenceNode", node).value)
        return [self.tree(item, (*place, number)) for number, item in enumerate(items)]

    def _may_stand_here(self, node: Node) -> bool:
        if node in self._around:
            self._fault(node, "this is a part of itself.")
        elif node in self._met and not self._aliases:
            self._fault(node, "anchors and aliases are not taken; write it out.")
        elif len(self._sheet.places) > _MOST_PARTS:
            self._fault(node, f"this has more than {_MOST_PARTS} parts.")
        else:
            return True
        return False

    def _pairs(self, node: MappingNode, place: Place) -> Iterator[tuple[str, Node]]:
        for key, value in cast("list[tuple[Node, Node]]", node.value):
            if not isinstance(key, ScalarNode):
                self._fault(key, "a key must be text.")
            elif (*place, name := cast("str", key.value)) in self._sheet.places:
                self._fault(key, f"{name} is here twice; the first would be lost.")
            else:
                self._sheet.places[(*place, name)] = _position(key)
                yield name, value

    def _fault(self, node: Node, message: str) -> None:
        fault = Fault(*_position(node), message)
        if fault not in self._sheet.faults:
            self._sheet.faults.append(fault)


def _position(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1
