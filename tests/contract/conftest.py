"""Tools of npm for the tests of the contract, installed as pinned."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.api.conftest import loaded
from tests.conftest import missing

__all__ = ["loaded"]

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the scripts of this one and what they need."""
    folder = tmp_path_factory.mktemp("node")
    for name in ("package.json", "package-lock.json", "audit.js"):
        shutil.copy(HERE / name, folder)
    npm = shutil.which("npm")
    if npm is None:
        missing("no npm: the audit of GraphQL over HTTP needs Node.js")
    done = subprocess.run(
        [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        missing(f"npm ci: {done.stderr[-500:]}")
    return folder
