"""What every system of the force can do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from pole.simulator.lines import Line
from pole.simulator.world.course import News


class System(Protocol):
    """Hears the news of the world, in the order in which things happened, and sends extracts of what it makes of them."""

    @property
    def source(self) -> str:
        """Name of the source, under which its loader is found."""
        ...

    @property
    def columns(self) -> Mapping[str, Sequence[str]]:
        """Of each record type."""
        ...

    @property
    def numbers_by_minute(self) -> bool:
        """Whether an extract has the minute of its making for a number, and is not just counted."""
        ...

    def hear(self, news: News) -> None:
        """Take note of it, if it concerns the system."""
        ...

    def night(self, day: date) -> None:
        """What its clerks do at the end of a day that is sent as a delta."""
        ...

    def full(self, at: datetime) -> Iterator[Line]:
        """Everything that it holds at a moment."""
        ...

    def delta(self, at: datetime) -> Iterator[Line]:
        """What has changed since the last extract, up to a moment."""
        ...
