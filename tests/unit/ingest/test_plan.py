"""What a batch does to what is held: rows in, changes out, on nothing but values."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pole.graph.changes import Batch, Changes, Closing, Current
from pole.graph.rows import LastWord
from pole.ingest.plan import Planner
from pole.model.facts import ShapedRow, Verb
from tests.stores.generate import CHILDREN, MARKINGS, OPEN
from tests.stores.memory import MemoryStore
from tests.stores.shaping import Thing, batch_of, planner, row, together

MARCH, APRIL, MAY = (f"2024-0{month}-01T00:00:00Z" for month in (3, 4, 5))


def anna(name: str = "anna", received: str = MARCH, vis: int = OPEN, key: str = "1") -> ShapedRow:
    return row(key, {"person": Thing((f"nominal|{key}",), text=name, caption=name)}, vis=vis, received=received)


def gone(verb: Verb, received: str = MARCH) -> ShapedRow:
    return row("1", verb=verb, received=received)


def planned(*batches: Sequence[ShapedRow]) -> Changes:
    """The changes of the last batch after the others."""
    store, plan, made = MemoryStore(), planner(), list[Changes]()

    def noting(batch: Batch, current: Current) -> Changes:
        made.append(plan(batch, current))
        return made[-1]

    for number, rows in enumerate(batches):
        store.apply(batch_of(number, rows), noting)
    return made[-1]


@pytest.mark.parametrize(
    ("rows", "counts"),
    [
        ([[anna()]], {"new": 1}),
        ([[anna()], [anna()]], {"unchanged": 1}),
        ([[anna(), anna()]], {"new": 1, "duplicate": 1}),
        ([[anna()], [anna("ann", APRIL)]], {"changed": 1}),
        ([[anna(received=APRIL)], [anna("ann", MARCH)]], {"late": 1}),
        ([[anna()], [gone(Verb.DELETE)]], {"deleted": 1}),
        ([[gone(Verb.DELETE)]], {"absent": 1}),
        ([[anna(received=APRIL)], [gone(Verb.DELETE)]], {"late": 1}),
        ([[anna()], [gone(Verb.VANISH)]], {"vanished": 1}),
        ([[anna()], [gone(Verb.WITHDRAW)]], {"withdrawn": 1}),
        ([[anna()], [gone(Verb.DISPOSE)]], {"disposed": 1, "erased versions": 1}),
        ([[gone(Verb.DISPOSE)]], {"disposed": 1}),
        ([[anna()], [gone(Verb.DELETE, APRIL)], [anna()]], {"late": 1}),
    ],
)
def test_each_row_comes_to_one_thing(rows: list[list[ShapedRow]], counts: dict[str, int]) -> None:
    assert planned(*rows).counts == counts


def test_what_is_unchanged_is_not_written() -> None:
    changes = planned([anna()], [anna()])
    assert changes == changes._replace(
        past=[], put_records=[], put_mentions=[], put_links=[], put_keysets=[], put_entities=[], drop_records=[],
        drop_mentions=[], close=[], put_words=[], tally={},
    )  # fmt: skip


def test_a_change_above_leaves_the_open_facet_untouched() -> None:
    changes = planned(
        [together(anna(), anna("secret", vis=CHILDREN))], [together(anna(), anna("other", APRIL, CHILDREN))]
    )
    assert {record.vis for record in changes.put_records} == {CHILDREN}
    assert {record.vis for record in changes.drop_records} == {CHILDREN}


def test_a_deleted_row_leaves_its_last_word_and_closes_its_past() -> None:
    changes = planned([anna()], [gone(Verb.DELETE, MAY)])
    assert changes.put_words == [LastWord(anna().row, "crimes", "person", None, MAY)]
    assert changes.close == [Closing(anna().row, None, None)]
    assert {p.closed for p in changes.past} == {True}


def test_a_row_that_is_back_needs_no_last_word() -> None:
    changes = planned([anna()], [gone(Verb.DELETE, APRIL)], [anna("ann", MAY)])
    assert (changes.put_words, changes.drop_words) == ([], [anna().row])


def test_a_version_without_a_facet_takes_it_back_and_raises_its_past() -> None:
    changes = planned([anna()], [anna("anna", APRIL, CHILDREN)])
    assert changes.close == [Closing(anna().row, OPEN, CHILDREN)]
    assert {p.vis for p in changes.past} == {CHILDREN}


def test_rows_are_tallied_by_the_visibilities_of_their_facets() -> None:
    both = together(anna(), anna("secret", vis=CHILDREN))
    assert planned([both]).tally == {("crimes", tuple(sorted((OPEN, CHILDREN)))): 1}
    assert planned([both], [anna("secret", APRIL, CHILDREN)]).tally == {
        ("crimes", tuple(sorted((OPEN, CHILDREN)))): -1,
        ("crimes", (CHILDREN,)): 1,
    }


def test_rows_of_a_batch_count_in_its_order() -> None:
    changes = planned([anna(), gone(Verb.DISPOSE), anna("ann")])
    assert [m.caption for m in changes.put_mentions] == ["ann"]
    assert changes.past == []


def test_ids_of_entities_are_drawn_in_their_own_visibility() -> None:
    drawn: list[int] = []

    def mint(vis: int) -> str:
        drawn.append(vis)
        return f"e{len(drawn)}"

    MemoryStore().apply(batch_of(0, [anna(), anna("secret", vis=CHILDREN, key="2")]), Planner(mint))
    assert sorted(drawn) == sorted({OPEN, CHILDREN})
    assert set(drawn) <= set(MARKINGS)
