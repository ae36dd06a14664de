"""The one writer's lease, as one row in the file it guards."""

from __future__ import annotations

from time import time

from pole.errors import LeaseHeldError
from pole.graph.lease import LEASE_SECONDS, Held, may_take
from pole.stores.sqlite.connections import Look, Pen


class SqliteLease:
    """The right to write, until another takes it over."""

    def __init__(self, holder: str) -> None:
        self.holder = holder


def require_free(look: Look) -> None:
    """Raises LeaseHeldError, naming the holder, while another's lease runs."""
    held = _held(look)
    if held is not None and not may_take(held, time()):
        raise LeaseHeldError(held.holder)


def take(pen: Pen, holder: str) -> None:
    """Raises LeaseHeldError, naming the holder, while another's lease runs."""
    require_free(pen)
    pen.do("INSERT OR REPLACE INTO lease VALUES (1, ?, ?)", (holder, time() + LEASE_SECONDS))


def renew(pen: Pen, holder: str) -> None:
    """Raises LeaseHeldError when the lease was lost: to another, or because its holder gave it back."""
    held = _held(pen)
    if held is None or held.holder != holder:
        raise LeaseHeldError(held.holder if held else "nobody, because this lease was given back; another")
    pen.do("UPDATE lease SET until = ?", (time() + LEASE_SECONDS,))


def give_back(pen: Pen, holder: str) -> bool:
    """Leave the lease free, unless it is another's by now; whether it still was this holder's."""
    return pen.do("DELETE FROM lease WHERE holder = ?", (holder,)) > 0


def _held(look: Look) -> Held | None:
    row = look.one("SELECT holder, until FROM lease")
    return Held._make(row) if row else None
