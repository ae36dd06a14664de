"""Why together, why apart, and what would be otherwise."""

from __future__ import annotations

import pytest

from pole.identity.person.clustering import resolve
from pole.identity.person.explain import chain, lines, why_apart, without
from pole.identity.person.model import Thresholds, shipped_model
from pole.identity.person.profile import Profile, profile
from pole.identity.person.weighing import Weigher

AT = Thresholds(join=20, review=10)
EDGES = {("a", "b"): 30.0, ("b", "c"): 25.0, ("a", "c"): -2.0, ("c", "d"): 5.0}
PEOPLE = {record: Profile() for record in "abcdz"}


def test_the_lines_of_an_explanation_sum_to_the_weight() -> None:
    one = profile({"given": "John", "surname": "Ackroyd", "birth": "1985-04-03", "sex": "M", "phone": "07700900123"})
    other = profile({"given": "Jack", "surname": "Ackroyd", "birth": "1985-03-04", "sex": "M", "phone": "07700900123"})
    weighed = Weigher(shipped_model()).weigh(one, other)
    told = lines(weighed)
    assert sum(line.bits for line in told) == pytest.approx(weighed.weight, abs=1e-9)
    assert [line.words for line in told] == [
        "two records taken at random", "forename: a short form of the other", "surname: the same, in one home",
        "birth: day and month swapped", "sex: the same", "phone: the same",
    ]  # fmt: skip


def test_two_are_together_by_the_chain_of_strongest_edges() -> None:
    assert chain(EDGES, "abc", "c", "a") == [("c", "b"), ("b", "a")]
    assert chain(EDGES, "abcz", "a", "z") == []
    assert chain({**EDGES, ("a", "c"): 26.0}, "abc", "a", "c") == [("a", "c")]


def test_why_two_are_apart() -> None:
    people = PEOPLE | {"x": profile({"pnc": "81/34U"}), "y": profile({"pnc": "2003/259141V"})}
    edges = {**EDGES, ("x", "y"): 30.0}
    found = resolve(people, edges, AT)
    said = {pair: why_apart(people, edges, found, pair, AT.review) for pair in (("c", "d"), ("a", "z"), ("x", "y"))}
    assert said == {
        ("c", "d"): "the evidence weighs 5.0 bits, and 10.0 are wanted",
        ("a", "z"): "they have nothing in common that records are sought by",
        ("x", "y"): "different PNC",
    }


def test_without_the_record_between_them_two_are_apart() -> None:
    assert resolve(PEOPLE, EDGES, AT).joined["c"] == "a"
    assert without(PEOPLE, EDGES, AT, "b").joined["c"] == "c"
