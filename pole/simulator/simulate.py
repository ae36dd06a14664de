"""Write the extracts of a synthetic force."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from pole.simulator import child_lines, crime_lines
from pole.simulator.extracts import SourceLayout, Written
from pole.simulator.force import Force
from pole.simulator.lines import Line
from pole.simulator.manifest import Manifest
from pole.simulator.truth import NAME as TRUTH
from pole.simulator.truth import TruthFile

START = date(2026, 11, 2)
"""Day of the full extracts, unless said otherwise. Fixed, because the same seed gives the same bytes on any day."""


def simulate(directory: Path, people: int, seed: int, days: int, *, start: date = START) -> Manifest:
    """Draw a force of at least so many people and write its extracts: full ones for the first day, deltas after it.

    `days` counts the first. The same arguments give the same bytes on every machine.
    """
    directory.mkdir(parents=True, exist_ok=True)
    layouts = (
        SourceLayout(crime_lines.SOURCE, crime_lines.COLUMNS),
        SourceLayout(child_lines.SOURCE, child_lines.COLUMNS),
    )
    force = Force(people, seed, start)
    written: list[Written] = []
    with TruthFile(directory) as truth:
        for number in range(1, days + 1):
            mode = "full" if number == 1 else "delta"
            lines = force.first_extract() if number == 1 else force.next_day(start + timedelta(days=number - 2))
            written += _write_day(directory, layouts, truth, lines, mode, number)
    manifest = Manifest(directory, people, seed, days, start.isoformat(), tuple(written), TRUTH, force.cast())
    manifest.save()
    return manifest


def _write_day(
    directory: Path,
    layouts: tuple[SourceLayout, ...],
    truth: TruthFile,
    lines: tuple[list[Line], ...],
    mode: str,
    number: int,
) -> list[Written]:
    written: list[Written] = []
    for layout, found in zip(layouts, lines, strict=True):
        written += layout.write(directory, mode, number, truth.told(layout.source, found))
    return written
