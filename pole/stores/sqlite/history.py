"""What was held before: past versions, and what an entity said at a moment of loading.

At a moment means: loaded at or before it and superseded after it, by the membership of key sets that held then.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import LiteralString

from pole.graph.questions import Page, PageRequest
from pole.graph.rows import ChangeRow, LineageRow, LinkRow, MembershipRow, MentionRow, PastRow
from pole.graph.since import FOREVER, VERSIONS_LIMIT, Step, Version, require_bounded, steps, told
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


def changes(look: Look, entities: Sequence[Id], since: Instant, page: PageRequest) -> Page[ChangeRow]:
    """What became different of the entities, latest first."""
    members = _members(look, entities, since)
    found = steps(_versions(look, members, since), members, since, page)
    return Page(_told(look, found.rows), found.more)


def _members(look: Look, entities: Sequence[Id], since: Instant) -> list[MembershipRow]:
    """Who held what, as far as it was so after the moment."""
    rows = look.rows(
        "SELECT h.keyset, h.entity, h.vis, h.since, h.until FROM json_each(:ids) AS i"
        " CROSS JOIN membership AS h ON h.entity = i.value"
        " WHERE (h.until IS NULL OR h.until > :since) AND h.vis IN temp.visible",
        {"ids": listed(sorted(set(entities))), "since": since},
    )
    return list(map(MembershipRow._make, rows))


def _versions(look: Look, members: Iterable[MembershipRow], since: Instant) -> list[Version]:
    """Versions that may begin or end after the moment: those of their time, and all of a key set that was moved."""
    keysets = {member.keyset for member in members}
    moved = {m.keyset for m in members if m.since > since or m.until is not None}
    rows = look.rows(
        "SELECT 'mention', m.id, m.row, json_array(m.keyset), m.loaded, :forever, '', m.id"
        " FROM json_each(:keysets) AS i CROSS JOIN mentions AS m ON m.keyset = i.value WHERE m.vis IN temp.visible"
        " AND (m.loaded > :since OR i.value IN (SELECT value FROM json_each(:moved)))"
        " UNION ALL SELECT 'link', l.id, l.row, json_array(l.start_keyset, l.end_keyset), l.loaded, :forever, '', l.id"
        " FROM links AS l WHERE l.id IN ("
        " SELECT s.id FROM json_each(:keysets) AS i CROSS JOIN links AS s ON s.start_keyset = i.value"
        " WHERE s.loaded > :since OR i.value IN (SELECT value FROM json_each(:moved))"
        " UNION SELECT t.id FROM json_each(:keysets) AS i CROSS JOIN links AS t ON t.end_keyset = i.value"
        " WHERE t.loaded > :since OR i.value IN (SELECT value FROM json_each(:moved))) AND l.vis IN temp.visible"
        " UNION ALL SELECT p.what, p.id, p.row, p.keysets, p.known_from, p.known_to, p.why, cast(p.n AS TEXT)"
        " FROM past AS p WHERE p.n IN ("
        " SELECT k.past FROM json_each(:keysets) AS i CROSS JOIN past_keysets AS k ON k.keyset = i.value)"
        " AND p.known_to > :since AND p.known_from < p.known_to AND p.vis IN temp.visible AND NOT p.closed LIMIT :limit",
        {
            "keysets": listed(sorted(keysets)),
            "moved": listed(sorted(moved)),
            "since": since,
            "forever": FOREVER,
            "limit": VERSIONS_LIMIT + 1,
        },
    )
    require_bounded(len(rows))
    return [Version._make((*row[:3], tuple(json.loads(row[3])), *row[4:])) for row in rows]


def _told(look: Look, found: Sequence[Step]) -> list[ChangeRow]:
    """The steps with what the versions say."""
    versions = [v for step in found for v in (step.before, step.after) if v is not None]
    said: dict[Version, MentionRow | LinkRow] = {}
    live = {v.id: v for v in versions if not v.why}
    past = {v.place: v for v in versions if v.why}
    ids = {"ids": listed(sorted(live))}
    for mention in map(MentionRow._make, look.rows(_LIVE_MENTIONS, ids)):
        said[live[mention.id]] = mention
    for link in map(LinkRow._make, look.rows(_LIVE_LINKS, ids)):
        said[live[link.id]] = link
    for place, payload, vis in look.rows(_PAST, {"places": listed(sorted(past))}):
        version = past[place]
        of_mention = version.what == "mention"
        said[version] = mention_of_payload(payload, vis, "") if of_mention else link_of_payload(payload, vis)
    return told(found, said, _spans(look, {k for v in versions for k in v.keysets}))


_LIVE_MENTIONS: LiteralString = (
    "SELECT " + MENTION + " FROM json_each(:ids) AS i CROSS JOIN mentions AS m ON m.id = i.value"
    " WHERE m.vis IN temp.visible"
)
_LIVE_LINKS: LiteralString = (
    "SELECT " + LINK + " FROM json_each(:ids) AS i CROSS JOIN links AS l ON l.id = i.value WHERE l.vis IN temp.visible"
)
_PAST: LiteralString = (
    "SELECT cast(p.n AS TEXT), p.payload, p.vis FROM json_each(:places) AS i"
    " CROSS JOIN past AS p ON p.n = cast(i.value AS INTEGER) WHERE p.vis IN temp.visible AND NOT p.closed"
)


def _spans(look: Look, keysets: Iterable[Id]) -> list[MembershipRow]:
    """The whole history of who held these key sets."""
    rows = look.rows(
        "SELECT h.keyset, h.entity, h.vis, h.since, h.until FROM json_each(:ids) AS i"
        " CROSS JOIN membership AS h ON h.keyset = i.value WHERE h.vis IN temp.visible",
        {"ids": listed(sorted(keysets))},
    )
    return list(map(MembershipRow._make, rows))


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
