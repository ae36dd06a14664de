"""Loading what arrives in a folder, as a job that runs through the night."""

from __future__ import annotations

import fcntl
import signal
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from pole import logs
from pole.cli.stopping import asked_to_stop
from pole.cli.terminal import ERR
from pole.errors import RefusedError, UsageError
from pole.ingest.load import Loader
from pole.ingest.means import Stopped
from pole.ingest.shape.source import CompiledSource
from pole.ingest.watch import Status, Watch


def watch_folder(loader: Loader, sources: Mapping[str, CompiledSource], folder: Path, settle: float) -> None:
    """Load what arrives until the process is asked to stop, by Ctrl-C or SIGTERM; then end between two batches.

    Raises UsageError for a folder that does not exist, RefusedError when another process watches it.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder.")
    logs.configure()
    with _alone(folder), asked_to_stop((signal.SIGTERM, signal.SIGINT)) as stop, _shown(folder) as told:
        watch = Watch(loader, sources, folder, settle, stop)
        with suppress(Stopped):
            watch.run(told)
        watch.end()


@contextmanager
def _alone(folder: Path) -> Generator[None]:
    """A lock that falls with this process however it ends."""
    with (folder / ".watched").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RefusedError(f"Another process watches {folder} already: stop it first.") from None
        yield


@contextmanager
def _shown(folder: Path) -> Generator[Callable[[Status], None]]:
    """A line on a terminal; in a pipe, and as a service, the log alone speaks."""
    if not ERR.is_terminal:
        yield lambda status: None
        return
    with ERR.status(f"Watching {folder}") as line:
        yield lambda status: line.update(f"Watching {folder}: {status.words}")
