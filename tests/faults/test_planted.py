"""A folder of faulty extracts of all seven systems: every planted fault is named, and nothing else is lost."""

from __future__ import annotations

import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pole.errors import ExtractError
from pole.graph.port import Store
from pole.graph.rows import LinkRow, MentionRow, QuarantineRow, RecordRow
from pole.ingest.balance import Account, BalanceSheet, balance_sheet
from pole.ingest.files import share_out
from pole.ingest.load import Loader
from pole.simulator import Manifest, simulate
from pole.simulator.faults import Fault, read_faults
from pole.simulator.faults.files import Breaking, ways
from pole.simulator.faults.spots import SPOTS
from tests.faults.loading import known_sources, unaccounted
from tests.stores.keepers import Keeper

PEOPLE, SEED, DAYS = 200, 2, 4
_IN_ONE_BATCH = 100_000
"""Rows: what comes twice in one batch is told as a duplicate."""
_UNCHANGED = ("duplicate", "late")
"""Faults that leave the row they are of as it is."""


class Loaded(NamedTuple):
    """What came of a folder."""

    sheets: dict[str, BalanceSheet]
    refused: dict[str, str]
    """Source to what was said."""
    dump: list[list[Any]]
    """Lines of the canonical dump."""
    kept_back: list[QuarantineRow]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    return simulate(tmp_path_factory.mktemp("sound"), PEOPLE, SEED, DAYS)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    return simulate(tmp_path_factory.mktemp("faulty"), PEOPLE, SEED, DAYS, faults=True)


def test_every_planted_fault_is_named_and_the_rest_equals_the_clean_load(
    keeper: Keeper, tmp_path: Path, sound: Manifest, faulty: Manifest
) -> None:
    faults = read_faults(faulty.directory)
    (tmp_path / "clean").mkdir()
    beside = Keeper("sqlite", tmp_path / "clean", None)
    store, clean_store = keeper.fresh(), beside.fresh()

    found = load(store, faulty.directory)
    clean = load(clean_store, without_last_extracts(sound, tmp_path / "without"))

    assert [fault for fault in faults if not is_named(fault, faults, found, clean)] == []
    assert unaccounted(list(found.sheets.values())) == {}
    spoiled = spoiled_rows(faults, found, clean)
    assert rest(found.dump, spoiled, clean.dump) == rest(clean.dump, spoiled, found.dump)

    mended = load(store, sent_again(sound, faults, faulty, tmp_path / "mended"))
    whole = load(clean_store, sound.directory)

    assert mended.refused == {}
    assert rest(mended.dump, spoiled, whole.dump) == rest(whole.dump, spoiled, mended.dump)
    beside.close()


@pytest.mark.parametrize(("source", "way"), [(source, way) for source in SPOTS for way in ways(source)])
def test_a_broken_file_is_refused_and_nothing_of_its_extract_is_held(
    tmp_path: Path, sound: Manifest, source: str, way: Breaking
) -> None:
    first = [file for file in sound.files if file.source == source and file.mode == "full"]
    for file in first:
        shutil.copy(sound.directory / file.path, tmp_path)
    broken = tmp_path / Path(max(first, key=lambda file: file.rows).path).name
    broken.write_bytes(way.broken(broken.read_bytes()))
    store = Keeper("sqlite", tmp_path, None).fresh()

    with pytest.raises(ExtractError, match=way.words) as refusal:
        Loader(store).load(known_sources()[source], sorted(tmp_path.glob("*_full_*")))

    assert broken.name in str(refusal.value)
    assert list(store.dump()) == []
    store.close()


# ---------------------------------------------------------------- loading


def load(store: Store, folder: Path) -> Loaded:
    """Each source as `pole load --source SOURCE` takes it, until one of its extracts is refused."""
    sources, loader = known_sources(), Loader(store, batch_rows=_IN_ONE_BATCH)
    refused: dict[str, str] = {}
    for name, files in share_out(sources.values(), [folder]).items():
        try:
            loader.load(sources[name], files)
        except ExtractError as error:
            refused[name] = str(error)
    sheets = {name: balance_sheet(name, store.batches(name)) for name in sources}
    return Loaded(sheets, refused, [json.loads(line) for line in store.dump()], list(store.quarantine(None)))


