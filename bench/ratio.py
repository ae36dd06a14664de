"""What a bench finds: ours beside a rival's, measured in the same run.

A time alone says more of the machine than of the code, and of what else the machine does; a ratio says less of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from rich.table import Table
from rich.text import Text

from bench.clock import load_average


class Goal(NamedTuple):
    """A bound that the ratio is to keep."""

    bound: float
    at_least: bool

    def kept(self, ratio: float) -> bool:
        """Whether this ratio keeps it."""
        return ratio >= self.bound if self.at_least else ratio <= self.bound

    @property
    def words(self) -> str:
        """As people write it."""
        return f"{'≥' if self.at_least else '≤'} {self.bound:g}"


def at_least(bound: float) -> Goal:
    """For speeds."""
    return Goal(bound, at_least=True)


def at_most(bound: float) -> Goal:
    """For times and memory."""
    return Goal(bound, at_least=False)


@dataclass(frozen=True)
class Ratio:
    """One line of the table. Without a rival it is a figure for information."""

    what: str
    unit: str
    ours: float
    theirs: float | None = None
    rival: str = ""
    goal: Goal | None = None

    @property
    def ratio(self) -> float | None:
        """Ours by theirs; None without a rival."""
        return self.ours / self.theirs if self.theirs else None

    @property
    def verdict(self) -> str:
        """Whether the goal is kept; empty when there is none."""
        if self.goal is None or self.ratio is None:
            return ""
        return "kept" if self.goal.kept(self.ratio) else "MISSED"


Ratios: TypeAlias = Iterable[Ratio]


@dataclass(frozen=True)
class Finding:
    """A line with the bench it is of, and how busy the machine was when it was found."""

    bench: str
    line: Ratio
    load: float

    def as_json(self) -> dict[str, object]:
        """For machines."""
        line = self.line
        return {
            "bench": self.bench, "what": line.what, "unit": line.unit, "ours": line.ours, "rival": line.rival,
            "theirs": line.theirs, "ratio": line.ratio, "goal": line.goal.words if line.goal else None,
            "verdict": line.verdict, "load": self.load,
        }  # fmt: skip


def findings(bench: str, lines: Ratios) -> Iterator[Finding]:
    """The lines of a bench as they come."""
    return (Finding(bench, line, load_average()) for line in lines)


def table(found: Iterable[Finding]) -> Table:
    """The one table."""
    drawn = Table("bench", "what", "unit", box=None, pad_edge=False)
    for name in ("ours", "rival's", "ratio", "goal", "load"):
        drawn.add_column(name, justify="right")
    drawn.add_column("against")
    for one in found:
        line = one.line
        ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
        goal = f"{line.goal.words} {line.verdict}" if line.goal else ""
        drawn.add_row(
            one.bench, line.what, line.unit, _figure(line.ours), "" if line.theirs is None else _figure(line.theirs),
            Text(ratio, style="bold"), Text(goal, style="red" if line.verdict == "MISSED" else ""), f"{one.load:.1f}",
            line.rival,
        )  # fmt: skip
    return drawn


def _figure(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"
