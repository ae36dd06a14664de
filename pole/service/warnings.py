"""Warnings: those a thing carries itself, and those that reach it over visible ties. They are never copied.

A warning that the vocabulary lets travel (child at risk: to a current address) is looked for when asked, so it moves and
ends with the tie and with its source, and is as visible as both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pole.access.session import Inquiry
from pole.graph.questions import LinkWhere, PageRequest
from pole.graph.rows import MentionRow
from pole.model.currency import Currency
from pole.model.facts import Id
from pole.model.moment import Moment
from pole.model.vocabulary import WARNING, WarningType
from pole.service.answers.head import EntityHead
from pole.service.answers.tie import HopView, RelationshipView
from pole.service.answers.warning import WarningView
from pole.service.relationships import relationship_views
from pole.service.stated import Stated, stated_on, statement_view

REACH_LIMIT = 200
"""Ties that are followed for warnings from one thing: a hostel's residents, not a city's."""
MENTIONS_EACH = 100


def own_warnings(inquiry: Inquiry, stated: Iterable[Stated]) -> list[WarningView]:
    """Warnings that these statements carry; one for each type, text and period, however many records say so."""
    best: dict[tuple[str, str | None, str | None, str | None], Stated] = {}
    for one in stated:
        s = one.statement
        if (
            s.attribute == WARNING
            and s.value is not None
            and s.value in inquiry.vocabulary.warnings
            and s.former is None
        ):
            key = (s.value, s.note, s.begins, s.ends)
            if key not in best or best[key].record.received < one.record.received:
                best[key] = one
    return in_order(_warning(inquiry, one) for one in best.values())


def reached_warnings(inquiry: Inquiry, group: Id, kind: str) -> list[WarningView]:
    """Warnings of others that the vocabulary lets travel to a thing of this kind over ties that hold today."""
    found: list[WarningView] = []
    for type_, travelling in _travelling_to(inquiry, kind).items():
        page, _ = inquiry.graph.around(group, LinkWhere(types=(type_,)), PageRequest(REACH_LIMIT))
        views = relationship_views(inquiry, page.rows)
        carried = _carried(inquiry, [v.other.id for v in views])
        for view in views:
            found += _arriving(inquiry, view, carried.get(view.other.id, []), travelling)
    return in_order(found)


def in_order(warnings: Iterable[WarningView]) -> list[WarningView]:
    """Current before expired, then the most urgent, then the latest, then by whose they are."""
    latest = sorted(warnings, key=lambda w: w.begins or "", reverse=True)
    return sorted(latest, key=lambda w: (w.expired, w.urgency, w.type, w.whose.id if w.whose else ""))


def warnings_of(inquiry: Inquiry, groups: Sequence[Id]) -> Mapping[Id, list[WarningView]]:
    """The warnings that each of these carries itself."""
    return {group: own_warnings(inquiry, stated) for group, stated in _carried(inquiry, groups).items()}


def _travelling_to(inquiry: Inquiry, kind: str) -> dict[str, dict[str, WarningType]]:
    by_tie: dict[str, dict[str, WarningType]] = defaultdict(dict)
    for warning in inquiry.vocabulary.warnings.values():
        if warning.travels is not None and warning.travels.to == kind:
            by_tie[warning.travels.over][warning.name] = warning
    return by_tie


def _carried(inquiry: Inquiry, groups: Sequence[Id]) -> dict[Id, list[Stated]]:
    """The warning statements of each group."""
    rows: list[tuple[Id, MentionRow]] = []
    for group in dict.fromkeys(groups):
        mentions = inquiry.graph.mentions(group, PageRequest(MENTIONS_EACH)).rows
        rows += [(group, m) for m in mentions if f'["{WARNING}"' in m.body]
    owner = {m.id: group for group, m in rows}
    found: dict[Id, list[Stated]] = defaultdict(list)
    for one in stated_on(inquiry, [m for _, m in rows]):
        if one.statement.attribute == WARNING:
            found[owner[one.on.id]].append(one)
    return found


def _arriving(
    inquiry: Inquiry, view: RelationshipView, carried: Sequence[Stated], travelling: Mapping[str, WarningType]
) -> list[WarningView]:
    hop = HopView(view.other, view.start if view.other == view.end else view.end, (view,))
    arriving: list[WarningView] = []
    for warning in own_warnings(inquiry, carried):
        type_ = travelling.get(warning.type)
        held = view.currency is not Currency.FORMER
        if type_ is not None and type_.travels is not None and (held or not type_.travels.while_current):
            arriving.append(_reaching(warning, view.other, hop))
    return arriving


def _reaching(w: WarningView, whose: EntityHead, hop: HopView) -> WarningView:
    return replace(w, whose=whose, reached_by=(hop,))


def _warning(inquiry: Inquiry, one: Stated) -> WarningView:
    s = one.statement
    type_ = inquiry.vocabulary.warnings[s.value or ""]
    return WarningView(
        type=type_.name,
        label=type_.label,
        class_=type_.class_,
        urgency=type_.urgency,
        text=s.note or type_.label,
        begins=s.begins,
        review=s.review,
        ends=s.ends,
        expired=s.ends is not None and Moment(s.ends).latest() < inquiry.now,
        review_overdue=s.review is not None and Moment(s.review).latest() < inquiry.now,
        whose=None,
        reached_by=(),
        statement=statement_view(inquiry, one),
    )
