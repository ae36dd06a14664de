"""The text by which a thing is found, read again: lines of attributes, with their words and what they are sought by."""

from __future__ import annotations

from typing import NamedTuple

from pole.model.vocabulary import Identifier, Vocabulary


class Line(NamedTuple):
    """What one value of a record is found by."""

    attribute: str
    words: tuple[str, ...]
    sought: tuple[tuple[str, str], ...]
    """Name and word of what it is sought by: `surname`, `berg`."""


def lines_of(text: str) -> list[Line]:
    """The lines of a text."""
    return [_line(line) for line in text.split("\n") if line]


def _line(line: str) -> Line:
    attribute, _, content = line.partition("\t")
    parts = content.split()
    named = (part.partition("=") for part in parts if "=" in part)
    return Line(attribute, tuple(p for p in parts if "=" not in p), tuple((name, word) for name, _, word in named))


def fits(asked: str, word: str) -> bool:
    """Whether a word is the one asked for, or begins like it where that ends in ``*``."""
    return word.startswith(asked[:-1]) if asked.endswith("*") else word == asked


def telling(vocabulary: Vocabulary, name: str) -> float:
    """How much it says that a word is found in this attribute, from 0 to 1: in an identifier most."""
    attribute = vocabulary.attributes.get(name)
    if attribute is None:
        return 0.5
    return 1.0 if attribute.identifier is not Identifier.NO else min(1.0, 0.5 + attribute.caption / 200)


def label(vocabulary: Vocabulary, name: str) -> str:
    """What an attribute, or a source's own numbering, is called."""
    attribute = vocabulary.attributes.get(name)
    return attribute.label if attribute else name