def without_last_extracts(force: Manifest, folder: Path) -> Path:
    """A copy of a folder of extracts in which each source's last has not come yet."""
    last = {file.source: file.extract for file in force.files}
    for file in force.files:
        if file.extract != last[file.source]:
            (folder / file.source).mkdir(parents=True, exist_ok=True)
            shutil.copy(force.directory / file.path, folder / file.path)
    return folder


def sent_again(sound: Manifest, faults: Sequence[Fault], faulty: Manifest, folder: Path) -> Path:
    """A copy of the faulty folder, in which the owners sent again what was refused."""
    shutil.copytree(faulty.directory, folder)
    for fault in faults:
        if fault.says.where == "refusal":
            shutil.copy(sound.directory / fault.file, folder / fault.file)
    return folder


# ---------------------------------------------------------------- what was said


def is_named(fault: Fault, faults: Sequence[Fault], found: Loaded, clean: Loaded) -> bool:
    """Whether the load said what it must, as often as the fault was planted and more often than without."""
    if fault.says.where == "refusal":
        said = found.refused[fault.source]
        return fault.says.what in said and Path(fault.file).name in said
    alike = sum(
        (one.source, one.record, one.column, one.says) == (fault.source, fault.record, fault.column, fault.says)
        for one in faults
    )
    return said_of(fault, found) - said_of(fault, clean) >= alike


def said_of(fault: Fault, loaded: Loaded) -> int:
    """How often a load said what it must of such a fault."""
    if fault.says.where == "quarantine":
        return sum(
            row.source == fault.source and row.type == fault.record and fault.column in row.field and bool(row.remedy)
            for row in loaded.kept_back
        )
    account = next(one for one in loaded.sheets[fault.source].accounts if one.type == fault.record)
    if fault.says.what == "withoutParent":
        return account.without_parent
    if fault.says.what in account.outcomes or fault.says.what in _UNCHANGED:
        return account.outcomes.get(fault.says.what, 0)
    return sum(counts.get(fault.says.what, 0) for counts in of_column(account, fault.column))


def of_column(account: Account, column: str) -> Iterator[Mapping[str, int]]:
    """Counts of all fields that a column goes into."""
    for name, counts in account.fields.items():
        if column in name.rpartition(" from ")[2].split("+"):
            yield counts


# ---------------------------------------------------------------- the rest


def spoiled_rows(faults: Sequence[Fault], *loads: Loaded) -> set[str]:
    """Rows that are not as they should be, or should not be."""
    keys = {(fault.source, fault.record, fault.key) for fault in faults if fault.says.what not in _UNCHANGED}
    records = (RecordRow(*line[1:]) for load in loads for line in load.dump if line[0] == "record")
    return {record.row for record in records if (record.source, record.type, record.key) in keys}


def rest(dump: Sequence[list[Any]], spoiled: set[str], other: Sequence[list[Any]]) -> dict[str, Counter[object]]:
    """Everything in a dump that no spoiled row says, and who is one with whom where none had a say in either dump."""
    touched = {mention for group in (*groups(dump), *groups(other)) for mention, row in group if row in spoiled}
    touched = {
        mention
        for group in (*groups(dump), *groups(other))
        if any(mention in touched for mention, _ in group)
        for mention, _ in group
    }
    found: dict[str, Counter[object]] = defaultdict(Counter)
    for what, *fields in dump:
        if what == "record":
            record = RecordRow(*fields)
            if record.row not in spoiled:
                found["record"][str(record._replace(file="", line=0))] += 1
        elif what == "mention":
            mention = MentionRow(*fields)
            if mention.row not in spoiled:
                found["mention"][str(mention._replace(entity=""))] += 1
        elif what == "link":
            link = LinkRow(*fields)
            if link.row not in spoiled:
                found["link"][str(link._replace(start="", end=""))] += 1
    for group in groups(dump):
        if not any(mention in touched for mention, _ in group):
            found["entity"][frozenset(mention for mention, _ in group)] += 1
    return found


def groups(dump: Sequence[list[Any]]) -> list[list[tuple[str, str]]]:
    """The (mention, row) of each entity."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for what, *fields in dump:
        if what == "mention":
            mention = MentionRow(*fields)
            found[mention.entity].append((mention.id, mention.row))
    return list(found.values())
