"""What changed since a moment: of some things and, if asked for, of what lies one tie around them, before and after.

It is made of versions and of the history of identity, as they may be seen today: what was raised since, recorded in error or
disposed of has no past here either. A version that says the same as the one before is no change.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from pole.access.session import Inquiry
from pole.errors import NotVisibleError
from pole.graph.questions import PAGE_LIMIT, PageRequest
from pole.graph.rows import ChangeRow, LinkRow, MentionRow
from pole.model.basis import Basis
from pole.model.facts import Id, Statement, decode_statements, instant
from pole.model.kind import Kind
from pole.model.standing import Standing
from pole.service.answers.changes import ChangeKind, ChangePage, ChangeView, SaidView, ThingView, TieView
from pole.service.answers.head import EntityHead
from pole.service.currency import LIFE
from pole.service.filters import where_of_paths
from pole.service.heads import heads
from pole.service.limits import page_size, within
from pole.service.paths import HUB
from pole.service.record import VERSION
from pole.service.stated import grade, said_view
from pole.service.view import followed
from pole.service.words import words_for

MAX_SEEDS = 20
MAX_AROUND = 500
GONE = ("vanished", "withdrawn")
"""Why a version is live no more, where no other took its place."""

Row = TypeVar("Row", MentionRow, LinkRow)
Said = tuple[Statement, ...]


class Since(NamedTuple):
    """A question for what changed."""

    ids: tuple[Id, ...]
    since: datetime
    around: bool = False


class _Difference(NamedTuple):
    """A change, and the statements of each side that the other does not make."""

    row: ChangeRow
    before: Said
    after: Said


def find_changes(inquiry: Inquiry, asked: Since, first: int = 25, after: str | None = None) -> ChangePage:
    """Changes after `since`, by the time of loading, latest first. With `around`, also of what is one tie away today.

    An id that is held no more is answered as long as its past may be seen. Raises NotVisibleError, CursorError,
    LimitReachedError for more than 20 ids, 500 things around them, or too many versions.
    """
    size = page_size(first)
    within("ids", len(asked.ids), 1, MAX_SEEDS, "ask about fewer things at once")
    seeds = sorted({id_ for given in asked.ids for id_ in _known(inquiry, given)})
    around, hubs = _around(inquiry, seeds) if asked.around else ((), ())
    things = sorted({*seeds, *around})
    bound = json.dumps(["changes", seeds, instant(asked.since), asked.around])
    found = _differences(inquiry, things, asked.since, size, inquiry.open_cursor(bound, after))
    shown = found[:size]
    edges = zip((inquiry.seal_cursor(bound, d.row[:4]) for d in shown), _views(inquiry, things, shown), strict=True)
    named = heads(inquiry, hubs)
    return ChangePage(tuple(edges), len(found) > size, len(around), tuple(named[id_] for id_ in hubs if id_ in named))


def _known(inquiry: Inquiry, id_: Id) -> list[Id]:
    """The groups that an id stands for today, and itself if only its past may be seen. Raises NotVisibleError."""
    if id_ in inquiry.graph.entities([id_]):
        return [inquiry.scope.group_of(id_)]
    live = {inquiry.scope.group_of(one) for one in inquiry.graph.entities(followed(inquiry, id_))}
    if not live and not inquiry.graph.changes([id_], "", PageRequest(1)).rows:
        raise NotVisibleError()
    return [id_, *live]


def _around(inquiry: Inquiry, seeds: Sequence[Id]) -> tuple[tuple[Id, ...], tuple[Id, ...]]:
    step = inquiry.graph.frontier(seeds, where_of_paths(inquiry.vocabulary, None), HUB)
    others = sorted(set(step.other) - set(seeds))
    within("things around", len(others), 0, MAX_AROUND, "ask about fewer things at once")
    return tuple(others), tuple(step.hubs)


def _differences(
    inquiry: Inquiry, things: Sequence[Id], since: datetime, size: int, position: tuple[str, ...] | None
) -> list[_Difference]:
    """The next changes that make a difference: one more than `size`, where there are as many."""
    found: list[_Difference] = []
    more = True
    while more and len(found) <= size:
        page = inquiry.graph.changes(things, instant(since), PageRequest(PAGE_LIMIT, position))
        found += (d for d in map(_difference, page.rows) if _tells(d))
        more = page.more and bool(page.rows)
        position = page.rows[-1][:4] if page.rows else position
    return found


def _difference(row: ChangeRow) -> _Difference:
    before, after = _said(row.before), _said(row.after)
    return _Difference(row, tuple(s for s in before if s not in after), tuple(s for s in after if s not in before))


def _tells(d: _Difference) -> bool:
    """Whether anything became different: other statements, or a tie with other dates, standing, basis or grade."""
    ties = [_tie(side) for side in (d.row.before, d.row.after)]
    return bool(d.before or d.after or ties[0] != ties[1])


def _said(row: MentionRow | LinkRow | None) -> Said:
    """What it says as of its own time: what an earlier version said is not said again."""
    return (
        () if row is None else tuple(s for s in decode_statements(row.body) if s.former is None and not _of_tie(s, row))
    )


def _of_tie(s: Statement, row: MentionRow | LinkRow) -> bool:
    """Whether the tie itself shows it, or it is none of the record's words."""
    return isinstance(row, LinkRow) and s.attribute in ("standing", LIFE)


