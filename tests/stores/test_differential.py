"""Every store answers every question as the oracle does, word for word, in order, for every viewer."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pole.graph.changes import Batch, Changes, Current, Plan
from pole.graph.port import Store
from pole.graph.rows import SourceEntry
from pole.ingest.ahead import with_next
from pole.ingest.plan import Planner
from pole.model.facts import Id
from tests.stores.generate import SOURCES, VIEWERS, Shape, history
from tests.stores.keepers import Keeper
from tests.stores.memory import MemoryStore
from tests.stores.questions import pool_of, questions
from tests.stores.tasks import answers, asked

SHAPES = st.builds(Shape, st.sampled_from((5, 4, 2, 1)), st.sampled_from((10, 6, 2)), st.sampled_from((8, 5, 2)))


def minting(seed: int) -> Callable[[int], Id]:
    """Entity ids in a settled order, so that two stores draw the same."""
    random = Random(seed)
    return lambda vis: f"{random.getrandbits(80):020x}"


def planning(seed: int) -> Plan:
    """The same ids for a batch however often it is planned: again, where somebody wrote since it was planned ahead."""

    def plan(batch: Batch, current: Current) -> Changes:
        return Planner(minting(seed + int(batch.ledger.id, 16)))(batch, current)

    return plan


def loaded(store: Store, seed: int, shape: Shape) -> MemoryStore:
    """The oracle, after the same history went into both."""
    oracle = MemoryStore()
    register = [SourceEntry(source, source.title(), "", "") for source in (*SOURCES, "never")]
    store.register(register)
    oracle.register(register)
    plan = planning(seed)
    with store.lease("tester@here:1 since now") as lease:
        for batch, following in with_next(history(Random(seed), shape)):
            assert store.apply(lease, batch, plan, following) == oracle.apply(batch, plan)
            corrected(Random(batch.ledger.id), store, oracle)
    return oracle


def corrected(random: Random, store: Store, oracle: MemoryStore) -> None:
    """Tasks of correction raised and answered, between two batches, in both."""
    for task, marking in asked(random, oracle):
        assert store.raise_task(task, marking) == oracle.raise_task(task, marking)
    for answered, seen in answers(random, oracle):
        assert store.answer_task(answered, seen) == oracle.answer_task(answered, seen)


def each_history(keeper: Keeper, most: int, claim: Callable[[Store, MemoryStore, Random], None]) -> None:
    """Check a claim on random histories; on a server, where each costs seconds, on a third of them."""

    @given(seed=st.integers(0, 2**32), shape=SHAPES)
    @settings(max_examples=most if keeper.kind == "sqlite" else most // 3)
    def check(seed: int, shape: Shape) -> None:
        store = keeper.fresh()
        claim(store, loaded(store, seed, shape), Random(seed))

    check()


@pytest.mark.timeout(900)
def test_every_answer_is_the_oracles(keeper: Keeper) -> None:
    put: list[str] = []

    def same_answers(store: Store, oracle: MemoryStore, random: Random) -> None:
        pool = pool_of(oracle)
        for viewer in VIEWERS:
            reader, truth = store.reader(viewer), oracle.reader(viewer)
            for question in questions(random, pool):
                put.append(question.name)
                assert question.ask(reader) == question.ask(truth), (sorted(viewer), question.name)

    each_history(keeper, 36, same_answers)
    assert len(put) >= 2_000


def test_everything_held_is_what_the_oracle_holds(keeper: Keeper) -> None:
    def same_dumps(store: Store, oracle: MemoryStore, random: Random) -> None:
        assert store.check() == []
        for viewer in (None, *VIEWERS):
            assert list(store.dump(viewer, exact=True)) == list(oracle.dump(viewer, exact=True))
            assert list(store.dump(viewer)) == list(oracle.dump(viewer))

    each_history(keeper, 18, same_dumps)


def test_operators_are_told_what_the_oracle_tells(keeper: Keeper) -> None:
    each_history(keeper, 18, same_books)


def same_books(store: Store, oracle: MemoryStore, random: Random) -> None:
    """The ledger, the quarantine and what only services that span visibilities ask."""
    pool, types = pool_of(oracle), ["person", "incident"]
    assert store.visibilities() == oracle.visibilities()
    assert store.batches() == oracle.batches()
    for load in (None, *(b.load for b in oracle.batches())):
        assert list(store.quarantine(None, load)) == list(oracle.quarantine(None, load))
    for source in SOURCES:
        assert store.batches(source) == oracle.batches(source)
        assert store.latest(source) == oracle.latest(source)
        assert store.last_place(source) == oracle.last_place(source)
        for since in {b.place for b in oracle.batches()}:
            assert store.batches(source, since) == oracle.batches(source, since)
        assert list(store.quarantine(source)) == list(oracle.quarantine(source))
        assert list(store.live_rows(source, types)) == list(oracle.live_rows(source, types))
        assert store.children(source, "person", pool.rows) == oracle.children(source, "person", pool.rows)
        assert store.kept_children(source, pool.rows) == oracle.kept_children(source, pool.rows)
    for viewer in VIEWERS:
        assert store.conflicts(pool.entities, viewer) == oracle.conflicts(pool.entities, viewer)
        assert store.same(viewer) == oracle.same(viewer)
        assert store.existence(pool.keys, viewer) == oracle.existence(pool.keys, viewer)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_reader_sees_nothing_of_a_store_without_rows(store: Store, viewer: frozenset[int]) -> None:
    reader, truth = store.reader(viewer), MemoryStore().reader(viewer)
    for question in questions(Random(1), pool_of(MemoryStore())):
        assert question.ask(reader) == question.ask(truth), question.name
