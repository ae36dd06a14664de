"""Which systems are loaded, how fresh each is, and how much of it this viewer sees."""

from __future__ import annotations

from datetime import datetime, timedelta

from pole.access.session import Inquiry
from pole.service.answers.source import SourceView

LATE_AFTER = timedelta(hours=36)
"""A source without a load for longer is late; feeds come daily."""


def sources(inquiry: Inquiry) -> tuple[SourceView, ...]:
    """The register, ordered by name."""
    return tuple(
        SourceView(
            s.source, s.title, s.owner, s.contact, s.last_load, s.data_to, is_late(s.last_load, inquiry.now),
            s.records, s.quarantined,
        )
        for s in inquiry.graph.sources()
    )  # fmt: skip


def is_late(last_load: str | None, now: datetime) -> bool:
    """Whether a source should have been loaded again by now."""
    return last_load is None or datetime.fromisoformat(last_load) + LATE_AFTER < now
