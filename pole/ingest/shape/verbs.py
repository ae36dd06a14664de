"""What a row asks for."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from pole.ingest.mapping.spec import VerbSpec
from pole.ingest.shape.columns import Columns, Values
from pole.ingest.shape.outcomes import Hold


class Ask(StrEnum):
    """What a code of the verb column asks for."""

    PUT = "put"
    DELETE = "delete"
    DISPOSE = "dispose"
    MERGE = "merge"
    UNMERGE = "unmerge"


def compile_verb(verb: VerbSpec | None, columns: Columns, without: Ask) -> Callable[[Values], Ask]:
    """What a row asks for; `without` a verb column, always that. Raises Hold for an unknown code."""
    if verb is None:
        return lambda values: without
    place, column = columns.place(verb.column), verb.column
    asked = {
        code: ask
        for ask, codes in (
            (Ask.PUT, verb.put),
            (Ask.DELETE, verb.delete),
            (Ask.DISPOSE, verb.dispose),
            (Ask.MERGE, verb.merge),
            (Ask.UNMERGE, verb.unmerge),
        )
        for code in codes
    }

    def ask_of(values: Values) -> Ask:
        code = values[place]
        ask = asked.get(code) or asked.get(code.strip())
        if ask is None:
            raise Hold(
                column,
                f"unknown code for what to do: {code.strip()[:40]!r}",
                f"Known are {', '.join(asked)}. Add the code to `verb` in the mapping, then replay the row.",
            )
        return ask

    return ask_of
