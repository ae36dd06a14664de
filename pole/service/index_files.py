"""Files of the index extract: a full one, and deltas that turn it into the next, each with a manifest. Nothing is held in memory.

Lines are ordered by person and system, so what a full extract and its deltas come to is a merge, and a delta is the difference
of two such streams. An extract without its manifest was not finished, and counts for nothing.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from heapq import merge
from itertools import groupby
from pathlib import Path
from typing import NamedTuple, TextIO

from pole.errors import ExtractError, UsageError
from pole.service.index_extract import Pointer

COLUMNS = ("action", "person", "system", "last_received")
PUT, REMOVE = "put", "remove"
FORMAT = "pole index 1"


class Line(NamedTuple):
    """One line of an extract."""

    action: str
    pointer: Pointer

    @property
    def place(self) -> tuple[str, str]:
        """What it is about, in the order of the file."""
        return self.pointer[:2]


class Manifest(NamedTuple):
    """What an extract is, for whoever takes it."""

    format: str
    number: int
    mode: str
    """``full`` or ``delta``."""
    file: str
    sha256: str
    rows: int
    actions: dict[str, int]
    systems: dict[str, int]
    """Rows of each system."""
    follows: int | None
    """The extract that a delta is to be put upon."""
    made: str
    scope: str
    """Differs whenever whoever made it may see something else: a delta follows only what the same eyes saw."""


def full_lines(current: Iterable[Pointer]) -> Iterator[Line]:
    """A full extract."""
    return (Line(PUT, pointer) for pointer in current)


def delta_lines(before: Iterable[Pointer], current: Iterable[Pointer]) -> Iterator[Line]:
    """What turns one state into the next; both ordered by person and system."""
    sides = merge(((p[:2], 0, p) for p in before), ((p[:2], 1, p) for p in current))
    for _, both in groupby(sides, key=lambda side: side[0]):
        found = {number: pointer for _, number, pointer in both}
        if 1 not in found:
            yield Line(REMOVE, found[0])
        elif found.get(0) != found[1]:
            yield Line(PUT, found[1])


def state(extracts: Iterable[Iterable[Line]]) -> Iterator[Pointer]:
    """What a full extract and the deltas after it come to, oldest first."""
    sides = merge(*(_numbered(number, lines) for number, lines in enumerate(extracts)), key=lambda side: side[:2])
    for _, found in groupby(sides, key=lambda side: side[0]):
        *_, (_, _, last) = found
        if last.action == PUT:
            yield last.pointer


def _numbered(number: int, lines: Iterable[Line]) -> Iterator[tuple[tuple[str, str], int, Line]]:
    return ((line.place, number, line) for line in lines)


class IndexFolder:
    """The folder in which the extracts are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def manifests(self) -> list[Manifest]:
        """Of every finished extract, oldest first. Raises ExtractError for one that is damaged."""
        found: list[Manifest] = []
        for path in self.folder.glob("index_*.json"):
            try:
                found.append(Manifest(**json.loads(path.read_text(encoding="utf-8"))))
            except (ValueError, TypeError):
                raise ExtractError(
                    f"{path.name} is no manifest of an index extract: begin anew in another folder."
                ) from None
        return sorted(found, key=lambda manifest: manifest.number)

    def line_of_last(self) -> list[Manifest]:
        """The last full extract and the deltas after it. Raises UsageError where there is no full one."""
        known = self.manifests()
        fulls = [place for place, manifest in enumerate(known) if manifest.mode == "full"]
        if not fulls:
            raise UsageError(f"{self.folder} holds no full extract to follow: make one first, without --delta.")
        return known[fulls[-1] :]

    def read(self, manifest: Manifest) -> Iterator[Line]:
        """The lines of an extract. Raises ExtractError when it is not what its manifest says."""
        path = self.folder / manifest.file
        with suppress(FileNotFoundError), path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() == manifest.sha256:
                return self._lines(path)
        raise ExtractError(f"{manifest.file} is not what its manifest says: make a full extract.")

    def write(self, mode: str, lines: Iterable[Line], made: str, scope: str) -> Manifest:
        """Write the next extract, without its manifest: `finish` makes it count."""
        known = self.manifests()
        number = known[-1].number + 1 if known else 1
        path = self.folder / f"index_{mode}_{number:06d}.csv"
        actions, systems = Counter[str](), Counter[str]()
        with private_file(path) as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(COLUMNS)
            for action, pointer in lines:
                out.writerow((action, *pointer))
                actions[action] += 1
                systems[pointer.system] += 1
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        follows = None if mode == "full" else number - 1
        counts = dict(sorted(actions.items())), dict(sorted(systems.items()))
        return Manifest(FORMAT, number, mode, path.name, digest, actions.total(), *counts, follows, made, scope)

    def finish(self, manifest: Manifest) -> Path:
        """Write the manifest, at once or not at all."""
        path = self.folder / manifest.file.replace(".csv", ".json")
        part = path.with_suffix(".part")
        with private_file(part) as file:
            json.dump(manifest._asdict(), file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        return part.rename(path)

    def _lines(self, path: Path) -> Iterator[Line]:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            next(rows)
            yield from (Line(action, Pointer(*fields)) for action, *fields in rows)


def private_file(path: Path) -> TextIO:
    """A file for nobody else: it says whom the force holds."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline="")
