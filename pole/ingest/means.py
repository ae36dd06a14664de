"""What a load needs from outside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import TYPE_CHECKING, NamedTuple

from pole.graph.port import Store
from pole.model.facts import Id, Instant

if TYPE_CHECKING:
    from pole.ingest.shape.record import CompiledRecord

BATCH_ROWS = 1_000


class Step(NamedTuple):
    """How far a load is, for whoever shows progress."""

    file: str
    done: int
    size: int
    """Bytes."""
    rows: int


@dataclass(frozen=True)
class Means:
    """A store, and how to load into it. `clock` and `mint` are replaced only where a test must repeat itself."""

    store: Store
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    mint: Callable[[int], Id] = lambda vis: token_hex(10)
    progress: Callable[[Step], None] = lambda step: None
    batch_rows: int = BATCH_ROWS
    """Rows that are written together. A load that was begun goes on with the pieces it began with."""
    retire_limit: float | None = None
    """Percent; in place of what the mapping says."""

    def instant(self) -> Instant:
        """Now, as stores write it."""
        return self.clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def limit(self, record: CompiledRecord) -> float:
        """Largest share, in percent, of the live rows that one extract may retire or dispose of."""
        return record.retire_limit if self.retire_limit is None else self.retire_limit
