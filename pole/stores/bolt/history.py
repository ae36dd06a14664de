"""What was held before: past versions, and what an entity said at a moment of loading.

Of a moment is what was loaded at or before it and is live, or was superseded after it, by the membership of key sets
that held then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import LiteralString

from pole.graph.rows import LineageRow, LinkRow, MentionRow, PastRow
from pole.model.facts import Id, Instant
from pole.stores.bolt.shapes import lineage_of, mention_of, newest, past_link, past_mention, past_of
from pole.stores.bolt.sight import Sight, in_order

_HELD_THEN: LiteralString = "b.since <= $at AND (b.until IS NULL OR b.until > $at) AND b.vis IN $vis"
_KNOWN_THEN: LiteralString = "p.known_from <= $at AND p.known_to > $at AND p.vis IN $vis AND NOT p.closed"


def versions(sight: Sight, record: Id) -> list[PastRow]:
    """Superseded versions of one record, the last first."""
    (found,) = sight.one(
        "MATCH (p:Past) WHERE p.id = $record AND p.what = 'record' AND p.vis IN $vis AND NOT p.closed"
        " RETURN collect(properties(p))",
        record=record,
    )
    return sorted(map(past_of, found), key=lambda p: (p.known_from, p.known_to, p.payload), reverse=True)


LINEAGE: LiteralString = "MATCH (l:Lineage) WHERE (l.before IN $ids OR l.after IN $ids) AND l.vis IN $vis"


def lineage(sight: Sight, entities: Sequence[Id]) -> list[LineageRow]:
    """Merges and splits in which these ids stand."""
    (found,) = sight.one(
        LINEAGE + " RETURN collect(properties(l))",
        ids=in_order(entities),
    )
    return sorted(map(lineage_of, found))


def past_mentions(sight: Sight, entities: Sequence[Id], at: Instant, limit: int) -> list[MentionRow]:
    """What the entities said at a moment, newest receipt first."""
    holder = _keysets_then(sight, entities, at)
    (live,) = sight.one(
        "UNWIND $keysets AS keyset MATCH (m:Mention) WHERE m.keyset = keyset AND m.goodness > '' AND m.loaded <= $at"
        " AND m.vis IN $vis WITH m ORDER BY m.newest LIMIT $limit RETURN collect(properties(m))",
        keysets=list(holder),
        at=at,
        limit=limit,
    )
    (gone,) = sight.one(
        "UNWIND $keysets AS keyset MATCH (p:Past) WHERE p.keyset_0 = keyset AND p.what = 'mention' AND "
        + _KNOWN_THEN
        + " WITH p ORDER BY p.newest LIMIT $limit RETURN collect(properties(p))",
        keysets=list(holder),
        at=at,
        limit=limit,
    )
    found = [m._replace(entity=holder[m.keyset]) for m in map(mention_of, live)]
    found += [past_mention(p, holder[p["keyset_0"]]) for p in gone]
    return sorted(found, key=lambda m: newest(m.received, m.id))[:limit]


def past_links(sight: Sight, entities: Sequence[Id], at: Instant, limit: int) -> list[LinkRow]:
    """First-hop links at a moment, by id. Only those that are answered are read whole."""
    keysets = list(_keysets_then(sight, entities, at))
    gone = {k.id: k for k in _gone_links(sight, keysets, at)}
    live = {id_: (name, start, end) for id_, name, start, end in _live_links(sight, keysets, at)}
    ends = {id_: (k.start_keyset, k.end_keyset) for id_, k in gone.items()}
    ends |= {id_: (start, end) for id_, (_, start, end) in live.items()}
    named = _holders_then(sight, {keyset for pair in ends.values() for keyset in pair}, at)
    shown = sorted(id_ for id_, (start, end) in ends.items() if start in named and end in named)[:limit]
    by_type: dict[str, list[Id]] = defaultdict(list)
    for id_ in shown:
        if id_ in live:
            by_type[live[id_][0]].append(id_)
    found = {**gone, **{k.id: k for k in sight.links(by_type)}}
    return [found[id_]._replace(start=named[ends[id_][0]], end=named[ends[id_][1]]) for id_ in shown if id_ in found]


def _live_links(sight: Sight, keysets: Sequence[Id], at: Instant) -> list[tuple[Id, str, Id, Id]]:
    """(id, type, start key set, end key set) of live links at these key sets, reached from who holds them now."""
    (found,) = sight.one(
        "UNWIND $keysets AS keyset MATCH (s:KeySet {id: keyset}) WHERE s.vis IN $vis WITH DISTINCT s.entity AS entity"
        " MATCH (e:Entity {id: entity})-[r]-(o:Entity)"
        " WHERE e.vis IN $vis AND r.vis IN $vis AND o.vis IN $vis AND r.loaded <= $at"
        " AND (r.start_keyset IN $keysets OR r.end_keyset IN $keysets)"
        " RETURN collect(DISTINCT [r.id, type(r), r.start_keyset, r.end_keyset])",
        keysets=keysets,
        at=at,
    )
    return [(id_, name, start, end) for id_, name, start, end in found]


def _gone_links(sight: Sight, keysets: Sequence[Id], at: Instant) -> list[LinkRow]:
    (found,) = sight.one(
        "MATCH (p:Past) WHERE (p.keyset_0 IN $keysets OR p.keyset_1 IN $keysets) AND p.what = 'link' AND "
        + _KNOWN_THEN
        + " RETURN collect(properties(p))",
        keysets=keysets,
        at=at,
    )
    return [past_link(p) for p in found]


def _keysets_then(sight: Sight, entities: Sequence[Id], at: Instant) -> dict[Id, Id]:
    """What these entities held at a moment: the entity of each key set."""
    (found,) = sight.one(
        "UNWIND $entities AS entity MATCH (b:Membership) WHERE b.entity = entity AND "
        + _HELD_THEN
        + " RETURN collect([b.keyset, b.entity])",
        entities=in_order(entities),
        at=at,
    )
    return dict(found)


def _holders_then(sight: Sight, keysets: Iterable[Id], at: Instant) -> dict[Id, Id]:
    """Which entity held each key set at a moment."""
    (found,) = sight.one(
        "UNWIND $keysets AS keyset MATCH (b:Membership) WHERE b.keyset = keyset AND "
        + _HELD_THEN
        + " RETURN collect([b.keyset, b.entity])",
        keysets=sorted(keysets),
        at=at,
    )
    return dict(found)
