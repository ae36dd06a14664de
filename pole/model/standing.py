"""What the criminal process says of a person in an event.

Only a source record says so; it is never inferred, and a crime-level outcome is never copied to a person. Keeping
suspects, convicted persons, victims and witnesses clearly apart is a duty: Data Protection Act 2018, section 38.
"""

from __future__ import annotations

from collections.abc import Iterable
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


_STAGE = {
    standing: stage
    for stage, standing in enumerate((Standing.UNKNOWN, *(one for one in Standing if one is not Standing.UNKNOWN)))
}


def latest_standing(stated: Iterable[tuple[str, str | None, Standing]]) -> Standing | None:
    """The standing that counts among several, each with when it was received and from when it is true.

    The one received last; of those received at once the one that is true last, then the furthest in the process: a charge
    and its result often come in one extract. None where none is stated.
    """
    latest = max(stated, key=lambda one: (one[0], one[1] or "", _STAGE[one[2]]), default=None)
    return latest[2] if latest is not None else None
