"""An embedded store for each test."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from bench.places import sqlite_store
from pole.graph.port import Store


@pytest.fixture
def store(tmp_path: Path) -> Generator[Store]:
    """An empty, initialised store."""
    with sqlite_store(tmp_path / "store.db") as opened:
        yield opened
