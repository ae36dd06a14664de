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
    "child-protection": "c6c01d67e5af25c290c90e236cfafd11ae853628b7c37f9cd71c1bb65738f74b",
    "crimes": "d98edf6290c0ef39ca7250eb3c51236cad39df0f1b86ae0141b69cf2658e1fcb",
    "domestic-abuse": "ef52a97f7096e8c1ac40193de72100496f01e6254c66a36984ebebdb6a56f092",
    "incidents": "68ff4a7053aaba229062cb6ba3631e3765808ffd02e5c31ed5464759ceb32732",
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
