"""A backup restored is the same store, of either kind; a damaged one, or a store that holds something, is refused."""

from __future__ import annotations

import gzip
import stat
from pathlib import Path

import pytest

from pole.errors import ExtractError, RefusedError
from pole.graph.dump import DumpRows
from pole.graph.lease import impatient
from pole.graph.port import Store
from pole.graph.rows import QuarantineRow
from pole.ingest.backup import back_up
from pole.ingest.restore import ROWS, restore
from pole.stores import sqlite
from tests.faults.loading import Undisturbed, load_everything
from tests.stores.generate import OPEN
from tests.stores.keepers import Keeper
from tests.stores.shaping import HOLDER, batch_of, planner

AT = "2026-11-27T00:00:00.000000Z"


@pytest.fixture
def loaded(keeper: Keeper, force: Undisturbed) -> Store:
    """A store with two sources, a past, and rows in quarantine."""
    store = keeper.fresh()
    load_everything(store, force.extracts)
    kept = QuarantineRow(
        "q1", "crimes", "person", None, "b", "f.txt", 7, "DOB", "no date", "mend it", "1|x", OPEN, AT, "[]", None
    )
    with store.lease(HOLDER) as lease:
        store.apply(lease, batch_of(0, [])._replace(quarantined=(kept,)), planner())
    assert len(list(store.quarantine())) == 1
    return store


def everything(store: Store) -> list[object]:
    """All that a store holds, ids, times and bookkeeping too."""
    seen = store.reader(frozenset(store.visibilities()))
    rows = [r.id for r in seen.records([line.split('"')[3] for line in store.dump() if line.startswith('["record"')])]
    return [
        *store.dump(exact=True), *store.quarantine(), *seen.records(rows),
        *store.batches(), *seen.sources(), *store.visibilities().items(),
    ]  # fmt: skip


def embedded(folder: Path) -> Store:
    """An empty embedded store."""
    store = sqlite.open_store(f"sqlite:///{folder}/other.db")
    store.initialise()
    return store


def test_a_restored_store_is_the_same(keeper: Keeper, loaded: Store, force: Undisturbed, tmp_path: Path) -> None:
    path = tmp_path / "night.backup"
    back_up(loaded, path, AT, impatient)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = everything(loaded)
    store = keeper.fresh()
    restore(store, path, AT, impatient)
    assert everything(store) == before
    assert store.check() == []
    sheets = load_everything(store, force.extracts)
    assert all(sheet.already for sheet in sheets)


def test_it_restores_into_the_other_kind_of_store_and_back(keeper: Keeper, loaded: Store, tmp_path: Path) -> None:
    before = everything(loaded)
    back_up(loaded, tmp_path / "one", AT, impatient)
    other = embedded(tmp_path)
    restore(other, tmp_path / "one", AT, impatient)
    assert everything(other) == before
    back_up(other, tmp_path / "two", AT, impatient)
    other.close()
    store = keeper.fresh()
    restore(store, tmp_path / "two", AT, impatient)
    assert everything(store) == before
    assert store.check() == []
    assert gzip.decompress((tmp_path / "one").read_bytes()) == gzip.decompress((tmp_path / "two").read_bytes())


def test_a_store_that_holds_something_is_left_alone(loaded: Store, tmp_path: Path) -> None:
    before = everything(loaded)
    back_up(loaded, tmp_path / "one", AT, impatient)
    with pytest.raises(RefusedError, match="not empty"):
        restore(loaded, tmp_path / "one", AT, impatient)
    assert everything(loaded) == before


def test_a_backup_never_takes_the_place_of_another(loaded: Store, tmp_path: Path) -> None:
    path = tmp_path / "one"
    path.write_text("the only one")
    with pytest.raises(RefusedError, match="new file"):
        back_up(loaded, path, AT, impatient)
    assert path.read_text() == "the only one"
    assert list(tmp_path.glob("*.part")) == []


@pytest.fixture
def backup(force: Undisturbed, tmp_path: Path) -> Path:
    """A backup of a small store."""
    store = embedded(tmp_path)
    load_everything(store, force.extracts / "child-protection")
    back_up(store, tmp_path / "one", AT, impatient)
    store.close()
    (tmp_path / "other.db").unlink()
    return tmp_path / "one"


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _one_bit(content: bytes) -> bytes:
    place = len(content) // 2
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def _one_letter(content: bytes) -> bytes:
    return gzip.compress(gzip.decompress(content).replace(b"SURNAME", b"surname", 1))


def _one_line_less(content: bytes) -> bytes:
    lines = gzip.decompress(content).splitlines(keepends=True)
    return gzip.compress(b"".join(lines[:5] + lines[6:]))


def _no_end(content: bytes) -> bytes:
    return gzip.compress(b"".join(gzip.decompress(content).splitlines(keepends=True)[:-1]))


def _something_after(content: bytes) -> bytes:
    return gzip.compress(gzip.decompress(content) + b'["record"]\n')


def _another_file(content: bytes) -> bytes:
    return b"not packed at all"


@pytest.mark.parametrize(
    "damage", [_cut, _one_bit, _one_letter, _one_line_less, _no_end, _something_after, _another_file]
)
def test_a_damaged_file_is_refused_before_anything_is_written(backup: Path, tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    whole = backup.read_bytes()
    backup.write_bytes(damage(whole))
    assert backup.read_bytes() != whole
    store = embedded(tmp_path)
    with pytest.raises(ExtractError, match="damaged"):
        restore(store, backup, AT, impatient)
    assert (list(store.dump()), store.batches()) == ([], [])
    backup.write_bytes(whole)
    restore(store, backup, AT, impatient)
    store.close()


def test_every_kind_of_row_is_in_it() -> None:
    singular = {name.removesuffix("s") for name in DumpRows._fields} - {"entitie"} | {"entity"}
    assert singular == set(ROWS)
