"""Dates as conditions: of birth, and of what happened."""

from __future__ import annotations

from pole.errors import UsageError
from pole.model.days import day_word, day_words
from pole.model.moment import Moment
from pole.model.values import Cleaned, value_type
from pole.model.values.dates import spoken
from pole.service.seeking.conditions import BEGUN, Condition, sought
from pole.service.seeking.lines import Line

VAGUE = 0.6
"""What is left of the weight of a date of which not the day is known."""


def born(text: str) -> Condition:
    """A birth date that can be the one asked for, however much is known of either."""
    asked = moment(text)
    exact = day_word(asked.text)

    def told(_line: Line, word: str) -> str:
        return "Date of birth matches" if word == exact else f"Date of birth may be it: {spoken(text_of(word))}"

    def weigh(_line: Line, word: str) -> float:
        return 1.0 if word == exact else VAGUE if "x" in word else BEGUN

    return sought("born", day_words(asked.first_day(), asked.last_day()), told, weigh)


def occurred(begins: str | None, ends: str | None) -> Condition:
    """What began, as far as is known, from the one to the other; open where None, at one end at most."""
    first = moment(begins).first_day() if begins else None
    last = moment(ends).last_day() if ends else None
    if first and last and last < first:
        raise UsageError(f"{ends} is before {begins}: put the earlier one first.")
    return sought("occurred", day_words(first, last), lambda _line, word: f"Occurred {spoken(text_of(word))}")


def moment(text: str) -> Moment:
    """A moment. Raises UsageError for a text that is none."""
    outcome = value_type("date").clean(text)
    if isinstance(outcome, Cleaned):
        return Moment(outcome.value)
    raise UsageError(f"{text!r} is no date: write 1980, 1980-02, 1980-02-16 or 16/02/1980.")


def text_of(word: str) -> str:
    """The moment of a day's word: of `198002xx` it is `1980-02`."""
    known = word.rstrip("x")
    return "-".join(part for part in (known[:4], known[4:6], known[6:8]) if part)
