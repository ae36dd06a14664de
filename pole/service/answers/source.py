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
    last_load: str | None
    data_to: str | None
    late: bool
    records: int
    quarantined: int
