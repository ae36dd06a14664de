"""What a load needs from outside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from pole.graph.lease import Patience
from pole.graph.port import Store
from pole.model.facts import Id, Instant

if TYPE_CHECKING:
    from pole.ingest.shape.record import CompiledRecord

BATCH_ROWS = 1_000


class Stopped(KeyboardInterrupt):
    """A load was asked to stop and did, between two batches: what is written stands."""


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
    wait: float = 0
    """Seconds to wait for another loader to make room, before the first batch."""
    written: Callable[[Id], None] = lambda batch: None
    """Told of each batch that was written."""
    stopping: Callable[[], bool] = bool
    """Whether to stop before the next batch."""

    def patience(self) -> Patience:
        """For the first batch; later ones wait as long as it takes."""
        until = monotonic() + self.wait
        return lambda: monotonic() < until and not self.stopping()

    def instant(self) -> Instant:
        """Now, as stores write it."""
        return self.clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def limit(self, record: CompiledRecord) -> float:
        """Largest share, in percent, of the live rows that one extract may retire or dispose of."""
        return record.retire_limit if self.retire_limit is None else self.retire_limit
