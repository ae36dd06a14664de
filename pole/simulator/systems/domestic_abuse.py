"""The public protection unit's forms: each is typed anew, and people have a number with the unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from pole.simulator.chance import Chance
from pole.simulator.lines import Line
from pole.simulator.systems.assessment_lines import COLUMNS, Filled, Form, form_lines
from pole.simulator.systems.books import Act, Books
from pole.simulator.systems.nominals import Nominals
from pole.simulator.systems.spelling import Habits, Hand
from pole.simulator.world.course import News
from pole.simulator.world.domestic import Assessment
from pole.simulator.world.people import Name, Person

_HABITS = Habits(variant=10, called=8, slip=5, no_middle=60, initial=3, swapped=1, born_slip=3, born_year=1)
_KEPT = timedelta(days=420)
"""A closed form at standard risk is destroyed after so long."""
_WORDS = (
    "HE SAID HE WOULD FIND ME WHEREVER I GO.", "I WANT HIM TO GET HELP, NOT PRISON.", 'HE CALLED ME "NOTHING".',
    "IT WAS NOT THAT BAD.\nI DO NOT WANT TO GO TO COURT.", "",
)  # fmt: skip


class DomesticAbuse:
    """Domestic-abuse risk assessments."""

    source = "domestic-abuse"
    numbers_by_minute = False

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._hand = Hand(chance, _HABITS)
        self._people = Nominals(chance, self._hand, lambda number: f"V{number:05}", again=2)
        self._forms: dict[Assessment, Form] = {}
        self._books: Books[Form] = Books(form_lines)

    @property
    def columns(self) -> Mapping[str, Sequence[str]]:
        """Of each record type."""
        return COLUMNS

    def hear(self, news: News) -> None:
        """A form is filled in, looked at again, or closed."""
        form = news.subject
        if isinstance(form, Assessment):
            if form not in self._forms:
                self._forms[form] = self._fill(form)
            self._books.put(self._forms[form], news.when)

    def night(self, day: date) -> None:
        """A form was sent in twice; an old one is destroyed."""
        forms = [filled for filled in self._books if not filled.form.couple.victim.scripted]
        if len(forms) >= 20 and self._chance.happens(30):
            self._take_out(forms[-40:], Act.DELETE, day)
        old = [
            one for one in forms if one.form.level == "STANDARD" and one.form.closed and one.form.closed < day - _KEPT
        ]
        if len(forms) >= 40 and self._chance.happens(50):
            self._take_out(old, Act.DISPOSE, day)

    def full(self, at: datetime) -> Iterator[Line]:
        """All forms."""
        return self._books.full()

    def delta(self, at: datetime) -> Iterator[Line]:
        """Forms that changed, each with all its members."""
        return self._books.delta()

    def _take_out(self, forms: list[Form], act: Act, day: date) -> None:
        free = [filled for filled in forms if not self._books.changed(filled) and not filled.members]
        for filled in self._chance.some_of(free, 1):
            self._books.take_out(filled, act, self._chance.moment(day, 9, 17))

    def _fill(self, form: Assessment) -> Form:
        couple, chance = form.couple, self._chance
        together = couple.abuser.home is couple.victim.home
        named = couple.abuser.scripted or not chance.happens(2)
        apart = not together and form.level in ("HIGH", "VERY HIGH")
        return Form(
            form=form,
            victim=self._somebody(couple.victim),
            abuser=self._somebody(couple.abuser)
            if named
            else Filled("", self._half_named(couple.abuser), None, None, ""),
            household=f"H{couple.id[1:]}" if together else "",
            confidential=apart and chance.happens(30),
            safe_to_call=not together or chance.happens(40),
            interpreter=couple.victim.origin.language != "ENGLISH" and chance.happens(30),
            victims_words=chance.one_of(_WORDS),
            members=tuple(self._child(child) for child in form.children),
        )

    def _somebody(self, person: Person) -> Filled:
        number = self._people.of(person).number
        home = None if person.roofless else person.home
        return Filled(number, self._hand.name(person), self._hand.born(person), home, person.phone)

    def _child(self, child: Person) -> Filled:
        known = child.scripted or self._chance.happens(55)
        number = self._people.of(child).number if known else ""
        return Filled(number, self._hand.name(child), self._hand.born(child), None, "")

    def _half_named(self, person: Person) -> Name:
        return Name(person.called or person.name.given, "", "")
