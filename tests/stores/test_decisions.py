"""Decisions on identity, on every store: followed at once, whatever is loaded later, until they are taken back."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pole.graph.port import Store
from pole.graph.questions import DecisionWhere, PageRequest
from pole.graph.rows import DecisionRow, KeySetRow
from pole.identity.decisions import said_by
from pole.identity.partition import Holder, partition
from pole.ingest.plan import Planner
from pole.model.facts import Id, ShapedRow, Verb, content_id
from tests.access.worlds import with_joints
from tests.stores.generate import CHILDREN, MARKINGS, OPEN, SECRETS, Shape, history, instant
from tests.stores.memory import MemoryStore
from tests.stores.shaping import HOLDER, Thing, batch_of, entity, planner, row, together
from tests.stores.test_differential import minting

OPENLY, EVERYTHING = frozenset({OPEN}), frozenset(MARKINGS)
LATER = "2024-06-01T00:00:00Z"


def man(key: str, number: str, vis: int = OPEN, received: str = "2024-01-01T00:00:00Z") -> ShapedRow:
    return row(key, {"a": Thing((f"nominal|{number}",), text=key, caption=key)}, vis=vis, received=received)


ONE, TWO, THREE = (man(number, number) for number in "123")


def word(verdict: str, one: ShapedRow, other: ShapedRow, vis: int = OPEN, state: str = "in force") -> DecisionRow:
    return DecisionRow(
        content_id(verdict, one.row, other.row), vis, verdict, state, one.facets[0].record, one.row, "a", (),
        other.facets[0].record, other.row, "a", (), "looked at both", "{}", instant(1), "sgt", None, "", None, "", "",
    )  # fmt: skip


class Loads:
    """Batches and decisions into one store, one after another."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._plan = planner()
        self._number = 0

    def take(self, *rows: ShapedRow, decided: tuple[DecisionRow, ...] = ()) -> None:
        with self.store.lease(HOLDER) as lease:
            self.store.apply(lease, batch_of(self._number, rows)._replace(decided=decided), self._plan)
        self._number += 1
        assert self.store.check() == []

    def decisions(self, seen: frozenset[int] = EVERYTHING) -> list[DecisionRow]:
        return self.store.reader(seen).decisions(DecisionWhere(), PageRequest(100)).rows

    def are_one(self, *rows: ShapedRow) -> bool:
        mentions = self.store.reader(EVERYTHING).mentions_of([row_.facets[0].record for row_ in rows])
        assert len(mentions) == len(rows)
        return len({mention.entity for mention in mentions}) == 1


@pytest.fixture
def loads(store: Store) -> Loads:
    made = Loads(store)
    made.take(ONE, TWO, THREE)
    return made


def test_same_joins_and_is_taken_back(loads: Loads) -> None:
    before = list(loads.store.dump())
    said = word("same", ONE, TWO)
    loads.take(decided=(said,))
    assert loads.are_one(ONE, TWO) and not loads.are_one(ONE, THREE)
    loads.take(decided=(said._replace(state="ended", ended=instant(2), ended_by="sgt", ended_why="a mistake"),))
    assert not loads.are_one(ONE, TWO)
    assert [line for line in loads.store.dump() if not line.startswith('["decision"')] == before
    (kept,) = loads.decisions()
    assert (kept.state, kept.ended_why, kept.made_by) == ("ended", "a mistake", "sgt")


def test_same_holds_whatever_keys_the_records_state_later(loads: Loads) -> None:
    loads.take(decided=(word("same", ONE, TWO),))
    loads.take(man("2", "9", received=LATER))
    assert loads.are_one(ONE, TWO) and not loads.are_one(ONE, THREE)


def test_a_decision_waits_for_a_record_that_is_gone(loads: Loads) -> None:
    loads.take(decided=(word("same", ONE, TWO),))
    loads.take(row("2", verb=Verb.VANISH))
    assert loads.decisions()[0].other_keysets == ()
    loads.take(man("2", "2", received=LATER))
    assert loads.are_one(ONE, TWO)


def test_different_is_not_undone_by_what_is_loaded_later(loads: Loads) -> None:
    loads.take(decided=(word("different", ONE, TWO),))
    loads.take(row("4", {"a": Thing(("nominal|1", "nominal|2"))}))
    assert not loads.are_one(ONE, TWO)


def test_decisions_that_contradict_each_other_are_kept_and_not_followed(loads: Loads) -> None:
    loads.take(decided=(word("same", ONE, TWO),))
    loads.take(decided=(word("different", ONE, TWO),))
    assert not loads.are_one(ONE, TWO)
    assert [d.state for d in loads.decisions()] == ["in force", "in force"]


