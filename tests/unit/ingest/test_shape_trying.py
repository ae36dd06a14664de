"""Whoever writes a mapping sees what the first rows become, and which columns go nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from pole.errors import ExtractError
from pole.ingest.mapping import load_mapping
from pole.ingest.shape import ColumnCoverage, CompiledSource, compile_mapping, coverage, try_mapping
from pole.model.vocabulary import load_vocabulary

MAPPING = """\
source: test
title: A source
format: {kind: delimited, delimiter: "|"}
markings: {open: {classification: OFFICIAL}}
marking: open
no-load: [TRUE_NAME]
records:
  crime:
    file: crimes_{mode}.txt
    key: NO
    skip: {column: TEST, in: [Y]}
    verb: {column: DO, put: [I], delete: [D]}
    mentions:
      crime: {is: event/crime, keys: {crime: reference}, attributes: {reference: NO, summary: WHAT}}
      scene: {is: location/place, attributes: {place-name: WHERE}}
    links:
      - {type: OCCURRED_AT, from: crime, to: scene}
"""
FILE = """\
NO|DO|WHAT|WHERE|TEST|TRUE_NAME|SPARE
A1|I|window broken|Alder Park||| x
A2|D|||||
|I|no number||||
A4|I|a test||Y||
A5|I|||| Owen Lathwell|
A6|I
"""


@pytest.fixture(scope="module")
def source() -> CompiledSource:
    vocabulary = load_vocabulary()
    return compile_mapping(load_mapping(MAPPING, vocabulary), vocabulary)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "crimes_full.txt"
    path.write_text(FILE)
    return path


def test_each_row_is_shown_with_what_comes_of_it(source: CompiledSource, file: Path) -> None:
    rows = try_mapping(source, file, rows=9)
    assert [row.outcome for row in rows] == ["put", "delete", "quarantined", "skipped", "refused", "quarantined"]
    put, _, keyless, _, refused, torn = rows
    assert [(m.name, m.caption, m.marking) for m in put.mentions] == [
        ("crime", "Crime A1", "OFFICIAL"),
        ("scene", "Alder Park", "OFFICIAL"),
    ]
    assert put.mentions[0].keys == ("crime|A1", "(reference|A1)")
    assert [(k.type, k.start, k.end) for k in put.links] == [("OCCURRED_AT", "crime", "scene")]
    assert keyless.words == "NO: the row has no key. Ask the owner for the row again, with its key."
    assert (refused.raw, torn.raw) == ("", "")


def test_only_as_many_rows_are_read_as_asked_for(source: CompiledSource, file: Path) -> None:
    assert [row.line for row in try_mapping(source, file, rows=2)] == [2, 3]


def test_columns_that_go_nowhere_are_seen(source: CompiledSource, file: Path) -> None:
    columns = {column.column: column for column in coverage(source, [file])}
    assert columns["WHAT"] == ColumnCoverage("crime", file.name, "WHAT", ("crime.summary",), 3, 5)
    assert columns["NO"].used_for == ("key", "crime.reference")
    assert [name for name, column in columns.items() if not column.used_for] == ["TRUE_NAME", "SPARE"]


def test_a_file_of_another_name_is_refused_with_the_names_that_are_known(
    source: CompiledSource, tmp_path: Path
) -> None:
    with pytest.raises(ExtractError, match=r"its files are named crimes_\{mode\}\.txt"):
        try_mapping(source, tmp_path / "other.txt")
