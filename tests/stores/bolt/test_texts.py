"""Every question asks for visibility in every match, and none of them makes the server warn."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from random import Random
from typing import Any, LiteralString

import pytest

from pole.ingest.plan import Planner
from pole.stores.bolt import BoltStore
from pole.stores.bolt.reader import BoltReader
from pole.stores.bolt.sight import Sight
from pole.stores.bolt.wire import Asker, Pen, Row, T, U, Wire
from tests.stores.generate import OPEN, Shape, history
from tests.stores.memory import MemoryStore
from tests.stores.questions import pool_of, questions
from tests.stores.shaping import HOLDER, eventful, load
from tests.stores.test_differential import minting


class Listening(Wire):
    """A wire that notes what is asked."""

    def __init__(self, other: Wire) -> None:
        super().__init__(other._driver, other._database, other._limits)
        self.heard: set[str] = set()

    def answer(
        self,
        text: LiteralString,
        values: dict[str, object],
        asker: Asker,
        seconds: float | None = None,
        patience: float | None = None,
    ) -> list[Row]:
        self.heard.add(text)
        return super().answer(text, values, asker, seconds, patience)


@pytest.fixture
def heard(store: BoltStore) -> set[str]:
    """The texts of all questions about a store with some history."""
    oracle, shape = MemoryStore(), Shape(4, 8, 4)
    ours, theirs = Planner(minting(6)), Planner(minting(6))
    with store.lease(HOLDER) as lease:
        for batch in history(Random(5), shape):
            store.apply(lease, batch, ours)
            oracle.apply(batch, theirs)
    wire, random = Listening(store._wire), Random(7)
    reader = BoltReader(Sight(wire, [OPEN], Asker()))
    for _ in range(3):
        for question in questions(random, pool_of(oracle)):
            question.ask(reader)
    return wire.heard


def test_every_match_asks_for_visibility(heard: set[str]) -> None:
    assert len(heard) > 25
    for text in heard:
        of_no_visibility = len(re.findall(r"\bMATCH \(\w+:(?:Ledger|Source)\b", text))
        matches = len(re.findall(r"\bMATCH\b", text)) - of_no_visibility
        # a tally is of rows that have several: whoever sees one of them counts the row
        asked = re.findall(r"\.vis IN \$vis|any\(vis IN t\.vis WHERE vis IN \$vis\)", text)
        assert len(asked) >= matches, text


def test_what_a_load_asks_is_found_by_indexes_even_if_planned_while_there_is_nothing(store: BoltStore) -> None:
    """Because it is planned once. What is looked at as a whole is small, or only whether there is any."""
    asked: dict[str, dict[str, object]] = {}

    class Overheard(Pen):
        def rows(self, text: LiteralString, /, **values: object) -> list[Row]:
            asked[text] = values
            return super().rows(text, **values)

    class Overhearing(Wire):
        def write_and(self, work: Callable[[Pen], T], meanwhile: Callable[[T], U]) -> tuple[T, U]:
            return super().write_and(lambda pen: work(Overheard(pen._transaction)), meanwhile)

    wire = Overhearing(store._wire._driver, "neo4j", store._wire._limits)
    listening = BoltStore(wire)
    load(listening, *eventful())
    with listening.lease(HOLDER) as lease:
        plan = Planner(minting(6))
        for batch in history(Random(5), Shape(6, 8, 6)):
            later = batch.ledger._replace(extract=f"10{batch.ledger.extract or 0}")
            listening.apply(lease, batch._replace(ledger=later, overtaken=True), plan)
    assert len(asked) > 30
    wire.write(lambda pen: pen.rows("MATCH (n) DETACH DELETE n"))
    wire.alter("CALL db.clearQueryCaches()")
    for text, values in asked.items():
        plan_made = wire._driver.execute_query("EXPLAIN " + text, values, database_="neo4j").summary.plan
        assert plan_made is not None
        scanned = {name for name in operators(plan_made) if "Scan" in name and "MATCH (v:Visibility)" not in text}
        assert not scanned, text


def operators(plan: dict[str, Any]) -> list[str]:
    """The names of the steps of a plan."""
    return [plan["operatorType"], *(name for below in plan.get("children", ()) for name in operators(below))]


def test_no_question_makes_the_server_warn(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> None:
    with caplog.at_level(logging.WARNING, logger="neo4j.notifications"):
        request.getfixturevalue("heard")
        request.getfixturevalue("store").check()
    assert [record.getMessage() for record in caplog.records if record.name == "neo4j.notifications"] == []
