"""What an extract shows to be gone, and the guard before it: on rows that are held in plain dictionaries."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import cast

import pytest

from pole.errors import GuardError
from pole.graph.port import Store
from pole.ingest.files import extract_files
from pole.ingest.retire import Retirement, guard_replay, kept_children
from pole.ingest.seen import SeenRows
from pole.model.facts import Id, ShapedRow, Verb, row_id
from tests.faults.cases import cases
from tests.stores.memory import MemoryStore
from tests.stores.shaping import Thing, batch_of, planner, row


def case(number: int, parent: Id | None = None, type_: str = "head", verb: Verb = Verb.PUT) -> ShapedRow:
    """A row of the source `cases`."""
    made = row(f"{type_} {number}", {"case": Thing((f"case|{number}",), "EVENT")}, verb=verb)
    return made._replace(source="cases", type=type_, key=f"C{number}", row=held(number, type_), parent=parent)


def held(number: int, type_: str = "head") -> Id:
    return row_id("cases", type_, f"C{number}")


@pytest.fixture
def seen() -> Iterator[SeenRows]:
    with SeenRows() as rows:
        yield rows


def store_of(*batches: list[ShapedRow]) -> Store:
    """A store after these batches; batch 9 is of a later extract."""
    store, plan = MemoryStore(), planner()
    for number, rows in enumerate(batches):
        store.apply(batch_of(number, rows), plan)
    return cast(Store, store)


def retirement(
    store: Store, seen: SeenRows, folder: Path, name: str = "head_full_2.txt", later: Collection[Id] = ()
) -> Retirement:
    (folder / name).write_text("DO\nEND|0\n", encoding="utf-8")
    (file,) = extract_files(cases(), [folder / name])
    return Retirement(store, cases(), file, seen, lambda: later, bool)


def test_what_a_full_extract_lacks_has_vanished(seen: SeenRows, tmp_path: Path) -> None:
    store = store_of([case(n) for n in range(3)])
    seen.add("head", [(held(0), Verb.PUT), (held(2), Verb.DELETE)])
    gone = list(retirement(store, seen, tmp_path).rows())
    assert [(r.verb, r.row, r.type) for r in gone] == [("vanish", held(1), "head")]


def test_what_a_later_extract_wrote_has_not_vanished(seen: SeenRows, tmp_path: Path) -> None:
    store = store_of([case(0)], [case(1)])
    later = [batch_of(1, []).ledger.id]
    assert [r.row for r in retirement(store, seen, tmp_path, later=later).rows()] == [held(0)]


def test_a_delta_withdraws_children_that_their_parents_no_longer_have(seen: SeenRows, tmp_path: Path) -> None:
    store = store_of([case(n, held(n // 2), "person") for n in range(4)])
    seen.add("head", [(held(0), Verb.PUT)])
    seen.add("person", [(held(1, "person"), Verb.PUT)])
    gone = list(retirement(store, seen, tmp_path, "person_delta_2.txt").rows())
    assert [(r.verb, r.row) for r in gone] == [("withdraw", held(0, "person"))]


def test_a_parent_is_known_by_the_word_of_its_children_too(seen: SeenRows, tmp_path: Path) -> None:
    store = store_of([case(n, held(7), "person") for n in range(2)])
    seen.add_parents("person", [(held(7), True)])
    gone = [r.row for r in retirement(store, seen, tmp_path, "person_delta_2.txt").rows()]
    assert gone == sorted(held(n, "person") for n in range(2))


@pytest.mark.parametrize(("limit", "refused"), [(33.0, True), (34.0, False)])
def test_a_share_too_large_is_refused(seen: SeenRows, tmp_path: Path, limit: float, refused: bool) -> None:
    store = store_of([case(n) for n in range(3)])
    seen.add("head", [(held(n), Verb.PUT) for n in (0, 1)])
    guard = retirement(store, seen, tmp_path).guard
    if refused:
        with pytest.raises(GuardError, match="would retire 1 of 3 records of cases head, and 33 percent are allowed"):
            guard(limit, vanishing=True)
    else:
        guard(limit, vanishing=True)


def test_disposals_are_guarded_where_nothing_vanishes(seen: SeenRows, tmp_path: Path) -> None:
    store = store_of([case(n) for n in range(3)])
    seen.add("head", [(held(0), Verb.DISPOSE)])
    with pytest.raises(GuardError, match="would dispose of 1 of 3"):
        retirement(store, seen, tmp_path, "head_delta_2.txt").guard(10, vanishing=False)


def test_rows_in_quarantine_are_guarded_too() -> None:
    store = store_of([case(n) for n in range(3)])
    guard_replay(store, cases(), "head", {held(0)}, 34)
    with pytest.raises(GuardError, match="Rows in quarantine would dispose of 1 of 3"):
        guard_replay(store, cases(), "head", {held(0)}, 33)


def test_children_are_found_live_and_gone(seen: SeenRows) -> None:
    store = store_of(
        [case(n, held(7), "person") for n in range(3)],
        [case(1, None, "person", Verb.WITHDRAW), case(2, None, "person", Verb.DELETE)],
    )
    ((type_, rows),) = kept_children(store, "cases", [held(7), held(8)])
    assert (type_, sorted(rows)) == ("person", sorted(held(n, "person") for n in range(3)))
