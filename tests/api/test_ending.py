"""Questions that take too long, and askers who go away."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from starlette.types import Message

from pole.errors import LimitReachedError, StoreAwayError
from pole.graph.port import Store
from pole.graph.rows import SourceRow
from tests.api.service import Service, application
from tests.api.trail import trail

QUESTION = "{ sources { id } }"


class SlowReader:
    """A reader whose sources take until it is cancelled."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self.asked = Event()
        self.cancelled = Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    def sources(self) -> Sequence[SourceRow]:
        """Takes until cancelled."""
        self.asked.set()
        self.cancelled.wait(10)
        raise LimitReachedError("seconds", 1, "never shown")

    def cancel(self) -> None:
        """Stop."""
        self.cancelled.set()


class SlowStore:
    """A store with slow readers."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.readers: list[SlowReader] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def reader(self, visibilities: frozenset[int]) -> Any:
        """A slow one."""
        self.readers.append(SlowReader(self._store.reader(visibilities)))
        return self.readers[-1]


class AwayStore(SlowStore):
    """A store that does not answer at all."""

    def reader(self, visibilities: frozenset[int]) -> Any:
        """None."""
        raise StoreAwayError("The store does not answer.")


def service_over(folder: Path, store: type[SlowStore], **given: Any) -> tuple[Service, SlowStore]:
    """A service over such a store."""
    made = application(folder, **given)
    slow = store(made.store)
    return Service(replace(made, store=slow)), slow


def test_a_question_that_takes_too_long_is_refused_and_stopped(tmp_path: Path) -> None:
    service, store = service_over(tmp_path, SlowStore, question_seconds=0.2)
    body = service.post({"query": QUESTION}).json()
    assert body["errors"][0]["extensions"] == {
        "code": "limit-reached", "limit": "seconds for one question", "allowed": 0.2, "remedy": "ask for less at once",
    }  # fmt: skip
    assert "data" not in body
    assert store.readers[0].cancelled.is_set()
    assert [(r["what"], r.get("code")) for r in trail(service.application)] == [
        ("intent", None),
        ("outcome", "limit-reached"),
    ]


def test_a_question_whose_asker_goes_away_is_stopped_and_accounted_for(tmp_path: Path) -> None:
    service, store = service_over(tmp_path, SlowStore)
    sent: list[Message] = []
    messages: list[Message] = [{"type": "http.request", "body": json.dumps({"query": QUESTION}).encode()}]

    async def receive() -> Message:
        if messages:
            return messages.pop()
        while not (store.readers and store.readers[0].asked.is_set()):
            await asyncio.sleep(0.01)
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = service.headers(**{"Content-Type": "application/json"})
    scope = {
        "type": "http", "method": "POST", "path": "/graphql", "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    asyncio.run(service.app(scope, receive, send))
    assert sent == []
    assert store.readers[0].cancelled.is_set()
    assert [(r["what"], r.get("code")) for r in trail(service.application)] == [
        ("intent", None),
        ("outcome", "abandoned"),
    ]


def test_a_store_that_is_away_is_said_by_its_code(tmp_path: Path) -> None:
    service, _ = service_over(tmp_path, AwayStore)
    response = service.post({"query": QUESTION})
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (503, "store-away")


class FaultyReader(SlowReader):
    """A reader with a mistake in it."""

    def sources(self) -> Sequence[SourceRow]:
        """Fails with words that must not leave."""
        raise RuntimeError("Anna Berg, 7 Mill Lane")


class FaultyStore(SlowStore):
    """A store with a mistake in it."""

    def reader(self, visibilities: frozenset[int]) -> Any:
        """A faulty one."""
        return FaultyReader(self._store.reader(visibilities))


def test_a_mistake_of_ours_says_nothing_of_what_happened_to_anybody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    service, _ = service_over(tmp_path, FaultyStore)
    with caplog.at_level(logging.DEBUG):
        response = service.post({"query": QUESTION})
    error = response.json()["errors"][0]
    assert (error["message"], error["extensions"]) == ("Unexpected error.", {"code": "unexpected"})
    told = "".join(capsys.readouterr()) + caplog.text
    assert "RuntimeError" in told and "test_ending.py" in told
    assert "Berg" not in response.text + told
    assert trail(service.application)[-1]["code"] == "unexpected"


def test_nothing_of_a_question_is_logged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    service = Service(application(tmp_path))
    with caplog.at_level(logging.DEBUG):
        for query in (
            '{ search(text: "Ottoline") { totalCount } }',
            '{ search(txt: "Ottoline") { x } }',
            '{ "Ottoline',
        ):
            service.post({"query": query, "operationName": None, "extensions": {"reason": "Ottoline"}})
        service.post(
            {"query": "query Ottoline($t: String!) { search(text: $t) { totalCount } }", "variables": {"t": "Ottoline"}}
        )
    assert "Ottoline" not in "".join(capsys.readouterr()) + caplog.text
