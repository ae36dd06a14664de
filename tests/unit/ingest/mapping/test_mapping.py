"""A mapping is refused for what would go wrong later, with the line and column, and with what to write instead."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pole.errors import MappingError
from pole.ingest.mapping import check_mapping, load_mapping, mapping_schema
from pole.model.sheet import Tree, read_sheet
from pole.model.vocabulary import Vocabulary, load_vocabulary

HEAD = """\
source: crimes
title: Crime recording
format: {kind: delimited, delimiter: "|"}
markings:
  open: {classification: OFFICIAL}
  case: {classification: OFFICIAL-SENSITIVE, compartments: [child-protection]}
marking: open
records:
"""
CRIME = """\
  crime:
    file: crimes_{mode}_{extract}.txt
    key: CRIME_NO
    mentions:
      crime:
        is: event/crime
        keys: {crime: reference}
        attributes:
          reference: CRIME_NO
          summary: SUMMARY
"""
PERSON = """\
  person:
    file: person.txt
    key: [CRIME_NO, SEQ]
    mentions:
      crime: {is: event/crime, keys: {crime: reference}, attributes: {reference: CRIME_NO}}
      victim:
        is: person/person
        keys: {nominal: source-number}
        attributes:
          source-number: NOMINAL
          name: {parts: {given: FORENAME, surname: SURNAME}}
    links:
      - {type: VICTIM_OF, from: victim, to: crime}
