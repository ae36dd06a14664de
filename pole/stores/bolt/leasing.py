"""The one writer's lease, as one node. Who touches it waits for who has, so writers come one after the other.

Each taking of the lease has a mark of its own, drawn at random: so a holder knows its own lease when the reply to taking
it was lost, and when it could not give the lease back because the server was away.
"""

from __future__ import annotations

from collections.abc import Collection
from time import time

from pole.errors import LeaseHeldError
from pole.graph.lease import LEASE_SECONDS, Held, may_take
from pole.stores.bolt.wire import Pen


class BoltLease:
    """The right to write, until another takes it over."""

    def __init__(self, holder: str) -> None:
        self.holder = holder


def take(pen: Pen, holder: str, mark: str, own: Collection[str]) -> None:
    """Raises LeaseHeldError, naming the holder, while a lease runs that has none of our `own` marks."""
    held, held_mark = _held(pen)
    if held is not None and held_mark not in own and not may_take(held, time()):
        raise LeaseHeldError(held.holder)
    pen.rows(
        "MATCH (l:Lease {one: 1}) SET l.holder = $holder, l.mark = $mark, l.until = $until",
        holder=holder,
        mark=mark,
        until=time() + LEASE_SECONDS,
    )


def renew(pen: Pen, holder: str) -> None:
    """Raises LeaseHeldError when the lease was lost: to another, or because its holder gave it back."""
    held, _ = _held(pen)
    if held is None or held.holder != holder:
        raise LeaseHeldError(held.holder if held else "nobody, because this lease was given back; another")
    pen.rows("MATCH (l:Lease {one: 1}) SET l.until = $until", until=time() + LEASE_SECONDS)


def give_back(pen: Pen, mark: str) -> None:
    """Leave the lease free, unless it is another's by now."""
    pen.rows("MATCH (l:Lease {one: 1}) WHERE l.mark = $mark DELETE l", mark=mark)


def _held(pen: Pen) -> tuple[Held | None, str | None]:
    """Who has it, and its mark; the write lock comes before the look, or two could see it free."""
    holder, until, mark = pen.one(
        "MERGE (l:Lease {one: 1}) SET l.touched = true REMOVE l.touched RETURN l.holder, l.until, l.mark"
    )
    return (Held(holder, until) if holder is not None else None, mark)
