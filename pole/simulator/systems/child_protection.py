"""The child abuse investigation unit's system: every line of a child's file is a row of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from pole.simulator.chance import Chance
from pole.simulator.lines import Line
from pole.simulator.systems.books import Act, Books
from pole.simulator.systems.child_lines import COLUMNS, AdultRow, ChildRow, Document, child_lines
from pole.simulator.systems.nominals import Nominals
from pole.simulator.systems.spelling import Habits, Hand
from pole.simulator.world.child_files import Child, Conference, Engagement, Home, Involvement, Plan, Referral
from pole.simulator.world.course import News
from pole.simulator.world.people import Person

_HABITS = Habits(variant=7, called=3, slip=2, no_middle=35, born_slip=1, born_year=1)
_KEPT = timedelta(days=500)
"""For so long after its last day a file without a plan is kept."""


class ChildProtection:
    """Child protection (CAB)."""

    source = "child-protection"
    numbers_by_minute = False

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._hand = Hand(chance, _HABITS)
        self._adults = Nominals(chance, self._hand, lambda number: f"AP{number:06}", again=0)
        self._rows: dict[Child | Involvement, ChildRow | AdultRow] = {}
        self._destroyed: set[Child] = set()
        self.books: Books[Document] = Books(child_lines)

    @property
    def columns(self) -> Mapping[str, Sequence[str]]:
        """Of each record type."""
        return COLUMNS

    def number_of(self, person: Person) -> str:
        """Number as an adult or, else, as a child; empty for who has neither."""
        children = (file.number for file in self._rows if isinstance(file, Child) and file.person is person)
        return self._adults.present(person) or next(children, "")

    def hear(self, news: News) -> None:
        """Save a line of which something is new."""
        subject = news.subject
        if not isinstance(subject, Child | Involvement | Home | Engagement | Referral | Conference | Plan):
            return
        if (subject if isinstance(subject, Child) else subject.child) in self._destroyed:
            return
        if isinstance(subject, Child | Involvement):
            if subject not in self._rows:
                self._rows[subject] = self._child(subject) if isinstance(subject, Child) else self._adult(subject)
            self.books.put(self._rows[subject], news.when)
        else:
            self.books.put(subject, news.when)

    def night(self, day: date) -> None:
        """An adult was put on a file who has nothing to do with it; an old file is destroyed."""
        adults = [row for row in self._rows.values() if isinstance(row, AdultRow) and row in self.books]
        if self._chance.happens(50):
            distant = ("GRANDPARENT", "MOTHER'S PARTNER")
            free = [row for row in adults if not row.row.person.scripted and row.row.relationship in distant]
            for row in self._chance.some_of(free, 1):
                self.books.take_out(row, Act.DELETE, self._chance.moment(day, 9, 17))
        files = [row for row in self._rows.values() if isinstance(row, ChildRow) and row in self.books]
        if len(files) >= 30 and self._chance.happens(40):
            closed = [row.file for row in files if _is_done(row.file, day - _KEPT)]
            for file in self._chance.some_of(closed, 1):
                self._destroy(file, self._chance.moment(day, 9, 17))

    def full(self, at: datetime) -> Iterator[Line]:
        """All lines of all files."""
        return self.books.full()

    def delta(self, at: datetime) -> Iterator[Line]:
        """Lines that changed."""
        return self.books.delta()

    def _child(self, file: Child) -> ChildRow:
        name, person = self._hand.name(file.person), file.person
        known_as = f"{person.called} {name.surname}" if person.called and name.given != person.called else ""
        return ChildRow(file, name, known_as, self._hand.born(person))

    def _adult(self, row: Involvement) -> AdultRow:
        person = row.person
        nominal = self._adults.of(person)
        return AdultRow(row, nominal.number, nominal.name, nominal.maiden, nominal.born, person.home, person.phone)

    def _destroy(self, file: Child, when: datetime) -> None:
        self._destroyed.add(file)
        own: list[Child | Involvement] = [file, *file.people]
        rows: list[Document] = [self._rows[one] for one in own if one in self._rows]
        rows += [*file.homes, *file.professionals, *file.referrals, *file.conferences, *file.plans]
        for row in rows:
            if row in self.books:
                self.books.take_out(row, Act.DISPOSE, when)


def _is_done(file: Child, before: date) -> bool:
    """Whether nothing is open in a file, and nothing was done of late."""
    if file.person.scripted or any(plan.ends is None or plan.ends > before for plan in file.plans):
        return False
    return all(referral.closed is not None and referral.closed < before for referral in file.referrals)
