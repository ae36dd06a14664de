"""What something took: by the clock on the wall, and in processor time of this process and of the servers it started.

Other work on the machine lengthens the wall time and hardly the processor time, so a ratio of the latter is the steadier
one; but only the wall time knows of waiting, for a disk or for an answer.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time

_TICK = os.sysconf("SC_CLK_TCK")


class Clock:
    """Adds up the time for which it runs. Made after the servers whose time counts."""

    def __init__(self) -> None:
        self._children = _children()
        self.wall = 0.0
        self.own = 0.0
        """Processor time of this process."""
        self.servers = 0.0

    @contextmanager
    def running(self) -> Generator[None]:
        """Runs inside the block."""
        wall, own, servers = perf_counter(), process_time(), self._of_servers()
        try:
            yield
        finally:
            self.wall += perf_counter() - wall
            self.own += process_time() - own
            self.servers += self._of_servers() - servers

    @property
    def cpu(self) -> float:
        """Processor time of all."""
        return self.own + self.servers

    def _of_servers(self) -> float:
        return sum(map(_cpu_of, self._children))


def load_average() -> float:
    """How many threads wanted a core, on average of the last minute."""
    return os.getloadavg()[0]


def _children() -> list[int]:
    """Processes that this one started and that still run. None are known where there is no /proc."""
    me = str(os.getpid())
    return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/stat") if _fields(path)[1:2] == [me]]


def _cpu_of(pid: int) -> float:
    fields = _fields(Path(f"/proc/{pid}/stat"))
    return (int(fields[11]) + int(fields[12])) / _TICK if fields else 0.0


def _fields(path: Path) -> list[str]:
    """What stands behind the name of the program; nothing once it has ended."""
    try:
        return path.read_text().rpartition(")")[2].split()
    except OSError:
        return []
