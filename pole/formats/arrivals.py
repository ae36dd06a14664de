"""Files as they come: as they are, packed with gzip, or several in a zip. What they are is told by content, not by name.

Packed files are unpacked while they are read, never onto disk, so that a name inside a zip leads nowhere.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final

from pole.errors import ExtractError

_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OFFICE: Final = frozenset({"[Content_Types].xml", "mimetype"})
"""Members of a zip that is one document."""
_MOST_MEMBERS: Final = 10_000
_MOST_UNPACKED: Final = 100 * 1024 * 1024
_HIGHEST_RATIO: Final = 250
"""No text that people wrote packs so well; beyond the first bytes, what does is meant to do harm."""
_BUFFER: Final = 256 * 1024
_TORN: Final = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file of an extract, wherever it lies."""

    path: Path
    """On disk: the file, or the zip that it is in."""
    member: str = ""
    """Its name in the zip."""

    @property
    def name(self) -> str:
        """The name that says what it is: without folders, and without the `.gz` of its packing."""
        name = _parts(self.member)[-1] if self.member else self.path.name
        return name[:-3] if name.lower().endswith(".gz") else name

    @property
    def title(self) -> str:
        """Where a person finds it."""
        return f"{self.path.name}: {self.member}" if self.member else self.path.name

    @property
    def size(self) -> int:
        """Bytes, as `Stream.reached` counts them."""
        if not self.member:
            return self.path.stat().st_size
        with _zip_of(self.path) as archive:
            return archive.getinfo(self.member).file_size

    def open(self) -> Stream:
        """Its content, unpacked. This or reading raises ExtractError where it is torn, locked or meant to do harm."""
        stream = Stream(_member(self) if self.member else io.FileIO(self.path))
        try:
            if stream.peek(len(_GZIP))[: len(_GZIP)] != _GZIP:
                return stream
        except BaseException:
            stream.close()
            raise
        return Stream(_Unpacked(gzip.GzipFile(fileobj=stream), stream, self.title, stream.reached))

    def digest(self) -> str:
        """SHA-256 of its content: the same however it is packed."""
        with self.open() as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()


class Stream(io.BufferedReader):
    """The content of a file, read from the start."""

    def __init__(self, raw: io.RawIOBase) -> None:
        super().__init__(raw, _BUFFER)

    def reached(self) -> int:
        """Bytes of the file as it lies on disk, or of the member of a zip, that have been taken so far."""
        return self.raw.tell()


class _Unpacked(io.RawIOBase):
    """What comes out of something packed, watched."""

    def __init__(
        self, inner: IO[bytes] | gzip.GzipFile, owner: Stream | zipfile.ZipFile, title: str, reached: Callable[[], int]
    ) -> None:
        """`reached` says how many packed bytes have been taken."""
        super().__init__()
        self._inner = inner
        self._owner = owner
        self._title = title
        self._reached = reached
        self._given = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # any buffer
        """The next bytes."""
        try:
            piece = self._inner.read(len(buffer))
        except _TORN as why:
            raise _torn(self._title, why) from why
        buffer[: len(piece)] = piece
        self._given += len(piece)
        _refuse_harm(self._given, self._reached(), self._title)
        return len(piece)

    def tell(self) -> int:
        """Bytes taken so far, as the file lies on disk or in its zip."""
        return self._given if isinstance(self._owner, zipfile.ZipFile) else self._reached()

    def close(self) -> None:
        """Let go of the file."""
        if not self.closed:
            self._inner.close()
            self._owner.close()
        super().close()


def _member(arrival: Arrival) -> _Unpacked:
    """A member of a zip."""
    archive = _zip_of(arrival.path)
    try:
        info = archive.getinfo(arrival.member)
        if info.flag_bits & 1:
            raise ExtractError(f"{arrival.title} is locked with a password. Ask the owner to send it open.")
        return _Unpacked(archive.open(info), archive, arrival.title, lambda: info.compress_size)
    except _TORN as why:
        archive.close()
        raise _torn(arrival.title, why) from why
    except BaseException:
        archive.close()
        raise


def arrivals_in(path: Path) -> Iterator[Arrival]:
    """A file, or every file in a zip. Raises ExtractError for a zip that cannot be read or is meant to do harm."""
    if not _is_archive(path):
        yield Arrival(path)
        return
    with _zip_of(path) as archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
    if len(members) > _MOST_MEMBERS:
        raise ExtractError(
            f"{path.name} holds {len(members)} files, and {_MOST_MEMBERS} are allowed. Send fewer in one."
        )
    for info in members:
        parts = _parts(info.filename)
        if ".." in parts or parts[0].startswith("/") or ":" in parts[0]:
            raise ExtractError(
                f"{path.name} holds the name {info.filename[:80]!r}, which leads out of its folder. Nothing of it is taken: "
                "ask the owner what it is."
            )
        yield Arrival(path, info.filename)


def sole_arrival(path: Path) -> Arrival:
    """The one file at a path. Raises ExtractError for a zip of several or none."""
    found = list(arrivals_in(path))
    if len(found) != 1:
        raise ExtractError(f"{path.name} holds {len(found)} files, and one is meant. Unpack it and name that.")
    return found[0]


def _parts(member: str) -> tuple[str, ...]:
    """Some tools write folders with a backslash."""
    return PurePosixPath(member.replace("\\", "/")).parts or (member,)


def _is_archive(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        if file.read(4) not in _ZIP:
            return False
    with _zip_of(path) as archive:
        return _OFFICE.isdisjoint(archive.namelist())


def _zip_of(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except _TORN as why:
        raise _torn(path.name, why) from why


def _torn(title: str, why: BaseException) -> ExtractError:
    if isinstance(why, NotImplementedError):
        return ExtractError(f"{title} is packed in a way that cannot be read here. Ask the owner for an ordinary zip.")
    what = "it is cut short" if isinstance(why, EOFError) else "it is damaged"
    return ExtractError(f"{title} cannot be unpacked to its end: {what}. Ask the owner for the file again.")


def _refuse_harm(given: int, packed: int, title: str) -> None:
    if given > _MOST_UNPACKED and given > packed * _HIGHEST_RATIO:
        raise ExtractError(
            f"{title} unpacks to more than {_HIGHEST_RATIO} times its size: no extract does. Nothing of it is taken; if it is "
            "right, unpack it first."
        )
