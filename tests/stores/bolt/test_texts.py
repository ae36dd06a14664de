"""Every question asks for visibility in every match, and none of them makes the server warn."""

from __future__ import annotations

import logging
import re
from random import Random
from typing import LiteralString

import pytest

from pole.ingest.plan import Planner
from pole.stores.bolt import BoltStore
from pole.stores.bolt.reader import BoltReader
from pole.stores.bolt.sight import Sight
from pole.stores.bolt.wire import Asker, Row, Wire
from tests.stores.generate import OPEN, Shape, history
from tests.stores.memory import MemoryStore
from tests.stores.questions import pool_of, questions
from tests.stores.shaping import HOLDER
from tests.stores.test_differential import minting


class Listening(Wire):
    """A wire that notes what is asked."""

    def __init__(self, other: Wire) -> None:
        super().__init__(other._driver, other._database, other._limits)
        self.heard: set[str] = set()

    def answer(
        self, text: LiteralString, values: dict[str, object], asker: Asker, seconds: float | None = None
    ) -> list[Row]:
        self.heard.add(text)
        return super().answer(text, values, asker, seconds)


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


def test_no_question_makes_the_server_warn(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> None:
    with caplog.at_level(logging.WARNING, logger="neo4j.notifications"):
        request.getfixturevalue("heard")
        request.getfixturevalue("store").check()
    assert [record.getMessage() for record in caplog.records if record.name == "neo4j.notifications"] == []
