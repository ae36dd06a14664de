"""A marking that hangs on a code is one that the mapping declared for it, and what nobody knows is never the least restricted."""

from __future__ import annotations

import pytest

from pole.ingest.mapping import check_mapping, load_mapping
from pole.ingest.shape import CompiledSource, Quarantined, compile_mapping
from pole.model.facts import ShapedRow
from pole.model.marking import Marking
from pole.model.vocabulary import load_vocabulary
from tests.unit.ingest.test_shape import one_record, outcome, shaped

VOCABULARY = load_vocabulary()
HEAD = """\
source: test
title: Reports
format: {kind: delimited, delimiter: "|", absent: [""]}
markings:
  open: {classification: OFFICIAL}
  shared: {classification: OFFICIAL-SENSITIVE, compartments: [intelligence]}
  limited: {classification: OFFICIAL-SENSITIVE, compartments: [intelligence], handling: [C]}
  closed: {classification: OFFICIAL-SENSITIVE, compartments: [intelligence], handling: [C, A1]}
marking: closed
records:
  item:
    file: item.txt
    key: NO
    marking: {columns: [HANDLING, ACTION], map: {P: shared, C: limited, C A1: closed, "": closed}, otherwise: OTHERWISE}
    mentions:
      report:
        is: event/intelligence-report
        keys: {report: reference}
        attributes: {reference: {column: NO, marking: RELEASED}, summary: TEXT}
      subject: {is: person/person, keys: {person: source-number}, attributes: {source-number: SUBJECT}}
    links:
      - {type: SUBJECT_OF, from: subject, to: report}
"""
SHARED = Marking.of("OFFICIAL-SENSITIVE", compartments=["intelligence"])
LIMITED = Marking.of("OFFICIAL-SENSITIVE", compartments=["intelligence"], handling=["C"])
CLOSED = Marking.of("OFFICIAL-SENSITIVE", compartments=["intelligence"], handling=["C", "A1"])


def _text(otherwise: str = "quarantine", released: str = "closed") -> str:
    same = ", marking: closed" if released == "closed" else f", marking: {released}"
    text = HEAD.replace("OTHERWISE", otherwise)
    return text.replace("{column: NO, marking: RELEASED}", "NO" if released == "closed" else f"{{column: NO{same}}}")


@pytest.fixture(scope="module")
def source() -> CompiledSource:
    return compile_mapping(load_mapping(_text(), VOCABULARY), VOCABULARY)


def _markings(source: CompiledSource, row: ShapedRow) -> set[Marking]:
    return {source.markings[facet.vis] for facet in row.facets if facet.mentions}


@pytest.mark.parametrize(
    ("handling", "action", "marking"),
    [("P", "", SHARED), ("C", "", LIMITED), (" C ", "A1", CLOSED), ("", "", CLOSED)],
)
def test_a_row_has_the_marking_that_is_declared_for_its_code(
    source: CompiledSource, handling: str, action: str, marking: Marking
) -> None:
    row = shaped(source, "item", NO="1", HANDLING=handling, ACTION=action, TEXT="WORDS", SUBJECT="S1")
    assert _markings(source, row) == {marking}
    assert [link.vis for facet in row.facets for link in facet.links] == [
        facet.vis for facet in row.facets if facet.links
    ]


def test_the_row_as_received_is_for_those_who_may_see_every_row(source: CompiledSource) -> None:
    row = shaped(source, "item", NO="1", HANDLING="P", TEXT="WORDS")
    assert [source.markings[facet.vis] for facet in row.facets if facet.raw is not None] == [CLOSED]


@pytest.mark.parametrize(("handling", "action"), [("X", ""), ("P", "A1"), ("SECRET", "")])
def test_a_code_without_a_marking_holds_the_row_back(source: CompiledSource, handling: str, action: str) -> None:
    held = outcome(source, "item", NO="1", HANDLING=handling, ACTION=action, TEXT="WORDS")
    assert isinstance(held, Quarantined)
    assert (held.field, source.markings[held.vis]) == ("HANDLING+ACTION", CLOSED)
    assert held.reason.startswith("no marking is declared for")


def test_a_code_without_a_marking_may_get_the_strictest_of_all() -> None:
    source = compile_mapping(load_mapping(_text("closed"), VOCABULARY), VOCABULARY)
    assert _markings(source, shaped(source, "item", NO="1", HANDLING="X", TEXT="WORDS")) == {CLOSED}


@pytest.mark.parametrize("weaker", ["limited", "shared", "open"])
def test_a_code_without_a_marking_never_makes_a_row_less_restricted(weaker: str) -> None:
    (problem, *_) = [str(p) for p in check_mapping(_text(weaker), VOCABULARY)]
    assert "a code that nobody knows gets the strictest marking" in problem


