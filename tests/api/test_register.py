"""Whether a source is late is what is expected of it against what came."""

from __future__ import annotations

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pole.graph.rows import SourceEntry
from tests.api.service import Service, application
from tests.stores.generate import instant
from tests.stores.shaping import Thing, load, row

LOADED = datetime.fromisoformat(instant(0))
HOUR = 3_600


@pytest.fixture
def register(tmp_path: Path) -> Generator[Service]:
    """A source that comes daily and has been loaded, one that comes when it likes, and one that never came."""
    made = application(tmp_path)
    made.store.register(
        [
            SourceEntry("crimes", "Crimes", "Crime registrar", "", "nightly", 24 * HOUR, 36 * HOUR),
            SourceEntry("never", "Never", "Nobody", "", "hourly", HOUR, 2 * HOUR),
            SourceEntry("once", "Once", "Somebody", "", "once"),
        ]
    )
    load(made.store, [row("1", {"a": Thing(("nominal|1",))})])
    yield Service(made)
    made.close()


def told(register: Service, now: datetime) -> dict[str, dict[str, Any]]:
    register.application.clock = lambda: now
    return {source["id"]: source for source in register.saved("sources")["sources"]}


@pytest.mark.parametrize(("hours", "late", "missed"), [(1, False, 0), (36, False, 0), (37, True, 1), (73, True, 3)])
def test_a_source_is_late_once_it_has_been_waited_for_too_long(
    register: Service, hours: int, late: bool, missed: int
) -> None:
    crimes = told(register, LOADED + timedelta(hours=hours))["crimes"]
    assert (crimes["late"], crimes["missed"]) == (late, missed)
    assert datetime.fromisoformat(crimes["expected"]) == LOADED + timedelta(hours=24)
    assert crimes["refresh"] == "nightly"


def test_what_never_came_or_is_not_expected_is_listed_and_not_late(register: Service) -> None:
    found = told(register, datetime(2030, 1, 1, tzinfo=UTC))
    for name in ("never", "once"):
        assert (found[name]["lastLoad"], found[name]["expected"], found[name]["late"]) == (None, None, False)
        assert (found[name]["records"], found[name]["quarantined"]) == (0, 0)