"""


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def problems(text: str, vocabulary: Vocabulary) -> list[str]:
    return [str(problem) for problem in check_mapping(text, vocabulary, file="m.yaml")]


def test_a_right_mapping_has_nothing_wrong(vocabulary: Vocabulary) -> None:
    assert problems(HEAD + CRIME + PERSON, vocabulary) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "reference: CRIME_NO\n          s",
            "refrence: CRIME_NO\n          s",
            "17:11: 'refrence' is no attribute of crime; did you mean reference",
        ),
        (
            "is: event/crime\n",
            "is: event/crim\n",
            "14:9: 'event/crim' is no kind/subtype of the vocabulary; did you mean event/crime",
        ),
        ("is: event/crime\n", "is: object/crime\n", "is no kind/subtype"),
        ("type: VICTIM_OF", "type: VICTIM_IN", "'VICTIM_IN' is no link type; did you mean VICTIM_OF"),
        ("from: victim", "from: vitcim", "'vitcim' is no mention of this record; did you mean victim"),
        (
            "from: victim, to: crime",
            "from: crime, to: victim",
            "VICTIM_OF leads from person to event, and not from crime to person",
        ),
        ("to: crime", "to: victim", "a link leads from one mention to another"),
        ("given: FORENAME", "first: FORENAME", "'first' is no part of name; there are given, middle, surname, title"),
        ("keys: {nominal: source-number}", "keys: {nominal: number}", "'number' is no attribute of this mention"),
        ("keys: {nominal: source-number}", "keys: {pnc: source-number}", "pnc is a key of the vocabulary"),
        ("marking: open", "marking: opne", "7:1: 'opne' is no marking of this mapping; did you mean open"),
        ("classification: OFFICIAL}", "classification: SECRET}", "5:3: SECRET is above what this system may hold"),
        ("classification: OFFICIAL}", "classification: RESTRICTED}", "'RESTRICTED' is no classification"),
        (
            "summary: SUMMARY",
            "summary: {column: SUMMARY, constant: X}",
            "18:11: `summary`: an attribute has exactly one of column, parts",
        ),
        ("summary: SUMMARY", "summary: {colunm: SUMMARY}", "18:21: 'colunm' is no key here; did you mean column"),
        ("summary: SUMMARY", "summary: {split: SUMMARY}", "`split` needs `by`"),
        ("summary: SUMMARY", "summary: {column: A, type: txt}", "no value type 'txt'"),
        ("summary: SUMMARY", "outcome-type: {column: A, scheme: home}", "'home' is no code scheme"),
        ("summary: SUMMARY", "outcome-type: {constant: nonsense}", "'nonsense' is no value of outcome-type (code)"),
        ("summary: SUMMARY", "occurred: {column: A, format: DAY-MONTH}", "date format"),
        ("summary: SUMMARY", "summary: {column: A, from: {column: B, format: XX}}", "date format"),
        ("summary: SUMMARY", "summary: {column: A, basis: HEARSAY}", "'HEARSAY' is no basis"),
        (
            "summary: SUMMARY",
            "summary: {column: A, basis: {column: B, map: {X: REPORTED}}}",
            "a `map` needs `otherwise`",
        ),
        ("summary: SUMMARY", "summary: {column: A, required: maybe}", "`required`: 'maybe' is none of 'yes' or 'no'"),
        ("summary: SUMMARY", "summary: ", "18:11: `summary`: expected something, found nothing"),
        ("key: CRIME_NO", "kee: CRIME_NO", "'kee' is no key here; did you mean key"),
        ("    key: CRIME_NO\n", "", "9:3: `key` is missing"),
        (
            "{mode}_{extract}",
            "{mod}_{extract}",
            "{mod} is none",
        ),
        ("file: person.txt", "file: crimes_{mode}_{extract}.txt", "record crime has files of the same name"),
        (
            "key: [CRIME_NO, SEQ]",
            "key: [CRIME_NO, SEQ]\n    parent: {record: krime, key: CRIME_NO}",
            "'krime' is no record; did you mean crime",
        ),
        (
            "key: [CRIME_NO, SEQ]",
            "key: [CRIME_NO, SEQ]\n    parent: {record: crime, key: [A, B]}",
            "the key of crime has 1 columns",
        ),
        (
            "key: CRIME_NO",
            "key: CRIME_NO\n    columns: [CRIME_NO, SUMARY]",
            "'SUMMARY' is no column; did you mean SUMARY",
        ),
        (
            "key: CRIME_NO",
            "key: CRIME_NO\n    verb: {column: A, put: [I], delete: [I]}",
            "code 'I' asks for more than one thing",
        ),
        (
            "key: CRIME_NO",
            "key: CRIME_NO\n    verb: {column: A, put: [I], merge: [M]}",
            "`verb.merge` needs `merge` beside it",
        ),
        (
            "key: CRIME_NO",
            "key: CRIME_NO\n    verb: {column: A, merge: [M]}\n"
            "    merge: {kind: person, scheme: nominl, from: A, to: B}",
            "'nominl' is no key of one attribute",
        ),
        ("marking: open", "marking: open\nno-load: [SUMMARY]", "SUMMARY is never to be loaded"),
        ("marking: open", "marking: open\nexistence: yes", "is policy, not mapping"),
        ("marking: open", "marking: open\nmarking: case", "8:1: marking is here twice"),
        ("summary: SUMMARY", "hate-strand: {flags: {A: race}}", "say `set-by`, the codes that set it"),
        ("summary: SUMMARY", "hate-strand: {flags: {A: {Y: race}}, set-by: Y}", "are for `flags` that give columns a"),
        ("summary: SUMMARY", "hate-strand: {flags: {A: race}, set-by: Y, unset-by: Y}", "'Y' cannot both set and"),
        (
            "key: [CRIME_NO, SEQ]",
            'key: [CRIME_NO, SEQ]\n    parent: {record: crime, key: {columns: CRIME_NO, with: "-"}}',
            "the key of crime is written with '|' between",
        ),
        ("to: crime}", "to: crime, standing: CHARGED}", "VICTIM_OF has no standing"),
        ("to: crime}", "to: crime, role: driver}", "'driver' is no role of VICTIM_OF"),
        ("to: crime}", "to: crime, life: always}", "write a number of days, such as 400d"),
        ("to: crime}", "to: crime, dates: {}}", "dates are `from` and `to`"),
        ("to: crime}", "to: crime, attributes: {occupation: A}}", "'occupation' is no attribute of VICTIM_OF"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_a_remedy(vocabulary: Vocabulary, old: str, new: str, told: str) -> None:
    text = HEAD + CRIME + PERSON
    assert old in text
    found = problems(text.replace(old, new, 1), vocabulary)
    assert any(told in problem for problem in found), found


def test_all_mistakes_are_told_together_and_the_error_stands_at_the_first(vocabulary: Vocabulary) -> None:
    text = (HEAD + CRIME + PERSON).replace("summary:", "sumary:").replace("VICTIM_OF", "VICTIM")
    with pytest.raises(MappingError) as caught:
        load_mapping(text, vocabulary, file="m.yaml")
    assert (caught.value.file, caught.value.line, caught.value.column) == ("m.yaml", 18, 11)
    assert "sumary" in caught.value.problem and "m.yaml:31:10: 'VICTIM'" in caught.value.problem


def test_texts_that_yaml_takes_for_something_else_stay_text(vocabulary: Vocabulary) -> None:
    text = HEAD + CRIME.replace(
        "summary: SUMMARY", "flag: {column: F, map: {true: yes, 1: one, 01: two, NO: no, ~: none}}"
    )
    flag = load_mapping(text, vocabulary).spec.records["crime"].mentions["crime"].attributes["flag"][0]
    assert flag.map == {"true": "yes", "1": "one", "01": "two", "NO": "no", "~": "none"}


def test_what_is_no_yaml_is_told_with_its_line(vocabulary: Vocabulary) -> None:
    assert problems("source: [a\ntitle: b", vocabulary)[0].startswith("m.yaml:2:")
    assert problems("", vocabulary) == ["m.yaml:1:1: the mapping: expected keys with values, found nothing."]


def test_a_released_marker_needs_something_to_know_the_thing_by(vocabulary: Vocabulary) -> None:
    text = HEAD.replace("marking: open", "marking: case") + PERSON
    hanging = text.replace(
        "source-number: NOMINAL", "source-number: NOMINAL\n          warning: {constant: child-at-risk, marking: open}"
    )
    assert any(
        "warning is released (OFFICIAL) without a key, name or address" in told
        for told in problems(hanging, vocabulary)
    )
    held = hanging.replace("source-number: NOMINAL", "source-number: {column: NOMINAL, marking: open}")
    assert problems(held, vocabulary) == []


def test_a_link_is_not_shown_lower_than_its_ends(vocabulary: Vocabulary) -> None:
    text = HEAD.replace("marking: open", "marking: case") + PERSON.replace("to: crime}", "to: crime, marking: open}")
    told = problems(text, vocabulary)
    assert len(told) == 2 and all("nothing of" in problem for problem in told)


def test_the_row_as_received_is_never_shown_lower_than_anything_in_it(vocabulary: Vocabulary) -> None:
    text = HEAD.replace("marking: open", "marking: case\nraw: open") + CRIME
    assert "8:1: the row as received holds everything" in problems(text, vocabulary)[0]


def test_a_warning_stands_only_where_the_vocabulary_lets_it(vocabulary: Vocabulary) -> None:
    text = HEAD + PERSON.replace(
        "source-number: NOMINAL", "source-number: NOMINAL\n          warning: {constant: domestic-abuse-address}"
    )
    assert any("is for location only" in told for told in problems(text, vocabulary))


def test_comments_and_layout_do_not_change_the_digest(vocabulary: Vocabulary) -> None:
    one = load_mapping(HEAD + CRIME, vocabulary)
    assert (
        load_mapping("# a comment\n" + HEAD + CRIME.replace("key: CRIME_NO", 'key:   "CRIME_NO"'), vocabulary).digest
        == one.digest
    )
    assert load_mapping(HEAD + CRIME.replace("SUMMARY", "SUMMARY2"), vocabulary).digest != one.digest


@given(st.text(st.sampled_from("abc:{}[]-|>&*! \n'\"#%?~1"), max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_text_makes_the_check_fail(text: str) -> None:
    assert check_mapping(text, VOCABULARY)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_line_left_out_or_doubled_makes_the_check_fail(data: st.DataObject) -> None:
    lines = (HEAD + CRIME + PERSON).splitlines(keepends=True)
    place = data.draw(st.integers(0, len(lines) - 1))
    change = data.draw(st.sampled_from(["out", "twice", "indent", "cut"]))
    line = lines[place]
    lines[place] = {"out": "", "twice": line * 2, "indent": f"  {line}", "cut": line.split(":")[0] + ":\n"}[change]
    for problem in check_mapping("".join(lines), VOCABULARY):
        assert problem.line >= 1 and problem.column >= 1 and problem.message


VOCABULARY = load_vocabulary()


def test_the_published_schema_is_current() -> None:
    published = Path(__file__).parents[4] / "docs" / "reference" / "mapping.schema.json"
    assert json.loads(published.read_text()) == mapping_schema()


def tree(text: str) -> object:
    """A mapping as an editor takes it, to which a number is a number."""
    return with_numbers(read_sheet(text, "mapping.yaml", nothing="", aliases=True).tree)


def with_numbers(part: Tree) -> object:
    if isinstance(part, dict):
        return {name: with_numbers(value) for name, value in part.items()}
    if isinstance(part, list):
        return [with_numbers(value) for value in part]
    return int(part) if part and part.isdecimal() else part


def test_the_published_schema_takes_what_the_check_takes() -> None:
    jsonschema_rs = pytest.importorskip("jsonschema_rs")
    validator = jsonschema_rs.validator_for(mapping_schema())
    text = HEAD + CRIME + PERSON
    assert validator.is_valid(tree(text))
    assert not validator.is_valid(tree(text.replace("summary: SUMMARY", "summary: {colum: X}")))
    for mapping in (Path(__file__).parents[4] / "loaders").glob("*/mapping.yaml"):
        assert [str(error) for error in validator.iter_errors(tree(mapping.read_text()))] == []
