"""What would part, or come together, if one record were not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pole.access.session import Inquiry
from pole.graph.closure import Reached
from pole.graph.rows import KeySetRow
from pole.model.facts import Id
from pole.service.answers.explanation import RecordGroup, WhatIf
from pole.service.answers.head import EntityHead
from pole.service.explaining.partitions import gone_without, without
from pole.service.explaining.said import SaidOf
from pole.service.heads import heads
from pole.service.record import record_refs

RECORDS_LIMIT = 50
"""Of so many records it is worked out: those by which alone some key set is there."""


def what_if(inquiry: Inquiry, group: Id, said: SaidOf, seen: Reached) -> tuple[WhatIf, ...] | None:
    """For each record by itself without which something would be otherwise, newest first; None where too many may be.

    `seen` is all that joining keys and decisions connect with the thing.
    """
    gone = gone_without(inquiry, said.rows, seen.keysets)
    alone = [row for row in said.rows if gone[row]]
    if len(alone) > RECORDS_LIMIT:
        return None
    refs = record_refs(inquiry, said.rows)
    told: list[WhatIf] = []
    for row in alone:
        things = without(inquiry, seen, gone[row])
        parts = _parts(said, row, things)
        joins = _joining(inquiry, group, seen.keysets, [id_ for id_, thing in things.items() if thing in parts])
        if len(parts) > 1 or joins:
            groups = (RecordGroup(tuple(refs[other] for other in rows)) for rows in parts.values())
            told.append(WhatIf(refs[row], tuple(groups), joins))
    return tuple(told)


def _parts(said: SaidOf, gone: Id, things: Mapping[Id, str]) -> dict[str, list[Id]]:
    """The rows that are left, by the thing that they would be of."""
    parts: dict[str, dict[Id, None]] = {}
    for word in said.words:
        for mention in word.facets:
            if word.row != gone and mention.keyset in things:
                parts.setdefault(things[mention.keyset], {})[word.row] = None
    return {thing: list(rows) for thing, rows in parts.items()}


def _joining(
    inquiry: Inquiry, group: Id, keysets: Mapping[Id, KeySetRow], same: Sequence[Id]
) -> tuple[EntityHead, ...]:
    """What else is among key sets that would be the same thing."""
    others = {inquiry.scope.group_of(keysets[id_].entity) for id_ in same} - {group}
    named = heads(inquiry, sorted(others))
    return tuple(named[id_] for id_ in sorted(named))
