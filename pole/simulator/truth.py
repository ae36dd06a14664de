"""The truth file: which mention of which record is truly whom or what."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from pole.simulator.lines import Line

NAME = "truth.csv"
COLUMNS = ("source", "record", "key", "mention", "truth")
KEY_JOINT = "|"
"""Between the columns of a key."""


class TruthFile:
    """Written as the extracts are; a mention that comes again, unchanged, is written once."""

    def __init__(self, directory: Path) -> None:
        self._file = (directory / NAME).open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow(COLUMNS)
        self._known: set[tuple[str, str, tuple[str, ...], str, str]] = set()

    def told(self, source: str, lines: Iterable[Line]) -> Iterator[Line]:
        """The same lines, each noted with what it truly means as it passes."""
        for line in lines:
            for mention, truth in line.truth.items():
                row = (source, line.record, line.key, mention, truth)
                if truth and row not in self._known:
                    self._known.add(row)
                    self._writer.writerow((source, line.record, KEY_JOINT.join(line.key), mention, truth))
            yield line

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._file.close()
