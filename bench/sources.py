"""Rows a second of each source, from its files to a sound store on SQLite, in processor time.

Rival in the same run: `executemany` of the very rows that the load left in the store. What a row costs hangs on what it says:
so the rows of one source are told beside what writing them costs, and not beside those of another.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from bench import bare_sqlite, force
from bench.clock import Clock
from bench.places import sqlite_store
from bench.ratio import Ratio, Ratios
from pole.ingest.files import share_out
from pole.ingest.load import Loader

PEOPLE, PEOPLE_QUICK = 20_000, 2_000


def on_sqlite(quick: bool) -> Ratios:
    """For information: a line for each source of the force, into a store of its own."""
    with TemporaryDirectory(prefix="pole-bench-") as name:
        folder = Path(name)
        files = force.extracts(folder, PEOPLE_QUICK if quick else PEOPLE)
        for source, paths in sorted(share_out(force.sources().values(), [files]).items()):
            yield _of_source(folder, source, paths)


def _of_source(folder: Path, source: str, paths: list[Path]) -> Ratio:
    ours, bare, loaded = Clock(), Clock(), folder / f"{source}.db"
    with sqlite_store(loaded) as store, ours.running():
        sheet = Loader(store).load(force.sources()[source], paths)
    assert sheet.complete, f"{source} is not complete"
    rows = sum(account.read for account in sheet.accounts)
    bare_sqlite.write(loaded, folder / f"{source}-bare.db", bare)
    return Ratio(
        f"SQLite: {source}, {rows:,} rows",
        "rows/CPU-s",
        rows / ours.cpu,
        rows / bare.cpu,
        "executemany of the same rows",
    )
