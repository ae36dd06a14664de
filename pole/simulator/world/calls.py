"""Calls to the control room, each a log from the first word to its closure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from pole.simulator.world.people import Person
from pole.simulator.world.places import Place
from pole.simulator.world.police import Officer, Organisation


class Note(NamedTuple):
    """One timed line of a log."""

    when: datetime
    author: Officer | None
    """None where the system says it by itself."""
    terminal: str
    """Desk or call sign."""
    text: str


@dataclass(slots=True, eq=False)
class Unit:
    """A crew that is sent."""

    call_sign: str
    officer: Officer
    second: Officer | None
    sent: datetime
    on_the_way: datetime | None = None
    arrived: datetime | None = None
    cleared: datetime | None = None


@dataclass(slots=True, eq=False)
class Call:
    """One log. Its reference begins anew each day: `0123-03112026`."""

    reference: str
    received: datetime
    how: str
    """999, 101, RADIO or ONLINE."""
    code: str
    """What it was opened as: see `control`."""
    grade: str
    """How fast somebody is sent: 1 to 4."""
    place: Place
    place_type: str
    caller: Person | None
    """None where it is an officer, or nobody who can be named."""
    phone: str
    """The number that was seen, which need not be the caller's."""
    handler: Officer
    about: tuple[Person, ...] = ()
    """Those whom it is about, as far as the caller names them."""
    body: Organisation | None = None
    """Shop or other body for which the caller calls."""
    anonymous: bool = False
    domestic: bool = False
    flags: tuple[str, ...] = ()
    earlier: Call | None = None
    """A log of before that concerns the same people."""
    repeats: Call | None = None
    """A log that somebody else opened for the same thing."""
    units: list[Unit] = field(default_factory=list[Unit])
    notes: list[Note] = field(default_factory=list[Note])
    closing_code: str = ""
    result: str = ""
    crime_number: str = ""
    closed: datetime | None = None
