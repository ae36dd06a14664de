"""Peak memory of a load, by a process of its own, for a small extract and for one ten times as large: flat.

What is counted is the memory that the process holds for itself (`RssAnon`), looked at all the time. Pages of the store's
file that the system keeps mapped for it are not: they go when somebody needs the room.

    python -m bench.memory ROWS
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

from bench.places import sqlite_store
from bench.ratio import Ratio, Ratios, at_most
from pole.formats.opening import open_writer
from pole.ingest.load import Loader
from pole.ingest.mapping import load_mapping
from pole.ingest.shape import CompiledSource, compile_mapping
from pole.model.vocabulary import load_vocabulary

SIZES, SIZES_QUICK = (100_000, 1_000_000), (10_000, 100_000)
GOAL = at_most(1.1)
PAUSE_S = 0.02

MAPPING = """
source: bench
title: Telephones that people use
format: {kind: delimited, delimiter: "|", absent: [""]}
markings: {ordinary: {classification: OFFICIAL}}
marking: ordinary
records:
  use:
    file: use.txt
    key: [SEQ]
    received: {column: SEEN, format: "DD-MON-YYYY HH24:MI"}
    mentions:
      person:
        is: person/person
        keys: {bench-nominal: source-number}
        attributes:
          source-number: NOMINAL_NO
          name: {parts: {given: FORENAME, surname: SURNAME}}
      phone: {is: object/phone-number, attributes: {phone: PHONE}}
    links:
      - {type: USES_PHONE, from: person, to: phone}
"""


def ratios(quick: bool) -> Ratios:
    """The larger load beside the smaller one."""
    small, large = SIZES_QUICK if quick else SIZES
    peaks = [_peak(rows) for rows in (small, large)]
    yield Ratio(
        f"SQLite: peak of a load of {large:,} rows", "MB",
        peaks[1] / 1e6, peaks[0] / 1e6, f"the same of {small:,} rows", GOAL,
    )  # fmt: skip


def _peak(rows: int) -> float:
    """In bytes."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.memory", str(rows)], check=True, capture_output=True, text=True
    ).stdout
    return float(told)


def rows_of(number: int) -> Iterator[tuple[str, ...]]:
    """Half as many people as rows, each with one of at most 100,000 telephones."""
    for n in range(number):
        person = n * 7919 % (number // 2 + 1)
        yield (
            f"{n:08d}", f"{1 + n % 28:02d}-MAR-2024 {n % 24:02d}:{n % 60:02d}", f"N{person:07d}",
            f"GIVEN{person % 977}", f"SURNAME{person % 7727}", f"07700 9{person % min(number // 4 + 1, 100_000):05d}",
        )  # fmt: skip


def _load(rows: int, folder: Path) -> None:
    vocabulary = load_vocabulary()
    source: CompiledSource = compile_mapping(load_mapping(MAPPING, vocabulary, file="bench"), vocabulary)
    record, path = source.records["use"], folder / "use.txt"
    columns = ("SEQ", "SEEN", "NOMINAL_NO", "FORENAME", "SURNAME", "PHONE")
    with open_writer(record.layout, path, columns) as writer:
        for row in rows_of(rows):
            writer.write(row)
    with sqlite_store(folder / "store.db") as store:
        sheet = Loader(store).load(source, [path])
    assert sheet.complete and sum(account.read for account in sheet.accounts) == rows


def _watched(work: Callable[[], None]) -> int:
    """The most bytes held while the work is done."""
    done, peak = Event(), _held()

    def watch() -> None:
        nonlocal peak
        while not done.wait(PAUSE_S):
            peak = max(peak, _held())

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    work()
    done.set()
    watcher.join()
    return peak


def _held() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon:"))


def main() -> None:
    """Load so many rows and print the peak."""
    with TemporaryDirectory(prefix="pole-bench-") as name:
        print(_watched(lambda: _load(int(sys.argv[1]), Path(name))))


if __name__ == "__main__":
    main()
