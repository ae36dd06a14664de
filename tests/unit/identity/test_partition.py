"""Which key sets are one thing, in each visibility: literal cases of a pure function."""

from __future__ import annotations

from itertools import permutations

import pytest

from pole.identity.partition import Group, Holder, partition
from pole.model.facts import Join, Key
from pole.model.marking import BASE, Marking, visibility

CHILD, INTEL = Marking.of(compartments=["child-protection"]), Marking.of(compartments=["intelligence"])
OPEN, C, D, BOTH = (visibility(marking) for marking in (BASE, CHILD, INTEL, CHILD.join(INTEL)))
MARKINGS = {OPEN: BASE, C: CHILD, D: INTEL}


def key(text: str) -> Key:
    """``n1``: the source's number 1, which joins; ``pP``: a PNC ID, which joins unless contradicted; ``t5``: looked up."""
    scheme = {"n": "nominal", "p": "pnc", "c": "cro", "t": "phone"}[text[0]]
    return Key(scheme, text[1:], {"p": Join.STRONG, "c": Join.STRONG, "t": Join.LOOK_UP}.get(text[0], Join.KEY))


def holder(id_: str, keys: str, vis: int = OPEN, kind: str = "PERSON") -> Holder:
    return Holder(id_, vis, kind, tuple(map(key, keys.split())))


def groups(*holders: Holder) -> list[str]:
    """The groups, each as the ids of its key sets, whatever the order in which they are given."""
    found = {
        tuple(sorted(" ".join(group.keysets) for group in partition(order, MARKINGS).groups))
        for order in permutations(holders)
    }
    (one,) = found
    return list(one)


def test_a_trusted_key_joins_all_who_state_it() -> None:
    assert groups(holder("a", "n1"), holder("b", "n1 n2"), holder("c", "n2"), holder("d", "n3")) == ["a b c", "d"]


def test_things_of_two_kinds_are_never_one() -> None:
    assert groups(holder("a", "n1"), holder("b", "n1", kind="EVENT")) == ["a", "b"]


def test_a_look_up_key_joins_nobody() -> None:
    assert groups(holder("a", "n1 t5"), holder("b", "n2 t5")) == ["a", "b"]


def test_a_strong_identifier_joins() -> None:
    assert groups(holder("a", "n1 pP"), holder("b", "n2 pP")) == ["a b"]


def test_an_identifier_that_two_men_state_who_differ_in_another_joins_nobody() -> None:
    assert groups(holder("a", "pP cX"), holder("b", "pP cY"), holder("c", "pP")) == ["a", "b", "c"]


def test_a_join_that_would_bring_two_men_together_further_along_is_refused() -> None:
    found = groups(holder("a", "n1 pP"), holder("b", "n1 cX"), holder("c", "cX pQ"))
    assert found in (["a b", "c"], ["a", "b c"])


@pytest.mark.parametrize("vis", [C, D])
def test_a_hidden_key_set_joins_nothing_openly_and_is_tied_to_what_it_bridges(vis: int) -> None:
    parts = partition([holder("a", "n1"), holder("b", "n2"), holder("c", "n1 n2", vis)], MARKINGS)
    assert parts.groups == [Group(OPEN, ("a",)), Group(OPEN, ("b",)), Group(vis, ("c",))]
    assert [(tie.vis, tie.high, tie.low, tie.why) for tie in parts.across] == [
        (vis, 2, 0, "nominal"),
        (vis, 2, 1, "nominal"),
    ]


def test_what_two_compartments_show_together_is_tied_for_who_sees_both() -> None:
    parts = partition([holder("a", "n1 pP", C), holder("b", "n2 pP", D)], MARKINGS)
    (tie,) = parts.across
    assert tie.vis == BOTH and tie.why == "pnc"
    assert parts.layers[BOTH] == CHILD.join(INTEL)


def test_a_hidden_contradiction_parts_nothing_below() -> None:
    parts = partition(
        [holder("a", "n1"), holder("b", "n1"), holder("c", "n1 pP", C), holder("d", "n1 pQ", C)], MARKINGS
    )
    assert Group(OPEN, ("a", "b")) in parts.groups


def test_nobody_is_nobody() -> None:
    assert partition([], MARKINGS) == ([], [], {})
