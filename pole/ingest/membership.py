"""Who is who after a batch: key sets, entities and the ties between layers, as differences from what is held.

Membership is a function of what is live; the id of an entity is a function of history: it stays with the part that holds
most of its records. Only key sets of the entity's own visibility have a say in that.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from pole.graph.changes import Current, Move
from pole.graph.rows import EntityRow, KeySetRow, LineageRow, MembershipRow, MentionRow, SameRow
from pole.identity.partition import Decided, Holder, Partition, partition
from pole.model.facts import Id, Instant, Key
from pole.model.marking import Marking


class Turnover(NamedTuple):
    """The mentions that `before` gave way to `after`, both by mention id and without what the batch leaves alone."""

    before: Mapping[Id, MentionRow]
    after: Mapping[Id, MentionRow]
    keys: Mapping[Id, tuple[Key, ...]]
    """Of every key set that `after` brings."""


class Settled(NamedTuple):
    """The identity half of `Changes`, and which entity holds each live key set."""

    entity_of: dict[Id, Id]
    put_entities: list[EntityRow]
    put_keysets: list[KeySetRow]
    moves: list[Move]
    drop_keysets: list[Id]
    drop_same: list[SameRow]
    put_same: list[SameRow]
    open_membership: list[MembershipRow]
    close_membership: list[MembershipRow]
    lineage: list[LineageRow]
    drop_entities: list[Id]
    layers: dict[int, Marking]
    """Of every entity and tie; a tie between two compartments has one that no row of a source may have brought."""


def settle(
    current: Current,
    mentions: Turnover,
    decided: Sequence[Decided],
    markings: Mapping[int, Marking],
    mint: Callable[[int], Id],
    at: Instant,
) -> Settled:
    """Identity after that change of mentions. `decided` is what decisions in force say of key sets."""
    keysets = _count(current, mentions)
    live = {id_: k for id_, k in keysets.items() if k.mentions}
    parts = partition((Holder(k.id, k.vis, k.kind, k.keys) for k in live.values()), markings, decided)
    names, lineage = _name(parts, live, current, mentions, mint, at)
    entity_of = {id_: names[n] for n, group in enumerate(parts.groups) for id_ in group.keysets}
    live = {id_: k._replace(entity=entity_of[id_]) for id_, k in live.items()}
    same = _same(parts, names, current.same, at)
    held_same = set(current.same)
    old = {id_: k.entity for id_, k in current.keysets.items()}
    moved = [id_ for id_ in sorted(live) if id_ in old and old[id_] != entity_of[id_]]
    fresh = [id_ for id_ in sorted(live) if id_ not in old]
    gone = [id_ for id_ in sorted(old) if id_ not in live]
    entities = _entities(parts, names, live, current.entities, at)
    return Settled(
        entity_of=entity_of,
        put_entities=[e for e in entities if current.entities.get(e.id) != e],
        put_keysets=[k for id_, k in sorted(live.items()) if current.keysets.get(id_) != k],
        moves=[Move(id_, old[id_], entity_of[id_]) for id_ in moved],
        drop_keysets=gone,
        drop_same=[s for s in current.same if s not in same],
        put_same=[s for s in sorted(same) if s not in held_same],
        open_membership=[MembershipRow(id_, entity_of[id_], live[id_].vis, at, None) for id_ in sorted(moved + fresh)],
        close_membership=[
            MembershipRow(id_, old[id_], current.keysets[id_].vis, "", at) for id_ in sorted(moved + gone)
        ],
        lineage=lineage,
        drop_entities=sorted(set(old.values()) - set(names)),
        layers=parts.layers,
    )


def _count(
    current: Current,
    mentions: Turnover,
) -> dict[Id, KeySetRow]:
    """Key sets with their new number of mentions and their best mention; those left empty have zero."""
    before, after, keys = mentions
    change = Counter(m.keyset for m in after.values())
    change.subtract(m.keyset for m in before.values())
    untouched: dict[Id, KeySetRow | MentionRow] = {**current.keysets}
    for id_ in {m.keyset for m in before.values()}:
        untouched.pop(id_, None)
    untouched |= current.best
    brought: dict[Id, list[MentionRow]] = defaultdict(list)
    for m in after.values():
        brought[m.keyset].append(m)
    result = dict(current.keysets)
    for id_ in change.keys() | brought.keys():
        held = current.keysets.get(id_)
        number = (held.mentions if held else 0) + change[id_]
        best = _best([*brought[id_], *([untouched[id_]] if id_ in untouched else [])])
        if number and best is not None:
            result[id_] = KeySetRow(
                id_, best.vis, best.kind, held.keys if held else tuple(sorted(keys[id_])), held.entity if held else "",
                number, best.caption, best.rank, best.subtype, best.born, best.received, _mention_of(best),
            )  # fmt: skip
        elif held:
            result[id_] = held._replace(mentions=0)
    return result


def _mention_of(row: KeySetRow | MentionRow) -> Id:
    return row.best if isinstance(row, KeySetRow) else row.id


def _best(rows: Iterable[KeySetRow | MentionRow]) -> KeySetRow | MentionRow | None:
    """Highest rank, then newest, then smallest id."""
    first = list(rows)
    if len(first) < 2:
        return first[0] if first else None
    first.sort(key=_mention_of)
    return max(first, key=lambda row: (row.rank, row.received), default=None)


def _name(
    parts: Partition,
    live: Mapping[Id, KeySetRow],
    current: Current,
    mentions: Turnover,
    mint: Callable[[int], Id],
    at: Instant,
) -> tuple[list[Id], list[LineageRow]]:
    """An entity id for each group, and the merges and splits that follow.

    Each held id goes to the group with most of its records (then the first); a group that several go to keeps the one it
    has most records of (then the smallest); the others are merged into it.
    """
    share = _shares(parts, live, current, mentions)
    homes: dict[Id, list[tuple[int, int]]] = defaultdict(list)
    for n, counts in enumerate(share):
        for entity, number in counts.items():
            homes[entity].append((-number, n))
    claims: dict[int, list[tuple[int, Id]]] = defaultdict(list)
    for entity, places in homes.items():
        number, n = min(places)
        claims[n].append((number, entity))
    names: list[Id] = []
    lineage: list[LineageRow] = []
    for n, group in enumerate(parts.groups):
        kept = min(claims[n])[1] if n in claims else mint(group.vis)
        names.append(kept)
        lineage += [
            LineageRow(at, "merged", lost, kept, group.vis) for _, lost in sorted(claims.get(n, ())) if lost != kept
        ]
    for entity, places in sorted(homes.items()):
        home = min(places)[1]
        lineage += [
            LineageRow(at, "split", entity, names[n], parts.groups[n].vis)
            for _, n in sorted(places)
            if n != home and names[n] != entity
        ]
    return names, sorted(lineage)


def _shares(
    parts: Partition,
    live: Mapping[Id, KeySetRow],
    current: Current,
    mentions: Turnover,
) -> list[Counter[Id]]:
    """For each group: how many of its mentions each held entity had before."""
    before, after, _ = mentions
    place = {id_: n for n, group in enumerate(parts.groups) for id_ in group.keysets}
    brought = Counter(m.keyset for m in after.values())
    share: list[Counter[Id]] = [Counter() for _ in parts.groups]
    for id_, k in live.items():
        stayed = k.mentions - brought[id_]
        if id_ in current.keysets and stayed:
            share[place[id_]][current.keysets[id_].entity] += stayed
    for id_, m in after.items():
        if id_ in before:
            share[place[m.keyset]][before[id_].entity] += 1
    return share


def _entities(
    parts: Partition, names: list[Id], live: Mapping[Id, KeySetRow], held: Mapping[Id, EntityRow], at: Instant
) -> list[EntityRow]:
    rows: list[EntityRow] = []
    for name, group in sorted(zip(names, parts.groups, strict=True)):
        best = _best(live[id_] for id_ in group.keysets)
        assert best is not None
        since = held[name].since if name in held else at
        rows.append(EntityRow(name, best.kind, best.subtype, group.vis, best.caption, best.born, since))
    return rows


def _same(parts: Partition, names: list[Id], held: list[SameRow], at: Instant) -> set[SameRow]:
    since = {(s.high, s.low, s.vis, s.why): s.since for s in held}
    ties = ((names[t.high], names[t.low], t.vis, t.why) for t in parts.across)
    return {SameRow(*tie, since.get(tie, at)) for tie in ties}
