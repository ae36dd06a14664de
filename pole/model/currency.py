"""Whether a value or a tie still holds. Computed on each view, never stored."""

from __future__ import annotations

from enum import StrEnum


class Currency(StrEnum):
    """Current (an open period, or stated within the mapping's stated life and not superseded), former, or unknown."""

    CURRENT = "CURRENT"
    FORMER = "FORMER"
    UNKNOWN = "UNKNOWN"

    @property
    def label(self) -> str:
        """For people: ``current``."""
        return self.value.lower()
