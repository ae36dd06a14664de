"""What an explanation says would be so is so: held against stores that were loaded without the record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pole.access.session import Inquiry
from pole.graph.changes import Batch
from pole.graph.questions import PageRequest
from pole.model.facts import Id, ShapedRow
from pole.service.answers.explanation import Explanation, KeyUse, Tier
from pole.service.explain import explain
from tests.access.histories import CHILDREN, KEYS, OPEN, SAYS, Act, Say, batches
from tests.access.viewing import ROLES, force
from tests.access.worlds import NewWorld, StoreWorld, faithful

Things = dict[Id, set[Id]]
"""The mentions of each thing, to one viewer."""

WORDS = st.lists(
    st.dictionaries(st.sampled_from((OPEN, CHILDREN)), SAYS, min_size=1, max_size=2), min_size=2, max_size=5
)


def things(inquiry: Inquiry) -> Things:
    """All persons that this viewer sees."""
    found: Things = defaultdict(set)
    for row in inquiry.graph.things("PERSON", PageRequest(100)).rows:
        group = inquiry.scope.group_of(row.id)
        found[group] |= {m.id for m in inquiry.graph.mentions(group, PageRequest(100)).rows}
    return dict(found)


def rows_of(inquiry: Inquiry, mentions: set[Id], group: Id) -> dict[Id, Id]:
    """Row by mention."""
    return {m.id: m.row for m in inquiry.graph.mentions(group, PageRequest(100)).rows if m.id in mentions}


def told(inquiry: Inquiry, found: Explanation) -> dict[Id, tuple[frozenset[frozenset[Id]], frozenset[Id]]]:
    """By row: what would part, as rows, and what would join."""

    def row(public: str) -> Id:
        (record,) = inquiry.graph.records([inquiry.open("record", public) or ""])
        return record.row

    return {
        row(one.record.id): (
            frozenset(frozenset(row(ref.id) for ref in part.records) for part in one.parts),
            frozenset(head.id for head in one.joins),
        )
        for one in found.what_if
    }


def expected(
    rows: dict[Id, Id], gone: Id, now: Things, then: Things, group: Id
) -> tuple[frozenset[frozenset[Id]], frozenset[Id]]:
    """The same by two worlds: one with the row, one without."""
    left = {mention for mention, row in rows.items() if row != gone}
    parts = [mentions for mentions in then.values() if mentions & left]
    joined = {mention for mentions in parts for mention in mentions} - left
    return (
        frozenset(frozenset(rows[mention] for mention in mentions & left) for mentions in parts),
        frozenset(thing for thing, mentions in now.items() if mentions & joined) - {group},
    )


def load(world: StoreWorld, loads: Sequence[Batch]) -> None:
    plan = faithful()
    for one in loads:
        world.take(one, plan)


def without(loads: Sequence[Batch], gone: Id) -> list[Batch]:
    def stay(row: ShapedRow) -> bool:
        return row.row != gone

    return [one._replace(rows=tuple(filter(stay, one.rows))) for one in loads]


def check(new_world: NewWorld, folder: Path, loads: Sequence[Batch], role: str) -> None:
    """Everything that is told of every thing."""
    claims: list[tuple[Id, dict[Id, Id], dict[Id, tuple[frozenset[frozenset[Id]], frozenset[Id]]]]] = []
    with new_world() as world:
        assert isinstance(world, StoreWorld)
        load(world, loads)
        with force(world.store, folder) as people, people.inquiry(role) as inquiry:
            now = things(inquiry)
            for group, mentions in now.items():
                found = explain(inquiry, group)
                rows = rows_of(inquiry, mentions, group)
                assert found.together and found.records == len(set(rows.values()))
                assert found.needless == found.records - len(found.what_if)
                claims.append((group, rows, told(inquiry, found)))
    for gone in sorted({row for _, rows, _ in claims for row in rows.values()}):
        with new_world() as world:
            assert isinstance(world, StoreWorld)
            load(world, without(loads, gone))
            with force(world.store, folder) as people, people.inquiry(role) as inquiry:
                then = things(inquiry)
        for group, rows, claimed in claims:
            if gone in rows.values():
                would = expected(rows, gone, now, then, group)
                telling = len(would[0]) > 1 or bool(would[1])
                assert claimed.get(gone) == (would if telling else None)


@given(WORDS, st.sampled_from(ROLES))
@settings(max_examples=12)
def test_what_would_part_or_join_without_a_record_does(
    sqlite_world: NewWorld, tmp_path_factory: pytest.TempPathFactory, words: list[dict[int, Say]], role: str
) -> None:
    acts = [Act(n, dict(says)) for n, says in enumerate(words)]
    check(sqlite_world, tmp_path_factory.mktemp("force"), batches([acts]), role)


BRIDGED = batches(
    [
        [
            Act(0, {OPEN: Say((KEYS[0],), "Anna Berg")}),
            Act(1, {OPEN: Say((KEYS[0], KEYS[3]), "Ann Berg")}),
            Act(2, {OPEN: Say((KEYS[3],), "Anna Berg")}),
        ]
    ]
)
"""Three records of one person of which the second alone shares a number with both others."""


def test_the_record_between_two_is_what_holds_them_together(sqlite_world: NewWorld, tmp_path: Path) -> None:
    check(sqlite_world, tmp_path, BRIDGED, "open")
    with sqlite_world() as world:
        assert isinstance(world, StoreWorld)
        load(world, BRIDGED)
        with force(world.store, tmp_path) as people, people.inquiry("open") as inquiry:
            (group,) = things(inquiry)
            found = explain(inquiry, group)
    assert [(key.scheme, key.use) for key in found.keys] == [("crimes-nominal", KeyUse.TRUSTED), ("pnc", KeyUse.STRONG)]
    assert [len(one.parts) for one in found.what_if] == [2] and found.needless == 2


def test_different_numbers_keep_two_apart_whom_a_third_would_join(sqlite_world: NewWorld, tmp_path: Path) -> None:
    """Two who state one CRO number, each with a PNC ID of his own."""
    loads = batches(
        [[Act(0, {OPEN: Say((KEYS[3], KEYS[6]), "Anna Berg")}), Act(1, {OPEN: Say((KEYS[4], KEYS[6]), "Anna Berg")})]]
    )
    with sqlite_world() as world:
        assert isinstance(world, StoreWorld)
        load(world, loads)
        with force(world.store, tmp_path) as people, people.inquiry("open") as inquiry:
            a, b = things(inquiry)
            found = explain(inquiry, a, b)
    assert not found.together
    assert [key.scheme for key in found.shared] == ["cro"]
    assert [one.scheme for one in found.contradictions] == ["pnc"]
    assert found.likeness is not None and found.likeness.tier is not Tier.JOINED
    assert sum(part.bits for part in found.likeness.parts) == pytest.approx(found.likeness.weight, abs=1e-9)


@pytest.mark.neo4j
def test_the_same_on_neo4j(neo4j_world: NewWorld, tmp_path: Path) -> None:
    check(neo4j_world, tmp_path, BRIDGED, "open")
