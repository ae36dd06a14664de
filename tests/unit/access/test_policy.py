"""Who sees what: a pure function of roles and marking."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pole.access.policy import Policy, Sight
from pole.access.policy_check import load_policy
from pole.access.policy_file import Entitlement, Question
from pole.access.viewer import Viewer
from pole.access.visibility import interned
from pole.errors import NotEntitledError, PolicyError
from pole.model.marking import BASE, Marking

POLICY = load_policy()

CHILD = Marking.of("OFFICIAL-SENSITIVE", compartments=["child-protection"])
INTELLIGENCE = Marking.of("OFFICIAL-SENSITIVE", handling=["C", "A1"], compartments=["intelligence"])
SENSITIVE = Marking.of("OFFICIAL-SENSITIVE")
SECRET = Marking.of("SECRET")
FOREIGN = Marking.of(compartments=["not-in-the-policy"])
HELD = interned([BASE, CHILD, INTELLIGENCE, SENSITIVE, SECRET, FOREIGN, CHILD.join(INTELLIGENCE)])


def viewer(*roles: str) -> Viewer:
    return Viewer("Anna Example", "anna", frozenset(roles))


def seen(*roles: str) -> set[Marking]:
    return {HELD[number] for number in POLICY.visible(viewer(*roles), HELD)}


def test_an_open_viewer_sees_the_base_alone() -> None:
    assert seen("open") == {BASE}


def test_a_compartment_is_seen_with_everything_below_it() -> None:
    assert seen("child-protection") == {BASE, SENSITIVE, CHILD}
    assert seen("intelligence") == {BASE, SENSITIVE, INTELLIGENCE}


def test_who_sees_both_sees_what_is_learnt_from_both_together() -> None:
    both = {BASE, SENSITIVE, CHILD, INTELLIGENCE, CHILD.join(INTELLIGENCE)}
    assert seen("child-protection", "intelligence") == both == seen("supervisor")


def test_an_operator_loads_and_reads_nothing() -> None:
    assert seen("operator") == set()
    POLICY.require(viewer("operator"), Entitlement.LOAD)
    with pytest.raises(NotEntitledError, match="'view'"):
        POLICY.require_question(viewer("operator"), Question.VIEW)


@pytest.mark.parametrize("roles", [(), ("owner",), ("OPEN",), ("open ",), ("",)])
def test_a_role_that_the_policy_does_not_know_grants_nothing(roles: tuple[str, ...]) -> None:
    assert seen(*roles) == set()
    assert not POLICY.questions(viewer(*roles)) and not POLICY.entitlements(viewer(*roles))
    assert {POLICY.sight(viewer(*roles), marking) for marking in HELD.values()} == {Sight.NONE}


def test_nobody_sees_a_compartment_that_the_policy_does_not_know() -> None:
    assert POLICY.sight(viewer(*POLICY.roles), FOREIGN) is Sight.NONE


def test_existence_is_told_where_the_owner_says_so_and_only_need_to_know_is_missing() -> None:
    assert POLICY.sight(viewer("open"), CHILD) is Sight.EXISTENCE
    assert POLICY.sight(viewer("open"), INTELLIGENCE) is Sight.NONE
    assert POLICY.sight(viewer("open"), CHILD.join(INTELLIGENCE)) is Sight.NONE
    assert POLICY.sight(viewer("intelligence"), CHILD.join(INTELLIGENCE)) is Sight.EXISTENCE
    assert POLICY.sight(viewer("open"), CHILD.join(Marking.of(handling=["A1"]))) is Sight.NONE
    assert POLICY.sight(viewer("operator"), CHILD) is Sight.NONE


def test_whoever_is_told_of_existence_is_told_whom_to_ask() -> None:
    hinted = POLICY.hinted(viewer("open"), HELD)
    assert [HELD[number] for number in hinted] == [CHILD]
    assert [contact.owner for contacts in hinted.values() for contact in contacts] == ["Public protection unit"]


def test_what_is_not_allowed_is_said_with_what_is() -> None:
    with pytest.raises(NotEntitledError, match=r"use 'audit-read'.*ad-hoc-query, correct, graphiql, introspection"):
        POLICY.require(viewer("open"), Entitlement.AUDIT_READ)
    POLICY.require(viewer("supervisor"), Entitlement.AUDIT_READ)
    POLICY.require_question(viewer("open"), Question.BRIEFING)


def test_cursors_are_bound_to_what_may_be_seen_not_to_what_is_held() -> None:
    assert POLICY.scope_digest(viewer("supervisor")) == POLICY.scope_digest(viewer("child-protection", "intelligence"))
    roles = ["open", "child-protection", "intelligence", "supervisor", "operator", "nobody"]
    digests = [POLICY.scope_digest(viewer(role)) for role in roles]
    assert len(set(digests)) == 5 and digests[4] == digests[5]


roles_of = st.frozensets(st.sampled_from([*POLICY.roles, "unknown"]))
markings = st.sampled_from(list(HELD.values()))


@given(roles_of, roles_of, markings)
def test_more_roles_never_see_less(some: frozenset[str], others: frozenset[str], marking: Marking) -> None:
    assert POLICY.sight(viewer(*some, *others), marking) >= POLICY.sight(viewer(*some), marking)


@given(roles_of, markings, markings)
def test_who_sees_two_markings_sees_their_join_and_who_sees_one_sees_all_below(
    roles: frozenset[str], a: Marking, b: Marking
) -> None:
    full = [POLICY.sight(viewer(*roles), marking) is Sight.FULL for marking in (a, b, a.join(b))]
    assert full[2] == (full[0] and full[1])


@given(roles_of)
def test_one_marking_and_all_together_give_the_same_answer(roles: frozenset[str]) -> None:
    one_by_one = {number for number, marking in HELD.items() if POLICY.sight(viewer(*roles), marking) is Sight.FULL}
    assert POLICY.visible(viewer(*roles), HELD) == one_by_one


# ------------------------------------------------------------- the file

MINIMAL = """\
format: 1
version: "1"
reasons:
  CALL: {label: A call}
