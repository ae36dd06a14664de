"""Where things are: in a circle, in an area, near a place in words. A thing is where a place is that it is tied to.

A question begins from what is asked of the thing, and looks where those few are; or, where that is much, from the place,
and looks at what is there. Either way gives the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from pole.access.session import Inquiry
from pole.errors import LimitReachedError, NotVisibleError, UsageError
from pole.graph.questions import SEARCH_CANDIDATES, LinkWhere, SearchWhere
from pole.model.facts import Id
from pole.model.kind import Kind
from pole.model.values.cells import DEGREES, METRES, Circle, circle_of_degrees, cover, middle
from pole.model.values.positions import metres_between, to_grid
from pole.model.vocabulary import Connects, Vocabulary
from pole.service.limits import within
from pole.service.seeking.asked import Within
from pole.service.seeking.conditions import Condition, Met, best, together
from pole.service.seeking.lines import Line, lines_of
from pole.service.seeking.words import of_text

MOST_METRES = 50_000
DEEPEST = 8
"""Containments from an address up to the largest area."""
_AT_ONCE = 1_000
"""Locations asked about together."""
_REMEDY = "draw the place smaller, or add a word or a filter"
_LOCATION = (Kind.LOCATION.value,)


class Spot(NamedTuple):
    """A place that fits, and how."""

    nearness: float | None
    """From 0 to 1; None where there is no nearer and farther."""
    because: str


class Here(NamedTuple):
    """Why a thing counts as there: as the place itself, or by a tie to it."""

    spot: Spot
    place: Id | None
    """None for the place itself."""


class Place(Protocol):
    """Somewhere. Both questions are of locations."""

    def inside(self, most: int) -> dict[Id, Spot]:
        """Every location there. Raises LimitReachedError for more than `most`."""
        ...

    def among(self, locations: Sequence[Id]) -> dict[Id, Spot]:
        """Those of these locations that are there."""
        ...


def there(inquiry: Inquiry, place: Place, kinds: Sequence[str] | None, most: int) -> dict[Id, Here]:
    """Everything of these kinds that is there. Raises LimitReachedError for more than `most`."""
    spots = place.inside(most)
    own = spots if kinds is None or Kind.LOCATION in kinds else {}
    found = {id_: Here(spot, None) for id_, spot in own.items()}
    for of, thing in _tied(inquiry, spots, kinds):
        if thing not in spots:
            found[thing] = _nearer(found.get(thing), Here(spots[of], of))
    if len(found) > most:
        raise LimitReachedError("things in one place", most, _REMEDY)
    return found


def who_is_there(inquiry: Inquiry, place: Place, candidates: Iterable[Id]) -> dict[Id, Here]:
    """Those of the candidates that are there."""
    wanted = list(candidates)
    pairs = list(_tied(inquiry, wanted, _LOCATION))
    spots = place.among(sorted({*wanted, *(location for _, location in pairs)}))
    found = {id_: Here(spots[id_], None) for id_ in wanted if id_ in spots}
    for of, location in pairs:
        if location in spots and (of not in found or found[of].place is not None):
            found[of] = _nearer(found.get(of), Here(spots[location], location))
    return found


def _nearer(known: Here | None, new: Here) -> Here:
    if known is None:
        return new
    return min(known, new, key=lambda here: (-(here.spot.nearness or 0.0), here.place or ""))


def _tied(inquiry: Inquiry, ids: Iterable[Id], kinds: Sequence[str] | None) -> Iterable[tuple[Id, Id]]:
    """(of, other) for each tie by which a thing is at a place; `kinds` are those of the other."""
    where = LinkWhere(tuple(sorted(_ties_to_places(inquiry.vocabulary))), kinds=tuple(kinds) if kinds else None)
    step = inquiry.graph.frontier(sorted(ids), where, None)
    return zip(step.of, step.other, strict=True)


def _ties_to_places(vocabulary: Vocabulary) -> Iterable[str]:
    """Link types that connect something with a location; what contains what is another matter."""
    for link in vocabulary.links.values():
        if link.connects is Connects.YES and any(_is_location(vocabulary, end) for end in link.start | link.end):
            yield link.name


def _is_location(vocabulary: Vocabulary, end: str) -> bool:
    return end == Kind.LOCATION or (end in vocabulary.subtypes and vocabulary.kind_of(end) is Kind.LOCATION)


class Described:
    """Locations by what their text says: a circle that their position lies in, or words of the place."""

    def __init__(self, inquiry: Inquiry, conditions: Sequence[Condition]) -> None:
        self._inquiry = inquiry
        self._conditions = conditions

    def inside(self, most: int) -> dict[Id, Spot]:
        """See Place."""
        return self._found(None, most)

    def among(self, locations: Sequence[Id]) -> dict[Id, Spot]:
        """See Place."""
        parts = (locations[at : at + _AT_ONCE] for at in range(0, len(locations), _AT_ONCE))
        return {id_: spot for part in parts for id_, spot in self._found(tuple(part), SEARCH_CANDIDATES).items()}

    def _found(self, entities: tuple[Id, ...] | None, most: int) -> dict[Id, Spot]:
        groups = tuple(group for condition in self._conditions for group in condition.groups)
        hits = self._inquiry.graph.search(SearchWhere(groups, _LOCATION, entities=entities), most + 1)
        if len(hits) > most:
            raise LimitReachedError("places to look at", most, _REMEDY)
        found: dict[Id, Spot] = {}
        for hit in hits:
            lines = lines_of(hit.text)
            met = together(condition.judge(lines) for condition in self._conditions)
            if met is not None:
                spot = Spot(met.weight, ", ".join(met.because))
                found[hit.entity] = max(found.get(hit.entity, spot), spot, key=lambda one: one.nearness or 0.0)
        return found


class Area:
    """What lies in an area, directly or in what lies in it."""

    def __init__(self, inquiry: Inquiry, area: Id) -> None:
        self._inquiry = inquiry
        self._area = area
        types = (t.name for t in inquiry.vocabulary.links.values() if t.connects is Connects.CONTAINMENT)
        self._where = LinkWhere(tuple(sorted(types)), kinds=_LOCATION)

    def inside(self, most: int) -> dict[Id, Spot]:
        """See Place."""
        inner = self._where._replace(outgoing=False)
        found, edge = {self._area}, {self._area}
        while edge:
            step = self._inquiry.graph.frontier(sorted(edge), inner, None)
            edge = set(step.other) - found
            found |= edge
            if len(found) > most:
                raise LimitReachedError("places in one area", most, _REMEDY)
        return dict.fromkeys(found, Spot(None, "in the area"))

    def among(self, locations: Sequence[Id]) -> dict[Id, Spot]:
        """See Place."""
        outer = self._where._replace(outgoing=True)
        around: dict[Id, set[Id]] = {}
        edge = set(locations) - {self._area}
        for _ in range(DEEPEST):
            step = self._inquiry.graph.frontier(sorted(edge), outer, None)
            around |= {id_: set() for id_ in edge}
            for of, other in zip(step.of, step.other, strict=True):
                around[of].add(other)
            edge = set(step.other) - around.keys() - {self._area}
            if not edge:
                break
        return dict.fromkeys(self._below(around) & set(locations), Spot(None, "in the area"))

    def _below(self, around: Mapping[Id, set[Id]]) -> set[Id]:
        """Everything from which some way leads up to the area."""
        found = {self._area}
        while more := {id_ for id_, others in around.items() if id_ not in found and others & found}:
            found |= more
        return found


def place_of(inquiry: Inquiry, asked: Within) -> Place:
    """An area or a circle. Raises UsageError for neither or both, NotVisibleError for an area that is not there."""
    given = [asked.latitude, asked.longitude, asked.metres]
    if asked.area is not None and not any(value is not None for value in given):
        return _area(inquiry, asked.area)
    if asked.latitude is None or asked.longitude is None or asked.metres is None or asked.area is not None:
        raise UsageError("`within` takes either an area, or latitude, longitude and metres.")
    within("metres", asked.metres, 1, MOST_METRES, "draw a circle of another size")
    if not (-90 <= asked.latitude <= 90 and -180 <= asked.longitude <= 180):
        raise UsageError("latitude lies between -90 and 90, longitude between -180 and 180.")
    return Described(inquiry, [in_circle(asked.latitude, asked.longitude, asked.metres)])


def near(inquiry: Inquiry, words: str) -> Place:
    """Places that these words name."""
    return Described(inquiry, of_text(inquiry.vocabulary, words))


def _area(inquiry: Inquiry, id_: Id) -> Area:
    row = inquiry.graph.entities([id_]).get(id_)
    if row is None:
        raise NotVisibleError()
    if row.kind != Kind.LOCATION:
        raise UsageError("`within.area` is the id of a location.")
    return Area(inquiry, row.id)


def in_circle(latitude: float, longitude: float, metres: int) -> Condition:
    """A position in a circle, by latitude and longitude or by the national grid; nearer is better."""
    centre = f"{latitude},{longitude}"
    squares = [f"position={word}*" for word in cover(DEGREES, circle_of_degrees(latitude, longitude, metres))]
    grid = to_grid(centre)
    easting, northing = map(float, grid.split(",")) if grid else (0.0, 0.0)
    if grid:
        circle = Circle(easting, northing, float(metres), float(metres))
        squares += [f"grid={word}*" for word in cover(METRES, circle)]

    def distance(name: str, word: str) -> float:
        if name == "grid":
            x, y = middle(METRES, word)
            return math.hypot(x - easting, y - northing)
        x, y = middle(DEGREES, word)
        return metres_between(centre, f"{y},{x}")

    def met(name: str, word: str) -> Met | None:
        away = distance(name, word)
        return Met(round(1 - away / metres / 2, 6), (f"{away:.0f} m from the point",)) if away <= metres else None

    def judge(lines: Sequence[Line]) -> Met | None:
        seen = ((name, word) for line in lines for name, word in line.sought if name in ("position", "grid"))
        return best(found for name, word in seen if (found := met(name, word)) is not None)

    return Condition((tuple(squares),), judge)
