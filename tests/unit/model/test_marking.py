"""What a marking promises: an order that is a lattice, one text, one integer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pole.errors import MarkingError, MarkingRefusedError
from pole.model.marking import ACCREDITED_CEILING, BASE, Classification, Marking, join_all, visibility

names = st.frozensets(st.sampled_from(["a", "b", "c-1"]))
markings = st.builds(
    Marking,
    st.sampled_from(Classification),
    st.frozensets(st.sampled_from(["C", "A1", "S2"])),
    names,
    names,
)


@given(markings, markings)
def test_a_join_is_the_lowest_marking_above_both(a: Marking, b: Marking) -> None:
    joined = a.join(b)
    assert a.at_or_below(joined) and b.at_or_below(joined)
    assert joined == b.join(a)
    assert a.at_or_below(b) == (joined == b)


@given(markings, markings, markings)
def test_joining_in_any_order_gives_the_same(a: Marking, b: Marking, c: Marking) -> None:
    assert a.join(b).join(c) == a.join(b.join(c)) == join_all([c, b, a])


@given(markings, markings)
def test_the_order_is_reflexive_antisymmetric_and_starts_at_the_base(a: Marking, b: Marking) -> None:
    assert a.at_or_below(a) and BASE.at_or_below(a)
    assert not (a.at_or_below(b) and b.at_or_below(a)) or a == b


@given(markings)
def test_a_marking_parses_from_its_own_text(marking: Marking) -> None:
    assert Marking.parse(marking.text) == marking
    assert Marking.parse(marking.text).text == marking.text


@given(markings, markings)
def test_equal_markings_and_only_they_share_text_and_visibility(a: Marking, b: Marking) -> None:
    assert (a == b) == (a.text == b.text) == (visibility(a) == visibility(b))
    assert a != b or hash(a) == hash(b)


@given(markings)
def test_a_visibility_fits_a_signed_64_bit_column(marking: Marking) -> None:
    assert 0 <= visibility(marking) < 2**63


def test_visibilities_stay_the_same_for_ever() -> None:
    assert visibility(BASE) == 7574511795601316577
    assert visibility(Marking.of("OFFICIAL-SENSITIVE", compartments=["child-protection"])) == 2990109184873975590


def test_the_canonical_text_is_what_people_write() -> None:
    marking = Marking.of("official sensitive", handling=["S2", "C", "A1"], compartments=["intelligence"])
    assert marking.text == "OFFICIAL-SENSITIVE; handling=A1,C,S2; compartments=intelligence"
    assert str(BASE) == "OFFICIAL"


def test_parts_may_come_in_any_order_and_spacing() -> None:
    written = " official ;owner-limits = force-20 , force-22; compartments=child-protection "
    assert Marking.parse(written) == Marking.of(
        compartments=["child-protection"], owner_limits=["force-22", "force-20"]
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "RESTRICTED",
        "OFFICIAL; colour=red",
        "OFFICIAL; compartments",
        "OFFICIAL; compartments=",
        "OFFICIAL; compartments=a; compartments=b",
        "OFFICIAL; compartments=Child Protection",
        "OFFICIAL; compartments=a_b",
        "OFFICIAL; compartments=-a",
        "OFFICIAL; handling=a1",
        "OFFICIAL; owner-limits=" + "x" * 65,
        "OFFICIAL compartments=a",
    ],
)
def test_what_is_not_well_formed_is_refused(text: str) -> None:
    with pytest.raises(MarkingError):
        Marking.parse(text)


def test_an_unknown_classification_names_the_valid_ones() -> None:
    with pytest.raises(MarkingError, match="OFFICIAL, OFFICIAL-SENSITIVE, SECRET, TOP SECRET"):
        Marking.parse("CONFIDENTIAL")


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_no_text_raises_anything_but_a_marking_error(text: str) -> None:
    try:
        marking = Marking.parse(text)
    except MarkingError:
        return
    assert Marking.parse(marking.text) == marking


def test_only_what_the_system_is_accredited_for_is_held() -> None:
    Marking.of("OFFICIAL-SENSITIVE").require_within(ACCREDITED_CEILING)
    Marking.of("SECRET").require_within(Classification.SECRET)
    with pytest.raises(MarkingRefusedError, match="nothing of it is kept"):
        Marking.of("SECRET").require_within(ACCREDITED_CEILING)
