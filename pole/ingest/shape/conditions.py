"""Conditions as functions of a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from pole.ingest.mapping.spec import Condition
from pole.ingest.shape.columns import Columns, Values

Test: TypeAlias = Callable[[Values], bool]


def compile_condition(condition: Condition, columns: Columns) -> Test:
    """Whether a row meets a condition."""
    if condition.column is not None:
        place = columns.place(condition.column)
        return _has_value(place, columns.absent) if condition.in_ is None else _is_in(place, frozenset(condition.in_))
    if condition.not_ is not None:
        denied = compile_condition(condition.not_, columns)
        return lambda values: not denied(values)
    tests = [compile_condition(part, columns) for part in (condition.all_ or condition.any_ or ())]
    if condition.all_ is not None:
        return lambda values: all(test(values) for test in tests)
    return lambda values: any(test(values) for test in tests)


def _has_value(place: int, absent: frozenset[str]) -> Test:
    def test(values: Values) -> bool:
        text = values[place]
        return text not in absent and not text.isspace()

    return test


def _is_in(place: int, texts: frozenset[str]) -> Test:
    return lambda values: values[place] in texts or values[place].strip() in texts
