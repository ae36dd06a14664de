"""JSON values read and written to the letter: numbers stay the text that they are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from json.encoder import encode_basestring
from typing import Final, NamedTuple, TypeAlias, cast

Value: TypeAlias = "str | bool | list[Value] | dict[str, Value] | None"
"""Numbers are `Number`."""
HOLE: Final = "\0"
"""Stands, written, where a `Hole` stood; no JSON text has this character."""
_HALF: Final = re.compile("[\ud800-\udfff]")


class Number(str):
    """A number as it is written."""

    __slots__ = ()


class Hole:
    """Where something else will stand."""


class Read(NamedTuple):
    """One value and what is wrong with it."""

    value: Value
    end: int
    problem: str


class Reading:
    """Reads values, and says what is wrong inside of them."""

    def __init__(self) -> None:
        self._problem = ""
        self._decode = cast(
            "Callable[[str, int], tuple[Value, int]]",
            json.JSONDecoder(
                object_pairs_hook=self._object, parse_float=Number, parse_int=Number, parse_constant=self._constant
            ).raw_decode,
        )

    def read(self, text: str, place: int) -> Read:
        """The value that begins at a place. Raises JSONDecodeError where none does, RecursionError where it is too deep."""
        self._problem = ""
        value, end = self._decode(text, place)
        if text.find("\\ud", place, end) >= 0 or text.find("\\uD", place, end) >= 0:
            self._refuse_halves(value)
        return Read(value, end, self._problem)

    def _object(self, pairs: list[tuple[str, Value]]) -> dict[str, Value]:
        found = dict(pairs)
        if len(found) != len(pairs):
            names = [name for name, _ in pairs]
            self._problem = f"{next(name for name in names if names.count(name) > 1)} is there twice"
        return found

    def _constant(self, text: str) -> Number:
        self._problem = f"{text} is no number"
        return Number(text)

    def _refuse_halves(self, value: Value) -> None:
        if _HALF.search(written(value)):
            self._problem = "it holds half a character"


def written(value: Value | Hole) -> str:
    """A value as JSON without blanks."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, Hole):
        return HOLE
    if isinstance(value, dict):
        return f"{{{','.join(f'{_text(name)}:{written(inner)}' for name, inner in value.items())}}}"
    if isinstance(value, list):
        return f"[{','.join(map(written, value))}]"
    if isinstance(value, str):
        return _text(value)
    return "null" if value is None else "true" if value else "false"


def text_of(value: str | bool) -> str:
    """A value as a mapping sees it."""
    return value if isinstance(value, str) else "true" if value else "false"


def _text(value: str) -> str:
    return encode_basestring(value)


def items_of(value: Value) -> list[Value]:
    """What stands in a list, in lists in it too; what is no list stands for itself, and null for nothing."""
    if isinstance(value, list):
        return [item for inner in value for item in items_of(inner)]
    return [] if value is None else [value]


def inside(value: Value, name: str) -> list[Value]:
    """What stands in a member of an object; nothing in what is no object."""
    return items_of(cast("Mapping[str, Value]", value).get(name)) if isinstance(value, dict) else []
