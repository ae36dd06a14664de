"""A small force, simulated once for all tests of loaders, and an empty store for each that loads a few rows."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from pole.simulator import Manifest, simulate
from tests.loaders.holding import Held


@pytest.fixture(scope="session")
def force(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    """Six hundred people and five days."""
    directory: Path = tmp_path_factory.mktemp("force")
    return simulate(directory, people=600, seed=7, days=5)


@pytest.fixture
def held(tmp_path: Path) -> Generator[Held]:
    """An empty store."""
    store = Held(tmp_path)
    yield store
    store.close()
