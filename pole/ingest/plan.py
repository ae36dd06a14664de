"""`plan(batch, current) → Changes`: the one place that decides what a load does to what is held.

It is pure but for `mint`, which draws a fresh entity id for a visibility. Rows count in the order of the batch. Each facet
is judged by itself (unchanged, late, retired), so that a change above a visibility leaves everything below it untouched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias, TypeVar

from pole.graph.changes import Batch, Changes, Current
from pole.graph.rows import LinkRow, MentionRow, RecordRow
from pole.ingest.decisions import settled_decisions
from pole.ingest.draft import Draft, Live
from pole.ingest.membership import Turnover, settle
from pole.ingest.tasks import settled_tasks
from pole.model.facts import Id

Mint: TypeAlias = Callable[[int], Id]
"""Draws a fresh, random entity id for a visibility."""

Row = TypeVar("Row", RecordRow, MentionRow, LinkRow)


class Planner:
    """`plan` with its source of entity ids."""

    def __init__(self, mint: Mint) -> None:
        self._mint = mint

    def __call__(self, batch: Batch, current: Current) -> Changes:
        """What the batch does to what is held; see `Changes` for the order of writing."""
        draft = Draft(batch, current)
        for row in batch.rows:
            draft.take(row)
        before, after = _mentions(draft.held.values()), _mentions(draft.live.values())
        told, mentions = settled_decisions(draft), Turnover(before, after, draft.keys)
        settled = settle(current, mentions, told.decided, draft.markings, self._mint, draft.at)
        put_tasks, drop_tasks = settled_tasks(draft)
        entity = settled.entity_of
        gone_r, new_r = _difference(_records(draft.held), _records(draft.live))
        gone_m, new_m = _difference(before, after)
        gone_k, new_k = _difference(_links(draft.held.values()), _links(draft.live.values()))
        markings = {**draft.markings, **settled.layers}
        return Changes(
            counts={**batch.ledger.counts, **{name: n for name, n in draft.counts.items() if n}},
            markings={vis: marking for vis, marking in markings.items() if vis not in current.markings},
            erase=list(draft.erase),
            close=draft.close,
            past=[p for rows in draft.past.values() for p in rows],
            drop_links=gone_k,
            drop_mentions=gone_m,
            drop_records=gone_r,
            put_entities=settled.put_entities,
            put_keysets=settled.put_keysets,
            moves=settled.moves,
            put_records=new_r,
            put_mentions=[m._replace(entity=entity[m.keyset]) for m in new_m],
            put_links=[k._replace(start=entity[k.start_keyset], end=entity[k.end_keyset]) for k in new_k],
            drop_keysets=settled.drop_keysets,
            drop_same=settled.drop_same,
            put_same=settled.put_same,
            open_membership=settled.open_membership,
            close_membership=settled.close_membership,
            lineage=settled.lineage,
            drop_entities=settled.drop_entities,
            put_words=[
                w for row, w in sorted(draft.words.items()) if row in draft.erase or current.words.get(row) != w
            ],
            drop_words=sorted(set(current.words) - set(draft.words)),
            put_quarantine=draft.quarantined,
            put_tasks=put_tasks,
            drop_tasks=drop_tasks,
            put_decisions=told.put,
            drop_decisions=told.drop,
            tally=_tally(draft),
        )


def _tally(draft: Draft) -> dict[tuple[str, tuple[int, ...]], int]:
    """How many rows there are more, or fewer, of each source and set of visibilities that a row has facets in."""
    tally: Counter[tuple[str, tuple[int, ...]]] = Counter()
    for facets in draft.by_row.values():
        for live, number in ((draft.held, -1), (draft.live, 1)):
            records = [live[id_].record for id_ in facets if id_ in live]
            if records:
                tally[(records[0].source, tuple(sorted(record.vis for record in records)))] += number
    return {key: n for key, n in sorted(tally.items()) if n}


def _records(facets: Mapping[Id, Live]) -> dict[Id, RecordRow]:
    return {id_: facet.record for id_, facet in facets.items()}


def _mentions(facets: Iterable[Live]) -> dict[Id, MentionRow]:
    return {m.id: m for facet in facets for m in facet.mentions.values()}


def _links(facets: Iterable[Live]) -> dict[Id, LinkRow]:
    return {k.id: k for facet in facets for k in facet.links.values()}


def _difference(before: dict[Id, Row], after: dict[Id, Row]) -> tuple[list[Row], list[Row]]:
    """Rows to drop and rows to put, each ordered by id; a row that is the very same object stays untouched."""
    gone = [row for id_, row in sorted(before.items()) if after.get(id_) is not row]
    new = [row for id_, row in sorted(after.items()) if before.get(id_) is not row]
    return gone, new
