"""Objects in JSON and JSON lines: loaded by themselves, kept back with what they stand in, replayed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pole.errors import ExtractError
from pole.graph.port import Store
from pole.ingest.mapping import check_mapping
from pole.ingest.shape import coverage, try_mapping
from pole.model.vocabulary import load_vocabulary
from tests.formats.loading import held_back, load, outcomes, replay, rows, said, source_of

MAPPING = """\
source: stops
title: Stops
format:
  kind: json
  types:
    run: {is: header}
    stop: {path: stops}
    person: {under: stop, path: people}
    end: {is: trailer, counts: {total: stop}}
markings: {open: {classification: OFFICIAL}}
marking: open
records:
  stop:
    file: stops_{mode}_{extract}.json
    key: id
    received: {column: ^made, format: YYYY-MM-DD}
    mentions:
      stop: {is: event/stop, keys: {stop: reference}, attributes: {reference: id}}
  person:
    file: stops_{mode}_{extract}.json
    key: [^id, no]
    parent: {record: stop, key: ^id}
    mentions:
      person:
        is: person/person
        keys: {stopped: source-number}
        attributes:
          source-number: no
          name: {parts: {given: "name.given[1]", surname: name.surname}}
          alias: {split: "aliases[]", by: "\\n"}
          born: {column: born, format: YYYY-MM-DD}
      stop: {is: event/stop, keys: {stop: reference}, attributes: {reference: ^id}}
    links:
      - {type: PARTY_TO, from: person, to: stop}
"""
PEOPLE = [
    {"no": 1, "name": {"given": ["ANNA", "MAY"], "surname": "BERG"}, "born": "1980-02-03", "aliases": ["ANN", "BERGY"]},
    {"no": 2, "name": "SAND"},
]
STOPS = [{"id": "S1", "people": PEOPLE}, {"id": "S2", "people": [{"no": 10.0, "name": {"surname": "MOOR"}}]}]
EXTRACT = {"made": "2026-11-02", "stops": STOPS, "total": 2}


def extract(folder: Path, said: object = EXTRACT, name: str = "stops_full_0001.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(said, indent=1))
    return path


def test_the_example_has_no_mistake() -> None:
    assert check_mapping(MAPPING, load_vocabulary()) == []


def test_rows_in_rows_are_loaded_and_bad_ones_replayed_with_what_they_stand_in(store: Store, tmp_path: Path) -> None:
    source = source_of(MAPPING)
    assert outcomes(load(store, source, extract(tmp_path))) == {
        "stop": {"new": 2},
        "person": {"new": 2, "quarantined": 1},
    }
    assert said(store, source, "person", "person")["S1|1"] == {
        "source-number": "1",
        "name": "BERG, ANNA",
        "alias": "BERGY",
        "born": "1980-02-03",
    }
    assert sorted(rows(store, source, "person")) == ["S1|1", "S2|10.0"]
    assert held_back(store) == [("person", 4, "name is a value, and has no members")]
    mended = source_of(MAPPING.replace('{parts: {given: "name.given[1]", surname: name.surname}}', "name"))
    assert outcomes(replay(store, mended)) == {"person": {"new": 1}}
    assert said(store, mended, "person", "stop")["S1|2"] == {"reference": "S1"}


def test_a_wrong_count_leaves_the_store_as_it_was(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="total of the end counts 3 for stop, and the file has 2"):
        load(store, source_of(MAPPING), extract(tmp_path, {**EXTRACT, "total": 3}))
    assert list(store.dump()) == []


def test_a_file_is_tried_and_covered(tmp_path: Path) -> None:
    source, path = source_of(MAPPING), extract(tmp_path)
    assert [(row.record, row.key) for row in try_mapping(source, path)] == [
        ("stop", "S1"),
        ("person", "S1|1"),
        ("person", ""),
        ("stop", "S2"),
        ("person", "S2|10.0"),
    ]
    covered = {(column.record, column.column): column for column in coverage(source, [path])}
    assert [place for place, column in covered.items() if not column.used_for] == [("person", "name")]
    assert covered["stop", "^made"].used_for == ("stop: received",)
    assert covered["person", "name.given"].used_for == ("person.name",)


def test_lines_are_loaded_each_by_itself(store: Store, tmp_path: Path) -> None:
    lines = (
        MAPPING.replace("kind: json", "kind: json-lines")
        .replace("    run: {is: header}\n", "")
        .replace("    end: {is: trailer, counts: {total: stop}}\n", "")
    )
    source = source_of(
        lines.replace("stop: {path: stops}", "stop: {}")
        .replace("    received: {column: ^made, format: YYYY-MM-DD}\n", "")
        .replace(".json", ".jsonl")
    )
    path = tmp_path / "stops_full_0001.jsonl"
    path.write_text("\n".join([*(json.dumps(stop) for stop in STOPS), '{"id": "S3"', ""]))
    assert outcomes(load(store, source, path)) == {
        "stop": {"new": 2, "quarantined": 1},
        "person": {"new": 2, "quarantined": 1},
    }
    assert held_back(store) == [
        ("person", 1, "name is a value, and has no members"),
        ("stop", 3, "it is not JSON: Expecting ',' delimiter (character 12)"),
    ]
