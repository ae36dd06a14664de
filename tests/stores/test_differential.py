"""Every store answers every question as the oracle does, word for word, in order, for every viewer."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pole.graph.port import Store
from pole.ingest.plan import Planner
from pole.model.facts import Id
from tests.stores.conftest import Opener
from tests.stores.generate import MARKINGS, VIEWERS, Shape, history
from tests.stores.memory import MemoryStore
from tests.stores.questions import pool_of, questions

SHAPES = st.builds(Shape, st.sampled_from((5, 4, 2, 1)), st.sampled_from((10, 6, 2)), st.sampled_from((8, 5, 2)))


def minting(seed: int) -> Callable[[int], Id]:
    """Entity ids in a settled order, so that two stores draw the same."""
    random = Random(seed)
    return lambda vis: f"{random.getrandbits(80):020x}"


def loaded(store: Store, seed: int, shape: Shape) -> MemoryStore:
    """The oracle, after the same history went into both."""
    oracle = MemoryStore()
    ours, theirs = Planner(minting(seed)), Planner(minting(seed))
    with store.lease("tester@here:1 since now") as lease:
        for batch in history(Random(seed), shape):
            assert store.apply(lease, batch, ours) == oracle.apply(batch, theirs)
    return oracle


@given(seed=st.integers(0, 2**32), shape=SHAPES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_every_answer_is_the_oracles(fresh_store: Opener, seed: int, shape: Shape) -> None:
    store = fresh_store()
    oracle = loaded(store, seed, shape)
    pool, random = pool_of(oracle), Random(seed)
    for viewer in VIEWERS:
        reader, truth = store.reader(viewer), oracle.reader(viewer)
        for question in questions(random, pool):
            assert question.ask(reader) == question.ask(truth), (sorted(viewer), question.name)


@given(seed=st.integers(0, 2**32), shape=SHAPES)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_everything_held_is_what_the_oracle_holds(fresh_store: Opener, seed: int, shape: Shape) -> None:
    store = fresh_store()
    oracle = loaded(store, seed, shape)
    assert store.check() == []
    for viewer in (None, *VIEWERS):
        assert list(store.dump(viewer, exact=True)) == list(oracle.dump(viewer, exact=True))
        assert list(store.dump(viewer)) == list(oracle.dump(viewer))


@given(seed=st.integers(0, 2**32), shape=SHAPES)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_operators_are_told_what_the_oracle_tells(fresh_store: Opener, seed: int, shape: Shape) -> None:
    store = fresh_store()
    oracle = loaded(store, seed, shape)
    pool = pool_of(oracle)
    entities, keys = pool.entities, pool.keys
    assert store.visibilities() == oracle.visibilities() == MARKINGS
    assert store.batches() == oracle.batches()
    assert store.conflicts(entities) == oracle.conflicts(entities)
    loads = [None, *(b.load for b in oracle.batches())]
    for load in loads:
        assert list(store.quarantine(None, load)) == list(oracle.quarantine(None, load))
    for source in ("crimes", "custody"):
        assert store.batches(source) == oracle.batches(source)
        assert list(store.quarantine(source)) == list(oracle.quarantine(source))
        assert list(store.live_rows(source, ["person", "incident"])) == list(
            oracle.live_rows(source, ["person", "incident"])
        )
        assert store.children(source, "person", pool.rows) == oracle.children(source, "person", pool.rows)
    for viewer in VIEWERS:
        assert store.same(viewer) == oracle.same(viewer)
        assert store.existence(keys, viewer) == oracle.existence(keys, viewer)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_reader_sees_nothing_of_a_store_without_rows(store: Store, viewer: frozenset[int]) -> None:
    reader, truth = store.reader(viewer), MemoryStore().reader(viewer)
    for question in questions(Random(1), pool_of(MemoryStore())):
        assert question.ask(reader) == question.ask(truth), question.name
