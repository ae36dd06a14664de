"""The certificate of a disposal at source: what was erased, when and at whose word, and nothing of its content.

It is made from the ledger alone, which keeps numbers and never a key: nobody can try a guess on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import groupby

from pole.graph.rows import LedgerRow
from pole.ingest.draft import ERASED, ERASED_WAITING
from pole.model.facts import Id, Instant, content_id

DISPOSED = "disposed"
RETIRE = "retire "
"""The load of what an extract shows to be gone is named after the extract's own."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """That records of one type were disposed of because one file asked for it."""

    id: Id
    type: str
    extract: str | None
    file: str
    at: Instant
    """When the last of them was erased."""
    with_parent: bool
    """Whether they went with the row they were children of; otherwise the file names each of them."""
    records: int
    """How many rows were to be disposed of, held here or not."""
    versions: int
    """How many versions were erased, live and past; each facet of a row has its own."""
    quarantined: int
    """How many rows in quarantine were erased."""

    @property
    def text(self) -> str:
        """For people."""
        named = f"extract {self.extract}, {self.file}" if self.extract else self.file
        return (
            f"{self.records} {self.type} disposed of{' with their parent' if self.with_parent else ''} as {named} asks, "
            f"{self.at[:10]}: {self.versions} versions and {self.quarantined} rows in quarantine erased, nothing kept"
        )

    def as_json(self) -> dict[str, object]:
        """For machines."""
        fields = asdict(self)
        return {"withParent" if name == "with_parent" else name: value for name, value in fields.items()}


def certificates(rows: Iterable[LedgerRow]) -> tuple[Certificate, ...]:
    """One for each record type and file that something was disposed of for, in order of both."""
    disposals = sorted((row for row in rows if row.counts.get(DISPOSED)), key=_cause)
    return tuple(_certificate(list(group)) for _, group in groupby(disposals, key=_cause))


def _cause(row: LedgerRow) -> tuple[str, int, str, bool]:
    return row.type, row.place, row.file, row.load.startswith(RETIRE)


def _certificate(rows: list[LedgerRow]) -> Certificate:
    first = rows[0]

    def number(name: str) -> int:
        return sum(row.counts.get(name, 0) for row in rows)

    return Certificate(
        content_id("certificate", *sorted(row.id for row in rows)), first.type, first.extract, first.file,
        max(row.at for row in rows), first.load.startswith(RETIRE), number(DISPOSED), number(ERASED),
        number(ERASED_WAITING),
    )  # fmt: skip
