"""Which files that arrive in a folder are whole, and may be taken.

The name of a file says whose it is, so one that is sent under another name and renamed when it is whole is not touched
before. One that is written in place is taken when, for a while, neither its size nor its time of change has moved, and no
process of this machine has it open for writing, as far as the file system tells. What its layout says of its end (a
trailer with a count) is looked at when it is loaded.
"""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from pole.errors import ExtractError
from pole.formats.arrivals import Arrival, arrivals_in
from pole.graph.rows import place
from pole.ingest.mapping.filenames import FileName
from pole.ingest.shape.record import CompiledRecord
from pole.ingest.shape.source import CompiledSource


class Sighting(NamedTuple):
    """A file of one source, as it was seen."""

    path: Path
    source: str
    extract: str | None
    size: int
    changed: int
    """When it was last written to, as the file system counts."""
    quiet: float
    """Seconds for which it has been seen like this."""


class Inbox:
    """What lies in a folder and its subfolders, but for some of these, and for names that begin with a dot.

    A name that no source knows, or several do, is left alone.
    """

    def __init__(
        self, folder: Path, sources: Mapping[str, CompiledSource], settle: float, apart: Collection[Path] = ()
    ) -> None:
        """A file has to be quiet for `settle` seconds; folders set `apart` are not looked into."""
        self._folder = folder
        self._sources = sources
        self._settle = settle
        self._apart = set(apart)
        self._since: dict[tuple[Path, int, int], float] = {}
        self._telling = _tells_of_writers(folder)
        self.waiting = 0
        """Files of known sources that the last look left lying."""

    def look(self) -> list[Sighting]:
        """The whole files, by source and then oldest extract first. An extract waits until all its files are quiet."""
        seen = list(self._seen())
        kept = {(a.path, a.size, a.changed) for a in seen}
        self._since = {key: since for key, since in self._since.items() if key in kept}
        unready = {(a.source, a.extract) for a in seen if a.quiet < self._settle or self._is_open(a.path)}
        ready = [a for a in seen if (a.source, a.extract) not in unready]
        self.waiting = len(seen) - len(ready)
        return sorted(ready, key=lambda a: (a.source, place(a.extract), a.path))

    def _seen(self) -> Iterator[Sighting]:
        now = monotonic()
        for path in files_below(self._folder, self._apart):
            known = {name: numbers for name, source in self._sources.items() if (numbers := extracts_in(source, path))}
            told = _stat(path)
            if len(known) != 1 or told is None:
                continue
            ((name, numbers),) = known.items()
            since = self._since.setdefault((path, told.st_size, told.st_mtime_ns), now)
            yield Sighting(path, name, numbers[0], told.st_size, told.st_mtime_ns, now - since)

    def _is_open(self, path: Path) -> bool:
        return self._telling and is_being_written(path)


def extracts_in(source: CompiledSource, path: Path) -> list[str | None]:
    """The extract number of each file of that source in a file as it lies, None where it has none or does not say it yet;
    nothing of a zip that is not whole."""
    try:
        files = list(arrivals_in(path))
    except (ExtractError, OSError):
        return []
    return [_number(source, file, *known[0]) for file in files if (known := source.records_of(file.name))]


def _number(source: CompiledSource, file: Arrival, record: CompiledRecord, name: FileName) -> str | None:
    try:
        return source.extract_of(record, file, name).extract
    except (ExtractError, OSError):
        return None


def is_being_written(path: Path) -> bool:
    """Whether a process of this machine has the file open for writing, where the system tells; or we may not read it.

    The kernel grants a lease for reading only while nobody writes, and only on files of our own. It is given back at once;
    the signal for a writer who comes between the two is one that does nothing.
    """
    try:
        file = os.open(path, os.O_RDONLY)
    except OSError:
        return True
    try:
        fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as refused:
        return refused.errno == errno.EAGAIN
    finally:
        os.close(file)
    return False


def _tells_of_writers(folder: Path) -> bool:
    """Whether this file system answers truly: a network may call every file busy."""
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as probe:
        path = Path(probe.name)
        busy = is_being_written(path)
    quiet = not is_being_written(path)
    path.unlink()
    return busy and quiet


def files_below(folder: Path, apart: Collection[Path] = ()) -> Iterator[Path]:
    """Files in a folder and its subfolders, ordered, but for some of these and for names that begin with a dot."""
    for path in sorted(_entries(folder)):
        if path.name.startswith(".") or path in apart:
            continue
        if path.is_dir():
            yield from files_below(path, apart)
        elif path.is_file():
            yield path


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:  # removed since it was listed
        return None


def _entries(folder: Path) -> Iterable[Path]:
    try:
        return list(folder.iterdir())
    except FileNotFoundError:  # removed since it was listed
        return []
