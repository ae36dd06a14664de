"""ICIS custody and case: custody records as they fill, and case files until the court has decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TypeAlias

from pole.simulator.chance import Chance
from pole.simulator.lines import Line
from pole.simulator.systems.books import Act, Books
from pole.simulator.systems.case_lines import case_lines
from pole.simulator.systems.custody_lines import ENCODING, custody_lines, run_line, suite_lines
from pole.simulator.systems.custody_records import CaseFile, CustodyDesk, CustodyFile
from pole.simulator.systems.nominals import Nominals
from pole.simulator.systems.spelling import Habits, Hand
from pole.simulator.world.course import News
from pole.simulator.world.police import Suite
from pole.simulator.world.proceedings import Case, Detention

_HABITS = Habits(ENCODING, variant=5, called=2, slip=2, no_middle=20, swapped=1, born_slip=1)
_OLD = timedelta(days=600)
"""Custody records that came to nothing are weeded after so long."""
_RECORDS = (
    "run", "suite", "cell", "custody", "name", "arrest", "offence", "bail", "condition", "placement", "risk", "warning",
    "property", "movement", "co-detained", "professional", "case", "defendant", "plea", "witness", "exhibit", "hearing",
    "result",
)  # fmt: skip

Document: TypeAlias = CustodyFile | CaseFile


class Custody:
    """ICIS custody and case."""

    source = "custody"
    numbers_by_minute = False

    def __init__(self, chance: Chance, suites: Sequence[Suite]) -> None:
        self._chance = chance
        self._suites = suites
        hand = Hand(chance, _HABITS)
        self._desk = CustodyDesk(Nominals(chance, hand, lambda number: f"IC{number:07}", again=2), hand)
        self._books: Books[Document] = Books(_lines)
        self._runs = 0

    @property
    def columns(self) -> Mapping[str, Sequence[str]]:
        """The mapping has them."""
        return dict.fromkeys(_RECORDS, ())

    def hear(self, news: News) -> None:
        """Save a detention or a case of which something is new."""
        if isinstance(news.subject, Detention):
            self._books.put(self._desk.detention(news.subject, news.when), news.when)
        elif isinstance(news.subject, Case):
            self._books.put(self._desk.case(news.subject), news.when)

    def night(self, day: date) -> None:
        """A record was opened in error; one that came to nothing long ago is weeded."""
        if len(self._books) < 80:
            return
        free = [file for file in self._books if isinstance(file, CustodyFile) and _came_to_nothing(file)]
        if self._chance.happens(40):
            self._take_out(free[-10:], Act.DELETE, day)
        if self._chance.happens(50):
            before = day - _OLD
            old = [file for file in free[:40] if file.detention.arrived.date() < before]
            self._take_out(old, Act.DISPOSE, day)

    def full(self, at: datetime) -> Iterator[Line]:
        """Suites, custody records and cases."""
        yield self._run(at)
        for suite in self._suites:
            yield from suite_lines(suite)
        yield from self._books.full()

    def delta(self, at: datetime) -> Iterator[Line]:
        """Custody records and cases that changed, each with all its lines."""
        yield self._run(at)
        yield from self._books.delta()

    def _run(self, at: datetime) -> Line:
        self._runs += 1
        return run_line(self._runs, at)

    def _take_out(self, files: list[CustodyFile], act: Act, day: date) -> None:
        for file in self._chance.some_of([one for one in files if not self._books.changed(one)], 1):
            self._books.take_out(file, act, self._chance.moment(day, 8, 20))


def _lines(document: Document, act: Act, saved: datetime) -> Iterator[Line]:
    if isinstance(document, CustodyFile):
        return custody_lines(document, act, saved)
    return case_lines(document, act, saved)


def _came_to_nothing(file: CustodyFile) -> bool:
    return file.result == "NFA" and not file.detention.arrest.person.scripted
