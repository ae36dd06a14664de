"""The check proves what identity rests on: who sees a marking sees everything below it."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain, combinations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pole.access.policy import Contact, Policy, Role
from pole.access.policy_check import check, load_policy, read_policy
from pole.access.policy_file import Question
from pole.errors import PolicyError
from pole.model.marking import BASE, Classification, Marking

TOGETHER_ONLY = """\
format: 1
version: "1"
reasons:
  CALL: {label: A call}
compartments:
  alpha: {title: A, owner: B, contact: C, existence: told}
  beta: {title: A, owner: B, contact: C, existence: told}
roles:
  open:
    title: All
    sees: {up-to: {classification: OFFICIAL}}
    ask: all
  joint:
    title: Sees what is in both, and neither alone
    sees:
      up-to: {compartments: [alpha, beta]}
      at-least: {compartments: [alpha, beta]}
    ask: all
"""

NAMES: tuple[str, ...] = ("a", "b", "c")
some_names = st.frozensets(st.sampled_from(NAMES))
bounds = st.builds(Marking, st.sampled_from([Classification.OFFICIAL, Classification.SECRET]), compartments=some_names)


@st.composite
def roles(draw: st.DrawFn) -> Role:
    up_to = draw(st.none() | bounds)
    lowest = BASE
    if up_to is not None and draw(st.booleans()):
        kept = draw(st.frozensets(st.sampled_from(sorted(up_to.compartments) or [""])))
        lowest = Marking(Classification.OFFICIAL, compartments=kept & up_to.compartments)
    return Role("R", up_to, lowest, frozenset(Question), frozenset())


def policy_of(roles: list[Role]) -> Policy:
    named = {f"r{number}": role for number, role in enumerate(roles)}
    declared = dict.fromkeys(NAMES, Contact("T", "O", "C"))
    return Policy("1", {}, named, {}, declared, {}, frozenset())


def subsets(names: Collection[str]) -> list[tuple[str, ...]]:
    return list(chain.from_iterable(combinations(names, size) for size in range(len(names) + 1)))


MARKINGS = [Marking(c, compartments=frozenset(names)) for c, names in product(Classification, subsets(NAMES))]
BELOW = [(low, high) for low in MARKINGS for high in MARKINGS if low.at_or_below(high)]


def is_closed_downwards(policy: Policy) -> bool:
    """The same claim, by trying every set of roles on every pair of markings."""
    for roles in subsets(policy.roles):
        clearance = policy.clearance(roles)
        covered = {marking for marking in MARKINGS if clearance.covers(marking)}
        if any(high in covered and low not in covered for low, high in BELOW):
            return False
    return True


@given(st.lists(roles(), max_size=3))
@settings(max_examples=60)
def test_the_check_refuses_exactly_what_is_not_closed_downwards(drawn: list[Role]) -> None:
    policy = policy_of(drawn)
    assert any(finding.refused for finding in check(policy)) != is_closed_downwards(policy)


def test_holding_two_compartments_together_but_not_alone_is_refused_with_a_witness() -> None:
    (finding,) = [finding for finding in check(Policy.parse(TOGETHER_ONLY)) if finding.refused]
    assert "'joint' would see what is marked 'OFFICIAL; compartments=alpha,beta' but not" in finding.words
    assert "'OFFICIAL; compartments=alpha', which lies below it" in finding.words


def test_an_ordinary_role_beside_it_makes_such_a_role_whole_but_it_is_refused_alone() -> None:
    policy = Policy.parse(TOGETHER_ONLY)
    assert policy.clearance({"open", "joint"}).covers(Marking.of(compartments=["alpha"]))
    assert not policy.clearance({"joint"}).covers(BASE)


def test_a_leaking_policy_stops_the_start_and_an_unjudged_one_can_be_read(tmp_path: Path) -> None:
    file = tmp_path / "force.yaml"
    file.write_text(TOGETHER_ONLY)
    assert read_policy(file).roles.keys() == {"open", "joint"}
    with pytest.raises(PolicyError, match=r"force\.yaml: Whoever holds 'joint'"):
        load_policy(file)


def test_the_policy_that_comes_with_the_program_has_no_findings() -> None:
    assert check(load_policy()) == []


def test_the_check_says_what_nobody_sees() -> None:
    policy = Policy.parse(TOGETHER_ONLY.replace("[alpha, beta]", "[alpha]"))
    assert "No role sees what is marked 'beta' (compartments)." in [finding.words for finding in check(policy)]


def test_the_check_says_what_the_store_holds_and_the_policy_does_not_know() -> None:
    held = [BASE, Marking.of(handling=["P"], compartments=["x"])]
    assert [finding.words for finding in check(load_policy(), held)] == [
        "The store holds 'OFFICIAL; handling=P; compartments=x', and the policy does not know 'x' (compartments).",
        "The store holds 'OFFICIAL; handling=P; compartments=x', and the policy does not know 'P' (handling).",
    ]


def test_the_check_says_which_roles_are_idle() -> None:
    text = TOGETHER_ONLY.replace("    sees: {up-to: {classification: OFFICIAL}}\n", "")
    assert "Role 'open' may ask questions but sees nothing, so nothing is ever found." in [
        finding.words for finding in check(Policy.parse(text))
    ]


def test_a_missing_file_is_a_policy_error(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="cannot be read"):
        load_policy(tmp_path / "none.yaml")
