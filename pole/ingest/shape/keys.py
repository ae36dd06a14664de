"""Keys of rows as functions of a row."""

from __future__ import annotations

from collections.abc import Callable

from pole.ingest.mapping.spec import RecordKey, RowKey
from pole.ingest.shape.columns import Columns, Values


def compile_key(key: RowKey, columns: Columns) -> Callable[[Values], str | None]:
    """The key of a row as one text; None where the row has none."""
    own = columns.key_of(key.columns, key.with_ or "|")
    if not isinstance(key, RecordKey) or not key.otherwise:
        return own
    instead = columns.key_of(key.otherwise)
    return lambda values: own(values) or instead(values)
