"""The force and its partners: officers, custody suites, courts, solicitors, and bodies that report crime."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pole.simulator.chance import Chance, Weighted
from pole.simulator.world.numbers import FORCE, Numbers
from pole.simulator.world.origins import Origin
from pole.simulator.world.places import Place, Places
from pole.simulator.world.population import Population

_RANKS = Weighted({"PC": 70, "DC": 18, "SGT": 7, "DS": 5}.items())
UNITS = ("MARLSFORD NORTH", "MARLSFORD SOUTH", "HYTHEBRIDGE", "LAMBECK", "WICKERDALE")
_SHOPS = ("FELLMART", "BRIGHTWAYS", "PENNY & PENNY", "MARLGATE PHARMACY", "NORTHSIDE SPORTS", "QUILLER'S BOOKS")
_FIRMS = ("HOLT & MERRIMAN LLP", "FELLSIDE DEFENCE", "CRAGG PRESTWICK SOLICITORS", "BECKETT LORD LLP")


@dataclass(frozen=True, slots=True, eq=False)
class Officer:
    """A police officer in the official role."""

    id: str
    collar: str
    rank: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True, eq=False)
class Organisation:
    """A shop, firm or other body."""

    id: str
    name: str
    place: Place
    phone: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Suite:
    """A custody suite, with its two characters in arrest numbers."""

    id: str
    code: str
    name: str
    place: Place
    opened: date
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Court:
    """A court with its number of four digits."""

    id: str
    code: str
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Force:
    """Everybody and everything in office."""

    officers: tuple[Officer, ...]
    handlers: tuple[Officer, ...]
    """Those who take calls in the control room."""
    suites: tuple[Suite, ...]
    magistrates: Court
    crown: Court
    solicitors: tuple[Organisation, ...]
    """Firms whose telephone numbers many detainees give."""
    shops: tuple[Organisation, ...]
    """All those of one shopping centre, whose address so becomes a hub, and two in each retail park."""
    hostel: Place


def official(chance: Chance, origin: Origin, sex: str) -> str:
    """A name of somebody in office, in capitals."""
    surname = origin.surname_for(chance.one_of(origin.surnames), sex)
    return f"{chance.one_of(origin.given(sex))} {surname}".upper()


def unit_of(place: Place) -> str:
    """The unit on whose ground a place lies."""
    if place.town == "Marlsford":
        return UNITS[int(place.beat[-2:]) % 2]
    return place.town.upper()


def raise_force(chance: Chance, population: Population, places: Places, numbers: Numbers, settled: date) -> Force:
    """The force of a population."""
    return Force(
        officers=tuple(_officer(chance, population, number) for number in range(1, 14 + len(population.people) // 250)),
        handlers=tuple(_handler(chance, population, number) for number in range(1, 9 + len(population.people) // 5000)),
        suites=_suites(places, settled),
        magistrates=Court("K0001", "1660", "MARLSFORD MAGISTRATES' COURT", places.premises("THE LAW COURTS", "COURT")),
        crown=Court("K0002", "0490", "MARLSFORD CROWN COURT", places.premises("THE CROWN COURT", "COURT")),
        solicitors=tuple(
            Organisation(f"F{number:04}", name, places.premises(name, "OFFICE"), numbers.landline())
            for number, name in enumerate(_FIRMS, 1)
        ),
        shops=tuple(_shops(places, population)),
        hostel=places.premises("ST OSWIN'S HOUSE", "HOSTEL"),
    )


def _officer(chance: Chance, population: Population, number: int) -> Officer:
    name = official(chance, chance.one_of(population.people).origin, "M" if chance.happens(65) else "F")
    return Officer(f"S{number:04}", f"{FORCE}-{4000 + number}", chance.draw(_RANKS), name, chance.one_of(UNITS))


def _handler(chance: Chance, population: Population, number: int) -> Officer:
    name = official(chance, chance.one_of(population.people).origin, "F" if chance.happens(60) else "M")
    return Officer(f"H{number:04}", f"{FORCE}-{7000 + number}", "PSE", name, "CONTACT CENTRE")


def _suites(places: Places, settled: date) -> tuple[Suite, ...]:
    """Three, one of them opened of late."""
    opened = (settled.replace(year=settled.year - 9), settled.replace(year=settled.year - 6, month=2, day=1), settled)
    named = zip(("MX", "HY", "LM"), ("MARLSFORD", "HYTHEBRIDGE", "LAMBECK"), opened, strict=True)
    return tuple(
        Suite(
            f"U{number:04}",
            code,
            f"{name} CUSTODY SUITE",
            places.premises(f"{name} POLICE STATION", "POLICE STATION"),
            day,
            tuple(f"{wing}{cell:02}" for wing in "MF" for cell in range(1, 13)),
        )
        for number, (code, name, day) in enumerate(named, 1)
    )


def _shops(places: Places, population: Population) -> list[Organisation]:
    centre = places.premises("MARLGATE SHOPPING CENTRE", "SHOPPING CENTRE")
    found = [(name, centre) for name in _SHOPS]
    for number in range(1, 2 + len(population.people) // 1500):
        park = places.premises(f"RETAIL PARK {number}", "RETAIL PARK")
        found += [(name, park) for name in _SHOPS[number % 4 :][:2]]
    return [Organisation(f"G{number:04}", name, place) for number, (name, place) in enumerate(found, 1)]
