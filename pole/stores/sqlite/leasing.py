"""The one writer's lease, as one row in the file it guards, and how it goes from one to the next."""

from __future__ import annotations

from contextlib import AbstractContextManager
from time import time

from pole.errors import LeaseHeldError
from pole.graph.lease import LEASE_SECONDS, Held, Patience, may_take, wait_for
from pole.stores.sqlite.connections import QUESTION_SECONDS, Connections, Look, Pen
from pole.stores.sqlite.waiting import Line, Place

_NOBODY = "nobody, because this lease was given back; another"


class SqliteLease:
    """The right to write, until another takes it over."""

    def __init__(self, connections: Connections, line: Line, holder: str) -> None:
        self.holder = holder
        self._connections = connections
        self._line = line

    def take(self, patience: Patience) -> None:
        """Raises LeaseHeldError when patience ends before it is our turn."""
        if self._line.first() is None and self._taken():
            return
        if not patience():
            raise LeaseHeldError(self._whose())
        with self._line.place(self.holder) as place:
            self._wait(place, patience)

    def make_room(self, patience: Patience) -> bool:
        """Let those in the line write first; see `pole.graph.port.Lease`."""
        if self._line.first() is None:
            self._renew_in_time()
            return False
        with self._line.place(self.holder) as place:
            with self._connections.writing() as pen:
                give_back(pen, self.holder)
            self._wait(place, patience)
        return True

    def _wait(self, place: Place, patience: Patience) -> None:
        if not wait_for(lambda: place.is_first() and self._taken(), patience):
            raise LeaseHeldError(self._whose())

    def _taken(self) -> bool:
        """Take it if it is free. Looking first, for who writes would have to wait for a pause of the loader at work."""
        with self._look() as look:
            if not _is_free(look):
                return False
        with self._connections.writing() as pen:
            if not _is_free(pen):
                return False
            pen.do("INSERT OR REPLACE INTO lease VALUES (1, ?, ?)", (self.holder, time() + LEASE_SECONDS))
        return True

    def _renew_in_time(self) -> None:
        """Looking through a large file takes longer than a lease runs."""
        with self._look() as look:
            held = _held(look)
        if held is None or held.until < time() + LEASE_SECONDS / 2:
            with self._connections.writing() as pen:
                renew(pen, self.holder)

    def _whose(self) -> str:
        with self._look() as look:
            held = _held(look)
        first = self._line.first()
        return held.holder if held else first.holder if first else _NOBODY

    def _look(self) -> AbstractContextManager[Look]:
        return self._connections.reading(frozenset(), QUESTION_SECONDS)


def is_of(look: Look, holder: str) -> bool:
    """Whether the lease is this holder's."""
    held = _held(look)
    return held is not None and held.holder == holder


def renew(pen: Pen, holder: str) -> None:
    """Raises LeaseHeldError when the lease was lost: to another, or because its holder gave it back."""
    if not is_of(pen, holder):
        held = _held(pen)
        raise LeaseHeldError(held.holder if held else _NOBODY)
    pen.do("UPDATE lease SET until = ?", (time() + LEASE_SECONDS,))


def give_back(pen: Pen, holder: str) -> bool:
    """Leave the lease free, unless it is another's by now; whether it still was this holder's."""
    return pen.do("DELETE FROM lease WHERE holder = ?", (holder,)) > 0


def _is_free(look: Look) -> bool:
    return may_take(_held(look), time())


def _held(look: Look) -> Held | None:
    row = look.one("SELECT holder, until FROM lease")
    return Held._make(row) if row else None
