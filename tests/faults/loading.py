"""Loading by the program itself, as a process that can be killed, and inside this one."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pole.errors import StoreAwayError
from pole.graph.port import Store
from pole.ingest.balance import BalanceSheet
from pole.ingest.files import share_out
from pole.ingest.load import Loader
from pole.ingest.shape import CompiledSource
from pole.ingest.sources import compiled_sources
from pole.model.vocabulary import load_vocabulary
from tests.conftest import ROOT
from tests.stores.keepers import Keeper

SMALL = 25
"""Rows of a batch, so that a small force has many of them."""
PROGRAM = "from pole.cli import main; main()"


class Undisturbed(NamedTuple):
    """A load that nothing disturbed."""

    extracts: Path
    dump: list[str]
    sheets: list[dict[str, object]]
    batches: int


@cache
def known_sources() -> dict[str, CompiledSource]:
    """Those that come with the program."""
    return dict(compiled_sources(load_vocabulary()))


def load_everything(store: Store, folder: Path, batch_rows: int = SMALL) -> list[BalanceSheet]:
    """What `pole load FOLDER` does, inside this process."""
    sources = known_sources()
    loader = Loader(store, batch_rows=batch_rows)
    return [loader.load(sources[name], files) for name, files in share_out(sources.values(), [folder]).items()]


def settings_of(keeper: Keeper, data: Path) -> dict[str, str]:
    """The environment of a process that uses the keeper's present store."""
    kind, address, *sign_in = keeper.address
    named = {name: value for name, value in os.environ.items() if not name.startswith("POLE_")}
    if kind == "bolt":
        named |= {"POLE_NEO4J_USER": sign_in[0], "POLE_NEO4J_PASSWORD": sign_in[1]}
    return {**named, "POLE_STORE": address, "POLE_DATA": str(data), "COLUMNS": "200"}


def started(keeper: Keeper, data: Path, *arguments: object) -> subprocess.Popen[str]:
    """`pole ARGUMENTS` as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *map(str, arguments)],
        cwd=ROOT,
        env=settings_of(keeper, data),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def pole(keeper: Keeper, data: Path, *arguments: object) -> tuple[int, str, str]:
    """`pole ARGUMENTS` to its end: exit code, what it answered, what it complained of."""
    with started(keeper, data, *arguments) as process:
        out, err = process.communicate(timeout=240)
    return process.returncode, out, err


def wait_until(said: Callable[[], bool], process: subprocess.Popen[str], seconds: float = 120) -> bool:
    """Wait for something to become true; False when the process ended before, whose last words are then printed."""
    deadline = time.monotonic() + seconds
    while not said():
        if process.poll() is not None:
            print(f"ended with {process.returncode}: {process.stderr.read() if process.stderr else ''}")
            return False
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
    return True


def batches_written(store: Store) -> int:
    """How many batches the ledger has; as many as before while the store is away."""
    try:
        return len(store.batches())
    except StoreAwayError:
        return -1


def unaccounted(sheets: Sequence[BalanceSheet]) -> dict[str, int]:
    """Record types whose rows are not all accounted for."""
    return {account.type: account.unaccounted for sheet in sheets for account in sheet.accounts if account.unaccounted}
