"""A first load in bulk, from the files of a force to a sound store on Neo4j.

Rival in the same run: `neo4j-admin database import full` of the very same graph, from files that are there, with the same
constraints and indexes made after it. What the ratio shows is everything before: reading, shaping, identity and planning
into a file of SQLite, a backup of it, and the files for the import.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from bench import force
from bench.clock import Clock
from bench.places import server, sqlite_store
from bench.ratio import Ratio, Ratios, at_least
from pole.ingest.backup import back_up
from pole.ingest.load import Loader
from pole.ingest.restore import differs, held_in
from pole.stores import bolt
from pole.stores.bolt.bulk import OPTIONS, write_bulk
from tests.server.server import Neo4jServer

GOAL = at_least(0.5)
PEOPLE, PEOPLE_QUICK = 30_000, 1_500


def on_neo4j(quick: bool) -> Ratios:
    """The import runs twice, ours first; the server starts anew for both."""
    with TemporaryDirectory(prefix="pole-bench-") as name, server() as running:
        folder = Path(name)
        files = force.extracts(folder, PEOPLE_QUICK if quick else PEOPLE)
        loading, packing, importing, bare = Clock(), Clock(), Clock(), Clock()
        with sqlite_store(folder / "pole.db") as store:
            with loading.running():
                force.load(store, files)
            with packing.running():
                loader = Loader(store)
                back_up(store, folder / "held.pole", loader.instant(), loader.patience())
                (folder / "files").mkdir()
                counts = write_bulk(folder / "files", held_in(folder / "held.pole"))
        with importing.running():
            _import(running, folder / "files")
        _require_sound(running, folder / "held.pole")
        with bare.running():
            _import(running, folder / "files")
    elements, ours = sum(counts.values()), loading.wall + packing.wall + importing.wall
    yield Ratio(
        f"Neo4j: {elements:,} elements in bulk",
        "elements/s",
        elements / ours,
        elements / bare.wall,
        "import full",
        GOAL,
    )
    for what, clock in (("load into SQLite", loading), ("backup and files", packing), ("import and schema", importing)):
        yield Ratio(f"… of it: {what}", "s", clock.wall)


def _import(running: Neo4jServer, files: Path) -> None:
    """Into an empty database, with all that a store needs."""
    running.admin("database", "import", "full", "neo4j", "--overwrite-destination=true", f"@{files / OPTIONS}")
    running.start()
    store = bolt.open_store(running.uri, *running.auth)
    store.initialise()
    store.close()


def _require_sound(running: Neo4jServer, backup: Path) -> None:
    store = bolt.open_store(running.uri, *running.auth)
    assert not differs(store, backup), "what was imported is not what was loaded"
    store.close()
