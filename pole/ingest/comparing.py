"""Two loads compared by their balance sheets: what came to something else, type by type and field by field.

Who was joined and which rows differ is for `pole.ingest.contrast`, which reads backups.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias, cast

from pole.errors import UsageError

Counts: TypeAlias = dict[tuple[str, str, str], int]
"""By source, record type and what is counted: an outcome, or `FIELD: OUTCOME`."""


class Difference(NamedTuple):
    """One count that the two loads do not have in common."""

    source: str
    type: str
    what: str
    """An outcome of rows, or of one field: `victim.born from DOB: rejected`."""
    before: int
    after: int


def compare(before: Path, after: Path) -> list[Difference]:
    """Every count that differs between two reports of `pole load --report`, by source, type, rows first, then fields.

    Raises UsageError for a file that is no such report.
    """
    old, new = counts_in(before), counts_in(after)
    every = sorted(old.keys() | new.keys(), key=lambda place: (place[0], place[1], ": " in place[2], place[2]))
    return [Difference(*p, old.get(p, 0), new.get(p, 0)) for p in every if old.get(p, 0) != new.get(p, 0)]


def counts_in(report: Path) -> Counts:
    """Every count of a report."""
    try:
        sheets = json.loads(report.read_text(encoding="utf-8"))
        return dict(found for sheet in sheets for found in _counts(sheet))
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        pass
    raise UsageError(
        f"{report} is no report of a load and no backup: `pole load --report FILE` and `--keep FILE` write them, with --dry-run"
        " too."
    )


def _counts(sheet: Mapping[str, object]) -> Iterator[tuple[tuple[str, str, str], int]]:
    source = str(sheet["source"])
    for type_, account in cast("Mapping[str, Mapping[str, object]]", sheet["types"]).items():
        fields = cast("Mapping[str, Mapping[str, int]]", account["fields"])
        for what, number in account.items():
            if what != "fields":
                yield (source, type_, what), cast("int", number)
        for field, outcomes in fields.items():
            for what, number in outcomes.items():
                yield (source, type_, f"{field}: {what}"), number
