"""Bounds on questions. Going over one is an answer in itself, never a shorter list without a word."""

from __future__ import annotations

from pole.errors import LimitReachedError
from pole.graph.questions import PAGE_LIMIT


def page_size(first: int) -> int:
    """`first`, when it is between 1 and the limit. Raises LimitReachedError otherwise."""
    return within("first", first, 1, PAGE_LIMIT, "ask for a smaller page and follow its cursors")


def within(name: str, value: int, low: int, high: int, remedy: str) -> int:
    """`value`, when it lies between `low` and `high`. Raises LimitReachedError naming the limit otherwise."""
    if not low <= value <= high:
        raise LimitReachedError(name, high, remedy)
    return value
