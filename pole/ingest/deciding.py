"""Writing a decision: a batch of its own, through the door by which every batch is written."""

from __future__ import annotations

from pole.graph.changes import Batch
from pole.graph.lease import holder_text
from pole.graph.rows import DecisionRow, LedgerRow
from pole.ingest.means import Means
from pole.ingest.plan import Planner
from pole.model.facts import content_id
from pole.model.marking import Marking

SOURCE, MODE = "decisions", "decision"
"""What the ledger calls them."""


def decide(means: Means, decision: DecisionRow, marking: Marking) -> DecisionRow | None:
    """Keep a decision, new or changed, and everything that follows from it; None where what it is about is not there.

    `marking` is what its visibility stands for. Raises LeaseHeldError when a loader makes no room in time, and
    StoreAwayError.
    """
    at = means.instant()
    work = content_id(MODE, decision.id, at)
    ledger = LedgerRow(work, SOURCE, "", work, 0, None, "", "", "", MODE, at, None, {}, True)
    batch = Batch(ledger, (), (), {decision.vis: marking}, decided=(decision,))
    with means.store.lease(holder_text(at), means.patience()) as lease:
        means.store.apply(lease, batch, Planner(means.mint))
    everywhere = means.store.reader(frozenset(means.store.visibilities()))
    return next(iter(everywhere.decision([decision.id])), None)
