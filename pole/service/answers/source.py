"""Sources, and how fresh they are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FreshnessView:
    """How fresh a source is."""

    source: str
    title: str
    data_to: str | None
    last_load: str | None
    late: bool


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source in the register. Counts are of what this viewer sees."""

    id: str
    title: str
    owner: str
    contact: str
    refresh: str
    """How often it comes, in words."""
    last_load: str | None
    data_to: str | None
    expected: str | None
    """When the next load is due; None where none is expected, or none has come yet."""
    late: bool
    missed: int
    """Loads that should have come by now; 0 unless it is late."""
    records: int
    quarantined: int
