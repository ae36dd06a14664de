"""Files that say in a header, or in their name in the owner's words, which extract they are of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from pole.errors import ExtractConflictError, ExtractError
from pole.graph.port import Store
from pole.ingest.inbox import extracts_in
from pole.ingest.mapping import check_mapping
from pole.model.vocabulary import load_vocabulary
from tests.formats.loading import load, outcomes, rows, source_of

SPOOL = """\
source: licences
title: Licences
format:
  kind: delimited
  delimiter: "|"
  types:
    run: {is: header, code: "00", columns: [CODE, RUN_NO, KIND]}
    holder: {code: "10", columns: [CODE, NO, NAME]}
    end: {is: trailer, code: "99", columns: [CODE, ROWS], counts: {ROWS: rows}}
extract: {number: RUN_NO, mode: {column: KIND, map: {ALL: full, CHG: delta}}}
markings: {open: {classification: OFFICIAL}}
marking: open
records:
  holder:
    file: licences*.txt
    key: NO
    retire-limit: 100
    mentions:
      holder:
        is: person/person
        keys: {licence-holder: source-number}
        attributes: {source-number: NO, name: {parts: {surname: NAME}}}
"""
TREE = SPOOL.replace(
    SPOOL[SPOOL.index("  kind: delimited") : SPOOL.index("extract:")],
    """  kind: xml
  types:
    run: {is: header, path: licences}
    holder: {path: licences/holder}
""",
)
for column, path in {"RUN_NO": "'@run'", "KIND": "'@kind'", "NO": "'@no'", "NAME": "'.'", ".txt": ".xml"}.items():
    TREE = TREE.replace(column, path)


Writer: TypeAlias = Callable[..., Path]


def spool(folder: Path, run: str, kind: str, *holders: str) -> Path:
    path = folder / f"licences {run.strip()}{kind}.txt"
    lines = [f"00|{run}|{kind}", *(f"10|{holder}" for holder in holders), f"99|{len(holders)}"]
    path.write_text("\n".join(lines) + "\n")
    return path


def tree(folder: Path, run: str, kind: str, *holders: str) -> Path:
    path = folder / f"licences {run}{kind}.xml"
    inside = "".join('<holder no="{}">{}</holder>'.format(*holder.split("|")) for holder in holders)
    path.write_text(f'<licences run="{run}" kind="{kind}">{inside}</licences>')
    return path


@pytest.mark.parametrize(("mapping", "write"), [(SPOOL, spool), (TREE, tree)], ids=["lines", "trees"])
def test_number_and_mode_stand_in_the_header(store: Store, tmp_path: Path, mapping: str, write: Writer) -> None:
    assert check_mapping(mapping, load_vocabulary()) == []
    source = source_of(mapping)
    first = load(store, source, write(tmp_path, "0009", "ALL", "1|BERG", "2|SAND"))
    assert (first.extracts, outcomes(first)) == (("0009",), {"holder": {"new": 2}})
    delta = load(store, source, write(tmp_path, "0010", "CHG", "2|SANDER"))
    assert outcomes(delta) == {"holder": {"changed": 1}}
    empty = write(tmp_path, "0011", "CHG")
    assert (extracts_in(source, empty), outcomes(load(store, source, empty))) == (["0011"], {})
    assert outcomes(load(store, source, write(tmp_path, "0012", "ALL", "1|BERG"))) == {
        "holder": {"unchanged": 1, "vanished": 1}
    }
    assert sorted(rows(store, source, "holder")) == ["1"]


def test_a_known_number_with_other_content_is_refused(store: Store, tmp_path: Path) -> None:
    source = source_of(SPOOL)
    load(store, source, spool(tmp_path, "9", "ALL", "1|BERG"))
    with pytest.raises(ExtractConflictError, match="Extract 0009 of licences is known with other content"):
        load(store, source, spool(tmp_path, "0009", "ALL", "1|BERGER"))


@pytest.mark.parametrize(
    ("run", "kind", "words"),
    [
        ("", "ALL", "RUN_NO should hold the number of the extract, in digits, and holds nothing"),
        ("A7", "ALL", "RUN_NO should hold the number of the extract, in digits, and holds 'A7'"),
        ("1" * 19, "ALL", "of 19 digits; expected at most 18"),
        ("7", "X", "KIND should say whether the extract is full or a delta, by one of ALL, CHG, and holds 'X'"),
    ],
)
def test_a_header_that_does_not_say_it_is_refused(
    store: Store, tmp_path: Path, run: str, kind: str, words: str
) -> None:
    source, path = source_of(SPOOL), spool(tmp_path, run, kind, "1|BERG")
    with pytest.raises(ExtractError, match=words):
        load(store, source, path)
    assert store.batches() == []
    assert extracts_in(source, path) == [None if not run.isdigit() or len(run) > 18 or kind == "X" else run]


def test_the_mode_stands_in_the_name_in_the_owners_words(store: Store, tmp_path: Path) -> None:
    mapping = SPOOL.replace("extract: {number: RUN_NO, mode: {column: KIND,", 'extract: {mode: {column: "{kind}",')
    mapping = mapping.replace("licences*.txt", "licences_{kind}_{extract}.txt")
    mapping = mapping.replace("ALL: full, CHG: delta", "F: full, D: delta")
    assert check_mapping(mapping, load_vocabulary()) == []
    source = source_of(mapping)
    for name, holders in (("licences_F_1.txt", ["1|BERG", "2|SAND"]), ("licences_D_2.txt", ["1|BERGER"])):
        load(store, source, spool(tmp_path, "", "", *holders).rename(tmp_path / name))
    assert sorted(rows(store, source, "holder")) == ["1", "2"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("number: RUN_NO", "number: NO", "'NO' is no column of a header"),
        ("licences*.txt", "licences_{extract}.txt", "`extract` says where the number is already; leave {extract} out."),
        ("    key: NO", "    mode: full\n    key: NO", "`extract` says the mode already; leave it out here."),
        ("number: RUN_NO, mode: {column: KIND, map: {ALL: full, CHG: delta}}", "", "say which column has the `number`"),
        ("ALL: full", "ALL: whole", "'full' or 'delta'"),
    ],
)
def test_mistakes_are_told(old: str, new: str, words: str) -> None:
    (told,) = check_mapping(SPOOL.replace(old, new), load_vocabulary())
    assert words in told.message


def test_without_a_header_there_is_none_to_look_into() -> None:
    flat = SPOOL[: SPOOL.index("  delimiter")] + SPOOL[SPOOL.index("extract:") :]
    told = [problem.message for problem in check_mapping(flat, load_vocabulary())]
    assert "'RUN_NO' would stand in a header, and there is none among `types`." in told
