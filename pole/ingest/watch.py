"""Load what arrives in a folder, as it arrives, until told to stop.

What is loaded moves into `loaded` below the folder; what is refused into `refused`, with a report beside it, and does not
stop the others. There is no other state: after a restart the folder is looked at again, and the ledger knows what is done.
Logs carry sources, extract numbers, codes and counts.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import count, groupby
from pathlib import Path
from threading import Event
from time import monotonic

import structlog

from pole.errors import (
    ExtractError,
    LeaseHeldError,
    PoleError,
    RefusedError,
    SchemaVersionError,
    ServiceAwayError,
    UsageError,
)
from pole.ingest.balance import READ, BalanceSheet
from pole.ingest.inbox import Inbox, Sighting, extracts_in, files_below
from pole.ingest.load import Loader
from pole.ingest.shape.source import CompiledSource

LOADED = "loaded"
REFUSED = "refused"
REPORT = ".report.json"
PATIENCE = 12
"""A file that is refused as not written as it should be may yet be growing: it is set aside when it has been quiet for so
many times the time to settle."""
LOOK_SECONDS = 1.0
AWAY_SECONDS = 5.0
"""Between two looks, in general and when the store was away."""
SIGN_OF_LIFE_SECONDS = 60.0

_log = structlog.get_logger()


@dataclass
class Status:
    """What has become of the files so far, for whoever watches the watcher."""

    loaded: int = 0
    refused: int = 0
    waiting: int = 0
    last: str = "nothing yet"

    @property
    def words(self) -> str:
        """One line."""
        return f"{self.loaded} files loaded, {self.refused} refused, {self.waiting} waiting; last: {self.last}"


class Watch:
    """One folder under watch."""

    def __init__(
        self, loader: Loader, sources: Mapping[str, CompiledSource], folder: Path, settle: float, stop: Event
    ) -> None:
        """A file is taken when it was quiet for `settle` seconds. Stops between two batches when `stop` is set."""
        self.status = Status()
        self._loader = replace(loader, stopping=stop.is_set)
        self._sources = sources
        self._folder = folder
        self._settle = settle
        self._stop = stop
        self._inbox = Inbox(folder, sources, settle, {folder / LOADED, folder / REFUSED})
        self._doubtful: set[tuple[Path, int, int]] = set()
        self._prepared = False

    def run(self, told: Callable[[Status], None] = lambda status: None) -> None:
        """Look again and again until told to stop. Raises Stopped when that is amid a load."""
        sign_of_life = 0.0
        while not self._stop.is_set():
            well = self.look()
            told(self.status)
            if monotonic() > sign_of_life + SIGN_OF_LIFE_SECONDS:
                sign_of_life = monotonic()
                _log.info("load.watching", **asdict(self.status))
            self._stop.wait(min(self._settle / 2, LOOK_SECONDS) if well else AWAY_SECONDS)

    def end(self) -> None:
        """Say in the log that nobody watches any more."""
        _log.info("load.stopped", **asdict(self.status))

    def look(self) -> bool:
        """Take what is whole, once; False when a service that is needed was away."""
        whole = self._inbox.look()
        ready = [a for a in whole if not (_sight(a) in self._doubtful and self._may_grow(a))]
        self._doubtful &= {_sight(a) for a in whole}
        self.status.waiting = self._inbox.waiting + len(whole) - len(ready)
        try:
            self._prepare()
            for source, found in groupby(ready, key=lambda a: a.source):
                self._take(self._sources[source], list(found))
        except ServiceAwayError as away:
            _log.warning("load.away", code=away.code)
            return False
        return True

    def _prepare(self) -> None:
        if not self._prepared:
            self._loader.store.initialise()
            self._loader.register(self._sources.values())
            self._prepared = True

    def _take(self, source: CompiledSource, files: Sequence[Sighting]) -> None:
        """Load files together; where they are refused, extract by extract, and then one by one."""
        try:
            sheet = self._loader.load(source, [*(a.path for a in files), *self._earlier(source, files)])
        except SchemaVersionError:
            raise
        except LeaseHeldError as held:
            _log.warning("load.waiting", source=source.source, code=held.code)
        except (RefusedError, UsageError, OSError) as error:
            if len(files) == 1:
                self._refuse(files[0], error)
            for part in _parts(files):
                self._take(source, part)
        else:
            self._taken(files, sheet)

    def _earlier(self, source: CompiledSource, files: Sequence[Sighting]) -> list[Path]:
        """Files of these extracts that came earlier, where one shows what is gone only beside another."""
        numbers = {a.extract for a in files if a.extract is not None}
        if not numbers or not any(record.replaces for record in source.records.values()):
            return []
        return [path for path in files_below(self._folder / LOADED) if numbers.intersection(extracts_in(source, path))]

    def _taken(self, files: Sequence[Sighting], sheet: BalanceSheet) -> None:
        moved = [a for a in files if self._move(a, LOADED)]
        self.status.loaded += len(moved)
        self.status.last = f"{sheet.source} {', '.join(sheet.extracts)} at {self._loader.instant()[11:19]} UTC"
        came_to = Counter[str]()
        for account in sheet.accounts:
            came_to.update({READ: account.read, **account.outcomes, **account.retired})
        _log.info("load.taken", source=sheet.source, extracts=sheet.extracts, files=len(moved), counts=dict(came_to))

    def _refuse(self, a: Sighting, error: Exception) -> None:
        """Set a file aside, unless it may yet be growing."""
        if isinstance(error, ExtractError | OSError) and self._may_grow(a):
            self._doubtful.add(_sight(a))
            self.status.waiting += 1
            return
        code = error.code if isinstance(error, PoleError) else "unreadable"
        report = {
            "source": a.source,
            "extract": a.extract,
            "file": a.path.name,
            "code": code,
            "message": error.message if isinstance(error, PoleError) else getattr(error, "strerror", None),
            "at": self._loader.instant(),
        }
        if self._move(a, REFUSED, json.dumps(report, ensure_ascii=False, indent=2)):
            self.status.refused += 1
            _log.error("load.refused", source=a.source, extract=a.extract, code=code)

    def _may_grow(self, a: Sighting) -> bool:
        return a.quiet < PATIENCE * self._settle

    def _move(self, a: Sighting, where: str, report: str | None = None) -> bool:
        """Move a file below `where`; not one that is gone, or was written to since it was looked at."""
        try:
            told = a.path.stat()
        except FileNotFoundError:
            return False
        if (told.st_size, told.st_mtime_ns) != (a.size, a.changed):
            _log.warning("load.changed", source=a.source, extract=a.extract)
            return False
        target = _free(self._folder / where / a.path.relative_to(self._folder))
        if report is not None:
            target.with_name(target.name + REPORT).write_text(report + "\n", encoding="utf-8")
        a.path.rename(target)
        return True


def _sight(a: Sighting) -> tuple[Path, int, int]:
    """A file as it stood."""
    return (a.path, a.size, a.changed)


def _parts(files: Sequence[Sighting]) -> list[list[Sighting]]:
    """Files of several extracts by extract, those of one extract one by one."""
    by_extract: dict[str, list[Sighting]] = {}
    for a in files:
        by_extract.setdefault(a.extract or "", []).append(a)
    if len(by_extract) > 1:
        return list(by_extract.values())
    return [[a] for a in files] if len(files) > 1 else []


def _free(path: Path) -> Path:
    """That path, or one with a number more where something is there already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    taken = (path.with_name(f"{path.name}.{number}") for number in count(2))
    return path if not path.exists() else next(other for other in taken if not other.exists())
