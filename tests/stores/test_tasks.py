"""Tasks of correction, on every store: raised for what is live, closed by what the source sends, never lower than their record."""

from __future__ import annotations

import pytest

from pole.graph.port import Store
from pole.graph.questions import PageRequest, TaskWhere
from pole.graph.rows import TaskRow, TaskState
from pole.model.facts import ShapedRow, Verb
from tests.stores.generate import CHILDREN, MARKINGS, OPEN, SECRETS, instant
from tests.stores.shaping import HOLDER, Thing, batch_of, planner, row, together

OPENLY, EVERYTHING = frozenset({OPEN}), frozenset(MARKINGS)
MARCH, APRIL, MAY = (f"2024-0{month}-01T00:00:00Z" for month in (3, 4, 5))


def anna(name: str = "anna", received: str = MARCH, vis: int = OPEN, number: str = "7") -> ShapedRow:
    return row("1", {"a": Thing((f"nominal|{number}",), text=name, caption=name)}, vis=vis, received=received)


def gone(verb: Verb, received: str = MAY) -> ShapedRow:
    return row("1", verb=verb, received=received)


def task(field: str = "NAME", says: str = "anna", vis: int = OPEN, id_: str = "task-1") -> TaskRow:
    facet = anna(vis=vis).facets[0].record
    return TaskRow(
        id_, vis, "crimes", facet, anna().row, "person", "1", field, says, "ann", "misspelt", "correction", instant(1), "me",
        TaskState.OPEN.value, None, "", "",
    )  # fmt: skip


