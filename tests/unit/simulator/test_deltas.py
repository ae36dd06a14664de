"""A delta does with rows whatever its system can do with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest

from pole.simulator import START
from pole.simulator.force import Force
from pole.simulator.lines import Line

AT = datetime(2026, 11, 14)
CODES = {
    "crimes": ("ACTION", {"I", "U", "D", "X", "M"}),
    "child-protection": ("ACTION", {"I", "U", "D", "X"}),
    "incidents": ("ACT", {"N", "A", "E", "W"}),
    "domestic-abuse": ("Action", {"INS", "UPD", "DEL", "DSP"}),
    "custody": ("ACT", {"A", "C", "E", "W"}),
    "firearms": ("ACT", {"N", "A", "E", "W"}),
    "intelligence": ("@action", {"I", "U", "D", "X"}),
}
"""For each source the column of its codes, and all of them."""


@pytest.fixture(scope="module")
def codes() -> dict[str, set[str]]:
    """Those that each source's deltas of twelve days use."""
    force = Force(1500, 11, START)
    force.live_history()
    found: defaultdict[str, set[str]] = defaultdict(set)
    for system in force.systems:
        assert _codes(system.source, system.full(AT)) <= CODES[system.source][1]
    for day in range(12):
        force.live(START + timedelta(days=day))
        for system in force.systems:
            found[system.source] |= _codes(system.source, system.delta(AT))
    return found


def _codes(source: str, lines: Iterable[Line]) -> set[str]:
    """Those of the lines that have one: what stands under another has none of its own."""
    column = CODES[source][0]
    return {line.values[column] for line in lines if column in line.values}


@pytest.mark.parametrize("source", CODES)
def test_deltas_insert_update_delete_dispose_and_merge_as_their_source_can(
    codes: dict[str, set[str]], source: str
) -> None:
    assert codes[source] == CODES[source][1]


def test_there_is_no_system_that_is_not_asked(codes: dict[str, set[str]]) -> None:
    assert set(codes) == set(CODES)
