"""Comparisons of loads for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pole.cli.show import table
from pole.cli.terminal import OUT
from pole.ingest.comparing import Difference
from pole.ingest.contrast import Contrasts

_SHOWN: Final = 4
"""So many examples of each difference go onto a screen."""


def differences(found: Sequence[Difference]) -> None:
    """Each count that differs, in both loads."""
    if not found:
        OUT.print("Both loads came to the same.")
        return
    rows = table("source", "record", "what", "before", "after", "", title=None)
    for one in found:
        rows.add_row(one.source, one.type, one.what, str(one.before), str(one.after), f"{one.after - one.before:+}")
    OUT.print(rows)


def contrasts(found: Contrasts) -> None:
    """Rows that came to something else, then things that were joined or parted, each with where the first of them stand."""
    if not (found.rows or found.things):
        OUT.print("Both hold the same, and the same things are one.")
        return
    if found.rows:
        rows = table("source", "record", "what", "rows", "the first of them", title=None)
        for one in found.rows:
            rows.add_row(one.source, one.type, one.what, str(one.rows), _listed(one.places, one.rows))
        OUT.print(rows)
    if found.things:
        things = table("kind", "what", "things", "a record of each of the several", title=None)
        for thing in found.things:
            things.add_row(thing.kind, thing.what, str(thing.things), _listed(thing.places, thing.things))
        OUT.print(things)
    else:
        OUT.print("Nothing was joined or parted.")


def _listed(places: Sequence[str], number: int) -> str:
    return "\n".join([*places[:_SHOWN], "…"] if number > _SHOWN else places)
