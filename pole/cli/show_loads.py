"""Comparisons of loads for people."""

from __future__ import annotations

from collections.abc import Sequence

from pole.cli.show import table
from pole.cli.terminal import OUT
from pole.ingest.comparing import Difference


def differences(found: Sequence[Difference]) -> None:
    """Each count that differs, in both loads."""
    if not found:
        OUT.print("Both loads came to the same.")
        return
    rows = table("source", "record", "what", "before", "after", "", title=None)
    for one in found:
        rows.add_row(one.source, one.type, one.what, str(one.before), str(one.after), f"{one.after - one.before:+}")
    OUT.print(rows)
