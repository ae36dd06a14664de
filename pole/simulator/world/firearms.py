"""Firearm and shotgun certificates: granted, renewed, varied, refused and revoked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from pole.simulator.world.crimes import Crime
from pole.simulator.world.ground import Ground
from pole.simulator.world.numbers import FORCE
from pole.simulator.world.people import Person
from pole.simulator.world.places import Place
from pole.simulator.world.police import Officer

_TERM = 5
_SHOTGUNS = (("BERETTA", "SILVER PIGEON", "12 BORE"), ("BROWNING", "B525", "12 BORE"), ("AYA", "NO 4", "20 BORE"))
_RIFLES = ((".22 LR", "CZ", "457"), (".243 WIN", "TIKKA", "T3X"), (".308 WIN", "SAKO", "85"))
_REASONS = ("CLAY TARGET SHOOTING", "VERMIN CONTROL", "GAME SHOOTING", "TARGET CLUB MEMBER")


class Decision(NamedTuple):
    """What was decided of a certificate, and when."""

    on: date
    what: str
    """APPLIED, GRANTED, RENEWED, VARIED, REFUSED, REVOKED, EXPIRED."""
    words: str
    by: Officer


class Referee(NamedTuple):
    """Somebody who speaks for an applicant."""

    person: Person
    years: int


@dataclass(slots=True, eq=False)
class Store:
    """Somewhere weapons are stored, from a day to a day."""

    place: Place
    begins: date
    ends: date | None = None


@dataclass(slots=True, eq=False)
class Weapon:
    """One weapon, from when it was acquired until it was disposed of."""

    id: str
    sort: str
    """SHOTGUN or RIFLE."""
    make: str
    model: str
    calibre: str
    serial: str
    acquired: date
    disposed: date | None = None
    disposal: str = ""


@dataclass(slots=True, eq=False)
class Certificate:
    """One certificate of one holder."""

    number: str
    sort: str
    """SHOTGUN or FIREARM."""
    holder: Person
    reason: str
    granted: date | None
    expires: date | None
    status: str
    """CURRENT, REFUSED, REVOKED, EXPIRED."""
    weapons: list[Weapon] = field(default_factory=list[Weapon])
    decisions: list[Decision] = field(default_factory=list[Decision])
    stores: list[Store] = field(default_factory=list[Store])
    """Oldest first; the weapons are in the last. None before there is a grant."""
    referees: tuple[Referee, ...] = ()

    @property
    def storage(self) -> Place:
        """Where the weapons are kept; mostly at home."""
        return self.stores[-1].place if self.stores else self.holder.home

    def kept(self) -> list[Weapon]:
        """Weapons that are still there."""
        return [weapon for weapon in self.weapons if weapon.disposed is None]


class Licensing:
    """The firearms licensing unit."""

    def __init__(self, ground: Ground) -> None:
        self._chance, self._course = ground.chance("firearms"), ground.course
        self._population, self._officers = ground.population, ground.force.officers
        self._careers = ground.careers
        self._numbers = 0
        self._weapons = 0
        self._held: dict[Person, list[Certificate]] = {}

    def begin(self, day: date) -> list[Certificate]:
        """The certificates that were there before the world's first day, and applications of the next two years that will be
        refused."""
        count = max(4, len(self._population.people) // 90)
        found: dict[Person, Certificate] = {}
        while len(found) < min(count, len(self._population.people) // 12):
            holder = self._population.anybody(self._chance, day, 21, 85)
            if not holder.pnc and holder not in found:
                found[holder] = self.grant(holder, day - timedelta(days=self._chance.between(1, 1700)))
        for _ in range(6):
            offender = self._careers.offender(self._chance)
            applied = self._chance.moment(day + timedelta(days=self._chance.between(200, 600)), 9, 16)
            self._course.at(applied, partial(self._applies, offender))
        return list(found.values())

    def grant(self, holder: Person, day: date, sort: str = "") -> Certificate:
        """A certificate with its first weapons, which runs for five years and is then renewed or not."""
        sort = sort or ("FIREARM" if self._chance.happens(30) else "SHOTGUN")
        certificate = self._apply(holder, sort, day - timedelta(days=self._chance.between(30, 90)))
        certificate.stores.append(Store(self._somewhere(holder, day), day))
        certificate.granted, certificate.status = day, "CURRENT"
        certificate.expires = _years_on(day, _TERM)
        self._decide(certificate, day, "GRANTED", "")
        for _ in range(self._chance.between(1, 3)):
            self._buy(certificate, day + timedelta(days=self._chance.between(0, 60)))
        self._held.setdefault(holder, []).append(certificate)
        self._course.tell(certificate)
        self._expire_or_renew(certificate)
        return certificate

    def a_day(self, day: date, *, busy: bool) -> None:
        """Applications, and weapons bought and sold; some of both where even the smallest force is to be busy."""
        people, least = len(self._population.people), int(busy)
        for _ in range(max(least, self._chance.about(people, 700 * 365))):
            holder = self._population.anybody(self._chance, day, 21, 80)
            if holder.pnc and self._chance.happens(30):
                self._refuse(holder, day)
            elif not holder.pnc and holder not in self._held:
                self.grant(holder, day)
        for _ in range(max(least, self._chance.about(people, 300 * 365))):
            self._vary(day)

    def suspected(self, crime: Crime) -> None:
        """A holder is suspected of a crime at home: the certificate is reviewed, and mostly revoked."""
        for party in crime.suspects():
            if crime.domestic and party.known and party.person and not party.person.scripted:
                for certificate in self._held.get(party.person, ()):
                    self._course.after(self._chance.days(5, 40), partial(self._revoke, certificate))

    def moved(self, person: Person) -> None:
        """A holder who moves takes the weapons along, unless they were stored elsewhere."""
        for certificate in self._held.get(person, ()):
            if certificate.status == "CURRENT" and certificate.storage is person.stays[-2].place:
                day = self._course.now.date()
                certificate.stores[-1].ends = day
                certificate.stores.append(Store(person.home, day))
                self._course.tell(certificate)

    # ---------------------------------------------------------------- decisions

    def _apply(self, holder: Person, sort: str, day: date) -> Certificate:
        self._numbers += 1
        number = f"{sort[0]}{FORCE}{self._numbers:06}"
        reason = self._chance.one_of(_REASONS)
        certificate = Certificate(number, sort, holder, reason, None, None, "APPLIED")
        certificate.referees = tuple(
            Referee(self._population.anybody(self._chance, day, 25, 75), self._chance.between(2, 30)) for _ in range(2)
        )
        self._decide(certificate, day, "APPLIED", "")
        return certificate

    def _somewhere(self, holder: Person, day: date) -> Place:
        """Where weapons are to be stored: mostly at home, or with family or a friend who has a cabinet."""
        if holder.scripted or not self._chance.happens(8):
            return holder.home
        family = [one for one in (*holder.parents, *holder.children) if one.home is not holder.home]
        return (family[0] if family else self._population.anybody(self._chance, day, 30)).home

    def _applies(self, person: Person) -> None:
        if person.pnc and not person.scripted:
            self._refuse(person, self._course.now.date())

    def _refuse(self, holder: Person, day: date) -> None:
        """An application that comes to nothing, some weeks later."""
        certificate = self._apply(holder, "SHOTGUN", day)
        self._course.tell(certificate)

        def refuse() -> None:
            certificate.status = "REFUSED"
            self._decide(certificate, self._course.now.date(), "REFUSED", "CONVICTIONS")
            self._course.tell(certificate)

        self._course.after(self._chance.days(20, 80), refuse)

    def _decide(self, certificate: Certificate, day: date, what: str, words: str) -> None:
        certificate.decisions.append(Decision(day, what, words, self._chance.one_of(self._officers)))

    def _expire_or_renew(self, certificate: Certificate) -> None:
        assert certificate.expires is not None
        due = certificate.expires
        early = due - timedelta(days=self._chance.between(3, 50))
        self._course.at(self._chance.moment(early, 9, 16), lambda: self._renew(certificate))

    def _renew(self, certificate: Certificate) -> None:
        if certificate.status != "CURRENT" or certificate.expires is None:
            return
        day = self._course.now.date()
        if certificate.holder.scripted or self._chance.happens(85):
            certificate.expires = _years_on(certificate.expires, _TERM)
            self._decide(certificate, day, "RENEWED", "")
            self._expire_or_renew(certificate)
        else:
            certificate.status = "EXPIRED"
            self._decide(certificate, day, "EXPIRED", "NOT RENEWED BY HOLDER")
            self._dispose(certificate, day, "SOLD TO DEALER")
        self._course.tell(certificate)

    def _revoke(self, certificate: Certificate) -> None:
        if certificate.status != "CURRENT":
            return
        day = self._course.now.date()
        certificate.status = "REVOKED"
        self._decide(certificate, day, "REVOKED", "DOMESTIC INCIDENT")
        if self._chance.happens(70):
            self._dispose(certificate, day, "SEIZED BY POLICE")
        self._course.tell(certificate)

    # ---------------------------------------------------------------- weapons

    def _vary(self, day: date) -> None:
        holders = list(self._held)
        if not holders:
            return
        certificate = self._held[self._chance.one_of(holders)][0]
        if certificate.status != "CURRENT" or certificate.holder.scripted:
            return
        self._decide(certificate, day, "VARIED", "")
        kept = certificate.kept()
        if len(kept) > 1 and self._chance.happens(50):
            kept[0].disposed, kept[0].disposal = day, "SOLD TO DEALER"
        else:
            self._acquire(certificate, day)
        self._course.tell(certificate)

    def _buy(self, certificate: Certificate, day: date) -> None:
        """A first weapon is bought on a day, which may still come."""
        if day <= self._course.now.date():
            self._acquire(certificate, day)
        else:
            self._course.at(self._chance.moment(day, 9, 17), lambda: self._bought(certificate))

    def _bought(self, certificate: Certificate) -> None:
        if certificate.status == "CURRENT":
            self._acquire(certificate, self._course.now.date())
            self._course.tell(certificate)

    def _acquire(self, certificate: Certificate, day: date) -> None:
        self._weapons += 1
        if certificate.sort == "SHOTGUN":
            make, model, calibre = self._chance.one_of(_SHOTGUNS)
            sort = "SHOTGUN"
        else:
            calibre, make, model = self._chance.one_of(_RIFLES)
            sort = "RIFLE"
        serial = f"{make[:2]}{self._weapons * 37 % 1_000_003:06}"
        certificate.weapons.append(Weapon(f"W{self._weapons:06}", sort, make, model, calibre, serial, day))

    def _dispose(self, certificate: Certificate, day: date, how: str) -> None:
        for weapon in certificate.kept():
            weapon.disposed, weapon.disposal = day, how


def _years_on(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))
