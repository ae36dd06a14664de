"""What `apply` promises: each batch once, one writer, nothing half done."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import suppress

import pytest

from pole.errors import ExtractConflictError, LeaseHeldError
from pole.graph.changes import Batch, Changes, Current
from pole.graph.lease import Held, holder_text, may_take
from pole.graph.port import Store
from pole.graph.rows import QuarantineRow, SourceEntry
from pole.model.facts import Verb, record_id
from tests.stores.generate import CHILDREN, MARKINGS, OPEN, instant
from tests.stores.keepers import Keeper
from tests.stores.shaping import HOLDER, Thing, Tie, batch_of, entity, load, planner, row

ANNA = {"anna": Thing(("nominal|1", "phone|07"), text="anna berg", caption="Anna Berg")}


def test_a_batch_that_is_known_changes_nothing_and_answers_its_counts_again(store: Store) -> None:
    plan = planner()
    with store.lease(HOLDER) as lease:
        first = store.apply(lease, batch_of(0, [row("1", ANNA)]), plan)
        before, generation = list(store.dump(exact=True)), store.generation()
        again = store.apply(lease, batch_of(0, [row("1", ANNA)]), plan)
    assert (first.already, again.already) == (False, True)
    assert first.counts == again.counts == {"new": 1}
    assert list(store.dump(exact=True)) == before
    assert store.generation() == generation


FIRST, SECOND, THIRD = (batch_of(number, [row(str(number), ANNA)]) for number in range(3))


def test_a_batch_that_was_expected_is_planned_upon_the_one_before(store: Store) -> None:
    with store.lease(HOLDER) as lease:
        plan = planner()
        store.apply(lease, FIRST, plan, SECOND)
        store.apply(lease, SECOND, plan)
    assert store.reader(frozenset({OPEN})).mention_count(["e000000"]) == 2
    assert store.check() == []


def test_a_batch_that_was_expected_sees_what_another_wrote_in_between(keeper: Keeper) -> None:
    store = keeper.fresh()
    other = keeper.again()
    with store.lease(HOLDER) as lease:
        plan = planner()
        store.apply(lease, FIRST, plan, SECOND)
        other.apply(lease, THIRD, plan)
        store.apply(lease, SECOND, plan)
    assert store.reader(frozenset({OPEN})).mention_count(["e000000"]) == 3
    assert store.check() == []


def test_another_batch_than_the_expected_one_is_planned_by_itself(store: Store) -> None:
    with store.lease(HOLDER) as lease:
        plan = planner()
        store.apply(lease, FIRST, plan, SECOND)
        assert store.apply(lease, THIRD, plan, None).counts == {"new": 1}
        assert store.apply(lease, SECOND._replace(overtaken=True), plan).counts == {"late": 1}
    assert store.reader(frozenset({OPEN})).mention_count(["e000000"]) == 2
    assert store.check() == []


def test_a_batch_is_kept_whatever_becomes_of_the_one_expected(store: Store) -> None:
    plan = planner()

    def plan_the_first_alone(batch: Batch, current: Current) -> Changes:
        if batch != FIRST:
            raise RuntimeError("no plan")
        return plan(batch, current)

    with store.lease(HOLDER) as lease:
        with suppress(RuntimeError):
            store.apply(lease, FIRST, plan_the_first_alone, SECOND)
        assert store.apply(lease, FIRST, plan).already
        assert not store.apply(lease, SECOND, plan).already
    assert store.check() == []


def test_each_committed_write_gives_another_generation(store: Store) -> None:
    seen = [store.generation()]
    plan = planner()
    with store.lease(HOLDER) as lease:
        for number in range(3):
            store.apply(lease, batch_of(number, [row(str(number), ANNA)]), plan)
            seen.append(store.generation())
    assert len(set(seen)) == 4


def test_a_known_extract_with_other_content_is_refused_and_leaves_nothing(store: Store) -> None:
    load(store, [row("1", ANNA)])
    before = list(store.dump(exact=True))
    with store.lease(HOLDER) as lease, pytest.raises(ExtractConflictError):
        store.apply(lease, batch_of(1, [row("2", ANNA)], extract="0"), planner())
    assert list(store.dump(exact=True)) == before


def test_the_same_file_under_another_mapping_is_loaded(store: Store) -> None:
    load(store, [row("1", ANNA)])
    with store.lease(HOLDER) as lease:
        applied = store.apply(
            lease, batch_of(1, [row("2", ANNA)], extract="0", digest="digest-0", mapping="mapping-2"), planner()
        )
    assert not applied.already


def test_another_record_type_may_have_the_same_extract_number(store: Store) -> None:
    load(store, [row("1", ANNA)])
    with store.lease(HOLDER) as lease:
        applied = store.apply(lease, batch_of(1, [row("2", ANNA)], extract="0", type="vehicle"), planner())
    assert not applied.already


def test_a_plan_that_fails_leaves_nothing(store: Store) -> None:
    def broken(batch: Batch, current: Current) -> Changes:
        raise ZeroDivisionError

    with store.lease(HOLDER) as lease, pytest.raises(ZeroDivisionError):
        store.apply(lease, batch_of(0, [row("1", ANNA)]), broken)
    assert list(store.dump(exact=True)) == []
    assert store.batches() == []


def test_a_second_writer_is_refused_with_the_holders_name(store: Store) -> None:
    with (
        store.lease(holder_text("now")),
        pytest.raises(LeaseHeldError) as refused,
        store.lease("other@there:1 since now"),
    ):
        pass
    assert refused.value.holder == holder_text("now")


def test_a_lease_given_back_is_free(store: Store) -> None:
    with store.lease(HOLDER):
        pass
    with store.lease("other@there:1 since now") as lease:
        assert lease.holder == "other@there:1 since now"


def test_a_lease_given_back_writes_no_more(store: Store) -> None:
    with store.lease(HOLDER) as lease:
        pass
    with pytest.raises(LeaseHeldError):
        store.apply(lease, batch_of(0, [row("1", ANNA)]), planner())


def test_the_lease_of_a_dead_process_of_this_host_is_taken_over_and_lost_to_it(store: Store) -> None:
    child = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    dead = f"someone@{socket.gethostname()}:{int(child.stdout)} since now"
    with store.lease(dead) as lost, store.lease(HOLDER) as lease:
        store.apply(lease, batch_of(0, [row("1", ANNA)]), planner())
        with pytest.raises(LeaseHeldError) as refused:
            store.apply(lost, batch_of(1, [row("2", ANNA)]), planner())
    assert refused.value.holder == HOLDER


def test_a_process_of_another_host_holds_its_lease_until_it_runs_out() -> None:
    assert not may_take(Held("someone@elsewhere:1 since now", 100.0), now=99.0)
    assert may_take(Held("someone@elsewhere:1 since now", 100.0), now=100.0)
    assert not may_take(Held(f"someone@{socket.gethostname()}:{os.getpid()} since now", 100.0), now=99.0)


def test_a_row_disposed_of_is_gone_from_live_past_and_quarantine(store: Store) -> None:
    first = row("1", {"anna": Thing(("nominal|1",), text="anna berg")})
    second = row("1", {"anna": Thing(("nominal|1",), text="anna sand")}, received="2024-01-02T00:00:00Z")
    kept_back = QuarantineRow(
        "q1", "crimes", "person", first.row, batch_of(2, []).ledger.id, "crimes_2.txt", 7, "DOB", "no date", "correct it",
        "1|berg", OPEN, instant(2), '["KEY","NAME"]', None,
    )  # fmt: skip
    plan = planner()
    with store.lease(HOLDER) as lease:
        store.apply(lease, batch_of(0, [first]), plan)
        store.apply(lease, batch_of(1, [second]), plan)
        store.apply(lease, batch_of(2, [])._replace(quarantined=(kept_back,)), plan)
        assert list(store.quarantine()) == [kept_back]
        store.apply(lease, batch_of(3, [row("1", verb=Verb.DISPOSE)]), plan)
    assert [line for line in store.dump() if "berg" in line or "sand" in line] == []
    assert list(store.quarantine()) == []
    assert store.reader(frozenset(MARKINGS)).versions(first.facets[0].record) == []
    assert store.check() == []


def test_rows_released_from_quarantine_are_gone(store: Store) -> None:
    rows = tuple(
        QuarantineRow(
            f"q{n}",
            "crimes",
            "person",
            None,
            batch_of(0, []).ledger.id,
            "f",
            n,
            "",
            "",
            "",
            "",
            OPEN,
            instant(0),
            "[]",
            None,
        )
        for n in range(3)
    )
    with store.lease(HOLDER) as lease:
        store.apply(lease, batch_of(0, [])._replace(quarantined=rows), planner())
        store.release_quarantine(lease, ["q0", "q2", "unknown"])
    assert list(store.quarantine()) == [rows[1]]


def test_the_register_has_every_source_with_what_the_reader_sees_of_it(store: Store) -> None:
    crimes = SourceEntry("crimes", "Crimes", "Crime registrar", "registrar@example.org", "nightly", 86_400, 129_600)
    custody = SourceEntry("custody", "Custody", "Custody office", "custody@example.org")
    store.register([crimes._replace(title="Crime"), custody])
    store.register([crimes])
    load(store, [row("1", ANNA), row("2", ANNA, vis=CHILDREN)])
    seen, never = store.reader(frozenset({OPEN})).sources()
    assert (seen.entry, never.entry) == (crimes, custody)
    assert (never.last_load, never.data_to, never.records, never.quarantined) == (None, None, 0, 0)
    assert (seen.source, seen.title, seen.owner, seen.records) == ("crimes", "Crimes", "Crime registrar", 1)
    assert (seen.last_load, seen.data_to) == (instant(0), "2024-01-01T00:00:00Z")
    all_seen, _ = store.reader(frozenset(MARKINGS)).sources()
    assert all_seen.records == 2


def test_rows_that_come_out_of_quarantine_make_a_source_no_fresher(store: Store) -> None:
    store.register([SourceEntry("crimes", "Crimes", "", "")])
    with store.lease(HOLDER) as lease:
        store.apply(lease, batch_of(0, [row("1", ANNA)]), planner())
        store.apply(lease, batch_of(5, [row("2", ANNA)], digest="", extract=None), planner())
    (seen,) = store.reader(frozenset({OPEN})).sources()
    assert seen.last_load == instant(0)


def test_a_hub_of_one_key_set_moves_whole(store: Store) -> None:
    visits = [
        row(str(n), {"a": Thing(("nominal|1",)), "e": Thing((f"crime|{n}",), "EVENT")}, [Tie("a", "e")])
        for n in range(300)
    ]
    load(store, visits, [row("x", {"a": Thing(("custody|9",))})], [row("y", {"a": Thing(("nominal|1", "custody|9"))})])
    assert store.check() == []
    reader = store.reader(frozenset({OPEN}))
    assert entity(store, "nominal|1") == entity(store, "custody|9")
    assert reader.mention_count([entity(store, "custody|9")]) == 302


def test_what_was_taken_back_stays_so_when_the_row_comes_again_higher_in_the_same_batch(store: Store) -> None:
    anna = {"a": Thing(("nominal|1",), text="anna")}
    april, may, june, july, august = (f"2024-0{month}-01T00:00:00Z" for month in (4, 5, 6, 7, 8))
    load(
        store,
        [row("1", anna, received=april)],
        [row("1", {"a": Thing(("nominal|1",), text="ann")}, received=may)],
        [
            row("1", verb=Verb.DELETE, received=june),
            row("1", anna, received=july),
            row("1", anna, vis=CHILDREN, received=august),
        ],
    )
    (raised,) = store.reader(frozenset(MARKINGS)).versions(record_id(row("1").row, OPEN))
    assert raised.record().received == july
