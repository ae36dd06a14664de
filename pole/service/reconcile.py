"""Do the markers that one system keeps on places agree with what others know of the people who live there?

A dispatcher sees the marker; the unit knows the child. A marker is *missing* where a child at risk lives and none stands,
*stale* where one stands and no child at risk lives any more, and on the *wrong flat* where both are so in one building.

The answer is one large list, which no single question would give: it is asked under an entitlement of its own, and
holds what this viewer may see and no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pole.access.policy_file import Entitlement
from pole.access.session import Inquiry
from pole.graph.questions import LinkWhere, PageRequest
from pole.model.currency import Currency
from pole.model.facts import Id
from pole.model.kind import Kind
from pole.model.values.address import Address
from pole.model.vocabulary import WARNING, WarningType
from pole.service.answers.head import EntityHead
from pole.service.answers.reconciliation import LivedInPlace, MarkedPlace, Reconciliation, WrongFlat
from pole.service.answers.tie import HopView
from pole.service.answers.warning import WarningView
from pole.service.heads import heads
from pole.service.relationships import relationship_views, strictest
from pole.service.stated import stated_on
from pole.service.view import statements_of
from pole.service.warnings import REACH_LIMIT, in_order, own_warnings

RECORDS_AT_ONCE = 500


class Bearing(NamedTuple):
    """Record types of a source that say warnings."""

    source: str
    types: tuple[str, ...]


def reconcile(inquiry: Inquiry, bearing: Iterable[Bearing]) -> tuple[Reconciliation, ...]:
    """One reconciliation for each sort of warning that reaches places from people and is also put on places themselves.

    Raises NotEntitledError.
    """
    inquiry.policy.require(inquiry.viewer, Entitlement.RECONCILE)
    warned = _warned(inquiry, bearing)
    return tuple(_reconciled(inquiry, type_, warned) for type_ in _of_both(inquiry))


def _of_both(inquiry: Inquiry) -> Iterator[WarningType]:
    for type_ in inquiry.vocabulary.warnings.values():
        if type_.travels is not None and type_.travels.to == Kind.LOCATION and Kind.LOCATION in type_.on:
            yield type_


_Warned = Mapping[Id, Sequence[WarningView]]
"""Warnings that hold today, by the group that bears them."""


def _warned(inquiry: Inquiry, bearing: Iterable[Bearing]) -> _Warned:
    found: dict[Id, list[WarningView]] = defaultdict(list)
    for source, types in bearing:
        after: tuple[str, ...] | None = None
        while True:
            page = inquiry.graph.records_of(source, types, PageRequest(RECORDS_AT_ONCE, after))
            for group, warnings in _in_records(inquiry, [record.id for record in page.rows]).items():
                found[group] += warnings
            if not page.more:
                break
            after = (page.rows[-1].row, page.rows[-1].id)
    return found


def _in_records(inquiry: Inquiry, records: Sequence[Id]) -> _Warned:
    mentions = [m for m in inquiry.graph.mentions_of(records) if f'["{WARNING}"' in m.body]
    stated = defaultdict[Id, list[WarningView]](list)
    groups = {m.id: m.entity for m in mentions}
    for one in stated_on(inquiry, mentions):
        stated[groups[one.on.id]] += [w for w in own_warnings(inquiry, [one]) if not w.expired]
    return stated


def _reconciled(inquiry: Inquiry, type_: WarningType, warned: _Warned) -> Reconciliation:
    of_this = {group: [w for w in warnings if w.type == type_.name] for group, warnings in warned.items()}
    named = heads(inquiry, [group for group, warnings in of_this.items() if warnings])
    marked = {group: tuple(in_order(of_this[group])) for group, head in named.items() if head.kind is Kind.LOCATION}
    people = [head for head in named.values() if head.kind is Kind.PERSON]
    lived_in, nowhere = _lived_in(inquiry, type_, people)
    places = named | heads(inquiry, lived_in)
    ordered = sorted(places.values(), key=_in_order)
    stale = [MarkedPlace(p, marked[p.id]) for p in ordered if p.id in marked and p.id not in lived_in]
    missing = [LivedInPlace(p, lived_in[p.id]) for p in ordered if p.id in lived_in and p.id not in marked]
    wrong = _wrong_flats(inquiry, stale, missing)
    in_wrong = {p.place.id for one in wrong for p in one.marked} | {p.place.id for one in wrong for p in one.lived_in}
    shown = [w.statement.marking for group in marked for w in marked[group]]
    return Reconciliation(
        warning=type_.name,
        label=type_.label,
        agreeing=len(marked.keys() & lived_in.keys()),
        missing=tuple(place for place in missing if place.place.id not in in_wrong),
        stale=tuple(place for place in stale if place.place.id not in in_wrong),
        wrong_flat=wrong,
        nowhere=nowhere,
        marking=strictest([*(head.marking for head in places.values()), *shown]),
    )


def _lived_in(
    inquiry: Inquiry, type_: WarningType, people: Sequence[EntityHead]
) -> tuple[dict[Id, tuple[HopView, ...]], tuple[EntityHead, ...]]:
    """How each place is reached, and who lives nowhere."""
    found: dict[Id, list[HopView]] = defaultdict(list)
    nowhere: list[EntityHead] = []
    where = LinkWhere(types=(type_.travels.over,)) if type_.travels is not None else LinkWhere()
    for person in sorted(people, key=_in_order):
        page, _ = inquiry.graph.around(person.id, where, PageRequest(REACH_LIMIT))
        homes = [v for v in relationship_views(inquiry, page.rows) if v.currency is not Currency.FORMER]
        for home in homes:
            found[home.other.id].append(HopView(home.other, person, (home,)))
        if not homes:
            nowhere.append(person)
    return {place: tuple(hops) for place, hops in found.items()}, tuple(nowhere)


def _wrong_flats(
    inquiry: Inquiry, stale: Sequence[MarkedPlace], missing: Sequence[LivedInPlace]
) -> tuple[WrongFlat, ...]:
    """Buildings in which a marker stands on one door and is missing on another."""
    marked: dict[str, list[MarkedPlace]] = defaultdict(list)
    lived_in: dict[str, list[LivedInPlace]] = defaultdict(list)
    for place in stale:
        for building in _buildings(inquiry, place.place):
            marked[building].append(place)
    for other in missing:
        for building in _buildings(inquiry, other.place):
            lived_in[building].append(other)
    both = sorted(marked.keys() & lived_in.keys())
    return tuple(WrongFlat(tuple(marked[building]), tuple(lived_in[building])) for building in both)


def _buildings(inquiry: Inquiry, place: EntityHead) -> list[str]:
    """The buildings that a place's addresses name; spellings of one are one."""
    stated = statements_of(inquiry, place.id)
    values = {s.statement.value for s in stated if s.statement.attribute == "address" and s.statement.former is None}
    return sorted({Address().building(value) for value in values if value is not None} - {""})


def _in_order(head: EntityHead) -> tuple[str, str]:
    return (head.caption, head.id)
