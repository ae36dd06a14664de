"""Whose word a statement or link is.

Facts and personal assessments are to be told apart: Data Protection Act 2018, section 38.
"""

from __future__ import annotations

from enum import StrEnum


class Basis(StrEnum):
    """Who says so."""

    RECORDED = "RECORDED"
    """The record's own claim; what holds where nothing else is said."""
    REPORTED = "REPORTED"
    """What a victim, witness or caller said."""
    OBSERVED = "OBSERVED"
    """What an officer saw."""
    SELF_DEFINED = "SELF_DEFINED"
    """What the person says of himself or herself."""
    ASSESSED = "ASSESSED"
    """An opinion or assessment of a professional."""
    DERIVED = "DERIVED"
    """Made by software from other statements."""
    UNKNOWN = "UNKNOWN"
    """The source does not say, and cannot be taken to speak for itself."""

    @property
    def label(self) -> str:
        """For people: ``self-defined``."""
        return self.value.replace("_", "-").lower()
