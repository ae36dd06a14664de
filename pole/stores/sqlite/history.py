"""What was held before: past versions, and what an entity said at a moment of loading.

At a moment means: loaded at or before it and superseded after it, by the membership of key sets that held then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pole.graph.rows import LineageRow, LinkRow, MentionRow, PastRow
from pole.model.facts import Id, Instant
from pole.stores.sqlite.columns import LINK, MENTION, PAST, link_of_payload, mention_of_payload, past_of
from pole.stores.sqlite.connections import Look, Row, listed


def versions(look: Look, record: Id) -> list[PastRow]:
    """Superseded versions of a record, last first."""
    rows = look.rows(
        "SELECT "
        + PAST
        + " FROM past AS p WHERE p.id = :record AND p.what = 'record' AND p.vis IN temp.visible AND NOT p.closed"
        " ORDER BY p.known_from DESC, p.known_to DESC, p.payload DESC",
        {"record": record},
    )
    return list(map(past_of, rows))


def lineage(look: Look, entities: Sequence[Id]) -> list[LineageRow]:
    """Merges and splits in which these ids stand."""
    rows = look.rows(
        "SELECT l.at, l.what, l.before, l.after, l.vis FROM lineage AS l WHERE l.vis IN temp.visible"
        " AND (l.before IN (SELECT value FROM json_each(:ids)) OR l.after IN (SELECT value FROM json_each(:ids)))"
        " ORDER BY l.at, l.what, l.before, l.after, l.vis",
        {"ids": listed(entities)},
    )
    return list(map(LineageRow._make, rows))


def past_mentions(look: Look, entities: Sequence[Id], at: Instant, limit: int) -> list[MentionRow]:
    """What the entities said at a moment, newest receipt first."""
    holder = dict(_keysets_then(look, entities, at))
    values: dict[str, object] = {"keysets": listed(sorted(holder)), "at": at}
    live = look.rows(
        "SELECT " + MENTION + " FROM json_each(:keysets) AS i CROSS JOIN mentions AS m ON m.keyset = i.value"
        " WHERE m.loaded <= :at AND m.vis IN temp.visible",
        values,
    )
    found = [m._replace(entity=holder[m.keyset]) for m in map(MentionRow._make, live)]
    gone = look.rows(
        "SELECT k.keyset, p.payload, p.vis FROM json_each(:keysets) AS i CROSS JOIN past_keysets AS k ON k.keyset = i.value"
        " CROSS JOIN past AS p ON p.n = k.past"
        " WHERE p.what = 'mention' AND p.known_from <= :at AND p.known_to > :at AND p.vis IN temp.visible AND NOT p.closed",
        values,
    )
    found += [mention_of_payload(payload, vis, holder[keyset]) for keyset, payload, vis in gone]
    found.sort(key=lambda m: m.id)
    found.sort(key=lambda m: m.received, reverse=True)
    return found[:limit]


def past_links(look: Look, entities: Sequence[Id], at: Instant, limit: int) -> list[LinkRow]:
    """First-hop links at a moment, by id. A link with an end that nobody held then is left out."""
    values: dict[str, object] = {
        "keysets": listed(sorted(keyset for keyset, _ in _keysets_then(look, entities, at))),
        "at": at,
    }
    live = look.rows(
        "SELECT " + LINK + " FROM links AS l WHERE l.id IN ("
        " SELECT s.id FROM json_each(:keysets) AS i CROSS JOIN links AS s ON s.start_keyset = i.value"
        " UNION SELECT t.id FROM json_each(:keysets) AS i CROSS JOIN links AS t ON t.end_keyset = i.value)"
        " AND l.loaded <= :at AND l.vis IN temp.visible",
        values,
    )
    gone = look.rows(
        "SELECT p.payload, p.vis FROM past AS p WHERE p.n IN ("
        " SELECT k.past FROM json_each(:keysets) AS i CROSS JOIN past_keysets AS k ON k.keyset = i.value)"
        " AND p.what = 'link' AND p.known_from <= :at AND p.known_to > :at AND p.vis IN temp.visible AND NOT p.closed",
        values,
    )
    found = [*map(LinkRow._make, live), *(link_of_payload(payload, vis) for payload, vis in gone)]
    named = _holders_then(look, {k for link in found for k in (link.start_keyset, link.end_keyset)}, at)
    held = [
        link._replace(start=named[link.start_keyset], end=named[link.end_keyset])
        for link in found
        if link.start_keyset in named and link.end_keyset in named
    ]
    return sorted(held)[:limit]


def _keysets_then(look: Look, entities: Sequence[Id], at: Instant) -> list[tuple[Id, Id]]:
    """(key set, entity) of what these entities held at a moment."""
    rows = look.rows(
        "SELECT h.keyset, h.entity FROM json_each(:ids) AS i CROSS JOIN membership AS h ON h.entity = i.value"
        " WHERE h.since <= :at AND (h.until IS NULL OR h.until > :at) AND h.vis IN temp.visible",
        {"ids": listed(sorted(set(entities))), "at": at},
    )
    return [_pair(row) for row in rows]


def _holders_then(look: Look, keysets: Iterable[Id], at: Instant) -> dict[Id, Id]:
    """Which entity held each key set at a moment."""
    rows = look.rows(
        "SELECT h.keyset, h.entity FROM json_each(:ids) AS i CROSS JOIN membership AS h ON h.keyset = i.value"
        " WHERE h.since <= :at AND (h.until IS NULL OR h.until > :at) AND h.vis IN temp.visible",
        {"ids": listed(sorted(keysets)), "at": at},
    )
    return dict(_pair(row) for row in rows)


def _pair(row: Row) -> tuple[Id, Id]:
    return row[0], row[1]
