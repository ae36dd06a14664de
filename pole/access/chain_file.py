"""The writing side of a chain: records are only ever added, and are on disk before anybody is told so."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from threading import Lock

from pole.access.chain import GENESIS, Entry, Head, Walk, parsed, written
from pole.errors import AuditUnavailableError

_FIRST_LOOK = 65_536
_PIECE = 1_048_576
_LOCK_PATIENCE_S = 10.0
_LOCK_PAUSE_S = 0.0005
_BEGINNING = b'{"hash":"'


@dataclass(slots=True)
class _Waiting:
    fields: Mapping[str, object]
    head: Head | None = None
    failure: Exception | None = None


class ChainFile:
    """One file, many threads, many processes. Open one in each process, after forking.

    Every failure is AuditUnavailableError: disk full, read-only or broken; file moved, cut or replaced while in use.
    """

    def __init__(self, path: Path, now: Callable[[], str]) -> None:
        self.path = path
        self._now = now
        self._lock = Lock()
        self._queue: deque[_Waiting] = deque()
        self._unforced = False
        try:
            self._file = _opened(path)
            with _closed_on_failure(self._file), self._alone():
                self._walk = _at_last_record(self._file, path)
                self._follow()
        except OSError as error:
            raise self._away(error) from error

    def append(self, fields: Mapping[str, object]) -> Head:
        """Add a record of these fields, with its number and time. When this returns, it is on disk.

        Threads that wait at the same time are written together, so that one disk write serves them all.
        """
        mine = _Waiting(fields)
        self._queue.append(mine)
        with self._lock:
            if mine.head is None and mine.failure is None:
                self._write([self._queue.popleft() for _ in range(len(self._queue))])
        if mine.head is None:
            raise self._away(mine.failure) from mine.failure
        return mine.head

    def require_writable(self) -> None:
        """Raise AuditUnavailableError when no record could be added now, as far as that shows without adding one."""
        try:
            with self._lock, self._alone():
                self._catch_up()
                if os.fstatvfs(self._file).f_bavail == 0:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError as error:
            raise self._away(error) from error

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)

    def _write(self, batch: list[_Waiting]) -> None:
        """All of these or none, and everyone who waits learns which."""
        failure: Exception = AuditUnavailableError(f"Writing to {self.path} was interrupted.")
        try:
            with self._alone():
                self._catch_up()
                for waiting, head in zip(batch, self._put([one.fields for one in batch]), strict=True):
                    waiting.head = head
        except (OSError, AuditUnavailableError) as error:
            failure = error
        finally:
            for waiting in batch:
                waiting.failure = None if waiting.head else failure

    def _put(self, records: list[Mapping[str, object]]) -> list[Head]:
        """Write and force to disk what belongs before these records, and them."""
        line_end = b"" if self._is_line_end(self._walk.end + self._walk.loose) else b"\n"
        ahead = self._ahead(line_end)
        text, head, heads = bytearray(line_end), self._walk.head, list[Head]()
        for fields in (*ahead, *records):
            line, head = written(head, {**fields, "at": self._now()})
            text += line
            heads.append(head)
        _write_all(self._file, text)
        self._force()
        self._walk = Walk(head, self._walk.end + self._walk.loose + len(text))
        return heads[len(ahead) :]

    def _ahead(self, line_end: bytes) -> list[Mapping[str, object]]:
        """What a writer says first: that a torn line is no record, or that a trail begins (each has a random name)."""
        if self._walk.loose:
            return [self._walk.recovery(line_end)]
        return [{"what": "opened", "trail": token_hex(16)}] if self._walk.head == GENESIS else []

    def _force(self) -> None:
        try:
            os.fsync(self._file)
        except OSError:
            # After a failed fsync the kernel may forget the pages and answer the next one with success.
            self._unforced = True
            raise

    def _catch_up(self) -> None:
        """Take in what other processes wrote; refuse to go on where the file is no longer the one we know."""
        if self._unforced:
            raise AuditUnavailableError(
                f"A record could not be forced to disk. Repair the disk of {self.path}, restart."
            )
        mine, there = os.fstat(self._file), os.stat(self.path)
        if (mine.st_dev, mine.st_ino) != (there.st_dev, there.st_ino):
            raise AuditUnavailableError(f"The audit trail {self.path} was moved or replaced while in use: restart.")
        if mine.st_size < self._walk.end + self._walk.loose:
            raise AuditUnavailableError(f"The audit trail {self.path} was cut short while in use: verify it, restart.")
        if mine.st_size > self._walk.end + self._walk.loose:
            self._follow()

    def _follow(self) -> None:
        """Walk from the last record that we know to the end of the file."""
        start = self._walk.end + (not self._is_line_end(self._walk.end) and self._is_line_end(self._walk.end + 1))
        walk = Walk(self._walk.head, start)
        for line in _lines(self._file, start, os.fstat(self._file).st_size):
            entry = walk.step(line)
            if entry is not None and entry.problem:
                raise AuditUnavailableError(f"The audit trail {self.path} is broken near its end: {entry.problem}")
        self._walk = walk

    def _is_line_end(self, offset: int) -> bool:
        """Whether a line ends just before here. A crash may leave a whole record without its line end."""
        return offset == 0 or os.pread(self._file, 1, offset - 1) == b"\n"

    @contextmanager
    def _alone(self) -> Generator[None, None, None]:
        """No other process writes meanwhile."""
        deadline = time.monotonic() + _LOCK_PATIENCE_S
        while not _locked(self._file):
            if time.monotonic() > deadline:
                raise OSError(errno.ETIMEDOUT, "another program holds its lock")
            time.sleep(_LOCK_PAUSE_S)
        try:
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def _away(self, failure: Exception | None) -> AuditUnavailableError:
        if isinstance(failure, AuditUnavailableError):
            return AuditUnavailableError(failure.message)
        because = failure.strerror if isinstance(failure, OSError) else failure
        return AuditUnavailableError(
            f"The audit trail {self.path} cannot be written ({because}), and without it nothing is answered."
        )


def _opened(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists()
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if new:
        _force_folder(path.parent)
    return file


@contextmanager
def _closed_on_failure(file: int) -> Generator[None, None, None]:
    try:
        yield
    except BaseException:
        os.close(file)
        raise


def _force_folder(folder: Path) -> None:
    """A new file is only there after a power cut when its folder is on disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lines(file: int, start: int, end: int) -> Iterator[bytes]:
    """The lines between two offsets with their line ends, piece by piece; the last may have none."""
    rest = b""
    while start < end and (piece := os.pread(file, min(_PIECE, end - start), start)):
        start += len(piece)
        *lines, rest = (rest + piece).split(b"\n")
        yield from (line + b"\n" for line in lines)
    if rest:
        yield rest


