"""The stores under test, and a small force whose extracts are loaded."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from pathlib import Path

import pytest

from pole.graph.port import Store
from pole.simulator import simulate
from pole.stores import sqlite
from tests.faults.loading import Undisturbed, load_everything
from tests.server.server import Neo4jServer
from tests.stores.keepers import Keeper

SOURCES = {"crimes", "child-protection"}
KINDS = ["sqlite", pytest.param("bolt", marks=pytest.mark.neo4j)]


@pytest.fixture(params=KINDS)
def keeper(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Keeper]:
    """A place for stores of one kind, one after another."""
    server = request.getfixturevalue("neo4j_server") if request.param == "bolt" else None
    keeper = Keeper(request.param, tmp_path, server)
    yield keeper
    keeper.close()


@pytest.fixture
def store(keeper: Keeper) -> Store:
    """An empty, initialised store."""
    return keeper.fresh()


@pytest.fixture
def killable(killable_neo4j: Neo4jServer, tmp_path: Path) -> Generator[Keeper]:
    """A place on a server that the test may kill."""
    keeper = Keeper("bolt", tmp_path, killable_neo4j)
    yield keeper
    keeper.close()


@pytest.fixture(scope="session")
def force(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """Two sources over two days, from two hundred people."""
    return loaded_undisturbed(tmp_path_factory.mktemp("force"), people=200, days=2)


@pytest.fixture(scope="session")
def larger_force(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """Two sources over three days, from three hundred people."""
    return loaded_undisturbed(tmp_path_factory.mktemp("larger"), people=300, days=3)


def loaded_undisturbed(folder: Path, people: int, days: int) -> Undisturbed:
    """Extracts in that folder, and what they come to; the same on every store."""
    extracts = folder / "extracts"
    simulate(extracts, people, seed=11, days=days)
    for unused in {path.name for path in extracts.iterdir() if path.is_dir()} - SOURCES:
        shutil.rmtree(extracts / unused)
    store = sqlite.open_store(f"sqlite:///{folder}/pole.db")
    store.initialise()
    sheets = load_everything(store, extracts)
    loaded = Undisturbed(extracts, list(store.dump()), [sheet.as_json() for sheet in sheets], len(store.batches()))
    store.close()
    return loaded
