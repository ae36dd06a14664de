"""A first load in bulk: files for `neo4j-admin database import`, and a store equal to one that was loaded batch by batch."""

from __future__ import annotations

from pathlib import Path

import pytest

from pole.graph.port import Store
from pole.graph.questions import PageRequest
from pole.graph.rows import DecisionRow, TaskRow, TaskState
from pole.ingest.backup import back_up
from pole.ingest.deciding import decide
from pole.ingest.load import Loader
from pole.ingest.restore import differs, held_in
from pole.simulator import simulate
from pole.stores import sqlite
from pole.stores.bolt import open_store
from pole.stores.bolt.bulk import OPTIONS, write_bulk
from tests.conftest import missing
from tests.faults.loading import load_everything
from tests.server.errors import NoServerError
from tests.server.server import Neo4jServer
from tests.stores.generate import OPEN


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three days of all sources, with texts that are hard to quote, in a backup of the embedded store."""
    folder = tmp_path_factory.mktemp("bulk")
    simulate(folder / "extracts", 60, seed=5, days=3)
    mo = next((folder / "extracts" / "crimes").glob("crimes_mo_full_0001.txt"))
    lines = mo.read_text(encoding="cp1252").splitlines()
    lines[1] = lines[1].rpartition("|")[0] + '|He said ""stop"", then; a, b\\c\'d {é} and left'
    mo.write_text("\n".join(lines) + "\n", encoding="cp1252")
    store = sqlite.open_store(f"sqlite:///{folder}/pole.db")
    store.initialise()
    load_everything(store, folder / "extracts")
    loader = Loader(store)
    markings = store.visibilities()
    (record,) = store.reader(frozenset(markings)).records_of("crimes", ["mo"], PageRequest(1)).rows
    task = TaskRow(
        "0" * 20, record.vis, record.source, record.id, record.row, record.type, record.key, "MO_TEXT", lines[1], "",
        "quoted twice", "correction", loader.instant(), "tester", TaskState.OPEN.value, None, "", "",
    )  # fmt: skip
    assert store.raise_task(task, markings[record.vis])
    assert decide(loader, decision(store), markings[OPEN])
    back_up(store, folder / "held.pole", loader.instant(), loader.patience())
    store.close()
    return folder / "held.pole"


def decision(store: Store) -> DecisionRow:
    """That two persons are the same."""
    reader = store.reader(frozenset({OPEN}))
    one, other = (
        reader.mentions([row.id], PageRequest(1)).rows[0] for row in reader.things("PERSON", PageRequest(2)).rows
    )
    return DecisionRow(
        "1" * 20, OPEN, "same", "in force", one.record, one.row, one.name, (), other.record, other.row, other.name, (),
        'he said "so"', "{}", one.loaded, "tester", None, "", None, "", "",
    )  # fmt: skip


def test_what_was_imported_equals_what_was_backed_up_and_goes_on_loading(
    killable_neo4j: Neo4jServer, backup: Path, tmp_path: Path
) -> None:
    counts = write_bulk(tmp_path, held_in(backup))
    assert counts["Record"] > 500
    assert counts["Task"] > 0
    assert (counts["Decision"], counts["DecisionEnd"]) == (1, 2)
    try:
        killable_neo4j.admin(
            "database", "import", "full", "neo4j", "--overwrite-destination=true", f"@{tmp_path / OPTIONS}"
        )
    except NoServerError as why:
        missing(str(why))
    killable_neo4j.start()
    store = open_store(killable_neo4j.uri, *killable_neo4j.auth)
    store.initialise()
    assert store.check() == []
    assert not differs(store, backup)
    assert [sheet.already for sheet in load_everything(store, backup.parent / "extracts")] != []
    assert all(sheet.already for sheet in load_everything(store, backup.parent / "extracts"))
    assert not differs(store, backup)
    store.close()


def test_the_files_are_for_their_owner_alone(backup: Path, tmp_path: Path) -> None:
    write_bulk(tmp_path, held_in(backup))
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
