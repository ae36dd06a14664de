"""Who is who after a batch: ids that stay, merges and splits, and what is written of them."""

from __future__ import annotations

from collections.abc import Sequence

from pole.graph.changes import Batch, Changes, Current
from pole.model.facts import ShapedRow, Verb
from tests.stores.generate import CHILDREN, OPEN, instant
from tests.stores.memory import MemoryStore
from tests.stores.shaping import Thing, batch_of, planner, row

MAY = "2024-05-01T00:00:00Z"


def person(
    key: str, *keys: str, vis: int = OPEN, received: str = "2024-01-01T00:00:00Z", caption: str = ""
) -> ShapedRow:
    return row(key, {"person": Thing(keys, caption=caption)}, vis=vis, received=received)


def planned(*batches: Sequence[ShapedRow]) -> tuple[MemoryStore, Changes]:
    """The store after these batches, and the changes of the last."""
    store, plan, made = MemoryStore(), planner(), list[Changes]()

    def noting(batch: Batch, current: Current) -> Changes:
        made.append(plan(batch, current))
        return made[-1]

    for number, rows in enumerate(batches):
        store.apply(batch_of(number, rows), noting)
    return store, made[-1]


def test_a_merge_keeps_the_id_with_most_records_and_says_so() -> None:
    many = [person(f"m{n}", "nominal|1") for n in range(3)]
    store, changes = planned([*many, person("one", "nominal|2")], [person("both", "nominal|1", "nominal|2")])
    (kept,) = store.entities
    (step,) = changes.lineage
    assert (step.at, step.what, step.after) == (instant(1), "merged", kept)
    assert changes.drop_entities == [step.before]
    assert [move.after for move in changes.moves] == [kept]


def test_a_split_leaves_the_id_with_most_records_and_mints_for_the_others() -> None:
    many = [person(f"m{n}", "nominal|1") for n in range(3)]
    bridge = person("both", "nominal|1", "nominal|2")
    store, changes = planned([*many, person("one", "nominal|2"), bridge], [row("both", verb=Verb.DELETE, received=MAY)])
    (step,) = changes.lineage
    assert step.what == "split"
    assert {m.entity for m in store.mentions.values() if m.record in {r.facets[0].record for r in many}} == {
        step.before
    }
    assert len(store.entities) == 2


def test_membership_is_closed_and_opened_where_a_key_set_moves() -> None:
    store, changes = planned(
        [person("a", "nominal|1"), person("b", "nominal|2")], [person("both", "nominal|1", "nominal|2")]
    )
    (move,) = changes.moves
    assert [(m.keyset, m.entity, m.until) for m in changes.close_membership] == [(move.keyset, move.before, instant(1))]
    assert (move.keyset, move.after) in {(m.keyset, m.entity) for m in changes.open_membership}
    assert sum(h.until is None for h in store.membership) == len(store.keysets)


def test_an_entity_is_called_after_its_best_mention() -> None:
    store, _ = planned([person("a", "nominal|1"), person("b", "nominal|1", caption="Anna Berg")])
    assert [e.caption for e in store.entities.values()] == ["Anna Berg"]


def test_since_and_ties_between_layers_stay_while_nothing_of_them_changes() -> None:
    rows = [person("a", "nominal|1"), person("h", "nominal|1", vis=CHILDREN)]
    store, changes = planned(rows, [person("other", "nominal|1", vis=CHILDREN)])
    assert (changes.put_same, changes.drop_same) == ([], [])
    assert {e.since for e in store.entities.values()} == {instant(0)}
    assert {s.since for s in store.same_rows} == {instant(0)}


def test_a_key_set_that_nobody_states_any_more_is_dropped_with_its_entity() -> None:
    store, changes = planned([person("a", "nominal|1")], [row("a", verb=Verb.VANISH)])
    assert (len(changes.drop_keysets), len(changes.drop_entities)) == (1, 1)
    assert (store.keysets, store.entities) == ({}, {})
