"""Who is one person: from what is live and what was decided, in whatever order it came."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pole.identity.person.clustering import Decisions, Resolution, resolve
from pole.identity.person.model import Thresholds
from pole.identity.person.profile import Profile, profile

AT = Thresholds(join=20, review=10)


def resolved(edges: str, same: str = "", different: str = "", profiles: dict[str, Profile] | None = None) -> Resolution:
    """``ab25`` is an edge of weight 25 between a and b; decisions are ``ab bc``."""
    weights = {(text[0], text[1]): float(text[2:]) for text in edges.split()}
    records = {
        record: Profile() for record in "".join(same + different) + "".join(map("".join, weights)) if record != " "
    }
    pairs = [frozenset((text[0], text[1]) for text in said.split()) for said in (same, different)]
    return resolve(records | (profiles or {}), weights, AT, Decisions(*pairs))


def groups(persons: dict[str, str]) -> str:
    """``abc de``: persons in order, each by its records."""
    held: dict[str, list[str]] = {}
    for record, person in sorted(persons.items()):
        held.setdefault(person, []).append(record)
    return " ".join("".join(members) for _, members in sorted(held.items()))


def test_a_strong_edge_joins_a_weaker_one_is_proposed_a_weak_one_is_nothing() -> None:
    found = resolved("ab25 bc12 cd5")
    assert groups(found.joined) == "ab c d"
    assert groups(found.reviewed) == "abc d"
    assert found.proposals == [("b", "c")]


def test_a_decision_outweighs_the_model_either_way() -> None:
    assert groups(resolved("ab25 cd-9", same="cd").joined) == "ab cd"
    apart = resolved("ab25", different="ab")
    assert groups(apart.joined) == "a b"
    assert [one.why for one in apart.refusals] == ["decided to be different"]


def test_two_whom_a_decision_keeps_apart_do_not_meet_through_a_third() -> None:
    found = resolved("ab25 bc24", different="ac")
    assert groups(found.joined) == "ab c"


def test_decisions_that_contradict_each_other_are_reported_and_neither_is_followed() -> None:
    found = resolved("ab-5 bc-5 de-5", same="ab bc de", different="ac")
    assert found.contradictions == [("a", "c")]
    assert groups(found.joined) == "a b c de"


def test_decisions_on_records_that_are_gone_wait() -> None:
    found = resolve({"a": Profile()}, {}, AT, Decisions(frozenset({("a", "z")}), frozenset({("a", "y")})))
    assert groups(found.joined) == "a"


PNC = {"a": {"pnc": "81/34U"}, "b": {"pnc": "2003/259141V"}}
TWINS = {
    "a": {"given": "Jack", "surname": "Todd", "birth": "2005-11-14"},
    "b": {"given": "Mark", "surname": "Todd", "birth": "2005-11-14"},
}
FATHER_AND_SON = {
    "a": {"given": "Jack", "surname": "Todd", "birth": "2005-11-14"},
    "b": {"given": "Jack", "surname": "Todd", "birth": "1979-02-03"},
}
BROTHERS = {
    "a": {"given": "Jack", "surname": "Todd", "birth": "2005-11-14"},
    "b": {"given": "Mark", "surname": "Todd", "birth": "2001-02-03"},
}
OPPOSED = {"a": {"sex": "M"}, "b": {"sex": "F"}}


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        (PNC, "different PNC"),
        (TWINS, "another forename, the same birth date"),
        (FATHER_AND_SON, "born a generation apart"),
        (BROTHERS, "another forename, another birth date"),
        (OPPOSED, "sexes opposed"),
    ],
)
def test_what_contradicts_itself_is_not_one_person_whatever_the_weight(
    stated: dict[str, dict[str, str]], why: str
) -> None:
    people = {record: profile(said) for record, said in stated.items()}
    found = resolved("ab40", profiles=people)
    assert groups(found.joined) == "a b"
    assert [one.why for one in found.refusals] == [why]
    assert groups(resolved("ab40", same="ab", profiles=people).joined) == "ab"


def test_one_number_in_common_answers_the_contradiction_of_another() -> None:
    stated = {record: profile({**said, "nino": "AB123456C"}) for record, said in PNC.items()}
    assert groups(resolved("ab40", profiles=stated).joined) == "ab"


def test_one_record_with_the_number_of_another_man_does_not_make_two_men_one() -> None:
    people = {"a": profile({**TWINS["a"], **PNC["a"]}), "b": profile({**TWINS["b"], **PNC["b"]})}
    people |= {"c": people["a"], "d": profile({**TWINS["a"], **PNC["b"]})}
    assert groups(resolved("ac40 ad35 cd35 bd30", profiles=people).joined) == "ac bd"


def test_a_record_that_fits_father_and_son_goes_to_neither() -> None:
    people = {record: profile(said) for record, said in FATHER_AND_SON.items()}
    people["c"] = profile({"given": "Jack", "surname": "Todd"})
    found = resolved("ac15 bc14", profiles=people)
    assert groups(found.reviewed) == "a b c"
    assert {one.why for one in found.refusals} == {"somebody else has as good a claim"}
    assert groups(resolved("ac19 bc14", profiles=people).reviewed) == "ac b"


def test_one_strong_edge_does_not_join_what_all_others_speak_against() -> None:
    found = resolved("ab30 cd30 ac21 ad-20 bc-20 bd-20")
    assert groups(found.joined) == "ab cd"


def stated(of: dict[str, str]) -> dict[str, Profile]:
    """``given surname birth`` of each record, then ``what=value``."""
    people = {}
    for record, text in of.items():
        given, surname, birth, *more = text.split()
        said = {"given": given, "surname": surname, "birth": birth, **dict(one.split("=") for one in more)}
        people[record] = profile({what: value.strip("-") for what, value in said.items()})
    return people


def test_of_whom_much_is_heard_a_record_more_is_likelier() -> None:
    heard_of = Thresholds(join=20, review=10, usual=2)
    much = {("a", other): 30.0 for other in "bcdefg"}
    records = {record: Profile() for record in "abcdefghij"}
    found = resolve(records, much | {("a", "h"): 9.0, ("i", "j"): 10.5}, heard_of)
    assert groups(found.joined) == "abcdefg h i j"
    assert groups(found.reviewed) == "abcdefgh i j"
    assert [one.why for one in found.refusals] == ["little is heard of either, so more is wanted"]


def test_what_an_edge_is_silent_about_counts_where_the_two_persons_never_agree_in_it() -> None:
    people = {"a": profile({"phone": "07700900123"}), "b": Profile(), "c": profile({"phone": "07700911999"})}
    weighed = Thresholds(join=20, review=10, unlike={"phone": -4.0})
    edges = {("a", "b"): 30.0, ("b", "c"): 22.0}
    found = resolve(people, edges, weighed)
    assert (groups(found.joined), groups(found.reviewed)) == ("ab c", "abc")
    assert groups(resolve(people, edges | {("b", "c"): 13.0}, weighed).reviewed) == "ab c"
    same = people | {"c": profile({"phone": "07700900123"})}
    assert groups(resolve(same, edges, weighed).joined) == "abc"


def test_a_short_form_in_one_record_does_not_part_an_initial_from_all_the_others() -> None:
    people = stated({
        "a": "Kathleen Murray 1976-05-31", "b": "Kathleen Murray 1976-05-31", "c": "Cathy Murray 1976-05-31",
        "d": "K Murray 1976-05-31",
    })  # fmt: skip
    assert groups(resolved("ab40 ac39 ad25", same="ac", profiles=people).joined) == "abcd"


def test_a_slip_in_the_birth_date_of_one_record_does_not_make_twins_one() -> None:
    people = stated({
        "a": "Jennifer Potter 2018-07-28", "b": "Jennifer Potter 2015-07-28", "c": "Amy Potter 2018-07-28",
    })  # fmt: skip
    assert groups(resolved("ab40 ac25", profiles=people).reviewed) == "ab c"


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("Caroline Hooper 1994-09-09 middle=Shirley", "Kit Hooper 1994-09-09 middle=Shirley", True),
        ("Luke Payne 1968-12-09 middle=Lee", "Lee Payne 1968-12-09", True),
        ("David Watson 1983-04-14 phone=07700900123", "Davo Watson 1983-04-14 phone=07700900123", True),
        ("David Watson 1983-04-14", "Davo Watson 1983-04-14", False),
        ("Jack Watson 1983-04-14 phone=07700900123", "Mark Watson 1983-04-14 phone=07700900123", False),
        ("Jack Watson 1983-04-14 email=todd@example.org", "Mark Watson 1983-04-14 email=todd@example.org", True),
    ],
)
def test_another_forename_on_one_birth_date_is_a_twin_unless_they_share_what_twins_do_not(
    one: str, other: str, together: bool
) -> None:
    found = resolved("ab40", profiles=stated({"a": one, "b": other}))
    assert groups(found.joined) == ("ab" if together else "a b")


RECORDS = "abcdefgh"
STATED = st.sampled_from([*PNC.values(), *TWINS.values(), *FATHER_AND_SON.values(), *OPPOSED.values(), {}])
PAIRS = st.sampled_from(list(combinations(RECORDS, 2)))


@given(
    st.fixed_dictionaries(dict.fromkeys(RECORDS, STATED)),
    st.dictionaries(PAIRS, st.floats(-30, 40).map(lambda w: round(w, 1))),
    st.frozensets(PAIRS, max_size=4),
    st.frozensets(PAIRS, max_size=4),
    st.randoms(use_true_random=False),
)
def test_any_order_of_coming_gives_the_same_persons(
    stated: dict[str, dict[str, str]],
    edges: dict[tuple[str, str], float],
    same: frozenset[tuple[str, str]],
    different: frozenset[tuple[str, str]],
    chance: Random,
) -> None:
    people = {record: profile(said) for record, said in stated.items()}
    rebuilt = resolve(people, edges, AT, Decisions(same, different))
    records, weights = list(people.items()), list(edges.items())
    chance.shuffle(records)
    chance.shuffle(weights)
    assert resolve(dict(records), dict(weights), AT, Decisions(same, different)) == rebuilt
    for a, b in different - set(rebuilt.contradictions):
        assert rebuilt.reviewed[a] != rebuilt.reviewed[b]
    if not rebuilt.contradictions:
        assert all(rebuilt.joined[a] == rebuilt.joined[b] for a, b in same)
