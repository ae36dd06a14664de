"""What a person's decision says to the partition."""

from __future__ import annotations

from pole.graph.rows import DecisionRow, DecisionState, Verdict
from pole.identity.partition import Decided


def said_by(decision: DecisionRow) -> list[Decided]:
    """What a decision says of every two key sets of its two ends: nothing unless it is in force and sure."""
    if decision.state != DecisionState.IN_FORCE or decision.verdict == Verdict.UNSURE:
        return []
    return [
        Decided(decision.vis, one, other, same=decision.verdict == Verdict.SAME)
        for one in decision.one_keysets
        for other in decision.other_keysets
    ]
