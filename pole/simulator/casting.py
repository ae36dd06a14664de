"""Finding the people of the demo in what was simulated."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

from pole.simulator.cast import CallAddress, Cast, Connection, Someone
from pole.simulator.child_files import Child
from pole.simulator.crimes import Crime, Part
from pole.simulator.lines import short_pnc
from pole.simulator.people import Person
from pole.simulator.planting import Planted


def find_cast(planted: Planted, crimes: list[Crime], files: list[Child]) -> Cast:
    """The demo's people as they stand on the last day."""
    address = _find_address(crimes, files)
    return Cast(address, _find_man(planted, files), _find_connection(planted, crimes, files))


def _find_address(crimes: list[Crime], files: list[Child]) -> CallAddress:
    """The latest call to a home where a child with a running plan lives with the suspect of that call's crime."""
    at_risk = {file.homes[-1].place.id: file for file in files if file.current_plans() and file.homes[-1].ends is None}
    for crime in reversed(crimes):
        file = at_risk.get(crime.scene.id)
        suspect = next((part for part in crime.suspects() if _lives_at_scene(crime, part)), None)
        if file is not None and crime.log and suspect is not None and suspect.person is not None:
            return _call_address(crime, file, suspect.person, files)
    raise LookupError("no child at risk lives with a known suspect: the planted family is missing")


def _lives_at_scene(crime: Crime, part: Part) -> bool:
    return bool(part.nominal) and part.home is crime.scene and part.standing not in ("ELM", "ACQ")


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
            yield from ((person.id, car.vehicle.id) for person in (car.keeper, car.driver) if person)
        for item in crime.items:
            yield crime.number, item.id
            if item.owner and item.owner.person:
                yield item.owner.person.id, item.id
            if item.phone:
                yield item.phone, item.id
    for file in files:
        yield from ((file.person.id, home.place.id) for home in file.homes)


def _pairs_of(crime: Crime, part: Part) -> Iterator[tuple[str, str]]:
    if part.organisation is not None:
        yield part.organisation.id, crime.number
        yield part.organisation.id, part.organisation.place.id
    elif part.person is not None and part.nominal:
        yield part.person.id, crime.number
        yield from ((part.person.id, part.home.id),) if part.home else ()
        yield from ((part.person.id, part.phone),) if part.phone else ()
        yield from ((part.person.id, part.email),) if part.email else ()


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
