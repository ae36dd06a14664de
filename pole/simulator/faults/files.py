"""Faults of whole files: cut short, wrongly encoded, with a trailer that counts wrongly. A loader refuses the extract."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pole.simulator.chance import Chance
from pole.simulator.faults.fault import Fault, Says


class Breaking(NamedTuple):
    """A way in which a file is broken, and words of the refusal."""

    what: str
    broken: Callable[[bytes], bytes]
    words: str


def _cut_short(content: bytes) -> bytes:
    """Two thirds of it, up to the end of a line."""
    return content[: content.rindex(b"\n", 0, max(len(content) * 2 // 3, content.index(b"\n") + 1)) + 1]


def _wrongly_encoded(byte: bytes) -> Callable[[bytes], bytes]:
    """A byte that the encoding does not have, at the end of the middle line."""

    def broken(content: bytes) -> bytes:
        place = content.index(b"\n", len(content) // 2)
        return content[:place].removesuffix(b"\r") + byte + content[place:]

    return broken


def _one_more(where: bytes) -> Callable[[bytes], bytes]:
    """One more in the last count that a pattern finds, as many digits as before."""
    pattern = re.compile(where)

    def broken(content: bytes) -> bytes:
        found = list(pattern.finditer(content))[-1]
        count = str(int(found[1]) + 1).zfill(len(found[1])).encode()
        return content[: found.start(1)] + count + content[found.end(1) :]

    return broken


class _Stray(NamedTuple):
    """What stands under something else, the whole of it as the file has it, with what the copy comes after."""

    record: str
    whole: re.Pattern[bytes]
    after: bytes
    counted: bytes = b""
    """The trailer's count of all lines, where it has one."""


_STRAYS: Mapping[str, _Stray] = {
    "custody": _Stray("risk", re.compile(rb"^40\|.*\n", re.MULTILINE), b"\n", rb"\n99\|(\d+)"),
    "firearms": _Stray("referee", re.compile(rb"^RE.*\n", re.MULTILINE), b"\n", rb"\nTR(\d{8})"),
    "intelligence": _Stray("item", re.compile(rb" *<items>.*?</items>\n", re.DOTALL), b"<reports>\n"),
}
_NOT_IN_UTF_8, _NOT_IN_WINDOWS = b"\xff", b"\x81"
_WAYS: Mapping[str, Sequence[Breaking]] = {
    "crimes": (
        Breaking("truncated file", _cut_short, "cut short"),
        Breaking("bad encoding", _wrongly_encoded(_NOT_IN_WINDOWS), "windows-1252"),
        Breaking("wrong trailer count", _one_more(rb"TRAILER\|(\d+)"), "rows"),
    ),
    "child-protection": (Breaking("bad encoding", _wrongly_encoded(_NOT_IN_UTF_8), "utf-8"),),
    "incidents": (
        Breaking("wrong trailer count", _one_more(rb"\*EOF\*\xac(\d+)"), "rows"),
        Breaking("truncated file", _cut_short, "cut short"),
        Breaking("bad encoding", _wrongly_encoded(_NOT_IN_WINDOWS), "windows-1252"),
    ),
    "domestic-abuse": (Breaking("bad encoding", _wrongly_encoded(_NOT_IN_UTF_8), "utf-8"),),
    "custody": (
        Breaking("truncated file", _cut_short, "cut short"),
        Breaking("wrong trailer count", _one_more(rb"\n99\|(\d+)"), "rows"),
        Breaking("bad encoding", _wrongly_encoded(_NOT_IN_WINDOWS), "windows-1252"),
    ),
    "firearms": (
        Breaking("wrong trailer count", _one_more(rb"\nTR(\d{8})"), "rows"),
        Breaking("truncated file", _cut_short, "cut short"),
        Breaking("bad encoding", _wrongly_encoded(_NOT_IN_WINDOWS), "windows-1252"),
    ),
    "intelligence": (
        Breaking("wrong trailer count", _one_more(rb'reports="(\d+)"'), "reports"),
        Breaking("truncated file", _cut_short, "not well-formed"),
        Breaking("bad encoding", _wrongly_encoded(_NOT_IN_UTF_8), "encod"),
    ),
}


def ways(source: str) -> Sequence[Breaking]:
    """How a file of a source can be broken so that it shows: only who counts rows can miss some."""
    return _WAYS[source]


def break_file(directory: Path, source: str, file: str, chance: Chance) -> Fault:
    """Break a file of a source, in one of the ways that show."""
    way = chance.one_of(_WAYS[source])
    path = directory / file
    path.write_bytes(way.broken(path.read_bytes()))
    return Fault(way.what, source, file, "", "", "", Says("refusal", way.words))


def add_stray(directory: Path, source: str, file: str) -> Iterator[Fault]:
    """Where rows stand under rows: a copy of one before all others, under nothing. What counts it does so."""
    stray = _STRAYS.get(source)
    if stray is not None:
        path = directory / file
        content = path.read_bytes()
        copy = stray.whole.search(content)
        assert copy is not None, f"{file} has no {stray.record}"
        counted = _one_more(stray.counted)(content) if stray.counted else content
        before, after, rest = counted.partition(stray.after)
        path.write_bytes(b"".join((before, after, copy[0], rest)))
        yield Fault("orphan child row", source, file, stray.record, "", "", Says("quarantine", "quarantined"))
