"""What became different since a moment, read from live rows, past ones, and the history of membership."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pole.graph.questions import Page, PageRequest
from pole.graph.rows import ChangeRow, LinkRow, MembershipRow, MentionRow
from pole.graph.since import FOREVER, VERSIONS_LIMIT, Step, Version, require_bounded, steps, told
from pole.model.facts import Id, Instant
from pole.stores.bolt.shapes import membership_of, mention_of, past_link, past_mention
from pole.stores.bolt.sight import Sight, in_order


def changes(sight: Sight, entities: Sequence[Id], since: Instant, page: PageRequest) -> Page[ChangeRow]:
    """What became different of the entities, latest first."""
    members = _members(sight, entities, since)
    found = steps(_versions(sight, members, since), members, since, page)
    return Page(_told(sight, found.rows), found.more)


def _members(sight: Sight, entities: Sequence[Id], since: Instant) -> list[MembershipRow]:
    """Who held what, as far as it was so after the moment."""
    (found,) = sight.one(
        "UNWIND $entities AS entity MATCH (b:Membership) WHERE b.entity = entity"
        " AND (b.until IS NULL OR b.until > $since) AND b.vis IN $vis RETURN collect(properties(b))",
        entities=in_order(entities),
        since=since,
    )
    return list(map(membership_of, found))


def _versions(sight: Sight, members: Iterable[MembershipRow], since: Instant) -> list[Version]:
    """Versions that may begin or end after the moment: those of their time, and all of a key set that was moved."""
    asked = {
        "keysets": sorted({member.keyset for member in members}),
        "moved": sorted({m.keyset for m in members if m.since > since or m.until is not None}),
        "since": since,
        "limit": VERSIONS_LIMIT + 1,
    }
    (mentions,) = sight.one(
        "UNWIND $keysets AS keyset MATCH (m:Mention) WHERE m.keyset = keyset AND m.goodness > '' AND m.vis IN $vis"
        " AND (m.loaded > $since OR keyset IN $moved) WITH m LIMIT $limit"
        " RETURN collect([m.id, m.row, [m.keyset], m.loaded])",
        **asked,
    )
    (links,) = sight.one(
        "UNWIND $keysets AS keyset MATCH (s:KeySet {id: keyset}) WHERE s.vis IN $vis WITH DISTINCT s.entity AS entity"
        " MATCH (e:Entity {id: entity})-[r]-(o:Entity) WHERE e.vis IN $vis AND r.vis IN $vis AND o.vis IN $vis"
        " AND ((r.loaded > $since AND (r.start_keyset IN $keysets OR r.end_keyset IN $keysets))"
        " OR r.start_keyset IN $moved OR r.end_keyset IN $moved) WITH DISTINCT r LIMIT $limit"
        " RETURN collect([r.id, r.row, [r.start_keyset, r.end_keyset], r.loaded, type(r)])",
        **asked,
    )
    (past,) = sight.one(
        "CALL () { UNWIND $keysets AS keyset MATCH (p:Past) WHERE p.keyset_0 = keyset AND p.vis IN $vis RETURN p"
        " UNION UNWIND $keysets AS keyset MATCH (p:Past) WHERE p.keyset_1 = keyset AND p.vis IN $vis RETURN p }"
        " WITH p WHERE p.known_to > $since AND p.known_from < p.known_to AND NOT p.closed"
        " WITH p LIMIT $limit"
        " RETURN collect([p.what, p.id, p.row, p.keysets, p.known_from, p.known_to, p.why, elementId(p)])",
        **asked,
    )
    require_bounded(len(mentions) + len(links) + len(past))
    return [
        *(Version("mention", id_, row, tuple(k), loaded, FOREVER, "", "") for id_, row, k, loaded in mentions),
        *(Version("link", id_, row, tuple(k), loaded, FOREVER, "", name) for id_, row, k, loaded, name in links),
        *(Version(what, id_, row, tuple(keysets), *rest) for what, id_, row, keysets, *rest in past),
    ]


def _told(sight: Sight, found: Sequence[Step]) -> list[ChangeRow]:
    """The steps with what the versions say."""
    versions = [v for step in found for v in (step.before, step.after) if v is not None]
    said: dict[Version, MentionRow | LinkRow] = {}
    live = {v.id: v for v in versions if not v.why}
    past = {v.place: v for v in versions if v.why}
    (mentions,) = sight.one(
        "UNWIND $ids AS id MATCH (m:Mention {id: id}) WHERE m.vis IN $vis RETURN collect(properties(m))",
        ids=[v.id for v in live.values() if v.what == "mention"],
    )
    by_type: dict[str, list[Id]] = defaultdict(list)
    for version in live.values():
        if version.what == "link":
            by_type[version.place].append(version.id)
    (former,) = sight.one(
        "MATCH (p:Past) WHERE elementId(p) IN $places AND p.vis IN $vis AND NOT p.closed"
        " RETURN collect([elementId(p), properties(p)])",
        places=list(past),
    )
    said |= {live[row.id]: row for row in map(mention_of, mentions)}
    said |= {live[row.id]: row for row in sight.links(by_type)}
    for place, p in former:
        said[past[place]] = past_mention(p, "") if p["what"] == "mention" else past_link(p)
    return told(found, said, _spans(sight, {k for v in versions for k in v.keysets}))


def _spans(sight: Sight, keysets: Iterable[Id]) -> list[MembershipRow]:
    """The whole history of who held these key sets."""
    (found,) = sight.one(
        "UNWIND $keysets AS keyset MATCH (b:Membership) WHERE b.keyset = keyset AND b.vis IN $vis"
        " RETURN collect(properties(b))",
        keysets=sorted(keysets),
    )
    return list(map(membership_of, found))
