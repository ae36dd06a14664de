"""Search: by words over names, identifiers, addresses and free text, and by what is known of a person, vehicle or place."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from pole.access.session import Inquiry
from pole.errors import LimitReachedError, UsageError
from pole.graph.questions import SEARCH_CANDIDATES, SearchWhere
from pole.graph.rows import Hit
from pole.model.facts import Id
from pole.model.kind import Kind
from pole.service.answers.found import Matches
from pole.service.matches import Ranked, matches
from pole.service.seeking.asked import SearchFilter
from pole.service.seeking.conditions import Condition, Met, together
from pole.service.seeking.dates import occurred
from pole.service.seeking.lines import lines_of
from pole.service.seeking.person import of_person
from pole.service.seeking.place import of_place
from pole.service.seeking.vehicle import of_vehicle
from pole.service.seeking.warnings import of_warnings
from pole.service.seeking.whereabouts import Here, Place, near, place_of, there, who_is_there
from pole.service.seeking.words import of_text

UNIDENTIFIED = "unidentified-person"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A question, understood."""

    conditions: tuple[Condition, ...]
    places: tuple[Place, ...]
    where: SearchWhere


def search(
    inquiry: Inquiry,
    text: str | None,
    asked: SearchFilter | None = None,
    first: int = 20,
    after: str | None = None,
    most: int = SEARCH_CANDIDATES,
) -> Matches:
    """Things of which one record says all that is asked, best first; a word ending in `*` matches longer ones.

    The score uses what is asked and the visible text alone. Raises LimitReachedError when more than `most` fit, UsageError
    when nothing is asked for or cannot be understood.
    """
    asked = asked or SearchFilter()
    wanted = _understood(inquiry, (text or "").strip(), asked)
    question = f"search:{json.dumps([text, asdict(asked)], sort_keys=True)}"
    return matches(inquiry, question, _found(inquiry, wanted, most), first, after)


def _understood(inquiry: Inquiry, text: str, asked: SearchFilter) -> _Wanted:
    vocabulary = inquiry.vocabulary
    conditions = of_text(vocabulary, text) if text else []
    if asked.person:
        conditions += of_person(vocabulary, asked.person, inquiry.now)
    if asked.vehicle:
        conditions += of_vehicle(vocabulary, asked.vehicle)
    if asked.place:
        conditions += of_place(vocabulary, asked.place)
    if asked.begins or asked.ends:
        conditions.append(occurred(asked.begins, asked.ends))
    if asked.warnings:
        conditions.append(of_warnings(vocabulary, asked.warnings, inquiry.now))
    places = [place_of(inquiry, asked.within)] if asked.within else []
    if asked.person and asked.person.near:
        places.append(near(inquiry, asked.person.near))
    if not conditions and not places:
        raise UsageError(
            "Say what to search for: words, or something in the filter besides kinds, subtypes and sources."
        )
    groups = tuple(group for condition in conditions for group in condition.groups)
    where = SearchWhere(groups, _kinds(asked), _subtypes(inquiry, asked), asked.sources)
    return _Wanted(tuple(conditions), tuple(places), where)


def _kinds(asked: SearchFilter) -> tuple[str, ...] | None:
    """The kinds asked for, and those that alone can have what is asked for."""
    only = {kind for kind, criteria in _criteria(asked) if criteria}
    if len(only) > 1:
        raise UsageError("One search is for one sort of thing: give one of person, vehicle, place, and from with to.")
    if asked.kinds is not None and not only <= set(asked.kinds):
        raise UsageError(f"What is asked for is of kind {only.pop()}, which is not among the kinds asked for.")
    kinds = tuple(only) or asked.kinds
    return tuple(kind.value for kind in kinds) if kinds is not None else None


def _criteria(asked: SearchFilter) -> Iterable[tuple[Kind, object]]:
    return (
        (Kind.PERSON, asked.person),
        (Kind.OBJECT, asked.vehicle),
        (Kind.LOCATION, asked.place),
        (Kind.EVENT, asked.begins or asked.ends),
    )


def _subtypes(inquiry: Inquiry, asked: SearchFilter) -> tuple[str, ...] | None:
    for name in asked.subtypes or ():
        inquiry.vocabulary.subtype(name)
    if asked.vehicle and asked.subtypes is None:
        return ("vehicle",)
    if asked.person is None or asked.person.unidentified is None:
        return asked.subtypes
    persons = [s.name for s in inquiry.vocabulary.subtypes.values() if s.kind is Kind.PERSON]
    wanted = [name for name in persons if (name == UNIDENTIFIED) == asked.person.unidentified]
    return tuple(name for name in wanted if asked.subtypes is None or name in asked.subtypes)


def _found(inquiry: Inquiry, wanted: _Wanted, most: int) -> list[Ranked]:
    """From what is asked of the thing where that is little enough, else from the first place."""
    if wanted.conditions:
        hits = inquiry.graph.search(wanted.where, most + 1)
        if len(hits) <= most:
            return _ranked(inquiry, wanted, hits, {})
        if not wanted.places:
            raise LimitReachedError("records found", most, "add a word or a filter")
    here = there(inquiry, wanted.places[0], wanted.where.kinds, most)
    hits = inquiry.graph.search(wanted.where._replace(entities=tuple(here)), most + 1)
    if len(hits) > most:
        raise LimitReachedError("records found", most, "add a word or a filter")
    return _ranked(inquiry, wanted, hits, {wanted.places[0]: here})


def _ranked(
    inquiry: Inquiry, wanted: _Wanted, hits: Sequence[Hit], known: Mapping[Place, Mapping[Id, Here]]
) -> list[Ranked]:
    met = _met(wanted.conditions, hits)
    reasons: dict[Id, list[Here]] = {id_: [] for id_ in met}
    for place in wanted.places:
        here = known.get(place) or who_is_there(inquiry, place, reasons)
        reasons = {id_: [*found, here[id_]] for id_, found in reasons.items() if id_ in here}
    ranked = [_rank(id_, met[id_], found) for id_, found in reasons.items()]
    return sorted(ranked, key=lambda r: (-r.score, r.id))


def _met(conditions: Sequence[Condition], hits: Iterable[Hit]) -> dict[Id, Met]:
    """Of each thing the text that meets all conditions best."""
    found: dict[Id, Met] = {}
    for hit in hits:
        lines = lines_of(hit.text)
        met = together(condition.judge(lines) for condition in conditions)
        if met is not None and (hit.entity not in found or (met.weight or 0) > (found[hit.entity].weight or 0)):
            found[hit.entity] = met
    return found


def _rank(id_: Id, met: Met, here: Sequence[Here]) -> Ranked:
    """By how well what is asked for is met; where that has no better and worse, by how near it is."""
    near_by = [h.spot.nearness for h in here if h.spot.nearness is not None]
    score = met.weight if met.weight is not None else max(near_by, default=1.0)
    own = tuple(h.spot.because for h in here if h.place is None)
    return Ranked(
        score, id_, (*met.because, *own), tuple((h.place, h.spot.because) for h in here if h.place is not None)
    )
