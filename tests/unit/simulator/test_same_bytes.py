"""The same seed gives the same bytes, on any machine and in any process."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from pole.simulator import simulate

_PEOPLE, _SEED, _DAYS = 200, 3, 3
_PINNED = "261792cb0def84a41811b28a2b29ca2bf9353c08b071114e69e1aa7884b27db0"


def _digest(directory: Path) -> str:
    """Of every file and its name, in order."""
    whole = sha256()
    for path in sorted(path for path in directory.rglob("*") if path.is_file()):
        whole.update(path.relative_to(directory).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def test_the_same_seed_gives_the_bytes_it_always_gave(tmp_path: Path) -> None:
    """Change the digest when the force is meant to change; if it changed by itself, something is not drawn from the seed."""
    simulate(tmp_path, _PEOPLE, _SEED, _DAYS)
    assert _digest(tmp_path) == _PINNED


def test_another_process_with_other_hashes_gives_the_same_bytes(tmp_path: Path) -> None:
    code = f"from pathlib import Path; from pole.simulator import simulate; simulate(Path('.'), {_PEOPLE}, {_SEED}, {_DAYS})"
    environment = {**os.environ, "PYTHONHASHSEED": "12345", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, cwd=tmp_path)
    assert _digest(tmp_path) == _PINNED


def test_another_seed_gives_another_force(tmp_path: Path) -> None:
    simulate(tmp_path, _PEOPLE, _SEED + 1, _DAYS)
    assert _digest(tmp_path) != _PINNED


def test_more_days_leave_the_days_before_as_they_were(tmp_path: Path) -> None:
    few, more = simulate(tmp_path / "few", _PEOPLE, _SEED, 2), simulate(tmp_path / "more", _PEOPLE, _SEED, 4)
    assert more.files[: len(few.files)] == few.files
