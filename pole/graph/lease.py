"""The rules of the one writer's lease, the same for every store.

A holder names itself ``user@host:pid since INSTANT``. Its lease runs for `LEASE_SECONDS` from the last batch it wrote.
Another may take it over when it has run out, or at once when the holder's process, on this same host, is no more.

Who waits stands in a line, in the order of coming. Between two batches a holder lets those in the line write, and takes
its own place at the end of it: so each waits for at most one batch of everybody before it. Who waits shows itself now and
then; who has not for `WAITING_SECONDS`, or whose process is no more, has left the line.
"""

from __future__ import annotations

import getpass
import os
import re
import socket
from collections.abc import Callable
from time import sleep
from typing import NamedTuple, TypeAlias

from pole.model.facts import Instant

Patience: TypeAlias = Callable[[], bool]
"""Asked again and again while waiting: whether to wait on."""

LEASE_SECONDS = 300
"""Longer than the slowest batch, shorter than a person's patience."""
WAITING_SECONDS = 10.0
LOOK_EVERY = 0.05
"""Seconds between two looks of one who waits."""

_HOLDER = re.compile(r"(?P<user>.*)@(?P<host>[^@:]+):(?P<pid>\d+) since .+")


class Held(NamedTuple):
    """Who has the lease, and until when in seconds since 1970."""

    holder: str
    until: float


def impatient() -> bool:
    """Waits for nothing."""
    return False


def wait_for(turn: Callable[[], bool], patience: Patience) -> bool:
    """Look until it is our turn; False when patience ran out before."""
    while not turn():
        if not patience():
            return False
        sleep(LOOK_EVERY)
    return True


def holder_text(since: Instant) -> str:
    """How this process names itself as a holder."""
    return f"{getpass.getuser()}@{socket.gethostname()}:{os.getpid()} since {since}"


def may_take(held: Held | None, now: float) -> bool:
    """Whether the lease is free at `now`, in seconds since 1970."""
    return held is None or held.until <= now or is_gone(held.holder)


def is_gone(holder: str) -> bool:
    """Whether the holder is certainly no more: a process of this very host that does not exist. In doubt, it lives."""
    match = _HOLDER.fullmatch(holder)
    if match is None or match["host"] != socket.gethostname() or os.name != "posix":
        return False
    try:
        os.kill(int(match["pid"]), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        return False
    return False


def still_waits(holder: str, until: float, now: float) -> bool:
    """Whether one who said to be there `until` then is in the line. Nobody says so for longer than `WAITING_SECONDS`:
    if it seems so, the clock was set back, and who lives says so again at once."""
    return now < until <= now + WAITING_SECONDS and not is_gone(holder)
