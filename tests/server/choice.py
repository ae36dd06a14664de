"""Which server tests run against, and how one of our own comes about."""

import contextlib
import json
import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from tests.server.bolt import BoltServer
from tests.server.container import ContainerEngine, docker_answers
from tests.server.errors import NoServerError
from tests.server.homes import KEPT, SWEEPING, PassingHome, free_port, locked, ownerless
from tests.server.jvm import SMALL, Shape
from tests.server.seed import seed
from tests.server.server import Engine, Neo4jServer

Kind = Literal["container", "jvm"]


def given_server(worker: int) -> BoltServer | None:
    """The server that ``POLE_TEST_NEO4J_URI`` names for this worker of the test run (0 the first), if it names any.

    Community has one database, so two workers cannot share a server: name one for each, separated by commas. Raises
    `NoServerError` if they are fewer than the workers.
    ``POLE_TEST_NEO4J_USER`` (neo4j) and ``POLE_TEST_NEO4J_PASSWORD`` sign in to all of them.
    """
    uris = [uri.strip() for uri in os.environ.get("POLE_TEST_NEO4J_URI", "").split(",") if uri.strip()]
    if not uris:
        return None
    if worker >= len(uris):
        raise NoServerError(
            f"POLE_TEST_NEO4J_URI names {len(uris)} server(s) and worker {worker + 1} wants one of its own: "
            "list more, separated by commas, or run with WORKERS=1"
        )
    user = os.environ.get("POLE_TEST_NEO4J_USER", "neo4j")
    return BoltServer(uris[worker], (user, os.environ.get("POLE_TEST_NEO4J_PASSWORD", "")))


def passing_server(shape: Shape = SMALL) -> Neo4jServer:
    """A running, empty server that ends with this process. Raises `NoServerError` if there is no way to one."""
    sweep()
    reasons: list[str] = []
    for kind in _kinds():
        try:
            return _started(PassingHome(), kind, shape)
        except NoServerError as error:
            reasons.append(str(error))
    raise NoServerError("; ".join(reasons))


def _started(home: PassingHome, kind: Kind, shape: Shape) -> Neo4jServer:
    """A server in that home, ready; if that cannot be had, or is interrupted, nothing is left of it."""
    with contextlib.ExitStack() as undo:
        undo.callback(home.discard)
        _note(home.path, kind, shape)
        server = _open(home.path, home.discard)
        undo.callback(server.discard)
        server.start()
        undo.pop_all()
    return server


def kept_server(name: str, shape: Shape = SMALL) -> Neo4jServer:
    """The server of that name, which outlives this process. Noted on first use, not started."""
    home = KEPT / name
    if not (home / "server.json").exists():
        home.mkdir(parents=True, exist_ok=True)
        _note(home, _kinds()[0], shape)
    return _open(home, lambda: shutil.rmtree(home, ignore_errors=True))


def sweep() -> int:
    """End and remove servers whose owner was itself killed; how many there were."""
    with locked(SWEEPING):
        left = ownerless()
        for home in left:
            if (home / "server.json").exists():
                _open(home, lambda: None).discard()
            shutil.rmtree(home, ignore_errors=True)
    return len(left)


def _kinds() -> list[Kind]:
    return ["container", "jvm"] if docker_answers() else ["jvm"]


def _note(home: Path, kind: Kind, shape: Shape) -> None:
    """Write down how the server of `home` runs, so that another process can find and end it."""
    note = {"kind": kind, "port": free_port(), "password": secrets.token_hex(8), "shape": asdict(shape)}
    (home / "server.json").write_text(json.dumps(note))


def _open(home: Path, clear_up: Callable[[], None]) -> Neo4jServer:
    return Neo4jServer(_engine(home), clear_up)


def _engine(home: Path) -> Engine:
    note = json.loads((home / "server.json").read_text())
    shape = Shape(**note["shape"])
    if note["kind"] == "container":
        return ContainerEngine(f"pole-neo4j-{home.name}", note["port"], note["password"], shape)
    return seed().grow(home, note["port"], shape)
