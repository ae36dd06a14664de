"""People and places of the demo: stories that are always there, and where to find them in what was simulated."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import TypedDict

from pole.simulator.chance import Chance
from pole.simulator.crimes import Crime, Part
from pole.simulator.lines import short_pnc
from pole.simulator.offences import BODILY_HARM, DOMESTIC
from pole.simulator.people import Person, Population
from pole.simulator.safeguarding import Child, Safeguarding
from pole.simulator.stories import Stories


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as the records know him or her; a number the records do not have is empty."""

    truth: str
    name: str
    born: str
    nominal: str
    """Number in the crime system (key scheme `crimes-nominal`)."""
    pnc: str
    unit_number: str = ""
    """Number in the child abuse investigation unit's system, as adult or child."""


@dataclass(frozen=True, slots=True)
class CallAddress:
    """An address on a call, where a child at risk lives with a known suspect."""

    truth: str
    text: str
    """One line, as a caller gives it."""
    parts: Mapping[str, str]
    """flat, number, street, locality, town, postcode."""
    log: str
    crime: str
    child: Someone
    suspect: Someone


@dataclass(frozen=True, slots=True)
class Connection:
    """A suspect and a victim who are `links` apart, by way of things and places and not of one crime."""

    suspect: Someone
    victim: Someone
    links: int


@dataclass(frozen=True, slots=True)
class Cast:
    """Whom and what the demo asks about."""

    address: CallAddress
    man: Someone
    """Held by the crime system in several roles and by child protection as father and alleged perpetrator."""
    connection: Connection

    def as_json(self) -> dict[str, object]:
        """For the manifest."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: CastJson) -> Cast:
        """As `as_json` wrote it."""
        address, connection = told["address"], told["connection"]
        return cls(
            CallAddress(
                address["truth"],
                address["text"],
                address["parts"],
                address["log"],
                address["crime"],
                Someone(**address["child"]),
                Someone(**address["suspect"]),
            ),
            Someone(**told["man"]),
            Connection(Someone(**connection["suspect"]), Someone(**connection["victim"]), connection["links"]),
        )


class SomeoneJson(TypedDict):
    """`Someone` in the manifest."""

    truth: str
    name: str
    born: str
    nominal: str
    pnc: str
    unit_number: str


class AddressJson(TypedDict):
    """`CallAddress` in the manifest."""

    truth: str
    text: str
    parts: dict[str, str]
    log: str
    crime: str
    child: SomeoneJson
    suspect: SomeoneJson


class ConnectionJson(TypedDict):
    """`Connection` in the manifest."""

    suspect: SomeoneJson
    victim: SomeoneJson
    links: int


class CastJson(TypedDict):
    """`Cast` in the manifest."""

    address: AddressJson
    man: SomeoneJson
    connection: ConnectionJson


@dataclass(slots=True)
class Planted:
    """What was planted, so that chance leaves it alone."""

    crimes: list[Crime] = field(default_factory=list)
    files: list[Child] = field(default_factory=list)
    family: set[Person] = field(default_factory=set)
    pairs: list[tuple[Person, Person]] = field(default_factory=list)
    """Suspect and victim."""

    @property
    def numbers(self) -> set[str]:
        """Crime numbers that no day may change."""
        return {crime.number for crime in self.crimes}


def plant(chance: Chance, population: Population, stories: Stories, unit: Safeguarding, start: date) -> Planted:
    """A family whom the crime system and child protection both know, and three chains from a suspect to a victim."""
    planted = Planted()
    _plant_family(population, stories, unit, start, planted)
    for _ in range(3):
        _plant_chain(chance, population, stories, start, planted)
    return planted


def _plant_family(population: Population, stories: Stories, unit: Safeguarding, start: date, planted: Planted) -> None:
    father, mother, children = population.family(2)
    stories.cast.update((father, mother, *children))
    stranger = population.adult(sex="M")
    father.warnings = ("VI",)
    early, late = start - timedelta(days=210), start - timedelta(days=9)
    first = stories.domestic_crime(DOMESTIC, early, father, mother)
    planted.crimes += [
        first,
        stories.assault(BODILY_HARM, start - timedelta(days=400), suspect=stranger, victim=father),
        stories.assault(BODILY_HARM, start - timedelta(days=320), suspect=stranger, victim=mother, witness=father),
        stories.domestic_crime(DOMESTIC, late, father, mother),
    ]
    for crime in planted.crimes:
        crime.log = crime.log or f"{1900 + len(crime.number)}-{crime.reported:%d%m%Y}"
    for child in children:
        file = unit.take_on(child, early + timedelta(days=1), alleged=father, log=first.log, crime=first.number)
        unit.confer(file, early + timedelta(days=14), plan=True)
        planted.files.append(file)
    planted.family.add(mother)


def _plant_chain(chance: Chance, population: Population, stories: Stories, start: date, planted: Planted) -> None:
    """Suspect drives the car of a keeper, who shares a home with somebody whose home is burgled by another."""
    suspect, keeper = population.adult(sex="M", oldest=35), population.adult(oldest=35)
    victim = population.adult(keeper.home(start), oldest=35)
    robbed, attacker = population.adult(), population.adult(sex="M")
    stories.cast.update((suspect, keeper, victim, robbed, attacker))
    day = start - timedelta(days=chance.between(30, 90))
    planted.crimes += [
        stories.robbery_with_car(day, suspect, keeper, robbed),
        stories.assault(BODILY_HARM, day - timedelta(days=50), suspect=attacker, victim=robbed, witness=keeper),
        stories.burglary_at(day + timedelta(days=12), victim, None),
    ]
    planted.pairs.append((suspect, victim))


def find_cast(planted: Planted, crimes: list[Crime], files: list[Child]) -> Cast:
    """The demo's people as they stand on the last day."""
    address = _find_address(crimes, files)
    return Cast(address, _find_man(planted, files), _find_connection(planted, crimes, files))


