"""A small force, loaded once for all tests of the API."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from pole.simulator import Manifest
from tests.api.service import Service, simulated


class Loaded:
    """A service over a simulated force."""

    def __init__(self, service: Service, manifest: Manifest) -> None:
        self.service = service
        self.manifest = manifest


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Generator[Loaded]:
    """Two hundred people, three days."""
    made, manifest = simulated(tmp_path_factory.mktemp("api"), people=200, seed=11, days=3)
    yield Loaded(Service(made), manifest)
    made.close()


@pytest.fixture(scope="session")
def service(loaded: Loaded) -> Service:
    """The service of the simulated force."""
    return loaded.service
