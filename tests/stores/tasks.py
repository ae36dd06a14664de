"""Random tasks of correction, about what the reference store holds or held, and answers to them."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from pole.graph.rows import TaskRow, TaskState
from pole.model.facts import Id, column_texts, content_id
from pole.model.marking import Marking, visibility
from tests.stores.generate import MARKINGS, SOURCES, instant
from tests.stores.memory import MemoryStore

CLOSING = (TaskState.RIGHT, TaskState.CORRECTED)


def asked(random: Random, store: MemoryStore) -> Iterator[tuple[TaskRow, Marking]]:
    """Tasks about live records or columns of them, some of them twice, and one about nothing that is live."""
    for number in range(random.randint(0, 4) if store.records else 0):
        record = store.records[random.choice(sorted(store.records))]
        texts = column_texts(m.body for m in store.mentions.values() if m.record == record.id)
        field = random.choice(["", *sorted(texts)])
        marking = store.markings[record.vis].join(MARKINGS[random.choice((record.vis, *MARKINGS))])
        id_ = content_id("asked", record.id, field, str(random.randrange(2)))
        about = random.choice((record.id, record.id, record.id, "unknown"))
        yield task(id_, about, marking, field, texts.get(field, "") if random.random() < 0.8 else "other")._replace(
            row=record.row, type=record.type, key=record.key, source=random.choice((record.source, *SOURCES)),
            raised=instant(number),
        ), marking  # fmt: skip


def task(id_: Id, record: Id, marking: Marking, field: str, says: str) -> TaskRow:
    """An open one."""
    return TaskRow(
        id_, visibility(marking), "", record, "", "", None, field, says, "should", "words", "correction", "", "ann",
        TaskState.OPEN.value, None, "", "",
    )  # fmt: skip


def answers(random: Random, store: MemoryStore) -> Iterator[tuple[TaskRow, frozenset[int]]]:
    """Answers to some of the tasks, open or not, by somebody who may or may not see them."""
    for id_ in sorted(store.tasks):
        if random.random() < 0.3:
            known = store.tasks[id_]
            state = random.choice(CLOSING).value
            yield (
                known._replace(state=state, closed=instant(59), closed_by="owner", answer="as it should be"),
                random.choice((frozenset((known.vis,)), frozenset(MARKINGS))),
            )
