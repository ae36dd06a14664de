"""Where a row belongs: its parent, what it was made from, and who owns it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, TypeAlias

from pole.ingest.mapping.spec import MadeFrom, RecordSpec, RowKey
from pole.ingest.shape.columns import Columns, Values
from pole.ingest.shape.conditions import compile_condition
from pole.ingest.shape.keys import compile_key
from pole.model.facts import Id, row_ids

Provenance: TypeAlias = tuple[Id | None, tuple[Id, ...], str | None, str]
"""Parent, rows and origins it was made from, unit; and all of it as text, for the hash."""

ORIGIN: Final = "origin"
"""Record type of the virtual rows that stand for a shared origin."""


def compile_provenance(source: str, spec: RecordSpec, columns: Columns) -> Callable[[Values], Provenance]:
    """The function that finds where a row belongs."""
    made_from = [_made_from(source, made, columns) for made in spec.made_from]
    origins = [_row_of(source, ORIGIN, RowKey(columns=(column,)), columns) for column in spec.origin]
    finders = [*made_from, *origins]
    parent = _row_of(source, spec.parent.record, spec.parent.key, columns) if spec.parent is not None else None
    unit_place = columns.place(spec.unit) if spec.unit is not None else None
    absent = columns.absent
    if parent is None and unit_place is None and not finders:
        nothing: Provenance = (None, (), None, "")
        return lambda values: nothing

    if parent is not None and unit_place is None and not finders:
        return partial(_under, parent)

    def find(values: Values) -> Provenance:
        mother = parent(values) if parent is not None else None
        rows = tuple(dict.fromkeys([id_ for find in finders if (id_ := find(values)) is not None])) if finders else ()
        unit = values[unit_place].strip() if unit_place is not None else ""
        if unit in absent:
            unit = ""
        return mother, rows, unit or None, f"{mother}\x1f{' '.join(rows)}\x1f{unit}"

    return find


def _under(parent: Callable[[Values], Id | None], values: Values) -> Provenance:
    """What most rows have: a parent, and nothing else."""
    mother = parent(values)
    return mother, (), None, f"{mother}\x1f\x1f"


def _row_of(source: str, record: str, key: RowKey, columns: Columns) -> Callable[[Values], Id | None]:
    key_of, id_of = compile_key(key, columns), row_ids(source, record)

    def find(values: Values) -> Id | None:
        text = key_of(values)
        return None if text is None else id_of(text)

    return find


def _made_from(source: str, made: MadeFrom, columns: Columns) -> Callable[[Values], Id | None]:
    find = _row_of(made.source or source, made.record, made.key, columns)
    if made.when is None:
        return find
    when = compile_condition(made.when, columns)
    return lambda values: find(values) if when(values) else None
