"""Command and control: logs as they run, and the table of address markers that somebody has to keep up to date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from pole.simulator.chance import Chance
from pole.simulator.lines import Line
from pole.simulator.systems.log_lines import ENCODING, Caller, log_rows
from pole.simulator.systems.markers import Markers
from pole.simulator.systems.spelling import Habits, Hand
from pole.simulator.world.calls import Call
from pole.simulator.world.course import News
from pole.simulator.world.people import Name

_HABITS = Habits(ENCODING, variant=14, called=14, slip=7, no_middle=100, swapped=2, born_slip=3)
_OLD = timedelta(days=700)
"""Logs that are no crime are weeded after so long."""


class Incidents:
    """Logs, each with rows that were amended at their own times; and markers."""

    source = "incidents"
    numbers_by_minute = True

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._hand = Hand(chance, _HABITS)
        self._logs: dict[Call, Caller | None] = {}
        self._touched: dict[Call, None] = {}
        self._taken_out: list[Line] = []
        self._sent = datetime.min
        self._minutes: list[tuple[datetime, Line]] | None = None
        self.markers = Markers(chance)

    @property
    def columns(self) -> Mapping[str, Sequence[str]]:
        """The mapping has them."""
        return dict.fromkeys(("log", "entry", "unit", "cross-reference", "marker"), ())

    def hear(self, news: News) -> None:
        """A log that runs, or something that is a reason for a marker."""
        call = news.subject
        if not isinstance(call, Call):
            self.markers.hear(call, news.when)
            return
        if call not in self._logs:
            self._logs[call] = self._caller(call)
        self._touched[call] = None
        if self._minutes is not None:
            rows = log_rows(call, self._logs[call])
            self._minutes += [(row.amended, row.line()) for row in rows if row.amended == news.when]

    def night(self, day: date) -> None:
        """A log was opened in error; old ones are weeded."""
        sent = [call for call in list(self._logs)[-80:] if call not in self._touched and _is_free(call)]
        if sent and self._chance.happens(50):
            self._take_out(self._chance.one_of(sent), "E", self._chance.moment(day, 22, 23))
        if len(self._logs) >= 150 and self._chance.happens(60):
            old = [call for call in list(self._logs)[:300] if call.received.date() < day - _OLD and _is_free(call)]
            for call in self._chance.some_of(old, len(self._logs) // 500 + 1):
                self._take_out(call, "W", self._chance.moment(day, 22, 23))

    def full(self, at: datetime) -> Iterator[Line]:
        """Every log, and every marker."""
        self._touched.clear()
        for call, caller in self._logs.items():
            for row in log_rows(call, caller):
                self._sent = max(self._sent, row.amended)
                yield row.line()
        yield from self.markers.books.full()

    def delta(self, at: datetime) -> Iterator[Line]:
        """Rows of the day: new, amended or taken out."""
        sent = self._sent
        for call in self._touched:
            for row in log_rows(call, self._logs[call]):
                if row.amended > sent:
                    self._sent = max(self._sent, row.amended)
                    yield row.line()
        yield from self._taken_out
        yield from self.markers.books.delta()
        self._touched, self._taken_out = {}, []

    # ---------------------------------------------------------------- rows

    def _take_out(self, call: Call, act: str, when: datetime) -> None:
        rows = list(log_rows(call, self._logs.pop(call)))
        when = max(when, rows[0].amended + timedelta(minutes=1))
        self._touched.pop(call, None)
        self._taken_out += [row.line(act, when) for row in rows]

    def _caller(self, call: Call) -> Caller | None:
        person, chance = call.caller, self._chance
        if person is None:
            return None
        if call.anonymous:
            return Caller(Name("", "", chance.one_of(("ANONYMOUS", "REFUSED"))), None, None, "", "WITHHELD")
        name = self._hand.name(person)
        if not person.scripted and chance.happens(20):
            name = name._replace(given="")
        return Caller(
            name=name,
            born=self._hand.born(person) if chance.happens(15) else None,
            home=person.home if not person.roofless and chance.happens(40) else None,
            phone=call.phone,
            withheld=chance.one_of(("WITHHELD", "NO CLI", "")),
        )


def _is_free(call: Call) -> bool:
    """Whether nothing hangs on the log."""
    scripted = call.caller is not None and call.caller.scripted
    return not (scripted or call.crime_number or call.domestic or call.repeats)
