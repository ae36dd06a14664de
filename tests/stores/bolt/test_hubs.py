"""An entity with more links than are read whole is read along its tie index: the same answers, in the same order."""

from __future__ import annotations

from random import Random

import pytest

from pole.graph.questions import ANY_LINK, LinkWhere, Page, PageRequest
from pole.graph.rows import TieRow
from pole.model.facts import Id, ShapedRow
from pole.stores.bolt import BoltStore
from pole.stores.bolt.ties import FEW
from tests.stores.generate import OPEN
from tests.stores.memory import MemoryStore, tie_position
from tests.stores.shaping import HOLDER, Thing, Tie, batch_of, entity, planner, row

SORTS = (
    Tie("hub", "other", "KNOWS"),
    Tie("other", "hub", "KNOWS"),
    Tie("other", "hub", "INVOLVED_IN", "driver"),
    Tie("other", "hub", "INVOLVED_IN", "driver-s-mate"),
    Tie("hub", "other", "LIVES_AT", begins="2001-02-03", standing="RECORDED"),
)


def around_a_hub(random: Random, number: int) -> list[ShapedRow]:
    """Rows that each tie the hub to one of few others, so that many ties have many links."""
    return [
        row(
            str(n),
            {"hub": Thing(("nominal|hub",)), "other": Thing((f"nominal|{n % 90}",), "EVENT")},
            random.sample(SORTS, 2),
        )
        for n in range(number)
    ]


@pytest.fixture
def both(store: BoltStore) -> tuple[BoltStore, MemoryStore]:
    """The store and the oracle, with a hub."""
    oracle, batch = MemoryStore(), batch_of(0, around_a_hub(Random(1), FEW))
    oracle.apply(batch, planner())
    with store.lease(HOLDER) as lease:
        store.apply(lease, batch, planner())
    return store, oracle


@pytest.mark.parametrize("first", [1, 7, 100])
@pytest.mark.parametrize(
    "where",
    [
        ANY_LINK,
        LinkWhere(types=("INVOLVED_IN", "KNOWS")),
        LinkWhere(roles=("driver",)),
        LinkWhere(kinds=("EVENT",), standings=("RECORDED", "")),
        LinkWhere(kinds=("PERSON",)),
        LinkWhere(low=0, high=2_000_000_000, undated=False),
    ],
)
def test_pages_of_a_hub_are_those_of_the_oracle(
    both: tuple[BoltStore, MemoryStore], where: LinkWhere, first: int
) -> None:
    store, oracle = both
    hub, reader, truth = entity(store, "nominal|hub"), store.reader(frozenset({OPEN})), oracle.reader(frozenset({OPEN}))
    page = PageRequest(first)
    for _ in range(6):
        found = reader.neighbours([hub], where, page)
        assert without_low(found) == without_low(truth.neighbours([hub], where, page))
        around, expected = reader.around([hub], where, page), truth.around([hub], where, page)
        assert around._replace(ties=without_low(around.ties)) == expected._replace(ties=without_low(expected.ties))
        if not found.more:
            break
        page = PageRequest(first, tie_position(found.rows[-1]))


def test_a_group_with_a_hub_leaves_out_what_ties_its_members(both: tuple[BoltStore, MemoryStore]) -> None:
    store, oracle = both
    reader, truth = store.reader(frozenset({OPEN})), oracle.reader(frozenset({OPEN}))
    group: list[Id] = [entity(store, "nominal|hub"), entity(store, "nominal|1"), entity(store, "nominal|2")]
    page = PageRequest(100)
    assert without_low(reader.neighbours(group, ANY_LINK, page)) == without_low(truth.neighbours(group, ANY_LINK, page))


def without_low(page: Page[TieRow]) -> Page[TieRow]:
    """Only `events` promises the earliest second."""
    return Page([tie._replace(low=None) for tie in page.rows], page.more)
