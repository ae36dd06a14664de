"""A small force, simulated once for all tests of loaders."""

from __future__ import annotations

from pathlib import Path

import pytest

from pole.simulator import Manifest, simulate


@pytest.fixture(scope="session")
def force(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    """Six hundred people and five days."""
    directory: Path = tmp_path_factory.mktemp("force")
    return simulate(directory, people=600, seed=7, days=5)
