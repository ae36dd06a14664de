"""The same seed gives the same bytes, on any machine and in any process."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from pole.simulator import simulate

_PEOPLE, _SEED, _DAYS = 200, 3, 3
_PINNED = {
    "intelligence": "46b122b208f03af1bb28bc6e69b2c657f73b1ab0adef7e09af66740fe0064f6d",
    "custody": "55b694d30c42fd4634391c58208812e9f8b659ce4263dffe15411e7ab0c3b5d8",
    "firearms": "c10f85154d9613b40d0461e2039b67117f343bdc0a11ace9f3d0645b33ff8a89",
    "child-protection": "e95aeb5a6a396bffe5b664a050c094d69a4ecb4e87eb55c094348a91d4f738dd",
    "crimes": "db85f1a67496bb82705b073e326ee6d054cf765c9470f7557d3687e2a14f6e88",
    "domestic-abuse": "289ddd06074eb5c0f97be8893a04e40de86b937925c5e3125d2c0160f79d452a",
    "incidents": "5679d1a6e208fd5ed32245a54381e592ce4e5df65565844ce40ad33acc57766f",
}
"""Of the extracts of each source, because each is drawn for itself: a new source leaves the others as they are."""


def _digests(directory: Path) -> dict[str, str]:
    """Of every file of each source and its name, in order."""
    return {folder.name: _digest(folder) for folder in sorted(directory.iterdir()) if folder.is_dir()}


def _digest(directory: Path) -> str:
    whole = sha256()
    for path in sorted(path for path in directory.rglob("*") if path.is_file()):
        whole.update(path.relative_to(directory).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def test_the_same_seed_gives_the_bytes_it_always_gave(tmp_path: Path) -> None:
    """Change a digest when a source is meant to change; if it changed by itself, something is not drawn from the seed."""
    simulate(tmp_path, _PEOPLE, _SEED, _DAYS)
    assert _digests(tmp_path) == _PINNED


def test_another_process_with_other_hashes_gives_the_same_bytes(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    simulate(here, _PEOPLE, _SEED, _DAYS)
    code = f"from pathlib import Path; from pole.simulator import simulate; simulate(Path('there'), {_PEOPLE}, {_SEED}, {_DAYS})"
    environment = {**os.environ, "PYTHONHASHSEED": "12345", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, cwd=tmp_path)
    assert _digest(there) == _digest(here)


@pytest.mark.parametrize("source", _PINNED)
def test_another_seed_gives_another_force(tmp_path: Path, source: str) -> None:
    simulate(tmp_path, _PEOPLE, _SEED + 1, _DAYS)
    assert _digest(tmp_path / source) != _PINNED[source]


def test_more_days_leave_the_days_before_as_they_were(tmp_path: Path) -> None:
    few, more = simulate(tmp_path / "few", _PEOPLE, _SEED, 2), simulate(tmp_path / "more", _PEOPLE, _SEED, 4)
    assert more.files[: len(few.files)] == few.files
