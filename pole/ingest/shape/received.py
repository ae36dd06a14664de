"""When a source last touched a row."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from pole.ingest.mapping.spec import DateColumn
from pole.ingest.shape.columns import Columns, Values
from pole.ingest.shape.outcomes import Hold
from pole.model.facts import Instant
from pole.model.moment import Moment
from pole.model.values import Absent, Cleaned, value_type


def compile_received(date: DateColumn | None, columns: Columns) -> Callable[[Values], Instant | None]:
    """The instant in the column; None when there is no such column or it is blank.

    Raises Hold for what is no date: the order of versions hangs on it.
    """
    if date is None:
        return lambda values: None
    place, absent, column = columns.place(date.column), columns.absent, date.column
    clean = value_type("date", date.format).clean

    def read(values: Values) -> Instant | None:
        raw = values[place]
        if raw in absent:
            return None
        outcome = clean(raw)
        if isinstance(outcome, Cleaned):
            return _instant(outcome[0])
        if isinstance(outcome, Absent):
            return None
        raise Hold(
            column,
            f"not a date: {outcome.reason}",
            "Ask the owner to correct the date, or its format in the mapping.",
        )

    return read


def _instant(moment: str) -> Instant:
    """The first second of a moment."""
    if len(moment) > 10:
        return moment if len(moment) == 20 else f"{moment[:-1]}:00Z"
    return _begin(moment)


@lru_cache(maxsize=4096)
def _begin(day: str) -> Instant:
    """The first second of a day, month or year."""
    return f"{Moment(day).earliest():%Y-%m-%dT%H:%M:%S}Z"
