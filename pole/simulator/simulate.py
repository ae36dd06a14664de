"""Write the extracts of a synthetic force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from pole.simulator.extracts import SourceLayout, Written
from pole.simulator.force import Force
from pole.simulator.manifest import Manifest
from pole.simulator.systems.system import System
from pole.simulator.truth import NAME as TRUTH
from pole.simulator.truth import TruthFile

START = date(2026, 11, 2)
"""Day of the full extracts, unless said otherwise. Fixed, because the same seed gives the same bytes on any day."""


def simulate(directory: Path, people: int, seed: int, days: int, *, start: date = START) -> Manifest:
    """Draw a force of at least so many people and write its extracts: full ones for the first day, deltas after it.

    `days` counts the first. The same arguments give the same bytes on every machine.
    """
    directory.mkdir(parents=True, exist_ok=True)
    force = Force(people, seed, start)
    with TruthFile(directory) as truth:
        written = list(_write(directory, force, truth, days, start))
    manifest = Manifest(directory, people, seed, days, start.isoformat(), tuple(written), TRUTH, force.cast())
    manifest.save()
    return manifest


def _write(directory: Path, force: Force, truth: TruthFile, days: int, start: date) -> Iterator[Written]:
    layouts = {system.source: SourceLayout(system.source, system.columns) for system in force.systems}
    force.live_history()
    for system in force.systems:
        extract = _number(system, 1, None)
        lines = truth.told(system.source, extract, system.full(_midnight(start)))
        yield from layouts[system.source].write(directory, "full", extract, lines)
    for number in range(2, days + 1):
        day = start + timedelta(days=number - 2)
        force.live(day)
        for system in force.systems:
            extract = _number(system, number, day)
            lines = truth.told(system.source, extract, system.delta(_midnight(day + timedelta(days=1))))
            yield from layouts[system.source].write(directory, "delta", extract, lines)


def _number(system: System, count: int, day: date | None) -> str:
    """Of the count-th extract: that count, or the minute at the end of its day; the full one is number nought then."""
    if not system.numbers_by_minute:
        return f"{count:04}"
    return f"{day.year}{day.month:02}{day.day:02}2400" if day else "000000000000"


def _midnight(day: date) -> datetime:
    """When a day begins."""
    return datetime.combine(day, time())
