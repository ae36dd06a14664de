"""Workbooks: each sheet a record type, loaded by itself, kept back and replayed without the file."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]

from pole.graph.port import Store
from pole.ingest.mapping import check_mapping
from pole.ingest.shape import coverage, try_mapping
from pole.model.vocabulary import load_vocabulary
from tests.formats.loading import held_back, load, outcomes, replay, rows, said, source_of

MAPPING = """\
source: licences
title: Licences
format:
  kind: excel
  types:
    holder: {sheet: Holders, header: 3}
    plate: {sheet: Plates}
markings: {open: {classification: OFFICIAL}}
marking: open
records:
  holder:
    file: licences_{extract}.xlsx
    key: No
    mentions:
      holder:
        is: person/person
        keys: {licence-holder: source-number}
        attributes:
          source-number: No
          name: {parts: {surname: Name}}
          born: {column: Date of birth, format: YYYY-MM-DD}
  car:
    type: plate
    file: licences_{extract}.xlsx
    key: Plate
    mentions:
      car: {is: object/vehicle, attributes: {vrm: Plate, make: Make}}
"""


def workbook(folder: Path) -> Path:
    path = folder / "licences_0001.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        holders, plates = book.add_worksheet("Holders"), book.add_worksheet("Plates")
        holders.merge_range(0, 0, 0, 2, "LICENCES")
        for line, cells in enumerate(
            (["No", "Name", "Date of birth"], ["7", "BERG", "1979-02-14"], [], ["", "SAND"]), 2
        ):
            for column, text in enumerate(cells):
                holders.write_string(line, column, text)
        for line, cells in enumerate((["Plate", "Make", "Wheels"], ["MF71 ABX", "SKODA", "4"])):
            for column, text in enumerate(cells):
                plates.write_string(line, column, text)
    return path


def test_each_sheet_is_loaded_by_itself_and_a_bad_row_replayed(store: Store, tmp_path: Path) -> None:
    assert check_mapping(MAPPING, load_vocabulary()) == []
    source = source_of(MAPPING)
    found = outcomes(load(store, source, workbook(tmp_path)))
    assert found == {"holder": {"new": 1, "quarantined": 1}, "car": {"new": 1}}
    assert said(store, source, "holder", "holder")["7"] == {
        "source-number": "7",
        "name": "BERG",
        "born": "1979-02-14",
    }
    assert rows(store, source, "car") == {"MF71 ABX": '["MF71 ABX", "SKODA", "4"]'}
    assert held_back(store) == [("holder", 6, "the row has no key")]
    assert outcomes(replay(store, source_of(MAPPING.replace("key: No", "key: Name")))) == {"holder": {"new": 1}}


def test_a_workbook_is_tried_and_covered(tmp_path: Path) -> None:
    source, path = source_of(MAPPING), workbook(tmp_path)
    assert [(row.line, row.record, row.key) for row in try_mapping(source, path)] == [
        (2, "car", "MF71 ABX"),
        (4, "holder", "7"),
        (6, "holder", ""),
    ]
    assert [(c.record, c.column) for c in coverage(source, [path]) if not c.used_for] == [("car", "Wheels")]
