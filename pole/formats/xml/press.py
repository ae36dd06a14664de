"""The text of an XML file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, cast
from xml.sax.saxutils import escape, quoteattr

from pole.formats.trees.description import ALL, ITSELF, NUMBERED, TreeTypes
from pole.formats.trees.writer import Values
from pole.formats.types import of_sort
from pole.formats.xml.description import Xml

_UNSAYABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What cannot stand in an XML 1.0 document, escaped or not."""


@dataclass(slots=True)
class Node:
    """An element, its names as the mapping writes them."""

    name: str
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict[str, str])
    inside: list[Node] = field(default_factory=list["Node"])

    def child(self, name: str, number: int = 1) -> Node:
        """The element of that name inside, which is made if it is not there."""
        there = [node for node in self.inside if node.name == name]
        while len(there) < number:
            there.append(Node(name))
            self.inside.append(there[-1])
        return there[number - 1]

    def written(self, depth: int, before_end: str = "") -> str:
        """Its text, indented."""
        indent = " " * depth
        attributes = "".join(f" {name}={quoteattr(text)}" for name, text in self.attributes.items())
        if not self.inside and not before_end:
            text = escape(self.text, {"\r": "&#13;"})
            return (
                f"{indent}<{self.name}{attributes}>{text}</{self.name}>\n"
                if text
                else f"{indent}<{self.name}{attributes}/>\n"
            )
        inner = "".join(node.written(depth + 1) for node in self.inside)
        return f"{indent}<{self.name}{attributes}>\n{inner}{before_end}{indent}</{self.name}>\n"


class XmlPress:
    """Makes XML of rows; see `Press`."""

    def __init__(self, layout: Xml) -> None:
        self.types: TreeTypes = layout.types
        self._layout = layout
        self._paths = {name: type_.path.split("/") for name, type_ in layout.types.items()}
        self._open: list[str] = []
        """Names of the elements around the rows that are open in the file."""

    def begin(self, headers: Mapping[str, Values]) -> str:
        """See `Press.begin`."""
        rows = [
            path
            for name, path in self._paths.items()
            if name in of_sort(self.types, "row") and self.types[name].under is None
        ]
        root = Node(rows[0][0])
        if self._layout.namespace:
            root.attributes["xmlns"] = self._layout.namespace
        root.attributes |= {f"xmlns:{prefix}": uri for prefix, uri in self._layout.namespaces.items()}
        for name, values in headers.items():
            node = root
            for step in self._paths[name][1:]:
                node = node.child(step)
            _fill(node, values)
        declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
        if len(rows[0]) == 1:
            self._root = root
            return declaration
        self._open = [root.name]
        return f"{declaration}{root.written(0, _SPLIT).partition(_SPLIT)[0]}"

    def grow(self, name: str, values: Values) -> object:
        """See `Press.grow`."""
        node = Node(self._paths[name][-1])
        _fill(node, values)
        return node

    def hang(self, node: object, parent: object, name: str) -> None:
        """See `Press.hang`."""
        place = cast("Node", parent)
        for step in self._paths[name][:-1]:
            place = place.child(step)
        place.inside.append(cast("Node", node))

    def outermost(self, node: object, name: str) -> str:
        """See `Press.outermost`."""
        wrappers = self._paths[name][:-1]
        if not wrappers:
            alone = cast("Node", node)
            alone.attributes = {**self._root.attributes, **alone.attributes}
            return alone.written(0)
        return self._turn_to(wrappers) + cast("Node", node).written(len(wrappers))

    def end(self, trailers: Mapping[str, Values]) -> str:
        """See `Press.end`."""
        text = ""
        for name, values in trailers.items():
            node = Node(self._paths[name][-1])
            _fill(node, values)
            text += self._turn_to(self._paths[name][:-1]) + node.written(len(self._paths[name]) - 1)
        return text + self._turn_to([])

    def _turn_to(self, wrappers: list[str]) -> str:
        """Close and open elements until these are open."""
        shared = 0
        while shared < min(len(wrappers), len(self._open)) and wrappers[shared] == self._open[shared]:
            shared += 1
        closed = [f"{' ' * depth}</{name}>\n" for depth, name in enumerate(self._open)][shared:]
        opened = [f"{' ' * depth}<{name}>\n" for depth, name in enumerate(wrappers)][shared:]
        self._open = list(wrappers)
        return "".join([*reversed(closed), *opened])


_SPLIT: Final = "\0"


def _fill(node: Node, values: Values) -> None:
    for column, text in values.items():
        if _UNSAYABLE.search(text):
            raise ValueError(f"{column} holds a character that XML cannot say")
        texts = text.split("\n") if column.endswith(ALL) else [text]
        *steps, last = column.removesuffix(ALL).split("/")
        place = node
        for step in steps:
            place = place.child(*_numbered(step))
        if last.startswith("@"):
            place.attributes[last[1:]] = text
            continue
        if any(piece != piece.strip() or not piece for piece in texts):
            raise ValueError(f"{column} would not come back as it is: blanks around a text do not count in XML")
        for number, piece in enumerate(texts, 1):
            name, at = _numbered(last)
            target = place if last == ITSELF else place.child(name, max(at, number))
            target.text = piece


def _numbered(step: str) -> tuple[str, int]:
    found = NUMBERED.search(step)
    return (step[: found.start()], int(found[1])) if found is not None else (step, 1)
