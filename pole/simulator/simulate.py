"""Write the extracts of a synthetic force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from pole.errors import UsageError
from pole.simulator.extracts import SourceLayout, Written
from pole.simulator.faults import FaultPlanter
from pole.simulator.force import Force
from pole.simulator.manifest import Manifest
from pole.simulator.systems.system import System
from pole.simulator.truth import NAME as TRUTH
from pole.simulator.truth import TruthFile
from pole.simulator.truth_of_world import write_people, write_things

START = date(2026, 11, 2)
"""Day of the full extracts, unless said otherwise. Fixed, because the same seed gives the same bytes on any day."""
_DAYS_FOR_FAULTS = 3


def simulate(
    directory: Path, people: int, seed: int, days: int, *, start: date = START, faults: bool = False
) -> Manifest:
    """Draw a force of at least so many people and write its extracts: full ones for the first day, deltas after it.

    `days` counts the first. The same arguments give the same bytes on every machine. With `faults`, rows of the first two
    extracts are faulty and the last is broken, and a list of the faults is written beside; everything else is as without.
    Raises UsageError for faults in less than three days.
    """
    if faults and days < _DAYS_FOR_FAULTS:
        raise UsageError(
            f"Faults need {_DAYS_FOR_FAULTS} days or more: a full extract, a delta, and one that is broken."
        )
    directory.mkdir(parents=True, exist_ok=True)
    force = Force(people, seed, start)
    planter = FaultPlanter([system.source for system in force.systems], seed, force.scripted()) if faults else None
    with TruthFile(directory) as truth:
        written = list(_write(directory, force, truth, (start, days), planter))
    ground = force.world.ground
    write_people(directory, ground.population.people)
    write_things(directory, ground.phones, ground.garage)
    if planter is not None:
        written = planter.broken(directory, written)
        planter.save(directory)
    manifest = Manifest(directory, people, seed, days, start.isoformat(), tuple(written), TRUTH, force.cast())
    manifest.save()
    return manifest


def _write(
    directory: Path, force: Force, truth: TruthFile, period: tuple[date, int], planter: FaultPlanter | None
) -> Iterator[Written]:
    """All extracts of a period, which is its first day and how many there are."""
    start, days = period
    layouts = {system.source: SourceLayout(system.source, system.columns) for system in force.systems}
    force.live_history()
    for number in range(1, days + 1):
        before = start + timedelta(days=number - 2)
        if number > 1:
            force.live(before)
        end = datetime.combine(before + timedelta(days=1), time())
        for system in force.systems:
            layout, mode = layouts[system.source], "full" if number == 1 else "delta"
            extract = _number(system, number, before)
            lines = truth.told(system.source, extract, system.full(end) if number == 1 else system.delta(end))
            if planter is not None:
                lines = planter.spoiled(system.source, number, lines, layout.files(mode, extract))
            yield from layout.write(directory, mode, extract, lines)


def _number(system: System, count: int, day: date) -> str:
    """Of the count-th extract: that count, or the minute at the end of its day; the full one is number nought then."""
    if not system.numbers_by_minute:
        return f"{count:04}"
    return f"{day.year}{day.month:02}{day.day:02}2400" if count > 1 else "000000000000"
