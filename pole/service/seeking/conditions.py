"""What a condition is: the words that a store is asked for, and the judgement of each text that it proposes.

A judgement uses the question and the text alone, so nothing that a viewer may not see moves what is found or its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeAlias

from pole.service.seeking.lines import Line, fits

Groups: TypeAlias = tuple[tuple[str, ...], ...]
"""As `SearchWhere.words`: of each group one word."""
BEGUN = 0.8
"""What is left of a weight where only the beginning of a word was asked for."""


class Met(NamedTuple):
    """That a condition is met."""

    weight: float | None
    """From 0 to 1, how well; None where there is no better and worse."""
    because: tuple[str, ...]


Judge: TypeAlias = Callable[[Sequence[Line]], Met | None]
"""None for a text that does not meet the condition."""


class Condition(NamedTuple):
    """One condition."""

    groups: Groups
    judge: Judge


def sought(
    name: str, words: Sequence[str], told: Callable[[Line, str], str], weigh: Callable[[Line, str], float] | None = None
) -> Condition:
    """Something that is sought by name, under any of these words; `told` says why by the line and the word found."""

    def met(line: Line, word: str) -> Met:
        return Met(weigh(line, word) if weigh else None, (told(line, word),))

    def judge(lines: Sequence[Line]) -> Met | None:
        return best(
            met(line, word)
            for line in lines
            for found, word in line.sought
            if found == name and any(fits(asked, word) for asked in words)
        )

    return Condition((tuple(f"{name}={word}" for word in words),), judge)


def either(first: Condition, second: Condition) -> Condition:
    """One of two conditions of one group each; where both are met, the first says why."""

    def judge(lines: Sequence[Line]) -> Met | None:
        return first.judge(lines) or second.judge(lines)

    return Condition(((*first.groups[0], *second.groups[0]),), judge)


def in_one_line(conditions: Sequence[Condition], attributes: Sequence[str]) -> Condition:
    """All conditions by one and the same line of one of these attributes."""

    def judge(lines: Sequence[Line]) -> Met | None:
        among = [line for line in lines if line.attribute in attributes]
        return best(met for line in among if (met := together(c.judge([line]) for c in conditions)) is not None)

    return Condition(tuple(group for c in conditions for group in c.groups), judge)


def together(met: Iterable[Met | None]) -> Met | None:
    """All of several: the mean of their weights, and every reason once."""
    weights: list[float] = []
    because: dict[str, None] = {}
    for one in met:
        if one is None:
            return None
        weights += [] if one.weight is None else [one.weight]
        because |= dict.fromkeys(one.because)
    return Met(round(sum(weights) / len(weights), 6) if weights else None, tuple(because))


def best(met: Iterable[Met]) -> Met | None:
    """The best of several ways in which a condition is met; the first of equals."""
    return max(met, key=lambda one: one.weight or 0.0, default=None)
