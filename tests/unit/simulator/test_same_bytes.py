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
    "intelligence": "05d8868902f0a35488ea75204ece158994fbccc670d7ccaa5616bfdc4cae1a5b",
    "custody": "ca2fb12d08e9b56d7942299a4e1ddf45bd66d14db11989c872d9127d8c41a328",
    "firearms": "489a19dc1fcf0404792ad8477b6a4db3a3356f48ccaaeb62a9e7809348efa827",
    "child-protection": "3e7f46b70efad8efd69a6aefc0f5258dbfc038e8b95c9da4f08dc812a74a77a3",
    "crimes": "02652bbdb7daf638454be0dce6ed03b3677c04b16759b0c063bdfef08682e58e",
    "domestic-abuse": "4a009be4f0abc710e998d9a5a27463aa1ade78726c1352ad2d40d01e61e08815",
    "incidents": "3a2e7a6e33523f9a94182edf0905268abd6c89f0a5b853f5b32accfe232bddcf",
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
