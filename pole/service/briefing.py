"""Everything that must be known before acting: about a phone, a plate, an address, a person or an event reference.

Candidates are shown one beside the other and never joined. Each comes with its warnings and whose they are, who is
there and how old, weapons, the last events; and the answer says how fresh every source is, because an empty answer is
only as good as that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pole.access.reading import Relation
from pole.access.session import Inquiry
from pole.errors import LimitReachedError, UsageError
from pole.graph.questions import LinkWhere, Page, PageRequest
from pole.model.currency import Currency
from pole.model.facts import Id
from pole.model.kind import Kind
from pole.model.moment import Moment, age_range
from pole.service.answers.briefing import BriefingView, OccupantView, SubjectView
from pole.service.answers.head import AgeRange, EntityHead
from pole.service.answers.source import FreshnessView
from pole.service.answers.tie import RelationshipView
from pole.service.answers.warning import WarningView
from pole.service.find import identify, restricted, understand
from pole.service.heads import heads
from pole.service.relationships import relationship_views
from pole.service.search import search
from pole.service.seeking.asked import PersonCriteria, SearchFilter
from pole.service.sources import sources
from pole.service.view import statements_of
from pole.service.warnings import in_order, own_warnings, reached_warnings, warnings_of

SUBJECTS = 5
OCCUPANTS = 100
EVENTS = 10
EVENTS_IN_ORDER = 2_000
"""As many as a store puts in order of time."""

OCCUPANCY = ("LIVES_AT",)


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked about. Exactly one of these but for the person, who may have several parts."""

    id: str | None = None
    reference: str | None = None
    phone: str | None = None
    plate: str | None = None
    address: str | None = None
    surname: str | None = None
    forenames: str | None = None
    born: str | None = None

    def words(self) -> str:
        """What was asked, as asked."""
        parts = (self.id, self.reference, self.phone, self.plate, self.address, self.forenames, self.surname, self.born)
        return " ".join(p for p in parts if p)


def briefing(inquiry: Inquiry, target: Target) -> BriefingView:
    """The briefing on one target. Raises UsageError when it names nothing, or a malformed phone or plate."""
    candidates, keys = _candidates(inquiry, target)
    named = heads(inquiry, [id_ for id_, _ in candidates])
    chosen = [(named[id_], because) for id_, because in candidates if id_ in named]
    return BriefingView(
        asked=target.words(),
        subjects=tuple(_subject(inquiry, head, because) for head, because in chosen[:SUBJECTS]),
        more=max(0, len(chosen) - SUBJECTS),
        restricted=restricted(inquiry, keys, seen=bool(candidates)),
        freshness=freshness(inquiry),
    )


def freshness(inquiry: Inquiry) -> tuple[FreshnessView, ...]:
    """Every source that has loaded and how fresh it is."""
    return tuple(FreshnessView(s.id, s.title, s.data_to, s.last_load, s.late) for s in sources(inquiry) if s.last_load)


def _candidates(inquiry: Inquiry, target: Target) -> tuple[list[tuple[Id, tuple[str, ...]]], list[str]]:
    if target.id:
        return [(inquiry.scope.group_of(target.id), ("the entity itself",))], []
    for scheme, value in (("phone", target.phone), ("vrm", target.plate)):
        if value:
            key = understand(inquiry, scheme, value).key
            return [(group, (f"{scheme} {value}",)) for _, group in inquiry.graph.by_identifier([key])], [key]
    if target.reference:
        readings = [(r, groups) for r, groups in identify(inquiry, target.reference)]
        found = [(group, (f"{r.scheme} {r.value}",)) for r, groups in readings for group in groups]
        return _once(found), [r.key for r, _ in readings]
    if target.address:
        return _by_address(inquiry, target.address)
    if target.surname:
        person = PersonCriteria(target.surname, target.forenames, target.born)
        return _by_search(inquiry, None, SearchFilter(person=person)), []
    raise UsageError("Say what the briefing is about: an id, reference, phone, plate, address or surname.")


