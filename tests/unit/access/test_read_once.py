"""Every row is read once for a question, whether it was asked for or came along with something else."""

from __future__ import annotations

from collections.abc import Sequence

from pole.access.read_once import KNOWN_AT_ONCE, ReadOnce
from pole.graph.rows import EntityRow
from pole.model.facts import Id


def named(id_: Id) -> EntityRow:
    """An entity."""
    return EntityRow(id_, "PERSON", "person", 1, id_.upper(), None, "2025-01-01T00:00:00Z")


def test_nothing_is_read_twice() -> None:
    asked: list[Sequence[Id]] = []

    def read(ids: Sequence[Id]) -> list[EntityRow]:
        asked.append(ids)
        return [named(id_) for id_ in ids if id_ != "unknown"]

    known = ReadOnce(read)
    assert known.rows(["b", "a", "b", "unknown"]) == [named("b"), named("a")]
    known.learn([named("c")])
    assert known.rows(["c", "d", "a"]) == [named("c"), named("d"), named("a")]
    assert known.rows([]) == []
    assert asked == [["b", "a", "unknown"], ["d"]]


def test_what_is_too_much_to_keep_is_answered_all_the_same() -> None:
    known, ids = ReadOnce(lambda ids: list(map(named, ids))), [f"{n:05}" for n in range(KNOWN_AT_ONCE + 2)]
    assert known.rows(ids) == [named(id_) for id_ in ids]
    assert known.rows(ids[:2]) == [named(id_) for id_ in ids[:2]]
