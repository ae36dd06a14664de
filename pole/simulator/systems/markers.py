"""Address markers: set by hand when somebody asks for one, and now and then forgotten, left standing or put on the wrong flat."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from heapq import heappop, heappush

from pole.simulator.chance import Chance
from pole.simulator.lines import Line, british_day
from pole.simulator.systems.books import Act, Books
from pole.simulator.systems.log_lines import stamp
from pole.simulator.world.child_files import Home, Plan
from pole.simulator.world.domestic import Assessment
from pole.simulator.world.firearms import Certificate
from pole.simulator.world.people import Person
from pole.simulator.world.places import Place
from pole.simulator.world.proceedings import Detention

_FORGOTTEN, _LEFT, _MISPLACED, _OVERDUE = 5, 8, 4, 15
"""Of a hundred markers so many are never set, never ended, put on the wrong door, not reviewed when they should be."""
_TERM = timedelta(days=182)
_ACTS = {Act.INSERT: "N", Act.UPDATE: "A", Act.DELETE: "E", Act.DISPOSE: "W"}


@dataclass(slots=True, eq=False)
class Marker:
    """One marker on one address."""

    number: str
    sort: str
    """Type as the table has it: CPA, FLC and so on."""
    place: Place
    words: str
    origin: str
    reference: str
    begins: date
    review: date
    whom: str
    """Id of the person on whose account it is there."""
    ends: date | None = None


class Markers:
    """The table, and what is wrong in it: the world would know better."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._count = 0
        self._of: dict[tuple[str, object], Marker] = {}
        self._due: list[tuple[date, int, Marker]] = []
        self.books: Books[Marker] = Books(_lines)
        self.wrong: list[tuple[str, str, str]] = []
        """Marker (or the person who ought to have one), what is wrong, and whom it is about."""

    def hear(self, subject: object, when: datetime) -> None:
        """Somebody asks for a marker, or says that one is no longer needed; those that are due are reviewed meanwhile."""
        while self._due and self._due[0][0] < when.date():
            self._review(heappop(self._due)[2], when)
        match subject:
            case Plan():
                self._plan(subject, when)
            case Home():
                self._moved(subject, when)
            case Certificate():
                self._certificate(subject, when)
            case Assessment():
                self._assessed(subject, when)
            case Detention():
                self._detained(subject.arrest.believed, when)
            case _:
                pass

    # ---------------------------------------------------------------- who asks

    def _plan(self, plan: Plan, when: datetime) -> None:
        child = plan.child.person
        if plan.ends is None:
            self._set("CPA", child, plan.child.homes[-1].place, "CHILD SUBJECT OF PLAN", "CAIU", plan.number, when)
        elif not plan.child.current_plans():
            self._end("CPA", child, when)

    def _moved(self, home: Home, when: datetime) -> None:
        """A child who has a marker lives elsewhere."""
        child = home.child.person
        if home.ends is None and ("CPA", child) in self._of and self._of["CPA", child].place is not home.place:
            reference = self._of["CPA", child].reference
            self._end("CPA", child, when)
            if home.child.current_plans():
                self._set("CPA", child, home.place, "CHILD SUBJECT OF PLAN", "CAIU", reference, when)

    def _certificate(self, certificate: Certificate, when: datetime) -> None:
        if certificate.status == "CURRENT":
            held = self._of.get(("FLC", certificate.holder))
            if held is not None and held.place is not certificate.storage:
                self._end("FLC", certificate.holder, when)
            words = f"{certificate.sort} CERTIFICATE HELD"
            self._set("FLC", certificate.holder, certificate.storage, words, "FEO", certificate.number, when)
        else:
            self._end("FLC", certificate.holder, when)

    def _assessed(self, form: Assessment, when: datetime) -> None:
        if form.level in ("HIGH", "VERY HIGH"):
            self._set("DVA", form.couple.victim, form.place, "HIGH RISK VICTIM", "PPU", form.number, when)

    def _detained(self, person: Person, when: datetime) -> None:
        if "VI" in person.warnings and not person.roofless:
            self._set("VIO", person, person.home, "OCCUPANT VIOLENT TO POLICE", "NPT", "", when)

    # ---------------------------------------------------------------- the table

    def _set(
        self, sort: str, whom: Person, place: Place, words: str, origin: str, reference: str, when: datetime
    ) -> None:  # fmt: skip
        if (sort, whom) in self._of:
            return
        if not whom.scripted and self._chance.happens(_FORGOTTEN):
            self.wrong.append((whom.id, f"{sort} missing", whom.id))
            return
        self._count += 1
        number = f"MK{self._count:06}"
        if not whom.scripted and self._chance.happens(_MISPLACED):
            place = _next_door(place)
            self.wrong.append((number, "wrong door", whom.id))
        day = when.date()
        marker = Marker(number, sort, place, words, origin, reference, day, day + _TERM, whom.id)
        self._of[sort, whom] = marker
        self._expect(marker)
        self.books.put(marker, when)

    def _review(self, marker: Marker, when: datetime) -> None:
        if marker.ends is None and (self._chance.happens(100 - _OVERDUE)):
            marker.review = when.date() + _TERM
            self._expect(marker)
            self.books.put(marker, when)

    def _expect(self, marker: Marker) -> None:
        heappush(self._due, (marker.review, int(marker.number[2:]), marker))

    def _end(self, sort: str, whom: Person, when: datetime) -> None:
        marker = self._of.pop((sort, whom), None)
        if marker is None:
            return
        if not whom.scripted and self._chance.happens(_LEFT):
            self.wrong.append((marker.number, "stale", whom.id))
            return
        marker.ends = when.date()
        self.books.put(marker, when)


def _next_door(place: Place) -> Place:
    """The flat, or the house, beside the right one."""
    if place.flat:
        return replace(place, id=f"{place.id}+", flat=f"Flat {int(place.flat.split()[-1]) + 1}")
    return replace(place, id=f"{place.id}+", number=str(int(place.number) + 2))


def _lines(marker: Marker, act: Act, saved: datetime) -> list[Line]:
    place = marker.place
    values = {
        "ACT": _ACTS[act],
        "MARKER_ID": marker.number,
        "AMENDED": stamp(saved),
        "PREM_NAME": place.name,
        "FLAT": place.flat,
        "NO": place.number,
        "STREET": place.street.upper(),
        "LOCALITY": place.locality.upper(),
        "TOWN": place.town.upper(),
        "PCODE": place.postcode,
        "TYPE": marker.sort,
        "TEXT": marker.words,
        "ORIGIN": marker.origin,
        "ORIGIN_REF": marker.reference,
        "FROM_DATE": british_day(marker.begins),
        "REVIEW_DATE": british_day(marker.review),
        "END_DATE": british_day(marker.ends),
    }
    return [Line("marker", (marker.number,), values, {"premises": place.id, "postcode": place.postcode})]
