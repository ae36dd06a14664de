"""Visibilities in order: nothing reads up, and work goes from the lowest."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pole.access.visibility import at_or_below, interned, lowest_first, misfiled
from pole.model.marking import BASE, Classification, Marking, visibility

markings = st.builds(
    Marking,
    st.sampled_from(Classification),
    st.frozensets(st.sampled_from(["C", "A1"])),
    st.frozensets(st.sampled_from(["x", "y"])),
)


@given(st.lists(markings, max_size=12))
def test_each_visibility_comes_after_everything_below_it(given: list[Marking]) -> None:
    held = interned(given)
    done: set[int] = set()
    for number in lowest_first(held):
        assert at_or_below(held[number], held) - {number} <= done
        done.add(number)
    assert done == set(held)


@given(st.lists(markings, max_size=12))
def test_the_order_of_arrival_does_not_matter(given: list[Marking]) -> None:
    assert lowest_first(interned(given)) == lowest_first(interned(reversed(given)))


def test_two_compartments_do_not_read_each_other() -> None:
    x, y = Marking.of(compartments=["x"]), Marking.of(compartments=["y"])
    held = interned([BASE, x, y, x.join(y)])
    assert at_or_below(x, held) == {visibility(BASE), visibility(x)}
    assert at_or_below(x.join(y), held) == set(held)


def test_a_marking_under_a_wrong_integer_is_found() -> None:
    assert misfiled({visibility(BASE): BASE}) == []
    assert misfiled({5: BASE}) == [BASE]
