"""The truth file: which mention of which record is truly whom or what."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from pole.simulator.lines import Line

NAME = "truth.csv"
COLUMNS = ("source", "record", "key", "mention", "truth", "extract")
KEY_JOINT = "|"
"""Between the columns of a key."""


class TruthFile:
    """Written as the extracts are. A row that is sent again is told again: the last word on a mention holds."""

    def __init__(self, directory: Path) -> None:
        self._file = (directory / NAME).open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow(COLUMNS)

    def told(self, source: str, extract: str, lines: Iterable[Line]) -> Iterator[Line]:
        """The same lines, each noted with what it truly means as it passes."""
        write = self._writer.writerow
        for line in lines:
            key = KEY_JOINT.join(line.key)
            for mention, truth in line.truth.items():
                if truth:
                    write((source, line.record, key, mention, truth, extract))
            yield line

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._file.close()
