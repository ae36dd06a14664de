"""The balance sheet: after a load, every row read is accounted for, per record type and per field.

It is made from the ledger alone, so a load that was killed and resumed has the same sheet as an undisturbed one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pole.graph.rows import LedgerRow, place
from pole.ingest.certificate import RETIRE, Certificate, certificates
from pole.ingest.shape.outcomes import FieldCounts

READ = "read"
OUTCOMES = (
    "new", "changed", "unchanged", "duplicate", "late", "deleted", "absent", "disposed", "skipped", "quarantined", "refused",
)  # fmt: skip
"""What a row that was read can come to. `absent`: asked to delete what is not held."""
RETIRED = ("vanished", "withdrawn", "orphaned")
"""Rows that were not read: gone from a full extract, no longer among the children of their parent, or disposed of with it."""
FIELD = "field "
"""Counts of fields are named `field MENTION.ATTRIBUTE from COLUMN: outcome`."""
NOTE = "note "
"""A word to the owner is kept as a count too, named `note WORDS`, so that the ledger has it."""
REPLAY = "replay "
WHOLE = "whole "
"""That an extract had everything there is of a record type is kept as a count, named `whole TYPE`."""
ALONE = "without parent "
"""How many rows of a type are children of a row that was not held when their extract was done: `without parent TYPE`."""


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the rows of one record type."""

    type: str
    read: int
    outcomes: Mapping[str, int]
    retired: Mapping[str, int]
    fields: Mapping[str, Mapping[str, int]]
    without_parent: int = 0
    """Rows read, to be held, that are children of a row that was not held when their extract was done."""

    @property
    def unaccounted(self) -> int:
        """Rows read and not in any outcome; anything but zero is a fault in this program."""
        return self.read - sum(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class BalanceSheet:
    """What one load made of its files. `notes` tell the owner what is wrong and what waits for them;
    `certificates` what was disposed of."""

    source: str
    extracts: tuple[str, ...]
    files: tuple[str, ...]
    accounts: tuple[Account, ...]
    complete: bool
    already: bool = False
    """Every file had been loaded before."""
    notes: tuple[str, ...] = field(default=())
    certificates: tuple[Certificate, ...] = field(default=())

    @property
    def quarantined(self) -> int:
        """Rows kept back."""
        return sum(a.outcomes.get("quarantined", 0) for a in self.accounts)

    def as_json(self) -> dict[str, object]:
        """For machines; counts only, never content."""
        return {
            "source": self.source,
            "extracts": list(self.extracts),
            "files": list(self.files),
            "complete": self.complete,
            "alreadyLoaded": self.already,
            "types": {
                a.type: {
                    "read": a.read,
                    **{name: a.outcomes[name] for name in OUTCOMES if name in a.outcomes},
                    **a.retired,
                    "withoutParent": a.without_parent,
                    "unaccounted": a.unaccounted,
                    "fields": {name: dict(counts) for name, counts in a.fields.items()},
                }
                for a in self.accounts
            },
            "notes": list(self.notes),
            "certificates": [certificate.as_json() for certificate in self.certificates],
        }


def balance_sheet(source: str, ledger: Iterable[LedgerRow], *, already: bool = False) -> BalanceSheet:
    """The sheet of these ledger rows. It says `already` when none of them was written now."""
    rows = list(ledger)
    by_type: dict[str, Counter[str]] = defaultdict(Counter)
    alone: Counter[str] = Counter()
    for row in rows:
        if row.type:
            by_type[row.type].update(_orphaned(row.counts) if row.load.startswith(RETIRE) else row.counts)
        alone.update({n.removeprefix(ALONE): number for n, number in row.counts.items() if n.startswith(ALONE)})
    loads = {row.load for row in rows if not row.load.startswith((RETIRE, REPLAY))}
    finished = {row.load for row in rows if row.last}
    return BalanceSheet(
        source=source,
        extracts=tuple(sorted({row.extract for row in rows if row.extract}, key=place)),
        files=tuple(sorted({row.file for row in rows if row.file})),
        accounts=tuple(_account(type_, counts, alone[type_]) for type_, counts in sorted(by_type.items())),
        complete=loads <= finished,
        already=already,
        notes=(
            *_notes(rows),
            *(note for type_, counts in sorted(by_type.items()) for note in _vanished(type_, counts)),
            *(
                f"{type_}: {number} rows are children of rows that are not held."
                for type_, number in sorted(alone.items())
            ),
        ),
        certificates=certificates(rows),
    )


def _orphaned(counts: Mapping[str, int]) -> dict[str, int]:
    """What was disposed of without having been read went with its parent."""
    return {"orphaned" if name == "disposed" else name: number for name, number in counts.items()}


def _notes(rows: Iterable[LedgerRow]) -> list[str]:
    """What was left to the owner of the source to know."""
    return sorted({name.removeprefix(NOTE) for row in rows for name in row.counts if name.startswith(NOTE)})


def _vanished(type_: str, counts: Mapping[str, int]) -> Iterator[str]:
    gone = counts.get("vanished", 0)
    if gone:
        yield f"{type_}: {gone} records are gone at source without a word; their owner should confirm."


def field_counts(counts: Iterable[FieldCounts]) -> dict[str, int]:
    """Counts by place, column and outcome as the ledger keeps them."""
    return {
        f"{FIELD}{field.place} from {field.field}: {what}": number
        for field in counts
        for what, number in zip(field._fields[3:], field[3:], strict=True)
        if number
    }


def _account(type_: str, counts: Counter[str], alone: int) -> Account:
    fields: dict[str, dict[str, int]] = defaultdict(dict)
    for name, number in sorted(counts.items()):
        if name.startswith(FIELD):
            column, _, what = name.removeprefix(FIELD).rpartition(": ")
            fields[column][what] = number
    return Account(
        type=type_,
        read=counts[READ],
        outcomes={name: counts[name] for name in OUTCOMES if counts[name]},
        retired={name: counts[name] for name in RETIRED if counts[name]},
        fields=fields,
        without_parent=alone,
    )
