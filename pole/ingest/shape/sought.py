"""By which words a value is found: the line of it in the searchable text of a mention."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from pole.model.folding import fold, fold_whole_too
from pole.model.values import ValueType, is_sought
from pole.model.vocabulary import AttributeType

OF_WORDS: Final = frozenset({"name", "organisation", "text", "age-band", "address", "code", "boolean", "postcode"})
"""Value types whose parts are words; of the others the whole is searched for too."""
_DATES: Final = frozenset({"date", "birth-date"})
"""Value types that are found by their days alone."""
_WRITTEN_OTHERWISE: Final = frozenset({"code", "phone", "boolean"})
"""Value types that people write in other words than their values are kept in."""

LineOf: TypeAlias = Callable[[str], str]
"""``attribute<TAB>folded words`` of a value; empty where there is no word in it."""


def compile_line(attribute: AttributeType, kind: ValueType) -> LineOf | None:
    """What a value is searched for by; None where it never is."""
    words = _words(kind) if attribute.searchable and kind.name not in _DATES else None
    terms = _terms(attribute.name, kind) if attribute.criterion else None
    begins = f"{attribute.name}\t"
    if words is None or terms is None:
        one = words or terms
        return (lambda value: begins + line if (line := one(value)) else "") if one is not None else None

    def line_of(value: str) -> str:
        said, asked = words(value), terms(value)
        if said and asked:
            return f"{begins}{said} {asked}"
        return begins + (said or asked) if said or asked else ""

    return line_of


def rejected_line(attribute: AttributeType, kind: ValueType, raw: str) -> str:
    """The line of a text that is no such value: it is searched for as it stands, or a slip would hide it."""
    words = words_of(kind)(raw) if attribute.searchable else ""
    return f"{attribute.name}\t{words}" if words else ""


def words_of(kind: ValueType) -> Callable[[str], str]:
    """Folds a text into the words that it is found by."""
    return fold if kind.name in OF_WORDS else fold_whole_too


def _words(kind: ValueType) -> Callable[[str], str]:
    words, as_shown = words_of(kind), kind.format
    return (lambda value: words(f"{as_shown(value)} {value}")) if kind.name in _WRITTEN_OTHERWISE else words


def _terms(name: str, kind: ValueType) -> Callable[[str], str]:
    """What a value is asked for by name, as words."""
    if is_sought(kind):
        sought_by = kind.sought_by
        return lambda value: " ".join([f"{part or name}={word}" for part, word in sought_by(value)])
    return lambda value: " ".join([f"{name}={word}" for word in fold(value).split()])
