"""Intelligence: reports that are sent whole, about people whom whoever speaks of them hardly knows by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from pole.simulator.chance import Chance, Weighted
from pole.simulator.lines import Line
from pole.simulator.systems.books import Act, Books
from pole.simulator.systems.nominals import Nominals
from pole.simulator.systems.report_lines import COLUMNS, ReportFile, Told, as_known, report_lines, run_line
from pole.simulator.systems.spelling import Habits, Hand
from pole.simulator.world.course import News
from pole.simulator.world.intelligence import OLD, Report, Subject

_HABITS = Habits(variant=16, called=18, slip=5, no_middle=100, swapped=2, born_slip=4)
_BORN = Weighted({"DAY": 50, "YEAR": 22, "MONTH": 5, "NOTHING": 23}.items())
_SOUTH = ("MARLSFORD SOUTH", "LAMBECK")


class Intelligence:
    """Intelligence reports."""

    source = "intelligence"
    numbers_by_minute = False

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._hand = Hand(chance, _HABITS)
        self._people = Nominals(chance, self._hand, lambda number: f"IP{number:06}", again=4)
        self._files: dict[Report, ReportFile] = {}
        self._books: Books[ReportFile] = Books(report_lines)
        self._runs = 0

    @property
    def columns(self) -> Mapping[str, Sequence[str]]:
        """Of each record type, as paths."""
        return COLUMNS

    def hear(self, news: News) -> None:
        """Save a report that was submitted, or of which an item was graded again."""
        report = news.subject
        if isinstance(report, Report):
            if report not in self._files:
                self._files[report] = self._open(report)
            self._books.put(self._files[report], max(news.when, report.submitted))

    def night(self, day: date) -> None:
        """A report was submitted in error; one of the old files is destroyed at its review."""
        files = [file for file in self._books if not any(told.person.scripted for told in file.people.values())]
        if len(files) < 40:
            return
        if self._chance.happens(30):
            self._take_out([file for file in files[-20:] if file.report.scheme != OLD], Act.DELETE, day)
        if self._chance.happens(45):
            self._take_out([file for file in files[:60] if file.report.scheme == OLD], Act.DISPOSE, day)

    def full(self, at: datetime) -> Iterator[Line]:
        """All reports."""
        self._runs += 1
        yield run_line(self._runs, len(self._books))
        yield from self._books.full()

    def delta(self, at: datetime) -> Iterator[Line]:
        """Reports that changed, each whole."""
        self._runs += 1
        yield run_line(self._runs, self._books.to_send)
        yield from self._books.delta()

    def _take_out(self, files: list[ReportFile], act: Act, day: date) -> None:
        free = [file for file in files if not self._books.changed(file)]
        for file in self._chance.some_of(free, 1):
            self._books.take_out(file, act, self._chance.moment(day, 8, 20))

    def _open(self, report: Report) -> ReportFile:
        unit = "SOUTH" if report.submitter.unit in _SOUTH else "NORTH"
        subjects = [subject for item in report.items for subject in item.subjects if subject.person is not None]
        return ReportFile(
            report=report,
            unit="FIB" if self._chance.happens(12) else unit,
            people={subject: self._told(subject) for subject in subjects},
            nobody=1 if self._chance.happens(5) else 0,
        )

    def _told(self, subject: Subject) -> Told:
        person, chance = subject.person, self._chance
        assert person is not None
        number = self._people.of(person).number
        born = as_known(self._hand.born(person), "DAY" if person.scripted else chance.draw(_BORN))
        known = person.scripted or chance.happens(35)
        return Told(
            person=person,
            number=number,
            name=self._hand.name(person),
            born=born,
            pnc=person.pnc if known else "",
            phone=person.phone if chance.happens(15) else "",
        )
