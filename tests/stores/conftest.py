"""The stores under test. A store enters every test here by its line in `KINDS`."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from pole.graph.port import Store
from tests.stores.keepers import Keeper

KINDS = ["sqlite", pytest.param("bolt", marks=pytest.mark.neo4j)]


@pytest.fixture(params=KINDS)
def keeper(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Keeper]:
    """A place for stores of one kind, one after another."""
    keeper = Keeper(
        request.param, tmp_path, request.getfixturevalue("neo4j_server") if request.param == "bolt" else None
    )
    yield keeper
    keeper.close()


@pytest.fixture
def store(keeper: Keeper) -> Store:
    """An empty, initialised store."""
    return keeper.fresh()
