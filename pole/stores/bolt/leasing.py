"""The one writer's lease, as one node, and the line of those who wait for it, a node each.

Who touches the lease waits for who has, so writers come one after the other. Those who wait do not touch it: a batch holds
it for as long as it is being written. Their places are in the order of the server's own clock.

Each taking of the lease has a mark of its own, drawn at random: so a holder knows its own lease when the reply to taking
it was lost, and when it could not give the lease back because the server was away.
"""

from __future__ import annotations

from collections.abc import Collection, Generator
from contextlib import contextmanager, suppress
from time import monotonic, time
from typing import LiteralString, NamedTuple

from pole.errors import LeaseHeldError, StoreAwayError
from pole.graph.lease import LEASE_SECONDS, WAITING_SECONDS, Held, Patience, is_gone, may_take, wait_for
from pole.stores.bolt.wire import Pen, Wire

_LONGEST = int(WAITING_SECONDS * 1000)
"""Milliseconds of the server's clock for which one who waits is believed to be there without a sign."""

_DESK: LiteralString = """
OPTIONAL MATCH (l:Lease) WHERE l.holder IS NOT NULL
RETURN l.holder, l.until, l.mark, COLLECT {
  MATCH (w:Waiting) WHERE timestamp() < w.until <= timestamp() + $longest
  RETURN [w.mark, w.holder] ORDER BY w.since, w.mark
}
"""
_FORGET_THE_GONE: LiteralString = """
MATCH (w:Waiting) WHERE NOT timestamp() < w.until <= timestamp() + $longest DELETE w
"""
_SHOW: LiteralString = """
MERGE (w:Waiting {mark: $mark}) ON CREATE SET w.since = timestamp(), w.holder = $holder
SET w.until = timestamp() + $longest
"""
_NOBODY = "nobody, because this lease was given back; another"


class Desk(NamedTuple):
    """How things stand: who has the lease and under which mark, and who is first in the line."""

    held: Held | None
    mark: str | None
    first: Waiter | None


class Waiter(NamedTuple):
    """One who waits."""

    mark: str
    holder: str


class BoltLease:
    """The right to write, until another takes it over."""

    def __init__(self, wire: Wire, holder: str, mark: str, own: Collection[str] = ()) -> None:
        """`own` are further marks by which a lease is known to be ours."""
        self.holder = holder
        self._wire = wire
        self._mark = mark
        self._own = {mark, *own}

    def take(self, patience: Patience) -> None:
        """Raises LeaseHeldError when patience ends before it is our turn."""
        desk = self._desk()
        if desk.first is None and self._taken(desk):
            return
        if not patience():
            raise self._held_by_another()
        with self._place():
            self._wait(patience)

    def make_room(self, patience: Patience) -> bool:
        """Let those in the line write first; see `pole.graph.port.Lease`."""
        desk = self._desk()
        if desk.first is None:
            self._renew_in_time(desk)
            return False
        with self._place():
            self._wire.write(lambda pen: give_back(pen, self._mark))
            self._wait(patience)
        return True

    def _wait(self, patience: Patience) -> None:
        shown = monotonic()

        def turn() -> bool:
            nonlocal shown
            if monotonic() > shown + WAITING_SECONDS / 4:
                self._show()
                shown = monotonic()
            desk = self._desk()
            return desk.first is not None and desk.first.mark == self._mark and self._taken(desk)

        if not wait_for(turn, patience):
            raise self._held_by_another()

    def _taken(self, desk: Desk) -> bool:
        """Take it if it seems free: who tries to write has to wait for the batch at work."""
        if not may_take(desk.held, time()) and desk.mark not in self._own:
            return False
        return self._wire.write(lambda pen: _take(pen, self.holder, self._mark, self._own))

    def _renew_in_time(self, desk: Desk) -> None:
        """Looking through a large file takes longer than a lease runs."""
        if desk.held is None or desk.held.until < time() + LEASE_SECONDS / 2:
            self._wire.write(lambda pen: renew(pen, self.holder))

    def _held_by_another(self) -> LeaseHeldError:
        desk = self._desk()
        return LeaseHeldError(desk.held.holder if desk.held else desk.first.holder if desk.first else _NOBODY)

    def _desk(self) -> Desk:
        """Read without a lock, so of a node that is deleted meanwhile some properties may be there and others not."""
        ((holder, until, mark, line),) = self._wire.awaited(_DESK, longest=_LONGEST)
        waiters = (Waiter(*waiter) for waiter in line if None not in waiter)
        first = next((waiter for waiter in waiters if not is_gone(waiter.holder)), None)
        return Desk(None if holder is None or until is None else Held(holder, until), mark, first)

    @contextmanager
    def _place(self) -> Generator[None]:
        """A place at the end of the line, until the block ends."""
        self._show()
        try:
            yield
        finally:
            with suppress(StoreAwayError):  # a place that is not shown is lost by itself
                self._wire.write(lambda pen: pen.rows("MATCH (w:Waiting {mark: $mark}) DELETE w", mark=self._mark))

    def _show(self) -> None:
        """Be in the line; at its end if we were not, or were taken for gone."""

        def work(pen: Pen) -> None:
            pen.rows(_FORGET_THE_GONE, longest=_LONGEST)
            pen.rows(_SHOW, mark=self._mark, holder=self.holder, longest=_LONGEST)

        self._wire.write(work)


RENEW: LiteralString = "MERGE (l:Lease {one: 1}) SET l.until = $until"
"""Wait for whoever writes, then renew the lease `l`: for good if it is still held, of which `refuse_other` makes sure."""


def renewed_until() -> float:
    """What `RENEW` takes as `$until`."""
    return time() + LEASE_SECONDS


def refuse_other(found: str | None, holder: str) -> None:
    """Raises LeaseHeldError when the lease was lost: to another, or because its holder gave it back."""
    if found != holder:
        raise LeaseHeldError(found or _NOBODY)


def renew(pen: Pen, holder: str) -> None:
    """Raises LeaseHeldError as `refuse_other`."""
    (found,) = pen.one(RENEW + " RETURN l.holder", until=renewed_until())
    refuse_other(found, holder)


def give_back(pen: Pen, mark: str) -> None:
    """Leave the lease free, unless it is another's by now."""
    pen.rows("MATCH (l:Lease {one: 1}) WHERE l.mark = $mark DELETE l", mark=mark)


def _take(pen: Pen, holder: str, mark: str, own: Collection[str]) -> bool:
    """Take it, unless it runs and has none of our `own` marks."""
    held, held_mark = _held(pen)
    if held_mark not in own and not may_take(held, time()):
        return False
    pen.rows(
        "MATCH (l:Lease {one: 1}) SET l.holder = $holder, l.mark = $mark, l.until = $until",
        holder=holder,
        mark=mark,
        until=time() + LEASE_SECONDS,
    )
    return True


def _held(pen: Pen) -> tuple[Held | None, str | None]:
    """Who has it, and its mark; the write lock comes before the look, or two could see it free."""
    holder, until, mark = pen.one(
        "MERGE (l:Lease {one: 1}) SET l.touched = true REMOVE l.touched RETURN l.holder, l.until, l.mark"
    )
    return (Held(holder, until) if holder is not None else None, mark)
