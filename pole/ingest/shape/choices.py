"""Names chosen by a code: subtypes, link types, roles, standings, bases."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from pole.ingest.mapping.spec import IGNORE, QUARANTINE, Choice
from pole.ingest.shape.columns import Columns, Values
from pole.ingest.shape.outcomes import Hold

Chosen: TypeAlias = Callable[[Values], str | None]
"""The name for a row; None where the mapping says to ignore its code. Raises Hold where it says to quarantine."""


def compile_choice(choice: Choice, columns: Columns, what: str) -> Chosen:
    """The function behind a choice; `what` names it in the reason of a quarantined row."""
    if choice.constant is not None or choice.column is None:
        constant = choice.constant
        return lambda values: constant
    column, names = choice.column, dict(choice.map or {})
    place = columns.place(column)
    known = ", ".join(names)
    other = None if choice.otherwise in (QUARANTINE, IGNORE) else choice.otherwise

    def choose(values: Values) -> str | None:
        name = names.get(values[place])
        return name if name is not None else names.get(values[place].strip(), other)

    def choose_or_hold(values: Values) -> str | None:
        name = choose(values)
        if name is None:
            raise Hold(
                column,
                f"unknown code for the {what}: {values[place].strip()[:40]!r}",
                f"Known are {known}. Add the code to the `map` in the mapping, then replay the row.",
            )
        return name

    return choose_or_hold if choice.otherwise == QUARANTINE else choose
