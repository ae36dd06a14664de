"""What one viewer may see, worked out once: the visibilities, and which entities are one through visible `SAME`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pole.graph.rows import DECIDED, EntityRow, SameRow, is_side
from pole.model.facts import Id
from pole.model.marking import Marking


class Dispute(NamedTuple):
    """Evidence joins two groups and valid different identifiers keep them apart; ids are those of the groups."""

    a: Id
    b: Id
    because: str


@dataclass(frozen=True, slots=True)
class Scope:
    """The integers a viewer may see, and the groups they make of entities. Empty maps for a viewer of the base."""

    visibilities: frozenset[int]
    markings: Mapping[int, Marking]
    existence: frozenset[int] = frozenset()
    """Visibilities of which the viewer may learn that something is held, by key match only."""
    canon: Mapping[Id, Id] = field(default_factory=dict[Id, Id])
    """Entity → id of its group, only for entities in a group of several."""
    members: Mapping[Id, tuple[Id, ...]] = field(default_factory=dict[Id, tuple[Id, ...]])
    """Group → its entities, the one that names it first."""
    disputes: tuple[Dispute, ...] = ()
    digest: str = ""
    """Differs whenever the rules let the viewer see something else (`Policy.scope_digest`): cursors are bound to it."""

    def group_of(self, entity: Id) -> Id:
        """The id under which this viewer knows the entity."""
        return self.canon.get(entity, entity)

    def members_of(self, group: Id) -> tuple[Id, ...]:
        """The entities of a group, given any id of it."""
        name = self.group_of(group)
        return self.members.get(name, (name,))


class Groups(NamedTuple):
    """The maps of a scope."""

    canon: dict[Id, Id]
    members: dict[Id, tuple[Id, ...]]
    disputes: tuple[Dispute, ...]


def group(
    same: Iterable[SameRow],
    rows: Iterable[EntityRow],
    strong: Mapping[Id, frozenset[str]],
    markings: Mapping[int, Marking],
) -> Groups:
    """Entities tied by visible `SAME`, strongest tie first, refusing any union of contradicting strong identifiers and of
    what was decided to be different.

    `rows` are the entities of `same`; `strong` their strong keys (`scheme|value`), and on which side of decisions they stand.
    A tie that somebody decided outweighs identifiers. A group is named by the member that
    lies lowest, then is oldest, then has the smallest id.
    """
    entities = {row.id: row for row in rows}
    parent = {id_: id_ for id_ in entities}
    held = {id_: _by_scheme(strong.get(id_, frozenset())) for id_ in entities}

    def find(id_: Id) -> Id:
        while parent[id_] != id_:
            parent[id_] = parent[parent[id_]]
            id_ = parent[id_]
        return id_

    refused: list[tuple[Id, Id, str]] = []
    for tie in sorted(same, key=lambda t: (not _was_decided(t), t.why, t.vis, t.high, t.low)):
        if tie.high not in entities or tie.low not in entities:
            continue
        a, b = sorted((find(tie.high), find(tie.low)))
        if a == b:
            continue
        scheme = _contradiction(held[a], held[b])
        if scheme and (is_side(scheme) or not _was_decided(tie)):
            refused.append((tie.high, tie.low, DECIDED if is_side(scheme) else scheme))
            continue
        parent[b] = a
        for name, values in held[b].items():
            held[a].setdefault(name, set()).update(values)
    clusters: dict[Id, list[Id]] = {}
    for id_ in entities:
        clusters.setdefault(find(id_), []).append(id_)
    canon: dict[Id, Id] = {}
    members: dict[Id, tuple[Id, ...]] = {}
    for cluster in clusters.values():
        if len(cluster) > 1:
            ordered = sorted(cluster, key=lambda id_: (markings[entities[id_].vis].height, entities[id_].since, id_))
            members[ordered[0]] = tuple(ordered)
            canon |= dict.fromkeys(ordered, ordered[0])
    disputes = sorted({(*sorted((canon.get(a, a), canon.get(b, b))), scheme) for a, b, scheme in refused})
    return Groups(canon, members, tuple(Dispute(a, b, s) for a, b, s in disputes if a != b))


def _was_decided(tie: SameRow) -> bool:
    return DECIDED in tie.why.split(", ")


def _by_scheme(keys: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key in keys:
        scheme, _, value = key.partition("|")
        found.setdefault(scheme, set()).add(value)
    return found


def _contradiction(a: Mapping[str, set[str]], b: Mapping[str, set[str]]) -> str:
    """The first scheme of which both hold identifiers and share none; decisions come first."""
    schemes = sorted(a, key=lambda scheme: (not is_side(scheme), scheme))
    return next((scheme for scheme in schemes if b.get(scheme) and not a[scheme] & b[scheme]), "")
