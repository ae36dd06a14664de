"""Reports in XML, their items and subjects: loaded by themselves, kept back with what they stand in, replayed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pole.errors import ExtractError
from pole.graph.port import Store
from pole.ingest.mapping import check_mapping
from pole.ingest.shape import CompiledSource, coverage, try_mapping
from pole.model.vocabulary import load_vocabulary
from tests.formats.loading import held_back, load, outcomes, replay, said, source_of

MAPPING = """\
source: reports
title: Reports
format:
  kind: xml
  namespace: urn:force
  types:
    run: {is: header, path: reports, counts: {"@count": report}}
    report: {path: reports/report}
    item: {under: report, path: items/item}
    subject: {under: item, path: subjects/subject}
markings: {open: {classification: OFFICIAL}}
marking: open
no-load: ["@true-name"]
records:
  report:
    file: reports_{mode}_{extract}.xml
    key: "@urn"
    received: {column: ^@made, format: YYYY-MM-DD}
    mentions:
      report: {is: event/intelligence-report, keys: {report: reference}, attributes: {reference: "@urn"}}
  subject:
    file: reports_{mode}_{extract}.xml
    key: [^^@urn, ^@no, "@no"]
    parent: {record: report, key: ^^@urn}
    mentions:
      subject:
        is: person/person
        keys: {subject-no: source-number}
        attributes:
          source-number: "@no"
          name: {parts: {given: name/given, surname: name/surname}}
          alias: {split: "alias[]", by: "\\n"}
          born: {column: born, format: YYYY-MM-DD, required: yes}
      report: {is: event/intelligence-report, keys: {report: reference}, attributes: {reference: ^^@urn}}
    links:
      - {type: SUBJECT_OF, from: subject, to: report}
"""
FILE = """\
<reports xmlns="urn:force" made="2026-11-02" count="2">
 <report urn="R1">
  <items>
   <item no="1">
    <subjects>
     <subject no="S1"><name><given>ANNA</given><surname>BERG</surname></name><born>1980-02-03</born>
       <alias>BERGY</alias><alias>ANN</alias></subject>
     <subject no="S2"><name><surname>SAND</surname></name><born>1980-02-31</born></subject>
    </subjects>
   </item>
  </items>
 </report>
 <report urn="R2"><items><item no="1"><subjects><subject no="S3"><name><surname>MOOR</surname></name>
   <name><surname>MUIR</surname></name><born>1990-01-02</born></subject></subjects></item></items></report>
</reports>
"""


@pytest.fixture(scope="module")
def source() -> CompiledSource:
    return source_of(MAPPING)


def extract(folder: Path, text: str = FILE, name: str = "reports_full_0001.xml") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_rows_in_rows_are_loaded_and_bad_ones_kept_back_with_what_to_do(
    store: Store, source: CompiledSource, tmp_path: Path
) -> None:
    sheet = load(store, source, extract(tmp_path))
    assert outcomes(sheet) == {"report": {"new": 2}, "subject": {"new": 1, "quarantined": 2}}
    assert said(store, source, "subject", "subject")["R1|1|S1"] == {
        "source-number": "S1",
        "name": "BERG, ANNA",
        "alias": "ANN",
        "born": "1980-02-03",
    }
    assert held_back(store) == [
        ("subject", 8, "a required value is missing (rejected: calendar: no such day)"),
        ("subject", 13, "name/surname is there 2 times"),
    ]


def test_what_was_kept_back_is_replayed_with_what_it_stands_in(store: Store, tmp_path: Path) -> None:
    openly = MAPPING.replace('no-load: ["@true-name"]\n', "")
    load(store, source_of(openly), extract(tmp_path))
    mended = source_of(
        openly.replace("surname: name/surname", 'surname: "name[1]/surname"').replace(", required: yes", "")
    )
    assert outcomes(replay(store, mended)) == {"subject": {"new": 2}}
    assert said(store, mended, "subject", "report")["R2|1|S3"] == {"reference": "R2"}
    assert held_back(store) == []


def test_what_must_never_be_loaded_takes_along_what_stands_in_it(
    store: Store, source: CompiledSource, tmp_path: Path
) -> None:
    text = FILE.replace('<item no="1">\n', '<item no="1" true-name="HIDDEN PERSON">\n')
    sheet = load(store, source, extract(tmp_path, text))
    assert outcomes(sheet) == {"report": {"new": 2}, "subject": {"refused": 2, "quarantined": 1}}
    assert [line for line in store.dump(exact=True) if "HIDDEN" in line or "ANNA" in line] == []


def test_a_wrong_count_or_a_cut_file_leaves_the_store_as_it_was(
    store: Store, source: CompiledSource, tmp_path: Path
) -> None:
    with pytest.raises(ExtractError, match="@count of the run counts 3 for report, and the file has 2"):
        load(store, source, extract(tmp_path, FILE.replace('count="2"', 'count="3"')))
    with pytest.raises(ExtractError, match=r"reports_full_0001\.xml, line 13: this is not well-formed XML"):
        load(store, source, extract(tmp_path, FILE[:-120]))
    assert list(store.dump()) == []


def test_a_second_extract_leaves_alone_what_has_not_changed(
    store: Store, source: CompiledSource, tmp_path: Path
) -> None:
    load(store, source, extract(tmp_path))
    later = FILE.replace("2026-11-02", "2026-11-03").replace("<given>ANNA", "<given>ANNE")
    sheet = load(store, source, extract(tmp_path, later, "reports_full_0002.xml"))
    assert outcomes(sheet)["report"] == {"unchanged": 2}
    assert outcomes(sheet)["subject"] == {"changed": 1, "quarantined": 2}


def test_a_file_is_tried_and_covered(source: CompiledSource, tmp_path: Path) -> None:
    path = extract(tmp_path, FILE.replace('urn="R2"', 'urn="R2" grade="A"'))
    assert [(row.line, row.record, row.key or row.words[:24]) for row in try_mapping(source, path, rows=3)] == [
        (2, "report", "R1"),
        (6, "subject", "R1|1|S1"),
        (8, "subject", "born: a required value i"),
    ]
    covered = {(column.record, column.column): column for column in coverage(source, [path])}
    assert [place for place, column in covered.items() if not column.used_for] == [("report", "@grade")]
    assert covered["report", "^@count"].used_for != ()
    assert [place for place, column in covered.items() if not column.there] == []
    assert covered["(item)", "@no"].used_for == ("subject: key",)
    assert covered["subject", "alias"].used_for == ("subject.alias",)
    misspelt = source_of(MAPPING.replace("given: name/given", "given: name/giver"))
    assert [column.column for column in coverage(misspelt, [path]) if not column.there] == ["name/giver"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('key: "@urn"', "key: @urn", "a text that begins with @ must stand in quotes"),
        ("given: name/given", "given: name//given", "'name//given' is no path such as name/surname or @id"),
        ("[^^@urn, ^@no", "[^^^^@urn, ^@no", "^^^^@urn goes 4 steps out, and there are 3 around a subject"),
        ("path: reports/report}", "path: f:reports/report}", "the prefix 'f' is not among `namespaces`"),
        (
            "    subject: {under: item, path: subjects/subject}",
            "    subject: {under: item}",
            "say which elements these are",
        ),
    ],
)
def test_a_mistake_in_a_mapping_of_xml_is_told(old: str, new: str, told: str) -> None:
    assert told in "\n".join(map(str, check_mapping(MAPPING.replace(old, new), load_vocabulary())))