def _tie(row: MentionRow | LinkRow | None) -> tuple[str | None, ...] | None:
    return (row.begins, row.ends, row.standing, row.basis, row.grade) if isinstance(row, LinkRow) else None


def _views(inquiry: Inquiry, things: Collection[Id], found: Sequence[_Difference]) -> Iterator[ChangeView]:
    sides = [side for d in found for side in (d.row.before, d.row.after) if side is not None]
    live = {(r.id, r.loaded) for r in inquiry.graph.records(sorted({side.record for side in sides}))}
    named = _things(inquiry, {end for side in sides for end in _ends(side)})
    inquiry.shows("record", *(side.record for side in sides))
    inquiry.shows("link", *(side.id for side in sides if isinstance(side, LinkRow)))
    for d in found:
        row = d.row.after or d.row.before
        assert row is not None
        before = _side(inquiry, d.row.before, d.before, live)
        after = _side(inquiry, d.row.after, d.after, live)
        if isinstance(row, MentionRow):
            thing = _thing(inquiry, named.get(row.entity), row.kind, row.subtype, row.caption)
            yield ChangeView(d.row.at, _kind(d.row), thing, None, None, None, before, after)
            continue
        start = _thing(inquiry, named.get(row.start), row.start_kind, row.start_subtype)
        end = _thing(inquiry, named.get(row.end), row.end_kind, row.end_subtype)
        ends = (end, start) if row.end in things and row.start not in things else (start, end)
        label = words_for(inquiry, row.type, row.role, _standing(inquiry, row)).label
        yield ChangeView(d.row.at, _kind(d.row), ends[0], row.type, label, ends[1], before, after)


def _ends(row: MentionRow | LinkRow) -> tuple[Id, ...]:
    return (row.entity,) if isinstance(row, MentionRow) else (row.start, row.end)


def _things(inquiry: Inquiry, ids: Collection[Id]) -> dict[Id, EntityHead]:
    """Those that are still held, under this id or the one it has become."""
    named = heads(inquiry, ids)
    became = {id_: live for id_ in ids if id_ not in named for live in followed(inquiry, id_)[:1]}
    held = heads(inquiry, became.values())
    return named | {id_: held[live] for id_, live in became.items() if live in held}


def _thing(inquiry: Inquiry, head: EntityHead | None, kind: str, subtype: str, caption: str = "") -> ThingView:
    label = caption or inquiry.vocabulary.subtype(subtype).label
    return ThingView(label, Kind(kind), None) if head is None else ThingView(head.caption, head.kind, head)


def _kind(row: ChangeRow) -> ChangeKind:
    if row.before is not None and row.after is not None:
        return ChangeKind.CHANGED
    if row.after is not None:
        return ChangeKind.NEW if row.after.loaded == row.at else ChangeKind.JOINED
    return ChangeKind.GONE if row.why in GONE else ChangeKind.LEFT


def _side(
    inquiry: Inquiry, row: MentionRow | LinkRow | None, said: Said, live: Collection[tuple[Id, str]]
) -> SaidView | None:
    if row is None:
        return None
    is_live = (row.record, row.loaded) in live
    record = inquiry.seal("record", row.record) if is_live else inquiry.seal(VERSION, f"{row.record} {row.loaded}")
    views = tuple(said_view(inquiry, s, row, record) for s in said)
    tie = None
    if isinstance(row, LinkRow):
        tie = TieView(
            row.begins, row.ends, _standing(inquiry, row), row.basis or Basis.RECORDED.value, grade(row.grade)
        )
    return SaidView(record, row.source, row.received, row.loaded, views, tie, inquiry.marking(row.vis))


def _standing(inquiry: Inquiry, row: LinkRow) -> Standing:
    return Standing(row.standing) if row.standing else inquiry.vocabulary.link(row.type).unstated_standing
