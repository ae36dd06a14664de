"""What stays of an old version on the live mention."""

from __future__ import annotations

from pole.ingest.former import keep_former, keep_former_text
from pole.model.facts import Statement

MAY, JUNE = "2024-05-01T00:00:00Z", "2024-06-01T00:00:00Z"


def name(value: str, former: str | None = None) -> Statement:
    return Statement("name", "NAME", value, value, former=former)


def test_a_value_that_changed_stays_as_former_since_the_new_version() -> None:
    assert keep_former([name("berg")], [name("sand")], frozenset(), MAY) == [name("berg", MAY)]


def test_what_was_former_keeps_its_day() -> None:
    assert keep_former([name("sand"), name("berg", MAY)], [name("lind")], frozenset(), JUNE) == [
        name("sand", JUNE),
        name("berg", MAY),
    ]


def test_a_value_that_came_back_is_not_former() -> None:
    assert keep_former([name("sand"), name("berg", MAY)], [name("berg")], frozenset(), JUNE) == [name("sand", JUNE)]


def test_of_what_was_corrected_nothing_stays() -> None:
    assert keep_former([name("berg")], [name("sand")], frozenset({"name"}), MAY) == []


def test_what_was_never_a_value_does_not_become_a_former_one() -> None:
    blank = Statement("name", "NAME", "", None, problem="absent: blank")
    assert keep_former([blank], [name("sand")], frozenset(), MAY) == []


def test_words_of_former_values_stand_after_those_of_today() -> None:
    assert keep_former_text("name\tberg\naka\tb", "name\tsand", frozenset({"aka"})) == "name\tsand\nname\tberg"


def test_words_that_are_said_again_stand_once() -> None:
    assert keep_former_text("name\tberg", "name\tberg", frozenset()) == "name\tberg"
    assert keep_former_text("", "", frozenset()) == ""
