"""A span of days finds exactly the dates that can lie in it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pole.graph.words import holds
from pole.model.days import day_word, day_words
from pole.model.moment import Moment

DAYS = st.dates(date(1890, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("moment", "word"),
    [
        ("1980", "1980xxxx"),
        ("1980-02", "198002xx"),
        ("1980-02-16", "19800216"),
        ("2021-06-30T23:30Z", "20210701"),
        ("2021-12-30T23:30:05Z", "20211230"),
    ],
)
def test_a_date_is_a_word_that_says_how_much_is_known(moment: str, word: str) -> None:
    assert day_word(moment) == word


@given(DAYS, st.integers(0, 40_000), DAYS, st.sampled_from((4, 7, 10)))
def test_a_span_holds_a_date_exactly_when_the_date_can_lie_in_it(first: date, more: int, day: date, known: int) -> None:
    last = first + timedelta(days=more)
    moment = Moment(day.isoformat()[:known])
    words = {day_word(moment.text)}
    for low, high in ((first, last), (first, None), (None, last)):
        due = (high is None or moment.first_day() <= high) and (low is None or moment.last_day() >= low)
        assert any(holds(words, asked) for asked in day_words(low, high)) == due


def test_a_span_takes_few_words() -> None:
    assert day_words(date(1980, 1, 1), date(1980, 12, 31)) == ("1980*",)
    assert day_words(date(1980, 2, 1), date(1980, 2, 29)) == ("198002*", "1980xxxx")
    assert day_words(date(1980, 2, 16), date(1980, 2, 16)) == ("19800216", "198002xx", "1980xxxx")
    assert len(day_words(date(1986, 6, 16), date(2006, 6, 15))) <= 60
