"""Decisions on identity: read, and found by what they are about."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pole.access.session import Inquiry
from pole.graph.questions import PAGE_LIMIT, DecisionWhere, PageRequest
from pole.graph.rows import DecisionRow, DecisionState, MentionRow, RecordRow, Verdict
from pole.model.facts import Id
from pole.model.marking import Marking
from pole.service.answers.decisions import DecidedEnd, DecisionPage, DecisionView
from pole.service.answers.head import EntityHead
from pole.service.heads import heads
from pole.service.limits import page_size


def decisions(
    inquiry: Inquiry, states: tuple[DecisionState, ...] | None = None, first: int = 25, after: str | None = None
) -> DecisionPage:
    """Decisions, the oldest first. Raises CursorError, LimitReachedError."""
    bound = json.dumps(["decisions", states])
    where = DecisionWhere(states=states)
    page = inquiry.graph.decisions(where, PageRequest(page_size(first), inquiry.open_cursor(bound, after)))
    cursors = (inquiry.seal_cursor(bound, (row.made, row.id)) for row in page.rows)
    return DecisionPage(tuple(zip(cursors, decision_views(inquiry, page.rows), strict=True)), page.more)


def decisions_on(inquiry: Inquiry, keysets: Sequence[Id]) -> Iterator[DecisionRow]:
    """Every decision in force that has one of these key sets at an end, the oldest first."""
    where = DecisionWhere(states=(DecisionState.IN_FORCE,), keysets=tuple(keysets))
    position: tuple[str, ...] | None = None
    while True:
        page = inquiry.graph.decisions(where, PageRequest(PAGE_LIMIT, position))
        yield from page.rows
        if not page.more:
            return
        position = (page.rows[-1].made, page.rows[-1].id)


class _Live(NamedTuple):
    """What is live of the records that decisions are about."""

    facets: dict[Id, RecordRow]
    """By row: the one that stands for it."""
    mentions: dict[tuple[Id, str], list[MentionRow]]
    """By row and name."""
    heads: Mapping[Id, EntityHead]


def decision_views(
    inquiry: Inquiry, rows: Sequence[DecisionRow], markings: Mapping[int, Marking] | None = None
) -> list[DecisionView]:
    """Decisions as this viewer is shown them; `markings` names those of visibilities that are new."""
    named = markings or {}
    live = _live(inquiry, rows)
    inquiry.shows("decision", *(row.id for row in rows))
    return [
        DecisionView(
            inquiry.seal("decision", row.id), Verdict(row.verdict), DecisionState(row.state),
            _end(inquiry, live, row.one_row, row.one_name), _end(inquiry, live, row.other_row, row.other_name),
            _followed(live, row), row.why, in_words(row.evidence), row.made, row.made_by, row.seconded,
            row.seconded_by or None, row.ended, row.ended_by or None, row.ended_why,
            named.get(row.vis) or inquiry.marking(row.vis),
        )
        for row in rows
    ]  # fmt: skip


def in_words(evidence: str) -> str:
    """What was in view, from how it is kept."""
    held: dict[str, str | float | list[str]] = json.loads(evidence)
    named = ((name, value if isinstance(value, list) else [value]) for name, value in sorted(held.items()))
    return "; ".join(f"{name}: {', '.join(map(str, values)) or 'none'}" for name, values in named)


def _live(inquiry: Inquiry, rows: Sequence[DecisionRow]) -> _Live:
    facets = inquiry.graph.facets(sorted({id_ for row in rows for id_ in row.rows}))
    standing: dict[Id, RecordRow] = {}
    for facet in facets:
        known = standing.get(facet.row)
        if known is None or (known.raw is None and facet.raw is not None):
            standing[facet.row] = facet
    mentions: dict[tuple[Id, str], list[MentionRow]] = {}
    for mention in inquiry.graph.mentions_of([facet.id for facet in facets]):
        mentions.setdefault((mention.row, mention.name), []).append(mention)
    wanted = {(row.one_row, row.one_name) for row in rows} | {(row.other_row, row.other_name) for row in rows}
    things = {m.entity for name in wanted for m in mentions.get(name, ())}
    inquiry.shows("record", *(facet.id for facet in standing.values()))
    return _Live(standing, mentions, heads(inquiry, sorted(things)))


def _end(inquiry: Inquiry, live: _Live, row: Id, name: str) -> DecidedEnd:
    facet = live.facets.get(row)
    things = _things(live, row, name)
    return DecidedEnd(
        inquiry.seal("record", facet.id) if facet else None,
        facet.source if facet else None,
        name,
        live.heads.get(min(things)) if things else None,
    )


def _things(live: _Live, row: Id, name: str) -> set[Id]:
    return {mention.entity for mention in live.mentions.get((row, name), ())}


def _followed(live: _Live, row: DecisionRow) -> bool | None:
    one, other = _things(live, row.one_row, row.one_name), _things(live, row.other_row, row.other_name)
    if row.state != DecisionState.IN_FORCE or row.verdict == Verdict.UNSURE or not one or not other:
        return None
    return (not one.isdisjoint(other)) == (row.verdict == Verdict.SAME)
