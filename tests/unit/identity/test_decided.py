"""What decisions do to the partition: literal cases."""

from __future__ import annotations

from itertools import permutations

from pole.identity.partition import Decided, Group, Holder, partition
from tests.unit.identity.test_partition import BOTH, MARKINGS, OPEN, C, D, holder


def groups(*holders: Holder, decided: tuple[Decided, ...]) -> list[str]:
    """The groups, each as the ids of its key sets, whatever the order in which holders and decisions are given."""
    found = {
        tuple(sorted(" ".join(group.keysets) for group in partition(some, MARKINGS, said).groups))
        for some in permutations(holders)
        for said in permutations(decided)
    }
    (one,) = found
    return list(one)


def same(one: str, other: str, vis: int = OPEN) -> Decided:
    return Decided(vis, one, other, same=True)


def different(one: str, other: str, vis: int = OPEN) -> Decided:
    return Decided(vis, one, other, same=False)


def test_same_joins_who_share_no_key() -> None:
    assert groups(holder("a", "n1"), holder("b", "n2"), decided=(same("b", "a"),)) == ["a b"]


def test_same_outweighs_identifiers_that_contradict_each_other() -> None:
    assert groups(holder("a", "pP"), holder("b", "pQ"), decided=(same("a", "b"),)) == ["a b"]


def test_different_outweighs_a_trusted_key_and_an_identifier() -> None:
    assert groups(holder("a", "n1 pP"), holder("b", "n1 pP n2"), decided=(different("a", "b"),)) == ["a", "b"]


def test_of_two_who_are_different_the_other_is_taken_out_of_the_rest() -> None:
    rest = [holder(id_, f"pP n{id_}") for id_ in "abcde"]
    assert groups(*rest[:4], decided=(different("d", "a"),)) == ["a", "b c d"]
    assert groups(*rest[:4], decided=(different("a", "d"),)) == ["a b c", "d"]


def test_different_is_not_undone_further_along() -> None:
    chain = (holder("a", "n1"), holder("b", "n1 n2"), holder("c", "n2"))
    assert groups(*chain, decided=(different("a", "c"),)) == ["a b", "c"]


def test_decisions_that_contradict_each_other_are_not_followed() -> None:
    apart = (holder("a", "n1"), holder("b", "n2"), holder("c", "n3"))
    said = (same("a", "b"), same("b", "c"), different("a", "c"))
    assert groups(*apart, decided=said) == ["a", "b", "c"]


def test_a_contradiction_leaves_other_decisions_in_force() -> None:
    apart = (holder("a", "n1"), holder("b", "n2"), holder("c", "n3"), holder("d", "n4"))
    said = (same("a", "b"), different("a", "b"), same("c", "d"))
    assert groups(*apart, decided=said) == ["a", "b", "c d"]


def test_things_on_which_a_decision_cannot_be_found_are_left_alone() -> None:
    assert groups(holder("a", "n1"), decided=(same("a", "gone"), different("gone", "a"))) == ["a"]


def test_things_of_two_kinds_are_never_one_whatever_was_decided() -> None:
    assert groups(holder("a", "n1"), holder("b", "n2", kind="EVENT"), decided=(same("a", "b"),)) == ["a", "b"]


def test_a_decision_counts_in_its_layer_and_above_and_not_below() -> None:
    parts = partition([holder("a", "n1"), holder("b", "n2")], MARKINGS, [same("a", "b", C)])
    assert parts.groups == [Group(OPEN, ("a",)), Group(OPEN, ("b",))]
    assert [(tie.vis, tie.why) for tie in parts.across] == [(C, "decided")]


def test_a_decision_parts_what_a_hidden_record_would_tie() -> None:
    held = [holder("a", "n1"), holder("b", "n1 n2", C)]
    assert len(partition(held, MARKINGS).across) == 1
    assert partition(held, MARKINGS, [different("a", "b", C)]).across == []


def test_what_two_compartments_show_together_can_be_decided_for_who_sees_both() -> None:
    held = [holder("a", "n1", C), holder("b", "n2", D)]
    (tie,) = partition(held, MARKINGS | {BOTH: MARKINGS[C].join(MARKINGS[D])}, [same("a", "b", BOTH)]).across
    assert (tie.vis, tie.why) == (BOTH, "decided")


def test_what_was_settled_below_is_not_parted_above() -> None:
    parts = partition([holder("a", "n1"), holder("b", "n1 n2")], MARKINGS, [different("a", "b", C)])
    assert parts.groups == [Group(OPEN, ("a", "b"))]
