"""Which records are worth comparing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pole.identity.person.candidates import Index, estimated_recall, index_of
from pole.identity.person.profile import Profile, profile


def person(given: str, surname: str, birth: str = "", **more: str) -> Profile:
    return profile({"given": given, "surname": surname, "birth": birth, **more})


JOHN = person("John", "Smithers", "1985-04-03")
ALIKE = {
    "day and month swapped": person("John", "Smithers", "1985-03-04"),
    "names swapped": person("Smithers", "John", "1985-04-03"),
    "another surname": person("John", "Oakes", "1985-04-03"),
    "a short form": person("Jack", "Smithers", "1985-04-03"),
    "a slip in the year": person("John", "Smithers", "1935-04-03"),
    "only the year": person("John", "Smithers", "1985"),
    "misheard": person("Jon", "Smythers", "1985-04-03"),
    "an initial": person("J", "Smithers"),
}


def test_slips_marriages_and_short_forms_are_found() -> None:
    index = index_of({"john": JOHN, **ALIKE, "stranger": person("Mary", "Oldroyd", "1961-12-24")})
    assert index.candidates("john") == set(ALIKE)


def test_what_too_many_share_finds_nobody_until_fewer_do() -> None:
    phone = "07700 900123"
    index = Index(cap=2)
    for name, given_, surname in (("a", "Ann", "Abel"), ("b", "Bert", "Brown"), ("c", "Carl", "Cole")):
        index.add(name, person(given_, surname, phone=phone))
    assert index.candidates("a") == set()
    index.remove("c")
    assert index.candidates("a") == {"b"}


def test_a_rule_is_known_by_what_it_alone_finds() -> None:
    index = index_of({
        "a": person("John", "Smithers", pnc="81/34U"), "b": person("Karl", "Oakes", pnc="81/34U"),
        "c": person("Mary", "Oldroyd"), "d": person("Mary", "Oldroyd"),
    })  # fmt: skip
    rules = {one.rule: one for one in estimated_recall(index, [("a", "b"), ("c", "d")])}
    assert rules["pnc"][1:] == (1, 0.5, 1)
    assert rules["names"][1:] == (1, 0.5, 0)
    assert rules["birth"][1:] == (0, 0.0, 0)


CHANGES = st.lists(
    st.tuples(st.booleans(), st.sampled_from("abcdefg"), st.sampled_from([JOHN, *ALIKE.values()])), max_size=30
)


@given(CHANGES)
def test_the_index_follows_from_what_is_in_it(changes: list[tuple[bool, str, Profile]]) -> None:
    index, held = Index(cap=3), dict[str, Profile]()
    for add, record, profile_ in changes:
        if add:
            index.add(record, profile_)
            held[record] = profile_
        else:
            index.remove(record)
            held.pop(record, None)
    fresh = index_of(dict(sorted(held.items())), cap=3)
    assert index.pairs() == fresh.pairs()
    assert {r: index.candidates(r) for r in held} == {r: fresh.candidates(r) for r in held}
