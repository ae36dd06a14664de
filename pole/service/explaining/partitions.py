"""The partition that a viewer sees, worked out anew; and what it would be without one record."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from pole.access.scope import group
from pole.access.session import Inquiry
from pole.errors import LimitReachedError
from pole.graph.closure import joining, reached_keysets
from pole.graph.rows import EntityRow, KeySetRow, SameRow
from pole.identity.partition import Group, Holder, partition
from pole.model.facts import Id, Join

KEYSETS_LIMIT = 2_000
"""Key sets that share keys, directly or through others."""


def reached(inquiry: Inquiry, groups: Sequence[Id]) -> dict[Id, KeySetRow]:
    """The key sets of these things, and all that joining keys connect with them, by id. Raises LimitReachedError."""

    def of(entities: Sequence[Id]) -> list[KeySetRow]:
        rows = inquiry.graph.keysets(entities, KEYSETS_LIMIT + 1)
        if len(rows) > KEYSETS_LIMIT:
            raise LimitReachedError("key sets", KEYSETS_LIMIT, "ask about something that fewer records share keys with")
        return rows

    def holders(keys: Sequence[str]) -> list[KeySetRow]:
        things = dict.fromkeys(thing for _, thing in inquiry.graph.by_identifier(keys))
        return [row for row in of(list(things)) if joining(row.keys) & set(keys)]

    own = of(groups)
    return reached_keysets([], [], lambda _: own, holders)


def things_of(inquiry: Inquiry, keysets: Iterable[KeySetRow]) -> dict[Id, str]:
    """By key set, the name of the thing that it would be to this viewer if these were all there are.

    By the same rules as the store: layer by layer, then by the ties between layers that the viewer sees.
    """
    rows = {row.id: row for row in keysets}
    parts = partition((Holder(k.id, k.vis, k.kind, k.keys) for k in rows.values()), inquiry.scope.markings)
    names = _names(parts.groups, rows)
    seen = inquiry.policy.visible(inquiry.viewer, parts.layers)
    same = [SameRow(names[t.high], names[t.low], t.vis, t.why, "") for t in parts.across if t.vis in seen]
    entities = [EntityRow(names[n], "", "", g.vis, "", None, "") for n, g in enumerate(parts.groups)]
    strong = {
        names[n]: frozenset(k.text for id_ in g.keysets for k in rows[id_].keys if k.join == Join.STRONG)
        for n, g in enumerate(parts.groups)
    }
    canon = group(same, entities, strong, inquiry.scope.markings).canon
    return {id_: canon.get(names[n], names[n]) for n, g in enumerate(parts.groups) for id_ in g.keysets}


def _names(groups: Sequence[Group], rows: Mapping[Id, KeySetRow]) -> list[str]:
    """Each group by the entity that it is, so that ties are tried in the order of the store; of a parted one the first."""
    taken: Counter[str] = Counter()
    names: list[str] = []
    for one in groups:
        entity = min(rows[id_].entity for id_ in one.keysets)
        taken[entity] += 1
        names.append(entity if taken[entity] == 1 else f"{entity}/{taken[entity]}")
    return names


def gone_without(inquiry: Inquiry, rows: Sequence[Id], keysets: Mapping[Id, KeySetRow]) -> dict[Id, frozenset[Id]]:
    """By row, the key sets that only it makes: they would not be there without it."""
    row_of = {facet.id: facet.row for facet in inquiry.graph.facets(rows)}
    held: dict[Id, Counter[Id]] = defaultdict(Counter)
    for mention in inquiry.graph.mentions_of(sorted(row_of)):
        held[row_of[mention.record]][mention.keyset] += 1
    return {
        row: frozenset(id_ for id_, number in held[row].items() if id_ in keysets and keysets[id_].mentions == number)
        for row in rows
    }


def without(inquiry: Inquiry, keysets: Mapping[Id, KeySetRow], gone: Collection[Id]) -> dict[Id, str]:
    """As `things_of`, were these key sets not there."""
    return things_of(inquiry, (row for id_, row in keysets.items() if id_ not in gone))
