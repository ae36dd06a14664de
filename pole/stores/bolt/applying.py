"""One batch, one transaction; and the next one worked out while the server keeps it.

The server is what a load waits for. So what is held of the next batch is read inside this transaction, which sees its own
writes, and planned while the server keeps it. That holds as long as nobody else writes before the next batch's turn, which
the generation tells.
"""

from __future__ import annotations

from typing import LiteralString, NamedTuple

from pole.graph.changes import Applied, Batch, Changes, Current, Plan
from pole.stores.bolt import leasing, sources
from pole.stores.bolt.adding import Additions, additions
from pole.stores.bolt.current import read_current
from pole.stores.bolt.shapes import ledger_properties
from pole.stores.bolt.wire import Pen
from pole.stores.bolt.writing import write


class Held(NamedTuple):
    """What the store holds that a batch may touch, in which generation."""

    batch: Batch
    generation: int
    current: Current


class Ready(NamedTuple):
    """What a batch does to what is held."""

    held: Held
    changes: Changes
    added: Additions


class Written(NamedTuple):
    """A batch as it is written, and what is then held of the next."""

    applied: Applied
    following: Held | None


def make_ready(held: Held, plan: Plan) -> Ready:
    """Plan a batch, and lay out what it adds."""
    changes = plan(held.batch, held.current)
    return Ready(held, changes, additions(changes, held.current))


class Application(NamedTuple):
    """What is to be done with one batch."""

    holder: str
    batch: Batch
    plan: Plan
    ready: Ready | None
    """What this batch does, if it was the one expected and nobody has written since."""
    following: Batch | None
    """The batch that will most likely come next."""

    def write(self, pen: Pen) -> Written:
        """The transaction, which may be tried several times: the ledger says whether an earlier try was kept."""
        ledger = self.batch.ledger
        holder, generation, *found = pen.one(_BEGIN, until=leasing.renewed_until(), **sources.known_values(ledger))
        leasing.refuse_other(holder, self.holder)
        known = sources.known_batch(ledger, *found)
        if known is not None:
            return Written(Applied(known.counts, already=True), None)
        _, changes, added = ready = self._made_ready(pen, generation)
        write(pen, changes, ready.held.current, added)
        (generation,) = pen.one(_END, row=ledger_properties(ledger._replace(counts=changes.counts)))
        following = self.following and Held(self.following, generation, read_current(pen, self.following))
        return Written(Applied(changes.counts, already=False), following)

    def look_ahead(self, written: Written) -> Ready | None:
        """What the next batch does."""
        return written.following and make_ready(written.following, self.plan)

    def _made_ready(self, pen: Pen, generation: int) -> Ready:
        if self.ready is not None and self.ready.held[:2] == (self.batch, generation):
            return self.ready
        return make_ready(Held(self.batch, generation, read_current(pen, self.batch)), self.plan)


def changed(pen: Pen) -> int:
    """Begin another generation of the store, and say which."""
    return int(pen.one(_NEXT)[0])


_BEGIN: LiteralString = (
    leasing.RENEW + " WITH l MATCH (s:Schema {one: 1}) RETURN l.holder, s.generation, " + sources.KNOWN
)
_NEXT: LiteralString = "MATCH (s:Schema {one: 1}) SET s.generation = s.generation + 1 RETURN s.generation"
_END: LiteralString = "CREATE (b:Ledger) SET b = $row WITH b " + _NEXT