def test_unsure_and_what_waits_for_a_second_person_do_nothing(loads: Loads) -> None:
    loads.take(decided=(word("unsure", ONE, TWO),))
    loads.take(decided=(word("same", ONE, THREE, state="proposed"),))
    assert not loads.are_one(ONE, TWO) and not loads.are_one(ONE, THREE)


def test_what_was_never_there_is_not_decided_on(loads: Loads) -> None:
    loads.take(decided=(word("same", ONE, man("nobody", "7")),))
    loads.take(decided=(word("different", ONE, TWO, state="ended"),))
    assert loads.decisions() == []


@pytest.mark.parametrize("verb", [Verb.DISPOSE, Verb.DELETE])
def test_nothing_stays_of_a_decision_on_what_is_erased_or_was_an_error(loads: Loads, verb: Verb) -> None:
    loads.take(decided=(word("same", ONE, TWO),))
    loads.take(row("2", verb=verb, received=LATER))
    assert loads.decisions() == []


def test_nobody_below_hears_of_a_decision_on_what_was_raised(loads: Loads) -> None:
    loads.take(decided=(word("same", ONE, TWO),))
    loads.take(man("2", "2", vis=CHILDREN, received=LATER))
    assert loads.decisions(OPENLY) == []
    (raised,) = loads.decisions()
    assert (raised.vis, raised.other_record) == (CHILDREN, man("2", "2", vis=CHILDREN).facets[0].record)
    loads.take(man("2", "2", vis=SECRETS, received="2024-07-01T00:00:00Z"))
    assert loads.decisions(frozenset({OPEN, CHILDREN})) == []


def test_a_raised_decision_binds_what_it_now_sees_of_the_other_record_too(loads: Loads) -> None:
    thing = {"a": Thing(("nominal|1",))}
    loads.take(together(row("1", thing, received=LATER), row("1", thing, vis=CHILDREN)))
    loads.take(decided=(word("same", ONE, TWO),))
    loads.take(man("2", "2", vis=CHILDREN, received=LATER))
    (raised,) = loads.decisions()
    assert len(raised.one_keysets) == 2


def test_on_which_side_of_a_decision_a_thing_stands_is_told_to_who_may_see_it(loads: Loads) -> None:
    loads.take(man("5", "5", vis=CHILDREN))
    said = word("different", ONE, man("5", "5", vis=CHILDREN), vis=CHILDREN)
    loads.take(decided=(said,))
    one = entity(loads.store, "nominal|1")
    assert loads.store.conflicts([one], OPENLY) == {one: frozenset()}
    assert loads.store.conflicts([one], EVERYTHING) == {one: frozenset({f"decided-{said.id}|0"})}


@given(seed=st.integers(0, 2**32), rows=st.sampled_from((4, 8)))
@settings(max_examples=60)
def test_who_is_one_is_what_the_whole_partition_says(seed: int, rows: int) -> None:
    """A batch touches what it reaches, and comes to what a partition of everything would."""
    oracle, plan = MemoryStore(), Planner(minting(seed))
    for batch in history(Random(seed), Shape(batches=5, rows=rows, names=5)):
        oracle.apply(batch, plan)
        assert _held(oracle.keysets) == _whole(oracle)
        assert all(_bound(oracle, decision) for decision in oracle.decisions.values())


def _bound(oracle: MemoryStore, d: DecisionRow) -> bool:
    """Whether it binds the key sets of its two mentions, as far as it may see them."""
    seen = [m for m in oracle.mentions.values() if MARKINGS[m.vis].at_or_below(oracle.markings[d.vis])]
    return all(
        {m.keyset for m in seen if (m.row, m.name) == end} == {*keysets}
        for end, keysets in (((d.one_row, d.one_name), d.one_keysets), ((d.other_row, d.other_name), d.other_keysets))
    )


def _held(keysets: Mapping[Id, KeySetRow]) -> set[frozenset[Id]]:
    of: dict[Id, set[Id]] = {}
    for row_ in keysets.values():
        of.setdefault(row_.entity, set()).add(row_.id)
    return set(map(frozenset, of.values()))


def _whole(oracle: MemoryStore) -> set[frozenset[Id]]:
    holders = (Holder(k.id, k.vis, k.kind, k.keys) for k in oracle.keysets.values())
    decided = [said for decision in oracle.decisions.values() for said in said_by(decision)]
    return {frozenset(group.keysets) for group in partition(holders, with_joints(MARKINGS), sorted(decided)).groups}
