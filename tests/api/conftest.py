"""A small force, loaded once for all tests of the API."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from pole.simulator import Manifest, simulate
from tests.api.service import Service, application


class Loaded:
    """A service over a simulated force."""

    def __init__(self, service: Service, manifest: Manifest) -> None:
        self.service = service
        self.manifest = manifest


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Generator[Loaded]:
    """Two hundred people, three days."""
    folder: Path = tmp_path_factory.mktemp("api")
    manifest = simulate(folder / "extracts", people=200, seed=11, days=3)
    made = application(folder / "data")
    for source in made.sources().values():
        files = manifest.of_source(source.source)
        if files:
            made.loader().load(source, files)
    yield Loaded(Service(made), manifest)
    made.close()


@pytest.fixture(scope="session")
def service(loaded: Loaded) -> Service:
    """The service of the simulated force."""
    return loaded.service
