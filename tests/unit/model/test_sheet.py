"""Text stays text, every part has its place, and nothing that is written can do harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pole.model.sheet import Fault, read_sheet


@pytest.mark.parametrize("text", ["yes", "no", "01", "1.0", "2011-01-01", "0x1F", "1e3", "on", "true", "12:30:00", "~"])
def test_nothing_is_turned_into_anything_but_text(text: str) -> None:
    assert read_sheet(f"{text}: {text}\n", "f").tree == {text: text}


def test_every_part_has_line_and_column_and_what_is_not_there_those_of_what_is_around_it() -> None:
    sheet = read_sheet("a:\n  b: [x, y]\n", "f.yaml")
    assert sheet.places == {
        (): (1, 1),
        ("a",): (1, 1),
        ("a", "b"): (2, 3),
        ("a", "b", 0): (2, 7),
        ("a", "b", 1): (2, 10),
    }
    assert sheet.where(("a", "b", 7)) == "f.yaml:2"
    assert read_sheet("", "f.yaml").where(("a",)) == "f.yaml:1"


def test_a_key_without_a_value_has_what_the_reader_says() -> None:
    assert read_sheet("a:\nb: ''\n", "f").tree == {"a": None, "b": ""}
    assert read_sheet("a:\n", "f", nothing="").tree == {"a": ""}


def test_a_key_that_is_written_twice_or_is_no_text_is_a_fault() -> None:
    assert read_sheet("a: 1\nb: 2\na: 3\n", "f").faults == [Fault(3, 1, "a is here twice; the first would be lost.")]
    assert read_sheet("[a]: 1\n", "f").faults == [Fault(1, 1, "a key must be text.")]


def test_a_part_stands_in_several_places_only_where_that_is_allowed() -> None:
    text = "a: &x {b: 1}\nc: *x\n"
    assert read_sheet(text, "f", aliases=True).tree == {"a": {"b": "1"}, "c": {"b": "1"}}
    assert read_sheet(text, "f").faults == [Fault(1, 4, "anchors and aliases are not taken; write it out.")]


def test_no_file_can_grow_without_end_or_turn_in_a_circle() -> None:
    layers = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10))
    grown = read_sheet(f"a0: &a0 [x]\n{layers}\n", "f", aliases=True)
    assert "more than 200000 parts" in grown.faults[0].message
    assert read_sheet("a: &a\n  b: *a\n", "f", aliases=True).faults == [Fault(1, 4, "this is a part of itself.")]
    assert read_sheet("[" * 5_000 + "]" * 5_000, "f").faults


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    sheet = read_sheet(text, "f")
    assert sheet.tree is None or not sheet.faults or all(fault.line >= 1 for fault in sheet.faults)


@given(st.text(alphabet="ab:-[]{}&*!%|>#'\"?,\n \t", max_size=40))
def test_any_punctuation_is_read_or_refused(text: str) -> None:
    assert isinstance(read_sheet(text, "f", aliases=True).faults, list)


@pytest.mark.parametrize("text", ["\ud800", "\x00", "\ufffe", "a: \x07"])
def test_characters_that_are_none_are_refused(text: str) -> None:
    assert "not YAML" in read_sheet(text, "f").faults[0].message
