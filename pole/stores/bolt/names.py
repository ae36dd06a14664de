"""Labels, relationship types and properties as parts of a query text. Nothing else that is not a literal ever becomes one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import LiteralString

from pole.errors import VocabularyError
from pole.model.kind import Kind

_LINK_TYPE = re.compile(r"[A-Z_]{1,64}")
_PROPERTY = re.compile(r"[a-z_]{1,64}(_[01])?")
_CAPITALS: tuple[LiteralString, ...] = (
    "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M",
    "N", "O", "P", "Q", "R", "S", "T", "U", "V", "W", "X", "Y", "Z", "_",
)  # fmt: skip
_LETTERS: dict[str, LiteralString] = {letter: letter for letter in _CAPITALS}

LABELS: dict[str, LiteralString] = {
    Kind.PERSON: "Person",
    Kind.OBJECT: "Object",
    Kind.LOCATION: "Location",
    Kind.EVENT: "Event",
}
"""The second label of an entity, by its kind."""


def is_link_type(name: str) -> bool:
    """Whether a link type of this name can be kept here."""
    return _LINK_TYPE.fullmatch(name) is not None


def link_type(name: str) -> LiteralString:
    """A link type, checked to be capitals and underscores. Raises VocabularyError."""
    return _literal(name)


@lru_cache(maxsize=1_024)
def _literal(name: str) -> LiteralString:
    if not is_link_type(name):
        raise VocabularyError(f"{name!r} cannot be a link type: use capitals and underscores, at most 64.")
    return "".join([_LETTERS[letter] for letter in name])


def in_order(columns: Sequence[str], first: int = 0) -> LiteralString:
    """The properties of what a text makes of `row`, whose values, from the `first` on, stand in the order of these columns.

    Raises VocabularyError for a name that is not of small letters.
    """
    for name in columns:
        if _PROPERTY.fullmatch(name) is None:
            raise VocabularyError(f"{name!r} cannot be a property: use small letters and underscores, at most 64.")
    return ", ".join(f"{name}: row[{n}]" for n, name in enumerate(columns, first))  # pyright: ignore[reportReturnType]


def any_of(types: Iterable[str] | None) -> LiteralString:
    """The part of a relationship pattern that asks for one of these types; nothing for any type.

    Names that cannot be kept here are left out: no link has them.
    """
    return "" if types is None else _one_of(tuple(sorted(set(types))))


@lru_cache(maxsize=1_024)
def _one_of(types: tuple[str, ...]) -> LiteralString:
    return ":" + "|".join(link_type(name) for name in types if is_link_type(name))
