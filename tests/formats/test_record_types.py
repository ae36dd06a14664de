"""One file with several record types: each is loaded, retired, kept back and replayed by itself, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from pole.errors import ExtractError, GuardError
from pole.graph.port import Store
from pole.ingest.mapping import check_mapping
from pole.ingest.shape import ColumnCoverage, CompiledSource, coverage, try_mapping
from pole.model.vocabulary import load_vocabulary
from tests.formats.loading import held_back, load, outcomes, replay, rows, said, source_of

MAPPING = """\
source: custody
title: Custody spool
format:
  kind: delimited
  delimiter: "|"
  types:
    run: {is: header, code: "00", columns: [CODE, RUN_NO, RUN_AT]}
    detention: {code: "10", columns: [CODE, NO, SURNAME, FORENAME, REASON]}
    charge: {code: "20", under: detention, columns: [CODE, SEQ, OFFENCE]}
    result: {code: "30", under: charge, columns: [CODE, RESULT]}
    end: {is: trailer, code: "99", columns: [CODE, ROWS, CHARGES], counts: {ROWS: rows, CHARGES: charge}}
markings: {open: {classification: OFFICIAL}}
marking: open
no-load: [REASON]
records:
  detention:
    file: spool_{mode}_{extract}.txt
    key: NO
    received: {column: ^RUN_AT, format: YYYYMMDD}
    mentions:
      detainee:
        is: person/person
        keys: {custody-no: source-number}
        attributes: {source-number: NO, name: {parts: {given: FORENAME, surname: SURNAME}}}
  charge:
    file: spool_{mode}_{extract}.txt
    key: [^NO, SEQ]
    received: {column: ^^RUN_AT, format: YYYYMMDD}
    parent: {record: detention, key: ^NO, replaces: yes}
    mentions:
      detainee: {is: person/person, keys: {custody-no: source-number}, attributes: {source-number: ^NO}}
      charge:
        is: event/charge
        keys: {custody-charge: reference}
        attributes: {reference: {join: [^NO, SEQ], with: /}, offence-text: OFFENCE}
    links:
      - {type: SUSPECT_IN, from: detainee, to: charge}
