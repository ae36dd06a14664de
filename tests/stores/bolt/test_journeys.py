"""How often a page goes to the server: each time costs more than what is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import LiteralString

import pytest

from pole.access.session import Inquiry
from pole.graph.rows import SourceEntry
from pole.model.facts import Id
from pole.service.neighbours import neighbours
from pole.service.paths import Ask, find_paths
from pole.service.view import single_view
from pole.stores.bolt import BoltStore
from pole.stores.bolt.wire import Asker, Row, Wire
from tests.access.viewing import force
from tests.stores.shaping import Thing, Tie, entity, load, row

Page = Callable[[Inquiry, list[Id]], object]
PAGES: dict[str, tuple[int, Page]] = {
    "single view": (1, lambda inquiry, way: single_view(inquiry, way[0])),
    "neighbours": (1, lambda inquiry, way: neighbours(inquiry, way[0])),
    "path of one link": (2, lambda inquiry, way: find_paths(inquiry, Ask((way[0],), (way[1],), first=1))),
    "path of two links": (3, lambda inquiry, way: find_paths(inquiry, Ask((way[0],), (way[2],), first=1))),
    "path of three links": (4, lambda inquiry, way: find_paths(inquiry, Ask((way[0],), (way[3],), first=1))),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_takes_few_journeys(
    store: BoltStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    texts: list[str] = []
    answer = Wire.answer

    def counted(
        wire: Wire, text: str, values: dict[str, object], asker: Asker, seconds: float | None = None
    ) -> list[Row]:
        texts.append(text)
        return answer(wire, text, values, asker, seconds)

    rows = [
        row(str(n), {"a": Thing((f"nominal|{n}",)), "b": Thing((f"nominal|{n + 1}",))}, [Tie("a", "b", "KNOWS")])
        for n in range(4)
    ]
    load(store, rows)
    way = [entity(store, f"nominal|{n}") for n in range(4)]
    most, page = PAGES[name]
    with force(store, tmp_path) as people, people.inquiry("open") as inquiry:
        monkeypatch.setattr(Wire, "answer", counted)
        assert page(inquiry, way)
    assert len(texts) == most, texts


def test_a_session_asks_once_whether_the_store_has_changed(
    store: BoltStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[str] = []
    rows = Wire.rows

    def counted(wire: Wire, text: LiteralString, /, **values: object) -> list[Row]:
        texts.append(text)
        return rows(wire, text, **values)

    load(store, [row("1", {"a": Thing(("nominal|1",))})])
    with force(store, tmp_path) as people:
        monkeypatch.setattr(Wire, "rows", counted)
        asked: list[int] = []
        for _ in range(2):
            with people.inquiry("open"):
                asked.append(len(texts))
                texts.clear()
        store.register([SourceEntry("late", "Late", "", "")])
        with people.inquiry("open"):
            asked.append(len(texts))
    assert asked == [2, 1, 2]
