"""The one writer's lease, as one node. Who touches it waits for who has, so writers come one after the other."""

from __future__ import annotations

from time import time

from pole.errors import LeaseHeldError
from pole.graph.lease import LEASE_SECONDS, Held, may_take
from pole.stores.bolt.wire import Pen


class BoltLease:
    """The right to write, until another takes it over."""

    def __init__(self, holder: str) -> None:
        self.holder = holder


def take(pen: Pen, holder: str, attempt: str) -> None:
    """Raises LeaseHeldError, naming the holder, while a lease runs.

    `attempt` is drawn anew for each lease: when the reply to taking it was lost, the second try knows its own.
    """
    held = _held(pen)
    mine = pen.rows("MATCH (l:Lease {one: 1}) WHERE l.attempt = $attempt RETURN 1", attempt=attempt)
    if held is not None and not mine and not may_take(held, time()):
        raise LeaseHeldError(held.holder)
    pen.rows("MATCH (l:Lease {one: 1}) SET l.attempt = $attempt", attempt=attempt)
    _keep(pen, holder)


def renew(pen: Pen, holder: str) -> None:
    """Raises LeaseHeldError when the lease was lost: to another, or because its holder gave it back."""
    held = _held(pen)
    if held is None or held.holder != holder:
        raise LeaseHeldError(held.holder if held else "nobody, because this lease was given back; another")
    _keep(pen, holder)


def give_back(pen: Pen, holder: str) -> None:
    """Leave the lease free, unless it is another's by now."""
    pen.rows("MATCH (l:Lease {one: 1}) WHERE l.holder = $holder DELETE l", holder=holder)


def _held(pen: Pen) -> Held | None:
    """Who has it; the write lock comes before the look, or two could see it free."""
    holder, until = pen.one("MERGE (l:Lease {one: 1}) SET l.touched = true REMOVE l.touched RETURN l.holder, l.until")
    return Held(holder, until) if holder is not None else None


def _keep(pen: Pen, holder: str) -> None:
    pen.rows(
        "MATCH (l:Lease {one: 1}) SET l.holder = $holder, l.until = $until", holder=holder, until=time() + LEASE_SECONDS
    )