def test_what_a_code_may_come_to_is_declared_and_all_of_it_is_said() -> None:
    mistakes = {
        _text().replace("P: shared", "P: shard"): "'shard' is no marking of this mapping; did you mean shared",
        _text().replace(", otherwise: quarantine", ""): "`map`, from code to marking, and `otherwise`",
        _text().replace("marking: {columns: [HANDLING, ACTION], ", "marking: {name: closed, "): "need `columns`",
        _text().replace("C: limited", 'C: ""'): "expected something, found nothing",
    }
    for text, told in mistakes.items():
        assert any(told in str(problem) for problem in check_mapping(text, VOCABULARY)), told


def test_a_release_is_looked_at_under_every_marking_that_a_row_can_have() -> None:
    text = _text().replace("summary: TEXT", "summary: {column: TEXT, marking: shared}")
    found = [str(problem) for problem in check_mapping(text, VOCABULARY)]
    assert found and all("summary is released" in problem for problem in found)
    released = compile_mapping(load_mapping(_text(released="open"), VOCABULARY), VOCABULARY)
    row = shaped(released, "item", NO="1", HANDLING="C", TEXT="WORDS")
    assert _markings(released, row) == {Marking.of("OFFICIAL"), LIMITED}


def test_fields_are_counted_once_whatever_the_marking(source: CompiledSource) -> None:
    record = source.records["item"]
    record.reset_counts()
    for handling in ("P", "C", "C", "X"):
        outcome(source, "item", NO="1", HANDLING=handling, TEXT="WORDS")
    counts = {field.place: field.mapped for field in record.field_counts()}
    assert counts["report.summary"] == 3
    assert len([field for field in record.field_counts() if field.place == "report.summary"]) == 1


def test_a_row_that_is_raised_leaves_nothing_below_under_its_new_version(source: CompiledSource) -> None:
    low = shaped(source, "item", NO="1", HANDLING="P", TEXT="WORDS")
    high = shaped(source, "item", NO="1", HANDLING="C", ACTION="A1", TEXT="WORDS")
    assert low.row == high.row
    assert {facet.record for facet in low.facets if facet.mentions}.isdisjoint(
        facet.record for facet in high.facets if facet.mentions
    )


def test_the_columns_of_a_marking_are_used_columns() -> None:
    text = _text().replace("    key: NO\n", "    key: NO\n    columns: [NO, HANDLING, TEXT, SUBJECT]\n")
    assert any("'ACTION' is no column" in str(problem) for problem in check_mapping(text, VOCABULARY))


GRADED = """
key: NO
grade: {model: {column: SCHEME, map: {NEW: 3x5x2, OLD: 5x5x5}, otherwise: quarantine}, columns: [SOURCE, KNOWN, HANDLING]}
mentions:
  report: {is: event/intelligence-report, attributes: {reference: NO, summary: TEXT}}
  subject: {is: person/person, attributes: {name: NAME}}
links:
  - {type: SUBJECT_OF, from: subject, to: report, attributes: {note: NOTE}}
"""


def test_the_grade_of_a_record_stands_on_everything_it_says() -> None:
    source = one_record(GRADED)
    said = {"NO": "1", "SCHEME": "NEW", "SOURCE": "1", "KNOWN": "B", "HANDLING": "P", "NAME": "Ogden, Dean"}
    row = shaped(source, "row", TEXT="WORDS", NOTE="SEEN", **said)
    (facet,) = row.facets
    stated = [s for mention in facet.mentions for s in mention.statements] + [
        s for k in facet.links for s in k.statements
    ]
    assert {s.grade for s in stated} == {"3x5x2:1BP"} == {link.grade for link in facet.links}
    old = shaped(source, "row", **{**said, "SCHEME": "OLD", "SOURCE": "B", "KNOWN": "2", "HANDLING": "4"})
    assert {s.grade for facet in old.facets for m in facet.mentions for s in m.statements} == {"5x5x5:B24"}


@pytest.mark.parametrize(("scheme", "source_code"), [("OLD", "1"), ("NEW", "B"), ("", "1"), ("X", "1")])
def test_a_grade_of_another_model_or_of_none_holds_the_row_back(scheme: str, source_code: str) -> None:
    held = outcome(
        one_record(GRADED), NO="1", SCHEME=scheme, SOURCE=source_code, KNOWN="B", HANDLING="P", NAME="Ogden, Dean"
    )
    assert isinstance(held, Quarantined)


def test_an_unknown_grading_is_a_mistake_of_the_mapping() -> None:
    text = _text().replace("    key: NO\n", "    key: NO\n    grade: {model: 4x4x4, columns: [TEXT]}\n")
    assert any("'4x4x4' is no grading" in str(problem) for problem in check_mapping(text, VOCABULARY))
