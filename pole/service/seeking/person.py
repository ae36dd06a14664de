"""Somebody by name, birth, age, sex and what they look like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from pole.errors import UsageError
from pole.model.days import day_words
from pole.model.moment import Moment, age_range
from pole.model.values import Cleaned, value_type
from pole.model.values.code import code_word
from pole.model.vocabulary import Vocabulary
from pole.service.limits import within
from pole.service.seeking.asked import PersonCriteria
from pole.service.seeking.conditions import BEGUN, Condition, Met, either, in_one_line, sought
from pole.service.seeking.dates import born, moment, text_of
from pole.service.seeking.lines import Line, label, telling
from pole.service.seeking.words import anywhere, folded

OLDEST = 120
"""Years."""
NAMES = ("name", "alias", "maiden-name", "previous-name")
DESCRIBING = (
    "description", "height", "build", "hair", "facial-hair", "eyes", "complexion", "marks", "clothing", "accent",
    "age-range", "nickname",
)  # fmt: skip
"""Where the words of a description are looked for."""
INITIAL = 0.5
"""What is left of the weight of a forename of which there is only the initial."""


def of_person(vocabulary: Vocabulary, asked: PersonCriteria, now: datetime) -> Iterator[Condition]:
    """What a text must say of them. Raises UsageError for what cannot be understood."""
    if asked.surname or asked.forenames:
        yield _name(vocabulary, asked.surname or "", asked.forenames or "")
    if asked.born:
        yield born(asked.born)
    if asked.age_from is not None or asked.age_to is not None:
        yield _aged(asked, now)
    if asked.sex:
        yield _sex(vocabulary, asked.sex)
    if asked.description:
        yield from (_described(vocabulary, word) for word in folded("description", asked.description))


def _name(vocabulary: Vocabulary, surname: str, forenames: str) -> Condition:
    """Surname and forenames of one and the same name, whichever name of theirs it is."""
    parts = [*_surname(vocabulary, surname), *_forenames(vocabulary, forenames)]
    return in_one_line(parts, NAMES)


def _surname(vocabulary: Vocabulary, surname: str) -> Iterator[Condition]:
    """Each word, or all run together: O'Brien is O Brien."""
    words = folded("surname", surname) if surname else []
    whole = ("".join(words),) if len(words) > 1 else ()
    for word in words:
        share = BEGUN if word.endswith("*") else 1.0
        yield _named(vocabulary, "surname", (word, *whole), "surname matches", share)


def _forenames(vocabulary: Vocabulary, forenames: str) -> Iterator[Condition]:
    """Each word, as name or as initial on either side."""
    for word in folded("forenames", forenames) if forenames else ():
        if len(word) == 1:
            yield _named(vocabulary, "forename", (f"{word}*",), "forename begins so", INITIAL)
            continue
        share = BEGUN if word.endswith("*") else 1.0
        whole = _named(vocabulary, "forename", (word,), "forename matches", share)
        yield either(whole, _named(vocabulary, "forename", (word[0],), "initial fits the forename", INITIAL))


def _named(vocabulary: Vocabulary, name: str, words: Sequence[str], found: str, share: float) -> Condition:
    """A part of a name, and what is left of the weight of the attribute in which it is found."""
    return sought(
        name,
        words,
        lambda line, _word: f"{label(vocabulary, line.attribute)}: {found}",
        lambda line, _word: telling(vocabulary, line.attribute) * share,
    )


def _aged(asked: PersonCriteria, now: datetime) -> Condition:
    """By the birth date, or by an age that a record states, which was true on its day."""
    low, high = asked.age_from, asked.age_to
    for name, age in (("ageFrom", low), ("ageTo", high)):
        if age is not None:
            within(name, age, 0, OLDEST, "give an age in years")
    if low is not None and high is not None and low > high:
        raise UsageError("ageFrom is above ageTo: put the lower age into ageFrom.")
    at = moment(asked.age_at) if asked.age_at else Moment.of(now.date())
    last = _years_before(at.last_day(), low) if low is not None else at.last_day()
    first = _years_before(at.first_day(), high + 1) + timedelta(days=1) if high is not None else None
    years = [str(year) for year in range(low or 0, (OLDEST if high is None else high) + 1)]
    by_birth = sought("born", day_words(first, last), lambda _line, word: _age_then(word, at))
    return either(by_birth, sought("age", years, lambda line, _word: f"Age as a record states it: {_stated(line)}"))


def _age_then(word: str, at: Moment) -> str:
    low, high = age_range(Moment(text_of(word)), at)
    return f"Aged {low}" if low == high else f"Aged {low} to {high}"


def _stated(line: Line) -> str:
    years = sorted(int(word) for name, word in line.sought if name == "age")
    return str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"


def _years_before(day: date, years: int) -> date:
    """The same day of the calendar so many years before; the day before where there was none."""
    year = max(1, day.year - years)
    return day.replace(year=year) if (day.month, day.day) != (2, 29) else date(year, 2, 28)


def _sex(vocabulary: Vocabulary, text: str) -> Condition:
    """By any list of codes that says the same of it."""
    schemes = vocabulary.schemes
    codes = schemes[vocabulary.attribute("sex").scheme or ""].codes
    outcome = value_type("code", scheme=codes).clean(text)
    if not isinstance(outcome, Cleaned):
        labels = ", ".join(code.label for code in codes.values())
        raise UsageError(f"{text!r} is no sex as records have it; there are {labels}.")
    means = codes[outcome.value].label
    same = {name for scheme in schemes.values() for name, code in scheme.codes.items() if code.label == means}
    return sought("sex", sorted(map(code_word, same)), lambda _line, _word: f"Sex: {means}")


def _described(vocabulary: Vocabulary, word: str) -> Condition:
    found = anywhere(vocabulary, word)

    def judge(lines: Sequence[Line]) -> Met | None:
        return found.judge([line for line in lines if line.attribute in DESCRIBING])

    return found._replace(judge=judge)