compartments:
  alpha: {title: A, owner: B, contact: C, existence: told}
roles:
  open:
    title: All
    sees: {up-to: {classification: OFFICIAL, compartments: [alpha]}}
    ask: [view, find]
"""


def test_a_small_file_is_enough() -> None:
    policy = Policy.parse(MINIMAL)
    assert policy.questions(viewer("open")) == {Question.VIEW, Question.FIND}
    assert policy.version == "1+c9b15882"


def test_another_text_is_another_version() -> None:
    assert Policy.parse(MINIMAL + "# note\n").version != Policy.parse(MINIMAL).version


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ("format: 1", "format: 2", "p.yaml:1: format: "),
        ("OFFICIAL,", "RESTRICTED,", "p.yaml:10: roles → open → sees → up-to → classification: .*OFFICIAL-SENSITIVE"),
        ("[alpha]", "[beta]", "p.yaml:10: roles → open → sees → up-to → compartments → 0: 'beta' is not declared"),
        ("  alpha:", "  Al pha:", "p.yaml:6: compartments → Al pha: .*small letters"),
        ("[view, find]", "[view, guess]", "p.yaml:11: roles → open → ask → 1: .*'briefing'"),
        ("existence: told", "existence: maybe", "p.yaml:6: compartments → alpha → existence: .*'told' or 'silent'"),
        ("contact: C, ", "", "p.yaml:6: compartments → alpha → contact: "),
        ("    title: All\n", "    title: All\n    titel: All\n", "p.yaml:10: roles → open → titel: "),
        ("    ask:", "    title: B\n    ask:", "p.yaml:11: .*title.* is here twice"),
        ("{label: A call}", "{label: A call", "p.yaml:.*not YAML"),
        ("CALL", "call me", "p.yaml:4: reasons → call me: "),
        ("sees: {", "sees: {at-least: {classification: SECRET}, ", "p.yaml:10: .*at-least: .*see nothing"),
    ],
)
def test_every_mistake_is_told_with_its_line(written: str, instead: str, told: str) -> None:
    assert written in MINIMAL
    with pytest.raises(PolicyError, match=told):
        Policy.parse(MINIMAL.replace(written, instead), "p.yaml")


def test_all_mistakes_are_told_at_once() -> None:
    wrong = MINIMAL.replace("format: 1", "format: 9").replace("existence: told", "existence: maybe")
    with pytest.raises(PolicyError, match=r"(?s)p\.yaml:1: .*p\.yaml:6: "):
        Policy.parse(wrong, "p.yaml")


@pytest.mark.parametrize("text", ["", "[]", "just words", "roles: {}"])
def test_what_is_no_policy_is_refused(text: str) -> None:
    with pytest.raises(PolicyError):
        Policy.parse(text)
