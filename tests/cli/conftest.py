"""A small force, simulated and loaded once by the commands themselves, for tests that only ask."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from pole.simulator import Cast, read_manifest
from tests.cli.running import Json, Ran, pole


class Force(NamedTuple):
    """Where it is, and whom to ask about."""

    folder: Path
    cast: Cast
    loaded: Ran
    """What the load printed."""

    @property
    def extracts(self) -> Path:
        """The extract files, a folder for each source."""
        return self.folder / "extracts"

    def ask(self, *arguments: object, as_: str = "open") -> Ran:
        """Run a question as a development viewer, with a reason."""
        return pole(*arguments, "--as", as_, data=self.folder / "data", reason="DEMO")

    def json(self, *arguments: object, as_: str = "open") -> Json:
        """The same with `--json`, read."""
        ran = self.ask(*arguments, "--json", as_=as_)
        assert ran.code == 0, ran.err
        return ran.json()

    def id_of(self, nominal: str) -> str:
        """The id of whom the crime system knows by this number."""
        found = self.json("check", nominal, "--scheme", "crimes-nominal")
        return str(at(found, "crimes-nominal", "edges", 0, "head", "id"))


def at(found: Json, *place: str | int) -> Json:
    """What stands at a place inside an answer."""
    for step in place:
        if isinstance(step, int):
            assert isinstance(found, list)
            found = found[step]
        else:
            assert isinstance(found, dict), json.dumps(found)
            found = found[step]
    return found


@pytest.fixture(scope="session")
def force(tmp_path_factory: pytest.TempPathFactory) -> Force:
    """200 people, a full extract and a delta, loaded into SQLite."""
    folder = tmp_path_factory.mktemp("force")
    assert pole("simulate", folder / "extracts", "--people", 200, "--days", 2).code == 0
    loaded = pole("load", folder / "extracts", data=folder / "data")
    return Force(folder, read_manifest(folder / "extracts").cast, loaded)
