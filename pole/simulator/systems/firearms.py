"""Firearms licensing: applicants fill in forms themselves, so that names are mostly whole and right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from pole.simulator.chance import Chance
from pole.simulator.lines import Line
from pole.simulator.systems.books import Act, Books
from pole.simulator.systems.certificate_lines import ENCODING, File, file_lines, run_line
from pole.simulator.systems.nominals import Nominals
from pole.simulator.systems.spelling import Habits, Hand
from pole.simulator.world.course import News
from pole.simulator.world.firearms import Certificate

_HABITS = Habits(ENCODING, variant=2, slip=1, no_middle=5, born_slip=1)
_KEPT = timedelta(days=30)
"""A file on an application that was refused is weeded after so long."""


class Firearms:
    """Firearms licensing."""

    source = "firearms"
    numbers_by_minute = False

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._hand = Hand(chance, _HABITS)
        self._people = Nominals(chance, self._hand, lambda number: f"FP{number:06}", again=1)
        self._files: dict[Certificate, File] = {}
        self._books: Books[File] = Books(file_lines)
        self._runs = 0

    @property
    def columns(self) -> Mapping[str, Sequence[str]]:
        """The mapping has them."""
        return dict.fromkeys(("run", "certificate", "decision", "storage", "weapon", "referee"), ())

    def hear(self, news: News) -> None:
        """Save a certificate of which something is new."""
        certificate = news.subject
        if isinstance(certificate, Certificate):
            if certificate not in self._files:
                self._files[certificate] = self._open(certificate)
            self._books.put(self._files[certificate], news.when)

    def night(self, day: date) -> None:
        """A file was opened in error; one on a refused application is weeded."""
        files = [file for file in self._books if not file.certificate.holder.scripted]
        fresh = [file for file in files[-20:] if len(file.certificate.decisions) < 4]
        if len(files) >= 12 and self._chance.happens(25):
            self._take_out(fresh, Act.DELETE, day)
        old = [
            file for file in files
            if file.certificate.status in ("REFUSED", "EXPIRED") and file.certificate.decisions[-1].on < day - _KEPT
        ]  # fmt: skip
        if len(files) >= 12 and self._chance.happens(40):
            self._take_out(old, Act.DISPOSE, day)

    def full(self, at: datetime) -> Iterator[Line]:
        """All certificates."""
        yield self._run(at)
        yield from self._books.full()

    def delta(self, at: datetime) -> Iterator[Line]:
        """Certificates that changed, each with all its lines."""
        yield self._run(at)
        yield from self._books.delta()

    def _run(self, at: datetime) -> Line:
        self._runs += 1
        return run_line(self._runs, at)

    def _open(self, certificate: Certificate) -> File:
        nominal = self._people.of(certificate.holder)
        referees = [one.person for one in certificate.referees]
        return File(
            number=f"FL{len(self._files) + 1:08}",
            certificate=certificate,
            person=nominal.number,
            name=nominal.name,
            born=nominal.born,
            referees=tuple((self._hand.name(one), self._hand.born(one)) for one in referees),
        )

    def _take_out(self, files: list[File], act: Act, day: date) -> None:
        free = [file for file in files if not self._books.changed(file)]
        for file in self._chance.some_of(free, 1):
            self._books.take_out(file, act, self._chance.moment(day, 9, 16))