def _by_address(inquiry: Inquiry, address: str) -> tuple[list[tuple[Id, tuple[str, ...]]], list[str]]:
    """The premises itself first, then what has all these words: flats of the building, other spellings."""
    key = understand(inquiry, "address", address).key
    exact = [(group, ("the address itself",)) for _, group in inquiry.graph.by_identifier([key])]
    known = {group for group, _ in exact}
    alike = _by_search(inquiry, address, SearchFilter(kinds=(Kind.LOCATION,)))
    return exact + [c for c in alike if c[0] not in known], [key]


def _by_search(inquiry: Inquiry, words: str | None, asked: SearchFilter) -> list[tuple[Id, tuple[str, ...]]]:
    found = search(inquiry, words, asked, first=20)
    return [(edge.head.id, edge.because) for edge in found.edges]


def _once(found: Iterable[tuple[Id, tuple[str, ...]]]) -> list[tuple[Id, tuple[str, ...]]]:
    best: dict[Id, tuple[str, ...]] = {}
    for id_, because in found:
        best[id_] = (*best.get(id_, ()), *because)
    return list(best.items())


def _subject(inquiry: Inquiry, head: EntityHead, because: tuple[str, ...]) -> SubjectView:
    stated = statements_of(inquiry, head.id)
    warnings = in_order([*own_warnings(inquiry, stated), *reached_warnings(inquiry, head.id, head.kind)])
    events = _last_events(inquiry, head.id)
    return SubjectView(
        head=head,
        because=because,
        warnings=tuple(w for w in warnings if not w.expired),
        occupants=_occupants(inquiry, head) if head.kind is Kind.LOCATION else (),
        weapons=tuple(_weapons(inquiry, head)),
        events=tuple(relationship_views(inquiry, events.rows)),
        more_events=events.more,
    )


def _last_events(inquiry: Inquiry, group: Id) -> Page[Relation]:
    """The latest events, latest first, undated ones after them; none of a hub, which has more than can be put in order."""
    where = LinkWhere(kinds=(Kind.EVENT.value,))
    try:
        rows = inquiry.graph.events(group, where, PageRequest(EVENTS_IN_ORDER)).rows
    except LimitReachedError:
        return Page([], more=True)
    undated = [r for r in rows if all(k.low is None for k in r.links)]
    dated = [r for r in rows if any(k.low is not None for k in r.links)]
    return Page([*reversed(dated), *undated][:EVENTS], len(rows) > EVENTS)


def _occupants(inquiry: Inquiry, head: EntityHead) -> tuple[OccupantView, ...]:
    where = LinkWhere(types=OCCUPANCY, kinds=(Kind.PERSON.value,))
    page, _ = inquiry.graph.around(head.id, where, PageRequest(OCCUPANTS))
    held = [v for v in relationship_views(inquiry, page.rows) if v.currency is not Currency.FORMER]
    warnings = warnings_of(inquiry, [v.other.id for v in held])
    found = [_occupant(inquiry, v, tuple(warnings.get(v.other.id, ()))) for v in _one_each(held)]
    return tuple(sorted(found, key=lambda o: (not o.child, not o.warnings, o.person.caption, o.person.id)))


def _one_each(held: Iterable[RelationshipView]) -> list[RelationshipView]:
    """For each person the tie that holds most surely: current before unknown, then the latest stated."""
    latest = sorted(held, key=lambda v: v.last_stated, reverse=True)
    surest = sorted(latest, key=lambda v: v.currency is not Currency.CURRENT)
    best: dict[str, RelationshipView] = {}
    for view in surest:
        best.setdefault(view.other.id, view)
    return list(best.values())


def _occupant(inquiry: Inquiry, view: RelationshipView, warnings: tuple[WarningView, ...]) -> OccupantView:
    age = age_of(view.other.born, inquiry.now)
    return OccupantView(view.other, age, None if age is None else age.low < 18, view, warnings)


def age_of(born: str | None, at: datetime) -> AgeRange | None:
    """Age in years then; a range where the birth date is imprecise, None where it is not known."""
    if born is None:
        return None
    low, high = age_range(Moment(born), Moment.of(at))
    return AgeRange(max(0, low), max(0, high))


def _weapons(inquiry: Inquiry, head: EntityHead) -> Sequence[RelationshipView]:
    where = LinkWhere(subtypes=("weapon",))
    page, _ = inquiry.graph.around(head.id, where, PageRequest(20))
    return relationship_views(inquiry, page.rows)