"""
SPOOL = """\
00|1|20261102
10|D1|BERG|ANNA|
20|1|THEFT
30|GUILTY
20|2|AFFRAY
10|D2|SAND|OWEN|
20|1|ARSON
10|D3|MOOR|KIT|
99|7|3
"""


@pytest.fixture(scope="module")
def source() -> CompiledSource:
    return source_of(MAPPING)


def spool(folder: Path, text: str = SPOOL, name: str = "spool_full_0001.txt", *, counted: bool = True) -> Path:
    """A file of that text, its trailer put right unless it is to be wrong."""
    lines = text.splitlines()
    if counted:
        charges = sum(line.startswith("20|") for line in lines)
        lines[-1] = f"99|{len(lines) - 2}|{charges}"
    path = folder / name
    path.write_text("\n".join(lines) + "\n")
    return path


def test_the_example_has_no_mistake() -> None:
    assert check_mapping(MAPPING, load_vocabulary()) == []


def test_every_type_is_loaded_with_what_it_stands_under(store: Store, source: CompiledSource, tmp_path: Path) -> None:
    sheet = load(store, source, spool(tmp_path))
    assert sheet.complete and sheet.extracts == ("0001",)
    assert outcomes(sheet) == {"detention": {"new": 3}, "charge": {"new": 3}}
    assert said(store, source, "charge", "charge") == {
        "D1|1": {"reference": "D1/1", "offence-text": "THEFT"},
        "D1|2": {"reference": "D1/2", "offence-text": "AFFRAY"},
        "D2|1": {"reference": "D2/1", "offence-text": "ARSON"},
    }
    assert rows(store, source, "charge")["D1|2"] == "20|2|AFFRAY"
    reader = store.reader(frozenset(store.visibilities()))
    (record, *_) = reader.facets([row for row, _, _ in store.live_rows("custody", ["charge"])])
    assert record.received == "2026-11-02T00:00:00Z"
    assert load(store, source, tmp_path).already


def test_a_full_spool_retires_each_type_by_itself(store: Store, source: CompiledSource, tmp_path: Path) -> None:
    load(store, source, spool(tmp_path))
    later = spool(tmp_path, SPOOL.replace("20|2|AFFRAY\n", ""), "spool_full_0002.txt")
    with pytest.raises(GuardError, match="would retire 1 of 3 records of custody charge"):
        load(store, source, later)
    assert len(rows(store, source, "charge")) == 3
    vanished = source_of(MAPPING.replace("    key: [^NO, SEQ]", "    key: [^NO, SEQ]\n    retire-limit: 50"))
    assert outcomes(load(store, vanished, later)) == {
        "detention": {"changed": 3},
        "charge": {"changed": 2, "vanished": 1},
    }


def test_a_delta_replaces_the_children_of_the_parents_in_it(
    store: Store, source: CompiledSource, tmp_path: Path
) -> None:
    load(store, source, spool(tmp_path))
    delta = "00|2|20261103\n10|D1|BERG|ANNA|\n20|2|AFFRAY\n99|2|1\n"
    found = outcomes(load(store, source, spool(tmp_path, delta, "spool_delta_0002.txt")))
    assert found == {"detention": {"unchanged": 1}, "charge": {"unchanged": 1, "withdrawn": 1}}
    assert sorted(rows(store, source, "charge")) == ["D1|2", "D2|1"]


OPENLY = MAPPING.replace("no-load: [REASON]\n", "")
"""The same with nothing that must never be loaded, so that the text of a torn row is kept."""


def test_a_parent_that_is_not_known_as_such_keeps_its_children_back(store: Store, tmp_path: Path) -> None:
    torn = SPOOL.replace("10|D1|BERG|ANNA|", "1O|D1|BERG|ANNA||1980")
    source = source_of(OPENLY)
    sheet = load(store, source, spool(tmp_path, torn))
    assert outcomes(sheet) == {"detention": {"new": 2, "quarantined": 1}, "charge": {"new": 1, "quarantined": 2}}
    assert held_back(store) == [
        ("detention", 2, "no type of line has the code '1O'"),
        ("charge", 3, "no detention line stands before it"),
        ("charge", 5, "no detention line stands before it"),
    ]
    assert outcomes(replay(store, source)) == {"detention": {"quarantined": 1}, "charge": {"quarantined": 2}}


def test_children_of_a_torn_parent_come_through_once_the_mapping_can_read_it(store: Store, tmp_path: Path) -> None:
    text = SPOOL.replace("ANNA|", "ANNA||1980").replace("OWEN|", "OWEN||1981").replace("KIT|", "KIT||1982")
    source = source_of(OPENLY)
    assert outcomes(load(store, source, spool(tmp_path, text))) == {
        "detention": {"quarantined": 3},
        "charge": {"quarantined": 3},
    }
    assert ("charge", 5) in [(type_, line) for type_, line, _ in held_back(store)]
    assert {reason for type_, _, reason in held_back(store) if type_ == "charge"} == {
        f"the detention line it stands under, line {line}, cannot be read: 6 fields where 5 are expected"
        for line in (2, 6)
    }
    mended = source_of(OPENLY.replace("FORENAME, REASON]", "FORENAME, REASON, YEAR]"))
    assert outcomes(replay(store, mended)) == {"detention": {"new": 3}, "charge": {"new": 3}}
    assert held_back(store) == []
    assert said(store, mended, "charge", "charge")["D2|1"]["offence-text"] == "ARSON"


def test_a_line_of_no_known_type_withholds_every_retirement_in_its_file(store: Store, tmp_path: Path) -> None:
    source = source_of(OPENLY)
    load(store, source, spool(tmp_path))
    later = spool(tmp_path, SPOOL.replace("10|D3|MOOR|KIT|", "1D3|MOOR|KIT|"), "spool_full_0002.txt")
    sheet = load(store, source, later)
    assert outcomes(sheet)["detention"] == {"unchanged": 2, "quarantined": 1}
    assert sheet.notes == (
        "charge: 1 rows had no readable key, so nothing was retired; mend them and load again.",
        "detention: 1 rows had no readable key, so nothing was retired; mend them and load again.",
    )
    assert len(rows(store, source, "detention")) == 3


def test_a_new_type_of_line_is_kept_whole_until_the_mapping_names_it(store: Store, tmp_path: Path) -> None:
    text = SPOOL.replace("20|2|AFFRAY\n", "20|2|AFFRAY\n40|1|KEYS\n40|2|PURSE\n")
    load(store, source_of(OPENLY), spool(tmp_path, text))
    assert [row[:2] for row in held_back(store)] == [("detention", 6), ("detention", 7)]
    named = OPENLY.replace(
        "    result:", '    item: {code: "40", under: detention, columns: [CODE, NO, WHAT]}\n    result:', 1
    )
    read = """\
  item:
    file: spool_{mode}_{extract}.txt
    key: [^NO, NO]
    parent: {record: detention, key: ^NO}
    mentions:
      item: {is: object/property-item, keys: {item-no: source-number}, attributes: {source-number: NO, description: WHAT}}
