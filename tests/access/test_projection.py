"""What lies at or below a visibility is, at every step of every history, as if nothing else had ever been.

Ids, times and order included. The entity ids of each visibility come from a seeded well of its own, and loads happen at
seeded moments, so that the exact dumps of two worlds can be compared line by line.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pole.graph.changes import Batch
from pole.model.facts import ShapedRow, Verb
from tests.access.histories import (
    CHILDREN,
    KEYS,
    MARKINGS,
    OPEN,
    SAYS,
    THREE,
    Act,
    History,
    Say,
    Says,
    batch,
    batches,
    histories,
    shaped,
)
from tests.access.worlds import NewWorld, faithful, leak, memory_world
from tests.stores.generate import Shape, history

SEEDS = st.integers(0, 2**32)
SHAPES = st.builds(Shape, st.integers(1, 5), st.integers(1, 6), st.integers(1, 4))


@given(histories())
@settings(max_examples=120)
def test_nothing_hidden_shows_in_what_is_held(acts: History) -> None:
    assert leak(batches(acts)) is None


@given(histories(THREE))
@settings(max_examples=60)
def test_nothing_of_a_third_compartment_shows_to_who_sees_the_other_two(acts: History) -> None:
    assert leak(batches(acts, THREE)) is None


@given(SEEDS, SHAPES)
@settings(max_examples=40)
def test_nothing_hidden_shows_in_loads_of_any_shape(seed: int, shape: Shape) -> None:
    assert leak(history(Random(seed), shape)) is None


@given(histories(batches=3))
@settings(max_examples=25)
def test_nothing_hidden_shows_in_sqlite(sqlite_world: NewWorld, acts: History) -> None:
    assert leak(batches(acts), sqlite_world) is None


@given(histories(batches=2))
@settings(max_examples=3)
def test_nothing_hidden_shows_in_neo4j(neo4j_world: NewWorld, acts: History) -> None:
    assert leak(batches(acts), neo4j_world) is None


class Order(NamedTuple):
    """An order in which rows are loaded, and which of them begin a batch."""

    rows: list[int]
    begins: list[bool]


@st.composite
def rows_in_two_orders(draw: st.DrawFn) -> tuple[list[Says], Order, Order]:
    """What some rows say, and two ways to load them."""
    says = draw(st.lists(st.dictionaries(st.sampled_from(list(MARKINGS)), SAYS, max_size=3), min_size=2, max_size=7))
    order = st.builds(
        Order,
        st.permutations(range(len(says))),
        st.lists(st.booleans(), min_size=len(says), max_size=len(says)),
    )
    return says, draw(order), draw(order)


@given(rows_in_two_orders())
@settings(max_examples=100)
def test_the_order_of_loading_never_matters(drawn: tuple[list[Says], Order, Order]) -> None:
    says, one, other = drawn
    assert outcome(says, one, memory_world) == outcome(says, other, memory_world)


@given(rows_in_two_orders())
@settings(max_examples=10)
def test_the_order_of_loading_never_matters_in_sqlite(
    sqlite_world: NewWorld, drawn: tuple[list[Says], Order, Order]
) -> None:
    says, one, other = drawn
    assert outcome(says, one, sqlite_world) == outcome(says, other, sqlite_world)


def outcome(says: Sequence[Says], order: Order, new_world: NewWorld) -> list[str]:
    """All that is held after loading these rows, entities named by their smallest mentions."""
    loads: list[Batch] = []
    pending: list[ShapedRow] = []
    for row, begins in zip(order.rows, order.begins, strict=True):
        if begins and pending:
            loads.append(batch(len(loads), pending, MARKINGS))
            pending = []
        pending.append(shaped(Act(row), says[row]))
    loads.append(batch(len(loads), pending, MARKINGS))
    with new_world() as world:
        plan = faithful()
        for load in loads:
            world.take(load, plan)
        return list(world.store.dump())


@pytest.mark.slow
@given(histories())
def test_nothing_hidden_shows_in_what_is_held_campaign(acts: History) -> None:
    assert leak(batches(acts)) is None


@pytest.mark.slow
@given(histories(THREE))
def test_nothing_of_a_third_compartment_shows_campaign(acts: History) -> None:
    assert leak(batches(acts, THREE)) is None


@pytest.mark.slow
@given(histories())
@settings(max_examples=300)
def test_nothing_hidden_shows_in_sqlite_campaign(sqlite_world: NewWorld, acts: History) -> None:
    assert leak(batches(acts), sqlite_world) is None


@pytest.mark.slow
@pytest.mark.timeout(1_200)
@given(histories(batches=3))
@settings(max_examples=25)
def test_nothing_hidden_shows_in_neo4j_campaign(neo4j_world: NewWorld, acts: History) -> None:
    assert leak(batches(acts), neo4j_world) is None


@pytest.mark.slow
@given(rows_in_two_orders())
def test_the_order_of_loading_never_matters_campaign(drawn: tuple[list[Says], Order, Order]) -> None:
    says, one, other = drawn
    assert outcome(says, one, memory_world) == outcome(says, other, memory_world)


def test_what_vanishes_after_its_marking_was_raised_asks_nobody_below() -> None:
    raised = Act(0, {OPEN: None, CHILDREN: Say(KEYS[:1])})
    assert leak(batches([[Act(0, {OPEN: Say(KEYS[:1])})], [raised, Act(0, verb=Verb.VANISH)]])) is None
