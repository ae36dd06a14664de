"""What the criminal process says of a person in an event.

Only a source record says so; it is never inferred, and a crime-level outcome is never copied to a person. Keeping
suspects, convicted persons, victims and witnesses clearly apart is a duty: Data Protection Act 2018, section 38.
"""

from __future__ import annotations

from enum import StrEnum


class Standing(StrEnum):
    """How far the process has gone for one person in one event. A link keeps every standing it had, with dates."""

    NOT_APPLICABLE = "NOT_APPLICABLE"
    REPORTED = "REPORTED"
    SUSPECTED = "SUSPECTED"
    ARRESTED = "ARRESTED"
    CHARGED = "CHARGED"
    OUT_OF_COURT = "OUT_OF_COURT"
    CONVICTED = "CONVICTED"
    ACQUITTED = "ACQUITTED"
    NO_FURTHER_ACTION = "NO_FURTHER_ACTION"
    ELIMINATED = "ELIMINATED"
    UNKNOWN = "UNKNOWN"

    @property
    def label(self) -> str:
        """For people: ``no further action``."""
        return self.value.replace("_", " ").lower()

    @property
    def connects(self) -> bool:
        """Whether a link of this standing may count in paths, scores and groups.

        A person who was eliminated or acquitted stays in the single view, labelled, and is not led to through it.
        """
        return self not in (Standing.ACQUITTED, Standing.ELIMINATED)
