"""Loaders that run side by side and take turns: the store ends as if one had run after the other."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep

from pole.errors import LeaseHeldError
from pole.graph.port import Store
from pole.ingest.load import Loader
from tests.faults.loading import Undisturbed, batches_written, known_sources, unaccounted
from tests.stores.keepers import Keeper


def extract(force: Undisturbed, number: str, folder: Path) -> Path:
    """The files of one extract of crimes."""
    folder.mkdir()
    for file in (force.extracts / "crimes").glob(f"*_{number}.txt"):
        shutil.copy(file, folder)
    return folder


def loader(store: Store, batch_rows: int) -> Loader:
    return Loader(store, batch_rows=batch_rows, wait=60)


def live(store: Store) -> set[tuple[str, str]]:
    """The records that are live, with what they say; which versions there were before depends on the order."""
    lines = (json.loads(line) for line in store.dump() if line.startswith('["record"'))
    return {(id_, hash_) for _, id_, _, _, _, _, _, _, hash_, *_ in lines}


def test_a_later_extract_that_comes_amid_a_full_one_is_not_taken_for_gone(
    keeper: Keeper, force: Undisturbed, tmp_path: Path
) -> None:
    source, slow = known_sources()["crimes"], 2
    full, delta = extract(force, "0001", tmp_path / "full"), extract(force, "0002", tmp_path / "delta")
    store = keeper.fresh()
    for folder in (full, delta):
        loader(store, 1000).load(source, [folder])
    undisturbed = live(store)

    store, other = keeper.fresh(), keeper.again()
    with ThreadPoolExecutor() as pool:
        first = pool.submit(loader(store, slow).load, source, [full])
        while batches_written(other) < 3:
            sleep(0.02)
        second = pool.submit(loader(other, 1000).load, source, [delta])
        second.result()
        assert not first.done(), "the full extract was in before the later one: this shows nothing"
        sheets = [first.result(), second.result()]
    assert unaccounted(sheets) == {}
    assert store.check() == []
    assert undisturbed - live(store) == set()


def test_of_two_at_the_same_file_one_gives_way(keeper: Keeper, force: Undisturbed, tmp_path: Path) -> None:
    """Whose batches are of another size, so that neither may take the other's for its own."""
    source, full = known_sources()["crimes"], extract(force, "0001", tmp_path / "full")
    store = keeper.fresh()
    whole = loader(store, 1000).load(source, [full])
    undisturbed = list(store.dump())

    def load(store: Store, batch_rows: int) -> bool:
        try:
            loader(store, batch_rows).load(source, [full])
        except LeaseHeldError:
            return False
        return True

    stores = [keeper.fresh(), keeper.again()]
    with ThreadPoolExecutor() as pool:
        done = list(pool.map(load, stores, (20, 35)))
    assert any(done)
    sheet = loader(stores[0], 20).load(source, [full])
    assert (sheet.already, sheet.complete) == (True, True)
    assert [a.read for a in sheet.accounts] == [a.read for a in whole.accounts]
    assert unaccounted([sheet]) == {}
    assert list(stores[0].dump()) == undisturbed