def _write_all(file: int, text: bytearray) -> None:
    rest = memoryview(text)
    while rest:
        rest = rest[os.write(file, rest) :]


def _at_last_record(file: int, path: Path) -> Walk:
    """A walk that stands after the last complete record, found from the end of the file."""
    size = os.fstat(file).st_size
    look = _FIRST_LOOK
    while True:
        start = max(0, size - look)
        chunk = os.pread(file, size - start, start)
        end = len(chunk)
        for line in reversed(list(BytesIO(chunk))):
            found = parsed(line) if line.endswith(b"\n") else None
            if found is not None:
                return Walk(found[0], start + end)
            end -= len(line)
        if start == 0:
            break
        look *= 4
    if size and not chunk.startswith(_BEGINNING[:size]):
        raise AuditUnavailableError(f"{path} is something else than an audit trail; nothing was written to it.")
    return Walk()


def read_chain(path: Path, walk: Walk) -> Iterator[Entry]:
    """Every record of a file with what is wrong with it, in order, in constant memory; leaves `walk` at its end.

    What is written meanwhile is left out. Raises AuditUnavailableError when the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            size = os.fstat(file.fileno()).st_size
            fcntl.flock(file, fcntl.LOCK_UN)
            for line in _lines(file.fileno(), 0, size):
                entry = walk.step(line)
                if entry is not None:
                    yield entry
    except OSError as error:
        raise AuditUnavailableError(f"The audit trail {path} cannot be read ({error.strerror}).") from error
