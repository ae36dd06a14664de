"""How an XML file is written: the `format` part of a mapping."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from pydantic import Field

from pole.formats.parts import Name, Part
from pole.formats.trees.description import ITSELF, TreeType, bare, tree_faults
from pole.formats.types import Fault, step_out

_NAME: Final = r"(?:([\w.-]+):)?[\w.-]+"
_STEP: Final = re.compile(rf"{_NAME}(?:\[[1-9][0-9]*\])?")
_LAST: Final = re.compile(rf"@{_NAME}|{_STEP.pattern}")


class Xml(Part):
    """Elements; a row is an element, its columns are paths from there: `name/surname`, `@id`."""

    kind: Literal["xml"] = Field(description="The sort of layout")
    namespace: str = Field(default="", description="The namespace of element names without a prefix")
    namespaces: dict[Name, Name] = Field(
        default_factory=dict[str, str], description="Namespaces by the prefixes that are used in the mapping"
    )
    absent: frozenset[str] = Field(default=frozenset({""}), description="Texts that mean blank")
    types: dict[Name, TreeType] = Field(min_length=1, description="The types of row")

    @property
    def declared(self) -> None:
        """Columns of files without types, of which there are none."""
        return None

    @property
    def needs_columns(self) -> bool:
        """Never: the file has them."""
        return False

    def tag(self, step: str) -> str:
        """The name of an element or attribute (with its `@`) as the parser has it. Raises KeyError for an unknown prefix."""
        at, name = ("@", step[1:]) if step.startswith("@") else ("", step)
        prefix, colon, local = name.rpartition(":")
        uri = self.namespaces[prefix] if colon else "" if at else self.namespace
        return f"{at}{{{uri}}}{local}" if uri else f"{at}{local}"


def xml_faults(layout: Xml) -> Iterator[Fault]:
    """What is wrong with a description whose shape is right: where, and what was expected."""
    yield from tree_faults(layout.types)
    for name, type_ in layout.types.items():
        place = ("types", name, "path")
        if not type_.path:
            yield place, "say which elements these are, from the root or from what they stand under."
        for step in type_.path.split("/") if type_.path else ():
            why = (
                "`path` leads to elements, such as reports/report"
                if step.startswith("@")
                else _step_fault(layout, step)
            )
            if "[" in step or why is not None:
                yield place, f"{why or 'a path of rows has no numbers'}."
        for column in type_.counts:
            why = path_fault(layout, column)
            if why is not None:
                yield ("types", name, "counts", column), why


def path_fault(layout: Xml, column: str) -> str | None:
    """Why a column is no path; None where it is one."""
    _, path = step_out(bare(column))
    if path == ITSELF:
        return None
    *steps, last = path.split("/")
    for step, shape in [*((step, _STEP) for step in steps), (last, _LAST)]:
        if not shape.fullmatch(step):
            return f"{column!r} is no path such as name/surname or @id: {step!r} is no step of one."
        why = _step_fault(layout, step)
        if why is not None:
            return f"{why}."
    return None


def _step_fault(layout: Xml, step: str) -> str | None:
    prefix, colon, _ = step.removeprefix("@").rpartition(":")
    if colon and prefix not in layout.namespaces:
        return f"the prefix {prefix!r} is not among `namespaces`"
    return None
