"""The visibilities of one record: which there can be, and which lies at or below which."""

from __future__ import annotations

from collections.abc import Iterable

from pole.model.facts import record_turn
from pole.model.marking import Marking, visibility


class Layers:
    """Visibilities closed under joining, lowest first; plain integers for the hot path."""

    def __init__(self, markings: Iterable[Marking]) -> None:
        closed = set(markings)
        while True:
            joined = {a.join(b) for a in closed for b in closed} - closed
            if not joined:
                break
            closed |= joined
        ordered = sorted(closed, key=lambda marking: (marking.height, marking.text))
        self.markings = {visibility(marking): marking for marking in ordered}
        self.order = tuple(self.markings)
        """Every visibility; what lies below another comes before it."""
        self.turns = {vis: record_turn(vis) for vis in self.order}
        """From the id of a row to that of its facet."""
        self.below = {
            high: tuple(low for low in self.order if self.markings[low].at_or_below(self.markings[high]))
            for high in self.order
        }
        """Visibility to all at or below it, itself the last."""

    def join(self, a: int, b: int) -> int:
        """The lowest visibility at or above both."""
        return visibility(self.markings[a].join(self.markings[b]))
