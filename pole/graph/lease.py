"""The rules of the one writer's lease, the same for every store.

A holder names itself ``user@host:pid since INSTANT``. Its lease runs for `LEASE_SECONDS` from the last batch it wrote.
Another may take it over when it has run out, or at once when the holder's process, on this same host, is no more.
"""

from __future__ import annotations

import getpass
import os
import re
import socket
from typing import NamedTuple

from pole.model.facts import Instant

LEASE_SECONDS = 300
"""Longer than the slowest batch, shorter than a person's patience."""

_HOLDER = re.compile(r"(?P<user>.*)@(?P<host>[^@:]+):(?P<pid>\d+) since .+")


class Held(NamedTuple):
    """Who has the lease, and until when in seconds since 1970."""

    holder: str
    until: float


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