def _find_address(crimes: list[Crime], files: list[Child]) -> CallAddress:
    """The latest call to a home where a child with a running plan lives with the suspect of that call's crime."""
    at_risk = {file.homes[-1].place.id: file for file in files if file.current_plans() and file.homes[-1].ends is None}
    for crime in reversed(crimes):
        file = at_risk.get(crime.scene.id)
        suspect = next((part for part in crime.suspects() if part.home is crime.scene and part.nominal), None)
        if file is not None and crime.log and suspect is not None and suspect.person is not None:
            return _call_address(crime, file, suspect.person, files)
    raise LookupError("no child at risk lives with a known suspect: the planted family is missing")


def _call_address(crime: Crime, file: Child, suspect: Person, files: list[Child]) -> CallAddress:
    place = crime.scene
    parts = {
        "flat": place.flat,
        "number": place.number,
        "street": place.street,
        "locality": place.locality,
        "town": place.town,
        "postcode": place.postcode,
    }
    line = f"{place.number} {place.street}"
    text = ", ".join(part for part in (place.flat, line, place.locality, place.town, place.postcode) if part)
    child = _someone(file.person, files)
    return CallAddress(place.id, text, parts, crime.log, crime.number, child, _someone(suspect, files))


def _find_man(planted: Planted, files: list[Child]) -> Someone:
    """The father of the planted family."""
    first = planted.files[0]
    return _someone(next(row.person for row in first.people if row.alleged), files)


def _find_connection(planted: Planted, crimes: list[Crime], files: list[Child]) -> Connection:
    """The first planted pair whose shortest way has three or four links."""
    graph = _ties(crimes, files)
    for suspect, victim in planted.pairs:
        links = _distance(graph, suspect.id, victim.id)
        if links in (3, 4):
            return Connection(_someone(suspect, files), _someone(victim, files), links)
    raise LookupError("no planted suspect is three or four links from a victim")


def _someone(person: Person, files: list[Child]) -> Someone:
    return Someone(
        truth=person.id,
        name=f"{person.given} {person.surname}",
        born=person.born.isoformat(),
        nominal=person.nominals[-1] if person.nominals else "",
        pnc=short_pnc(person.pnc),
        unit_number=next(_unit_numbers(person, files), ""),
    )


def _unit_numbers(person: Person, files: list[Child]) -> Iterator[str]:
    for file in files:
        if file.person is person:
            yield file.number
        yield from (row.person_number for row in file.people if row.person is person)


def _ties(crimes: list[Crime], files: list[Child]) -> dict[str, set[str]]:
    """Who and what are one link apart in what everybody may see. Duties, postcodes and areas do not connect."""
    graph: dict[str, set[str]] = {}
    for one, other in _pairs(crimes, files):
        graph.setdefault(one, set()).add(other)
        graph.setdefault(other, set()).add(one)
    return graph


def _pairs(crimes: list[Crime], files: list[Child]) -> Iterator[tuple[str, str]]:
    for crime in crimes:
        if crime.scene_type not in ("STREET", "OPEN SPACE", "CAR PARK"):
            yield crime.number, crime.scene.id
        for part in crime.parts:
            yield from _pairs_of(crime, part)
        for car in crime.cars:
            yield crime.number, car.vehicle.id
            for part in (car.keeper, car.driver):
                yield from ((part.id, car.vehicle.id),) if part else ()
        for item in crime.items:
            yield from ((item.owner.person.id, item.id), (crime.number, item.id)) if item.owner and item.owner.person else ()
            yield from ((item.phone, item.id),) if item.phone else ()
    for file in files:
        yield from ((file.person.id, home.place.id) for home in file.homes)


def _pairs_of(crime: Crime, part: Part) -> Iterator[tuple[str, str]]:
    if part.organisation is not None:
        yield part.organisation.id, crime.number
    elif part.person is not None and part.nominal:
        yield part.person.id, crime.number
        yield from ((part.person.id, part.home.id),) if part.home else ()
        yield from ((part.person.id, part.phone),) if part.phone else ()


def _distance(graph: Mapping[str, set[str]], start: str, goal: str) -> int | None:
    """Links on the shortest way, up to six; None where there is none."""
    depth, waiting = {start: 0}, deque([start])
    while waiting:
        here = waiting.popleft()
        if here == goal:
            return depth[here]
        if depth[here] < 6:
            for other in graph.get(here, ()):
                if other not in depth:
                    depth[other] = depth[here] + 1
                    waiting.append(other)
    return None
