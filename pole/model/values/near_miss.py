"""Near misses of an identifier: what was probably meant, for a person to confirm."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from pole.model.values.outcome import Cleaned, Outcome

DIGIT_FOR_LETTER: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "S": "5", "Z": "2", "B": "8"})
"""Letters that eyes and scanners take for digits, by the digit that was meant."""

MOST_SUGGESTIONS: Final = 5


def swapped_neighbours(text: str) -> Iterator[str]:
    """The text with two neighbouring, different digits swapped, at every place where that is possible."""
    for place in range(len(text) - 1):
        left, right = text[place], text[place + 1]
        if left != right and left.isdigit() and right.isdigit():
            yield f"{text[:place]}{right}{left}{text[place + 2 :]}"


def accepted(candidates: Iterable[str], clean: Callable[[str], Outcome]) -> tuple[str, ...]:
    """The canonical forms of those candidates that a type accepts, each once, in order, five at most."""
    found: dict[str, None] = {}
    for candidate in candidates:
        outcome = clean(candidate)
        if isinstance(outcome, Cleaned):
            found[outcome.value] = None
            if len(found) == MOST_SUGGESTIONS:
                break
    return tuple(found)
