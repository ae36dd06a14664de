"""Which systems are in the register, how fresh each is against what is expected of it, and how much of it is held.

Counts are of what the viewer sees. Who is entitled to load is told the counts of everything: they answer for it, and a
count is all they get.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from pole.access.policy_file import Entitlement
from pole.access.session import Inquiry
from pole.graph.rows import SourceRow
from pole.service.answers.source import SourceView


def sources(inquiry: Inquiry) -> tuple[SourceView, ...]:
    """The register, ordered by name."""
    entitled = Entitlement.LOAD in inquiry.policy.entitlements(inquiry.viewer)
    return tuple(_view(row, inquiry.now) for row in (inquiry.register() if entitled else inquiry.graph.sources()))


def _view(row: SourceRow, now: datetime) -> SourceView:
    missed = _missed(row, now)
    return SourceView(
        row.source, row.title, row.owner, row.contact, row.refresh, row.last_load, row.data_to, _expected(row), missed > 0,
        missed, row.records, row.quarantined,
    )  # fmt: skip


def _expected(row: SourceRow) -> str | None:
    """When the next load is due."""
    if row.last_load is None or row.every is None:
        return None
    return (datetime.fromisoformat(row.last_load) + timedelta(seconds=row.every)).isoformat()


def _missed(row: SourceRow, now: datetime) -> int:
    """How many loads should have come by now, once the source is late."""
    if row.last_load is None or row.every is None or row.late_after is None:
        return 0
    waited = (now - datetime.fromisoformat(row.last_load)).total_seconds()
    return int(waited // row.every) if waited > row.late_after else 0
