"""Plants faults in the extracts of all sources while they are written, and breaks the last of each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path

from pole.simulator.chance import Chance
from pole.simulator.extracts import Written
from pole.simulator.faults.fault import Fault, save_faults
from pole.simulator.faults.files import add_stray, break_file
from pole.simulator.faults.rows import Spoiler
from pole.simulator.lines import Line


class FaultPlanter:
    """Every fault that a source can have in its rows once, and one of those that a file can have.

    Of people who are `spared` no row is spoiled.
    """

    def __init__(self, sources: Sequence[str], seed: int, spared: Set[str]) -> None:
        self._chances = {source: Chance(f"{seed}/faults/{source}") for source in sources}
        self._spoilers = {source: Spoiler(source, chance, spared) for source, chance in self._chances.items()}
        self._in_files: list[Fault] = []

    def spoiled(self, source: str, number: int, lines: Iterator[Line], files: Mapping[str, str]) -> Iterator[Line]:
        """The lines of the extract with that number, from 1. `files` has for each record the file it is in."""
        if number > 2:
            return lines
        spoiler = self._spoilers[source]
        return spoiler.full(lines, files) if number == 1 else spoiler.delta(lines, files)

    def broken(self, directory: Path, written: Sequence[Written]) -> list[Written]:
        """Add rows that stand under nothing to each full extract, and break the longest file of the last one.

        The files as they now are.
        """
        for source, chance in self._chances.items():
            of_source = [file for file in written if file.source == source]
            last = max(file.extract for file in of_source)
            longest = max((file for file in of_source if file.extract == last), key=lambda file: file.rows)
            self._in_files += add_stray(directory, source, of_source[0].path)
            self._in_files.append(break_file(directory, source, longest.path, chance))
        return [file._replace(sha256=_digest(directory / file.path)) for file in written]

    def save(self, directory: Path) -> None:
        """Write the list of faults."""
        rows = (fault for spoiler in self._spoilers.values() for fault in spoiler.planted)
        save_faults(directory, [*rows, *self._in_files])


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