class Loads:
    """Batches into one store, one after another."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._plan = planner()
        self._number = 0

    def take(self, *rows: ShapedRow, **fields: object) -> None:
        with self.store.lease(HOLDER) as lease:
            self.store.apply(lease, batch_of(self._number, rows, **fields), self._plan)
        self._number += 1

    def tasks(self, seen: frozenset[int] = EVERYTHING) -> list[TaskRow]:
        return self.store.reader(seen).tasks(TaskWhere(), PageRequest(100)).rows

    def states(self, seen: frozenset[int] = EVERYTHING) -> list[str]:
        return [t.state for t in self.tasks(seen)]


@pytest.fixture
def loads(store: Store) -> Loads:
    made = Loads(store)
    made.take(anna())
    return made


def test_a_task_is_kept_once_and_only_about_what_is_live(loads: Loads) -> None:
    marking = MARKINGS[OPEN]
    assert not loads.store.raise_task(task()._replace(record="unknown"), marking)
    assert loads.store.raise_task(task(), marking)
    assert not loads.store.raise_task(task(), marking)
    assert loads.tasks() == [task()]
    assert loads.store.reader(EVERYTHING).task(["unknown", "task-1"]) == [task()]


def test_a_task_about_a_column_is_closed_when_that_column_says_something_else(loads: Loads) -> None:
    loads.store.raise_task(task(), MARKINGS[OPEN])
    loads.take(anna(received=APRIL, number="8"))
    assert loads.states() == ["open"]
    loads.take(anna("ann", received=MAY))
    (closed,) = loads.tasks()
    assert (closed.state, closed.closed, closed.closed_by) == ("corrected", instant(2), "")


def test_a_task_about_a_whole_record_is_closed_by_any_new_version_and_by_no_old_one(loads: Loads) -> None:
    loads.store.raise_task(task(field="", says=""), MARKINGS[OPEN])
    loads.take(anna("older", received="2024-01-01T00:00:00Z"))
    loads.take(anna())
    assert loads.states() == ["open"]
    loads.take(anna("ann", received=APRIL))
    assert loads.states() == ["corrected"]


def test_what_vanished_is_asked_about_until_it_is_back(loads: Loads) -> None:
    loads.take(gone(Verb.VANISH), extract="2")
    (asked,) = loads.tasks()
    assert (asked.kind, asked.key, asked.source, asked.raised, asked.state) == (
        "vanished", "1", "crimes", instant(1), "open",
    )  # fmt: skip
    loads.take(anna("ann", received=APRIL), extract="3")
    assert loads.states() == ["corrected"]
    loads.take(gone(Verb.VANISH), extract="4")
    assert loads.states() == ["corrected", "open"]


def test_what_its_parent_no_longer_has_is_asked_about_by_nobody(loads: Loads) -> None:
    loads.take(gone(Verb.WITHDRAW))
    assert loads.tasks() == []


@pytest.mark.parametrize("verb", [Verb.DELETE, Verb.DISPOSE])
def test_with_a_record_that_its_owner_takes_back_its_tasks_are_gone(loads: Loads, verb: Verb) -> None:
    loads.store.raise_task(task(), MARKINGS[OPEN])
    loads.take(gone(verb))
    assert loads.tasks() == []


def test_a_task_rises_with_its_record(loads: Loads) -> None:
    loads.store.raise_task(task(), MARKINGS[OPEN])
    loads.take(anna("ann", received=APRIL, vis=CHILDREN))
    assert loads.tasks(OPENLY) == []
    assert [t.vis for t in loads.tasks()] == [CHILDREN]


def test_a_change_in_another_facet_closes_nothing(store: Store) -> None:
    loads = Loads(store)
    loads.take(together(anna(), anna("secret", vis=CHILDREN)))
    loads.store.raise_task(task(), MARKINGS[OPEN])
    loads.store.raise_task(task(vis=CHILDREN, says="secret", id_="task-2"), MARKINGS[CHILDREN])
    loads.take(together(anna(), anna("secrets", vis=CHILDREN)))
    assert loads.states(OPENLY) == ["open"]
    assert loads.states() == ["open", "corrected"]


def test_an_answer_closes_an_open_task_that_may_be_seen_and_no_other(loads: Loads) -> None:
    hidden = task(id_="task-2")._replace(vis=CHILDREN)
    for one, vis in ((task(), OPEN), (hidden, CHILDREN)):
        assert loads.store.raise_task(one, MARKINGS[vis])
    answered = task()._replace(state="right", closed=instant(2), closed_by="owner", answer="it is right")
    assert not loads.store.answer_task(hidden._replace(state="right"), OPENLY)
    assert loads.store.answer_task(answered, OPENLY)
    assert not loads.store.answer_task(answered, OPENLY)
    assert loads.tasks(OPENLY) == [answered]
    assert loads.states() == ["right", "open"]


def test_tasks_come_in_pages_under_conditions(loads: Loads) -> None:
    for number in range(5):
        loads.store.raise_task(task(id_=f"task-{number}"), MARKINGS[OPEN])
    reader = loads.store.reader(OPENLY)
    first = reader.tasks(TaskWhere(("crimes",), ("open",)), PageRequest(2))
    rest = reader.tasks(
        TaskWhere(None, None, (task().record,)), PageRequest(9, (first.rows[-1].raised, first.rows[-1].id))
    )
    assert [t.id for t in (*first.rows, *rest.rows)] == [f"task-{number}" for number in range(5)]
    assert (first.more, rest.more) == (True, False)
    for nothing in (
        TaskWhere(("custody",)),
        TaskWhere(
            (),
        ),
        TaskWhere(states=()),
        TaskWhere(records=("unknown",)),
    ):
        assert reader.tasks(nothing, PageRequest(9)).rows == []


def test_a_task_rises_with_its_record_each_time(loads: Loads) -> None:
    loads.store.raise_task(task(), MARKINGS[OPEN])
    loads.take(anna(received=APRIL, vis=CHILDREN))
    assert (loads.states(OPENLY), loads.states(frozenset({OPEN, CHILDREN}))) == ([], ["open"])
    loads.take(anna(received=MAY, vis=SECRETS))
    assert (loads.states(frozenset({OPEN, CHILDREN})), loads.states()) == ([], ["open"])
