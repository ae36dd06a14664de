"""What is asked of every loader."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from importlib.metadata import entry_points
from importlib.resources import files

import pytest

from pole.ingest.mapping import check_mapping, load_mapping
from pole.ingest.mapping.spec import MappingSpec, RecordSpec
from pole.ingest.shape import Quarantined, coverage
from pole.model.facts import ShapedRow
from pole.simulator import Manifest
from tests.loaders.shaping import LOADERS, compiled, shape_any_row, shape_file, vocabulary

_NO_KEY = {
    "crimes": "I", "child-protection": "I", "incidents": "N", "domestic-abuse": "INS", "custody": "A",
    "firearms": "N", "intelligence": "I",
}  # fmt: skip
"""The code with which each simulated source says that a row is there."""
_SIMULATED = tuple(_NO_KEY)
_SAYS_NOTHING = {("offence", "DISP_BY")}
"""Columns of a source out of which nothing is made: who entered a disposal is not who decided it."""


def test_a_loader_is_found_by_the_name_of_its_source() -> None:
    found = {entry.name: entry.value for entry in entry_points(group="pole.loaders")}
    assert found == {source: f"loaders.{folder}" for source, folder in LOADERS.items()}
    assert all(compiled(source).source == source for source in LOADERS)


@pytest.mark.parametrize("source", LOADERS)
def test_a_mapping_has_no_mistake(source: str) -> None:
    mapping = files(f"loaders.{LOADERS[source]}") / "mapping.yaml"
    assert check_mapping(mapping, vocabulary()) == []


@pytest.mark.parametrize("source", LOADERS)
def test_its_readme_says_what_is_known_and_what_is_assumed(source: str) -> None:
    readme = (files(f"loaders.{LOADERS[source]}") / "README.md").read_text("utf-8")
    assert readme.startswith(f"# {source}: ")
    assert "## What comes out" in readme
    assert "## Known and assumed" in readme


@pytest.mark.parametrize("source", _SIMULATED)
def test_its_readme_says_what_a_simulated_force_plants(source: str) -> None:
    readme = (files(f"loaders.{LOADERS[source]}") / "README.md").read_text("utf-8")
    assert "## What a simulated force plants" in readme


@pytest.mark.parametrize("source", _SIMULATED)
def test_its_readme_names_every_record(source: str) -> None:
    readme = (files(f"loaders.{LOADERS[source]}") / "README.md").read_text("utf-8")
    assert [record for record in compiled(source).records if f"| `{record}` |" not in readme] == []


@pytest.mark.parametrize("source", _SIMULATED)
def test_no_row_of_a_simulated_force_is_quarantined(force: Manifest, source: str) -> None:
    shaped = [row for path in force.of_source(source) for row in shape_file(source, path)]
    assert {type(row).__name__ for row in shaped} == {"ShapedRow"}


@pytest.mark.parametrize("source", _SIMULATED)
def test_no_value_of_a_simulated_force_is_rejected_unmapped_or_out_of_place(force: Manifest, source: str) -> None:
    for record in compiled(source).records.values():
        record.reset_counts()
    for path in force.of_source(source):
        list(shape_file(source, path))
    fields = [field for record in compiled(source).records.values() for field in record.field_counts()]
    assert [field for field in fields if field.rejected or field.unmapped or field.unfit] == []


@pytest.mark.parametrize("source", _SIMULATED)
def test_every_column_that_a_simulated_force_writes_is_used(force: Manifest, source: str) -> None:
    unused: dict[str, set[str]] = {}
    for path in force.of_source(source):
        for column in coverage(compiled(source), [path]):
            of_the_layout = column.column == "CODE" or column.column.startswith("^")
            if not column.used_for and not of_the_layout and (column.record, column.column) not in _SAYS_NOTHING:
                unused.setdefault(column.record, set()).add(column.column)
    assert unused == {}


@pytest.mark.parametrize("source", _SIMULATED)
def test_the_truth_tells_who_or_what_every_mention_of_a_simulated_force_is(force: Manifest, source: str) -> None:
    with (force.directory / force.truth).open(encoding="utf-8", newline="") as file:
        told = {(row["record"], row["key"], row["mention"]) for row in csv.DictReader(file) if row["source"] == source}
    made = {
        (row.type, row.key, mention.name)
        for path in force.of_source(source)
        for row in shape_file(source, path)
        if isinstance(row, ShapedRow)
        for facet in row.facets
        for mention in facet.mentions
    }
    assert made
    assert made - told == set()


@pytest.mark.parametrize("source", _SIMULATED)
def test_the_truth_tells_of_nothing_that_no_row_mentions(force: Manifest, source: str) -> None:
    with (force.directory / force.truth).open(encoding="utf-8", newline="") as file:
        told = {(row["record"], row["mention"]) for row in csv.DictReader(file) if row["source"] == source}
    known = {(name, mention) for name, record in _records(source).items() for mention in record.mentions}
    assert told - known - {("merge", "merged")} == set()


@pytest.mark.parametrize("source", _SIMULATED)
def test_a_row_without_its_key_is_quarantined_with_what_to_do(source: str) -> None:
    mapping = _spec(source)
    for record in compiled(source).records.values():
        verb = mapping.verb_of(mapping.records[record.name])
        action = "M" if record.name == "merge" else _NO_KEY[source]
        found = shape_any_row(source, record.name, {verb.column: action} if verb else {})
        assert isinstance(found, Quarantined), record.name
        assert (found.reason, bool(found.remedy)) == ("the row has no key", True)


def _records(source: str) -> Mapping[str, RecordSpec]:
    return _spec(source).records


def _spec(source: str) -> MappingSpec:
    return load_mapping(files(f"loaders.{LOADERS[source]}") / "mapping.yaml", vocabulary()).spec
