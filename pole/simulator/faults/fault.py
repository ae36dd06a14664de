"""A planted fault, as the list of faults has it: what it is, where it is, and what a loader must say of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

NAME = "faults.json"
"""Name of the list of faults, beside the manifest."""


class Says(NamedTuple):
    """What a loader must say."""

    where: Literal["balance sheet", "quarantine", "refusal"]
    what: str
    """`rejected`, `absent` or `unmapped` for a field of the balance sheet; an outcome (`duplicate`, `late`) or
    `withoutParent` for a record type of it; `quarantined`; or words of the refusal."""


class Fault(NamedTuple):
    """One fault that was planted."""

    what: str
    source: str
    file: str
    """Relative to the directory of the simulation."""
    record: str
    """Its record type; empty where it is one of the file."""
    key: str
    """Key of the spoiled row, its columns joined by `|`; of a row that was there before, or of one that was added."""
    column: str
    """Empty where the whole row or file is meant."""
    says: Says


def save_faults(directory: Path, faults: Sequence[Fault]) -> None:
    """Write the list into a simulated directory."""
    told = [{**fault._asdict(), "says": fault.says._asdict()} for fault in faults]
    (directory / NAME).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_faults(directory: Path) -> list[Fault]:
    """The list of a simulated directory."""
    told = json.loads((directory / NAME).read_text(encoding="utf-8"))
    return [Fault(**one)._replace(says=Says(**one["says"])) for one in told]
