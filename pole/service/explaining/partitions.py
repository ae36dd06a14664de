"""The partition that a viewer sees, worked out anew; and what it would be without one record."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from pole.access.scope import group
from pole.access.session import Inquiry
from pole.errors import LimitReachedError
from pole.graph.closure import Reached, joining
from pole.graph.closure import reached as reached_from
from pole.graph.rows import DecisionRow, EntityRow, KeySetRow, SameRow, Verdict, side_text
from pole.identity.decisions import said_by
from pole.identity.partition import Group, Holder, partition
from pole.model.facts import Id, Join
from pole.service.decisions import decisions_on

KEYSETS_LIMIT = 2_000
"""Key sets that share keys, directly or through others."""


class _Look:
    """A viewer's ways to look for what hangs together with some things."""

    def __init__(self, inquiry: Inquiry, groups: Sequence[Id]) -> None:
        self._inquiry = inquiry
        self.met = {row.id: row for row in self._of(groups)}
        """Key sets of the things, and of those that decisions lead to."""

    def by_id(self, ids: Sequence[Id]) -> list[KeySetRow]:
        """Those of these that were met."""
        return [self.met[id_] for id_ in ids if id_ in self.met]

    def by_joining_key(self, keys: Sequence[str]) -> list[KeySetRow]:
        """All that state one of these as a key that joins."""
        things = dict.fromkeys(thing for _, thing in self._inquiry.graph.by_identifier(keys))
        return [row for row in self._of(list(things)) if joining(row.keys) & set(keys)]

    def decided(self, keysets: Sequence[Id]) -> list[DecisionRow]:
        """Decisions in force on these."""
        found = list(decisions_on(self._inquiry, keysets))
        rows = sorted({row for decision in found if decision.joins for row in decision.rows})
        facets = [facet.id for facet in self._inquiry.graph.facets(rows)] if rows else []
        ends = {id_ for decision in found if decision.joins for id_ in decision.keysets}
        things = {m.entity for m in self._inquiry.graph.mentions_of(facets) if m.keyset in ends}
        self.met |= {row.id: row for row in self._of(sorted(things))}
        return found

    def _of(self, things: Sequence[Id]) -> list[KeySetRow]:
        rows = self._inquiry.graph.keysets(things, KEYSETS_LIMIT + 1) if things else []
        if len(rows) > KEYSETS_LIMIT:
            raise LimitReachedError("key sets", KEYSETS_LIMIT, "ask about something that fewer records share keys with")
        return rows


def reached(inquiry: Inquiry, groups: Sequence[Id]) -> Reached:
    """The key sets of these things, and all that joining keys and decisions connect with them. Raises LimitReachedError."""
    look = _Look(inquiry, groups)
    return reached_from(look, list(look.met), [])


def things_of(inquiry: Inquiry, seen: Reached) -> dict[Id, str]:
    """By key set, the name of the thing that it would be to this viewer if these were all there are.

    By the same rules as the store: layer by layer, then by the ties between layers that the viewer sees.
    """
    rows = seen.keysets
    decided = [said for decision in seen.decisions.values() for said in said_by(decision)]
    holders = (Holder(k.id, k.vis, k.kind, k.keys) for k in rows.values())
    parts = partition(holders, inquiry.scope.markings, decided)
    names = _names(parts.groups, rows)
    visible = inquiry.policy.visible(inquiry.viewer, parts.layers)
    same = [SameRow(names[t.high], names[t.low], t.vis, t.why, "") for t in parts.across if t.vis in visible]
    entities = [EntityRow(names[n], "", "", g.vis, "", None, "") for n, g in enumerate(parts.groups)]
    strong = {
        names[n]: frozenset(k.text for id_ in g.keysets for k in rows[id_].keys if k.join == Join.STRONG)
        | _sides(g, seen.decisions.values())
        for n, g in enumerate(parts.groups)
    }
    canon = group(same, entities, strong, inquiry.scope.markings).canon
    return {id_: canon.get(names[n], names[n]) for n, g in enumerate(parts.groups) for id_ in g.keysets}


def _sides(one: Group, decisions: Iterable[DecisionRow]) -> frozenset[str]:
    return frozenset(
        side_text(decision.id, side)
        for decision in decisions
        if decision.verdict == Verdict.DIFFERENT
        for side, ends in enumerate((decision.one_keysets, decision.other_keysets))
        if not set(ends).isdisjoint(one.keysets)
    )


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


def without(inquiry: Inquiry, seen: Reached, gone: Collection[Id]) -> dict[Id, str]:
    """As `things_of`, were these key sets not there."""
    left = {id_: row for id_, row in seen.keysets.items() if id_ not in gone}
    return things_of(inquiry, Reached(left, seen.decisions))
