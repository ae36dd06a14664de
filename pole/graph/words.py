"""What a word is to search: one rule for every store, so that all find the same.

Text comes folded by the shaper, one line an attribute (``name<TAB>berg anna surname=berg forename=anna``); the attribute
is no word of it. Words with ``=`` are what a value is asked for by name; folded text has none, so nobody meets them by
chance.
"""

from __future__ import annotations

from collections.abc import Iterable


def searchable_words(text: str) -> list[str]:
    """The words of a mention's text, in order and with repeats: what stands between white space after each tab."""
    return [word for line in text.split("\n") for word in line.partition("\t")[2].split()]


def holds_all(words: set[str], asked: Iterable[Iterable[str]]) -> bool:
    """Whether of every group asked for some word is among these."""
    return all(any(holds(words, word) for word in group) for group in asked)


def holds(words: set[str], asked: str) -> bool:
    """Whether a word asked for is among these; a trailing ``*`` asks for the beginning of one."""
    if not asked.endswith("*"):
        return asked in words
    start = asked[:-1]
    return bool(start) and any(word.startswith(start) for word in words)
