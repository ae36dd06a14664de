"""The crime system: it numbers people, keeps crimes as they stand, merges numbers, deletes what was no crime, and weeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from pole.simulator.chance import Chance
from pole.simulator.lines import Line
from pole.simulator.systems.books import Act, Books
from pole.simulator.systems.crime_lines import COLUMNS, ENCODING, crime_lines, merge_line
from pole.simulator.systems.crime_records import CrimeDesk, CrimeRecord
from pole.simulator.systems.nominals import Nominals
from pole.simulator.systems.spelling import Habits, Hand
from pole.simulator.world.course import News
from pole.simulator.world.crimes import Crime
from pole.simulator.world.people import Person

_HABITS = Habits(
    ENCODING, variant=9, called=5, slip=3, no_middle=25, initial=5, swapped=1, born_slip=2, born_year=1
)  # fmt: skip
_OLD = timedelta(days=640)
"""Filed crimes without a suspect are weeded some time after they were last saved."""


class Crimes:
    """Crime recording."""

    source = "crimes"
    numbers_by_minute = False

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        hand = Hand(chance, _HABITS)
        self._nominals = Nominals(chance, hand, lambda number: f"N{number + 200_000:07}", again=3)
        self._desk = CrimeDesk(chance, self._nominals, hand)
        self._records: dict[Crime, CrimeRecord] = {}
        self._books: Books[CrimeRecord] = Books(crime_lines)
        self._merges: list[Line] = []

    @property
    def columns(self) -> Mapping[str, Sequence[str]]:
        """Of each record type."""
        return COLUMNS

    def number_of(self, person: Person) -> str:
        """Nominal number; empty for who has none."""
        return self._nominals.present(person)

    def hear(self, news: News) -> None:
        """Save a crime of which something is new."""
        if isinstance(news.subject, Crime):
            crime = news.subject
            record = self._records.get(crime) or CrimeRecord(crime)
            self._records[crime] = record
            self._desk.refresh(record, news.when.date())
            self._books.put(record, news.when)

    def night(self, day: date) -> None:
        """What clerks do at the end of a day: merge numbers, delete a crime that was none, weed an old one."""
        self._merge(self._chance.moment(day, 20, 22))
        if self._chance.happens(50):
            self._take_out(list(self._books)[-200:], Act.DELETE, day)
        if len(self._books) >= 150 and self._chance.happens(40):
            before = day - _OLD
            old = [record for record in list(self._books)[:200] if record.crime.recorded.date() < before]
            self._take_out(old, Act.DISPOSE, day)

    def full(self, at: datetime) -> Iterator[Line]:
        """All crimes."""
        return self._books.full()

    def delta(self, at: datetime) -> Iterator[Line]:
        """Crimes that changed, each with all its lines, and merges."""
        yield from self._books.delta()
        yield from self._merges
        self._merges = []

    def _merge(self, when: datetime) -> None:
        double = self._nominals.double
        count = 1 + len(double) // 20
        self._merges += [merge_line(older, present, when) for older, present in double[:count]]
        del double[:count]

    def _take_out(self, records: list[CrimeRecord], act: Act, day: date) -> None:
        """One of those in which nobody is known to be suspected, and which chance may touch."""
        free = [record for record in records if not self._books.changed(record) and _is_free(record.crime)]
        for record in self._chance.some_of(free, 1):
            self._books.take_out(record, act, self._chance.moment(day, 8, 20))


def _is_free(crime: Crime) -> bool:
    if any(party.known for party in crime.suspects()):
        return False
    return not any(party.person and party.person.scripted for party in crime.parties)
