"""Questions asked of two profiles, each in Python for run time and in SQL (DuckDB, `field_l` and `field_r`) for Splink.

Both say the same of every pair: an absent value is an empty text here and NULL there, and agrees with nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from pole.identity.person.profile import Profile

Holds = Callable[[Profile, Profile], bool]


def _of(field: str) -> Callable[[Profile], str]:
    return attrgetter(field)


class Question(NamedTuple):
    """One question, in two languages."""

    holds: Holds
    sql: str


def same(field: str, other: str | None = None) -> Question:
    """The same text, stated by both; of two fields when `other` is named: one of the first, other of the second."""
    get, get_other = _of(field), _of(other or field)

    def holds(a: Profile, b: Profile) -> bool:
        return get(a) != "" and get(a) == get_other(b)

    return Question(holds, f"{field}_l = {other or field}_r")


def alike(field: str, least: float, other: str | None = None) -> Question:
    """Jaro–Winkler similarity of at least so much; of two fields when `other` is named."""
    get, get_other = _of(field), _of(other or field)

    def holds(a: Profile, b: Profile) -> bool:
        first, second = get(a), get_other(b)
        return bool(first and second) and JaroWinkler.similarity(first, second, score_cutoff=least) >= least

    return Question(holds, f"jaro_winkler_similarity({field}_l, {other or field}_r) >= {least}")


def slips(field: str, most: int = 1) -> Question:
    """At most so many letters or digits changed, added, left out or swapped with their neighbours."""
    get = _of(field)

    def holds(a: Profile, b: Profile) -> bool:
        one, other = get(a), get(b)
        return bool(one and other) and DamerauLevenshtein.distance(one, other, score_cutoff=most) <= most

    return Question(holds, f"damerau_levenshtein({field}_l, {field}_r) <= {most}")


def overlap(field: str) -> Question:
    """Something in common between two lists."""
    get: Callable[[Profile], tuple[str, ...]] = attrgetter(field)

    def holds(a: Profile, b: Profile) -> bool:
        return not set(get(a)).isdisjoint(get(b))

    return Question(holds, f"list_has_any({field}_l, {field}_r)")


def longer(field: str, length: int) -> Question:
    """Both state more than so many characters."""
    get = _of(field)

    def holds(a: Profile, b: Profile) -> bool:
        return len(get(a)) > length and len(get(b)) > length

    return Question(holds, f"(length({field}_l) > {length} and length({field}_r) > {length})")


def begins(field: str) -> Question:
    """One begins with the other."""
    get = _of(field)

    def holds(a: Profile, b: Profile) -> bool:
        one, other = get(a), get(b)
        return bool(one and other) and (one.startswith(other) or other.startswith(one))

    return Question(holds, f"(starts_with({field}_l, {field}_r) or starts_with({field}_r, {field}_l))")


def initial(field: str) -> Question:
    """One states an initial only, and the other begins with it."""
    get = _of(field)

    def holds(a: Profile, b: Profile) -> bool:
        one, other = get(a), get(b)
        return (len(one) == 1 or len(other) == 1) and one[:1] == other[:1] != ""

    return Question(
        holds,
        f"((length({field}_l) = 1 or length({field}_r) = 1) and substr({field}_l, 1, 1) = substr({field}_r, 1, 1))",
    )


def part(field: str, *spans: tuple[int, int]) -> Question:
    """The same characters at places counted from 1, each (first, length), in texts that both state."""
    get = _of(field)

    def holds(a: Profile, b: Profile) -> bool:
        one, other = get(a), get(b)
        return bool(one and other) and all(one[i - 1 : i - 1 + n] == other[i - 1 : i - 1 + n] for i, n in spans)

    asked = (f"substr({field}_l, {i}, {n}) = substr({field}_r, {i}, {n})" for i, n in spans)
    return Question(holds, f"({' and '.join(asked)})")


def day_and_month_swapped(field: str) -> Question:
    """The same year, and the day of one is the month of the other."""
    get = _of(field)

    def holds(a: Profile, b: Profile) -> bool:
        one, other = get(a), get(b)
        return bool(one and other) and one[:4] == other[:4] and (one[5:7], one[8:]) == (other[8:], other[5:7])

    columns = ((1, 4, 1, 4), (6, 2, 9, 2), (9, 2, 6, 2))
    return Question(
        holds, " and ".join(f"substr({field}_l, {i}, {n}) = substr({field}_r, {j}, {m})" for i, n, j, m in columns)
    )


def years_apart(field: str, most: int) -> Question:
    """At most so many years between two years."""
    get = _of(field)

    def holds(a: Profile, b: Profile) -> bool:
        one, other = get(a), get(b)
        return bool(one and other) and abs(int(one) - int(other)) <= most

    return Question(holds, f"abs(cast({field}_l as integer) - cast({field}_r as integer)) <= {most}")


def lacking(field: str) -> Question:
    """One of the two does not state it."""
    get = _of(field)

    def holds(a: Profile, b: Profile) -> bool:
        return not (get(a) and get(b))

    return Question(holds, f"({field}_l is null or {field}_r is null)")


def both(*questions: Question) -> Question:
    """All of them."""
    wanted = [question.holds for question in questions]

    def holds(a: Profile, b: Profile) -> bool:
        return all(asked(a, b) for asked in wanted)

    return Question(holds, f"({' and '.join(question.sql for question in questions)})")


def either(*questions: Question) -> Question:
    """Any of them."""
    wanted = [question.holds for question in questions]

    def holds(a: Profile, b: Profile) -> bool:
        return any(asked(a, b) for asked in wanted)

    return Question(holds, f"({' or '.join(question.sql for question in questions)})")


def mutual(field: str, other: str) -> Question:
    """One's field is the other's other field, either way about."""
    return either(same(field, other), same(other, field))


def women() -> Question:
    """Both are said to be women."""

    def holds(a: Profile, b: Profile) -> bool:
        return a.sex == b.sex == "F"

    return Question(holds, "(sex_l = 'F' and sex_r = 'F')")
