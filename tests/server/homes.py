"""Where servers live on disk, and which of them still have an owner."""

import contextlib
import fcntl
import os
import random
import shutil
import socket
import uuid
from collections.abc import Generator
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2] / ".neo4j-local"
PASSING = ROOT / "passing"
"""Homes that end with the process that made them."""
KEPT = ROOT / "kept"
"""Homes of servers started by name from the command line."""
SWEEPING = ROOT / "sweep.lock"


@contextlib.contextmanager
def locked(path: Path) -> Generator[None]:
    """Hold `path` as a lock against other processes, waiting for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def is_held(path: Path) -> bool:
    """Whether some process holds the lock on `path`.

    The probe is shared, so two that ask at once do not take each other for a holder.
    """
    if not path.exists():
        return False
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


class PassingHome:
    """A folder of our own, held by a lock that falls with this process however it ends."""

    def __init__(self) -> None:
        self.path = PASSING / f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
        with locked(SWEEPING):  # a sweep must not meet the folder before its lock
            self.path.mkdir(parents=True)
            self._owner: IO[str] = (self.path / "owner.lock").open("a")
            fcntl.flock(self._owner, fcntl.LOCK_EX)

    def discard(self) -> None:
        """Remove the folder; its server must have ended."""
        self._owner.close()
        shutil.rmtree(self.path, ignore_errors=True)


def ownerless() -> list[Path]:
    """Passing homes whose owner is gone, perhaps without having stopped its server."""
    return [home for home in PASSING.glob("*") if home.is_dir() and not is_held(home / "owner.lock")]


def free_port() -> int:
    """A port nobody listens on, below the range from which the system draws ports for outgoing connections.

    Inside that range a client that keeps knocking at a stopped server would sooner or later be given the server's own
    port, and find itself connected to itself.
    """
    for port in random.sample(range(17_000, 32_000), k=100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise OSError("no free port between 17000 and 32000 in a hundred attempts")