"""
    source = source_of(named + read)
    assert outcomes(replay(store, source)) == {"item": {"new": 2}}
    assert rows(store, source, "item") == {"D1|1": "40|1|KEYS", "D1|2": "40|2|PURSE"}


def test_a_new_type_of_line_that_nobody_wants_leaves_the_quarantine(store: Store, tmp_path: Path) -> None:
    text = SPOOL.replace("20|1|ARSON\n", "40|1|KEYS\n20|1|ARSON\n")
    load(store, source_of(OPENLY), spool(tmp_path, text))
    assert [row[:2] for row in held_back(store)] == [("detention", 7), ("charge", 8)]
    named = OPENLY.replace(
        "    result:", '    item: {code: "40", under: detention, columns: [CODE, NO, WHAT]}\n    result:', 1
    )
    assert outcomes(replay(store, source_of(named))) == {"charge": {"new": 1}, "detention": {"skipped": 1}}
    assert held_back(store) == []


def test_children_of_a_row_that_must_never_be_loaded_are_refused_with_it(
    store: Store, source: CompiledSource, tmp_path: Path
) -> None:
    sheet = load(store, source, spool(tmp_path, SPOOL.replace("BERG|ANNA|", "BERG|ANNA|PROTECTED WITNESS")))
    assert outcomes(sheet) == {"detention": {"new": 2, "refused": 1}, "charge": {"new": 1, "refused": 2}}
    assert [line for line in store.dump(exact=True) if "BERG" in line or "THEFT" in line or "PROTECTED" in line] == []


def test_a_wrong_count_stops_everything_before_anything_is_written(
    store: Store, source: CompiledSource, tmp_path: Path
) -> None:
    cut = spool(tmp_path, SPOOL.replace("20|1|ARSON\n", ""), counted=False)
    with pytest.raises(ExtractError, match="line 8: the end line counts 7 for rows, and the file has 6"):
        load(store, source, cut)
    assert list(store.dump()) == []


def test_trying_a_file_shows_its_rows_in_their_order_whatever_their_types(
    source: CompiledSource, tmp_path: Path
) -> None:
    tried = try_mapping(source, spool(tmp_path, SPOOL.replace("20|2", "2O|2")), rows=5)
    assert [(row.line, row.record, row.outcome, row.key) for row in tried] == [
        (2, "detention", "put", "D1"),
        (3, "charge", "put", "D1|1"),
        (5, "detention", "quarantined", ""),
        (6, "detention", "put", "D2"),
        (7, "charge", "put", "D2|1"),
    ]


def test_coverage_tells_of_every_type_and_of_the_header(source: CompiledSource, tmp_path: Path) -> None:
    path = spool(tmp_path)
    covered = {(column.record, column.column): column for column in coverage(source, [path])}
    unused = [place for place, column in covered.items() if not column.used_for]
    assert unused == [
        ("detention", "CODE"),
        ("detention", "REASON"),
        ("detention", "^CODE"),
        ("detention", "^RUN_NO"),
        ("charge", "CODE"),
        ("(result)", "CODE"),
        ("(result)", "RESULT"),
    ]
    assert covered["detention", "^RUN_AT"].used_for == ("detention: received", "charge: received")
    assert covered["detention", "NO"].used_for[:2] == ("key", "detainee.source-number")
    assert covered["(result)", "RESULT"] == ColumnCoverage("(result)", path.name, "RESULT", (), 1, 1)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("key: [^NO, SEQ]", "key: [^NUMBER, SEQ]", "'^NUMBER' is no column; there are CODE, OFFENCE, SEQ, ^CODE"),
        ("received: {column: ^^RUN_AT", "received: {column: ^RUN_AT", "'^RUN_AT' is no column; did you mean ^^RUN_AT"),
        ("  charge:\n    file", "  chrage:\n    file", "'chrage' is no type of row in `format`; did you mean charge"),
        (
            "    parent:",
            "    type: run\n    parent:",
            "'run' is no type of row in `format`; there are charge, detention",
        ),
        (
            "    parent:",
            "    type: detention\n    parent:",
            "record detention has files of the same name and reads the same",
        ),
        ("    parent:", "    columns: [A]\n    parent:", "the types in `format` have the columns; leave `columns` out"),
        ("no-load: [REASON]", "no-load: [RAESON]", "'RAESON' is no column of any type; did you mean REASON"),
        ("under: detention", "under: nothing", "'nothing' is no type of row; there are detention, charge, result."),
        ('delimiter: "|"', 'delimiter: "|"\n  header: yes', "with `types`, header and trailer are types among them"),
        ("kind: delimited", "kind: delimitd", "4:3: 'delimitd' is no kind; did you mean delimited?"),
        ("  kind: delimited\n", "", "`kind` is missing"),
        ('code: "30", under', 'cod: "30", under', "'cod' is no key here; did you mean code"),
    ],
)
def test_a_mistake_in_a_mapping_of_types_is_told(old: str, new: str, told: str) -> None:
    assert told in "\n".join(map(str, check_mapping(MAPPING.replace(old, new), load_vocabulary())))
