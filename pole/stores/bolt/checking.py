"""The invariants of a sound store, each as a search for what breaks it. Messages name ids, never content.

Neo4j Community can demand that ids are unique and nothing else; what it cannot demand is looked for here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import LiteralString

from pole.model.marking import Marking, visibility
from pole.stores.bolt.indexes import faults_of_indexes
from pole.stores.bolt.wire import Wire

_BROKEN: tuple[tuple[str, LiteralString], ...] = (
    (
        "mentions without a record of their visibility",
        "MATCH (m:Mention) OPTIONAL MATCH (r:Record {id: m.record})"
        " WITH m.id AS id, r.vis = m.vis AS sound WHERE sound IS NULL OR NOT sound",
    ),
    (
        "mentions that disagree with their key set on visibility, kind or entity",
        "MATCH (m:Mention) OPTIONAL MATCH (s:KeySet {id: m.keyset})"
        " WITH m.id AS id, s.vis = m.vis AND s.kind = m.kind AND s.entity = m.entity AS sound"
        " WHERE sound IS NULL OR NOT sound",
    ),
    (
        "key sets that disagree with their entity on visibility or kind, or have none",
        "MATCH (s:KeySet) OPTIONAL MATCH (e:Entity {id: s.entity})"
        " WITH s.id AS id, e.vis = s.vis AND e.kind = s.kind AS sound WHERE sound IS NULL OR NOT sound",
    ),
    (
        "entities without the label of their kind",
        "MATCH (e:Entity) WITH e.id AS id, e.kind IN [label IN labels(e) | toUpper(label)] AS sound"
        " WHERE sound IS NULL OR NOT sound",
    ),
    (
        "key sets with another number of mentions than they say",
        "MATCH (s:KeySet) WITH s, COUNT { MATCH (m:Mention) WHERE m.keyset = s.id AND m.goodness > '' } AS held"
        " WITH s.id AS id, held > 0 AND held = s.mentions AS sound WHERE sound IS NULL OR NOT sound",
    ),
    (
        "key sets whose best mention is not one of theirs",
        "MATCH (s:KeySet) OPTIONAL MATCH (m:Mention {id: s.best})"
        " WITH s.id AS id, m.keyset = s.id AS sound WHERE sound IS NULL OR NOT sound",
    ),
    (
        "entities without a key set",
        "MATCH (e:Entity) WHERE NOT EXISTS { MATCH (s:KeySet) WHERE s.entity = e.id } WITH e.id AS id",
    ),
    (
        "links without a record of their visibility that knows them",
        "MATCH ()-[k]->() OPTIONAL MATCH (r:Record {id: k.record})"
        " WITH k.id AS id, r.vis = k.vis AND (type(k) + ' ' + k.id) IN r.links AS sound WHERE sound IS NULL OR NOT sound",
    ),
    (
        "records that know another number of links than they have",
        "CALL () { MATCH (r:Record) RETURN r.id AS id, size(coalesce(r.links, [])) AS n"
        " UNION ALL MATCH ()-[k]->() RETURN k.record AS id, -1 AS n } WITH id, sum(n) AS n WHERE n <> 0",
    ),
    (
        "links that disagree with the mention at their start on visibility, key set or entity, or have none",
        "MATCH ()-[k]->() OPTIONAL MATCH (m:Mention {id: k.start_mention})"
        " WITH k.id AS id, m.vis = k.vis AND m.keyset = k.start_keyset AND m.entity = k.start AS sound"
        " WHERE sound IS NULL OR NOT sound",
    ),
    (
        "links that disagree with the mention at their end on visibility, key set or entity, or have none",
        "MATCH ()-[k]->() OPTIONAL MATCH (m:Mention {id: k.end_mention})"
        " WITH k.id AS id, m.vis = k.vis AND m.keyset = k.end_keyset AND m.entity = k.end AS sound"
        " WHERE sound IS NULL OR NOT sound",
    ),
    (
        "links between other entities than they say, or of another visibility",
        "MATCH (a)-[k]->(b)"
        " WITH k.id AS id, a:Entity AND b:Entity AND a.id = k.start AND b.id = k.end AND a.vis = k.vis AND b.vis = k.vis"
        " AS sound WHERE sound IS NULL OR NOT sound",
    ),
    (
        "keys found without their key set",
        "MATCH (k:Key) OPTIONAL MATCH (s:KeySet {id: k.keyset})"
        " WITH k.keyset AS id, s.vis = k.vis AS sound WHERE sound IS NULL OR NOT sound",
    ),
    (
        "SAME without one of its entities, or from an entity to itself",
        "MATCH (s:Same) OPTIONAL MATCH (h:Entity {id: s.high}) OPTIONAL MATCH (l:Entity {id: s.low})"
        " WITH s.high AS id, h, l WHERE h IS NULL OR l IS NULL OR h = l",
    ),
    (
        "key sets whose present membership is not their entity",
        "MATCH (s:KeySet) WHERE NOT EXISTS { MATCH (b:Membership) WHERE b.keyset = s.id AND b.entity = s.entity"
        " AND b.vis = s.vis AND b.until IS NULL } WITH s.id AS id",
    ),
    (
        "present memberships of key sets that are elsewhere or gone",
        "MATCH (b:Membership) WHERE b.until IS NULL OPTIONAL MATCH (s:KeySet {id: b.keyset})"
        " WITH b.keyset AS id, s.entity = b.entity AS sound WHERE sound IS NULL OR NOT sound",
    ),
    (
        "key sets with several present memberships",
        "MATCH (b:Membership) WHERE b.until IS NULL WITH b.keyset AS id, count(*) AS held WHERE held > 1",
    ),
    (
        "past rows that are not found by their key sets",
        "MATCH (p:Past) WITH p.id AS id, coalesce(p.keysets, []) = [k IN [p.keyset_0, p.keyset_1] WHERE k IS NOT NULL]"
        " AND (p.what <> 'mention' OR p.newest IS NOT NULL) AS sound WHERE sound IS NULL OR NOT sound",
    ),
    (
        "memberships of key sets that nothing live or past names",
        "MATCH (b:Membership) WHERE NOT EXISTS { MATCH (s:KeySet) WHERE s.id = b.keyset }"
        " AND NOT EXISTS { MATCH (p:Past) WHERE p.keyset_0 = b.keyset }"
        " AND NOT EXISTS { MATCH (p:Past) WHERE p.keyset_1 = b.keyset } WITH b.keyset AS id",
    ),
    (
        "past rows of which it is not said whether they are closed",
        "MATCH (p:Past) WHERE p.closed IS NULL WITH p.id AS id",
    ),
    (
        "sources whose tally of rows is wrong",
        "CALL () { MATCH (r:Record) WITH r.source AS source, r.row AS row, r.vis AS vis ORDER BY vis"
        " WITH source, row, collect(vis) AS vis RETURN source, vis, count(*) AS n"
        " UNION ALL MATCH (t:Tally) RETURN t.source AS source, t.vis AS vis, -t.records AS n }"
        " WITH source AS id, vis, sum(n) AS n WHERE n <> 0",
    ),
)

_KEPT: tuple[tuple[str, LiteralString], ...] = (
    ("records", "MATCH (n:Record) WITH n.id AS id, n.vis AS vis"),
    ("mentions", "MATCH (n:Mention) WITH n.id AS id, n.vis AS vis"),
    ("links", "MATCH ()-[n]->() WITH n.id AS id, n.vis AS vis"),
    ("key sets", "MATCH (n:KeySet) WITH n.id AS id, n.vis AS vis"),
    ("entities", "MATCH (n:Entity) WITH n.id AS id, n.vis AS vis"),
    ("SAME", "MATCH (n:Same) WITH n.high AS id, n.vis AS vis"),
    ("memberships", "MATCH (n:Membership) WITH n.keyset AS id, n.vis AS vis"),
    ("merges and splits", "MATCH (n:Lineage) WITH n.after AS id, n.vis AS vis"),
    ("past rows", "MATCH (n:Past) WITH n.id AS id, n.vis AS vis"),
    ("decisions", "MATCH (n:Decision) WITH n.id AS id, n.vis AS vis"),
    ("rows in quarantine", "MATCH (n:Quarantine) WITH n.id AS id, n.vis AS vis"),
)
"""Whose visibility is missing or has no marking: nobody can ever see it."""


def check(wire: Wire) -> list[str]:
    """Every broken invariant, in words."""
    markings = {vis: Marking.parse(text) for vis, text in wire.rows("MATCH (v:Visibility) RETURN v.vis, v.marking")}
    found = [words for what, text in _BROKEN for words in _named(wire, what, text)]
    for what, text in _KEPT:
        unknown = text + " WHERE vis IS NULL OR NOT vis IN $known"
        found += _named(wire, f"{what} of a visibility without a marking", unknown, known=list(markings))
    return [*found, *_markings(markings), *_same(wire, markings), *_decisions(wire, markings), *faults_of_indexes(wire)]


def _decisions(wire: Wire, markings: dict[int, Marking]) -> Iterator[str]:
    """A decision binds the key sets that hold its two mentions, as far as it may see them, and is found by them."""
    rows = wire.bulk(
        "MATCH (d:Decision) UNWIND [[0, d.one_row, d.one_name, d.one_keysets], [1, d.other_row, d.other_name,"
        " d.other_keysets]] AS side RETURN d.id, d.vis, coalesce(side[3], []),"
        " COLLECT { MATCH (r:Record) WHERE r.row = side[1] MATCH (m:Mention) WHERE m.record = r.id AND m.name = side[2]"
        " RETURN DISTINCT [m.keyset, m.vis] },"
        " COLLECT { MATCH (e:DecisionEnd) WHERE e.decision = d.id AND e.side = side[0] RETURN e.keyset } ORDER BY d.id"
    )
    for id_, vis, keysets, held, ends in rows:
        seen = {keyset for keyset, of in held if markings[of].at_or_below(markings[vis])}
        if not seen == set(keysets) == set(ends):
            yield f"a decision does not bind the key sets of what it is about: {id_}"
    yield from _named(
        wire,
        "ends of decisions that are not there",
        "MATCH (e:DecisionEnd) WHERE NOT EXISTS { MATCH (:Decision {id: e.decision}) } WITH e.decision AS id",
    )


def _named(wire: Wire, what: str, text: LiteralString, **values: object) -> Iterator[str]:
    ((number, first),) = wire.bulk(text + " RETURN count(*), min(toString(id))", **values)
    if number:
        yield f"{number} {what}, first {first}"


def _markings(markings: dict[int, Marking]) -> Iterator[str]:
    for vis, marking in sorted(markings.items()):
        if visibility(marking) != vis:
            yield f"the marking {marking.text!r} is kept under a visibility that is not its own"


def _same(wire: Wire, markings: dict[int, Marking]) -> Iterator[str]:
    """A tie between layers must lie at or above both its ends, or it tells the lower of the higher."""
    rows = wire.bulk(
        "MATCH (s:Same) MATCH (h:Entity {id: s.high}) MATCH (l:Entity {id: s.low})"
        " RETURN s.high, s.vis, h.vis, l.vis ORDER BY s.high, s.low"
    )
    for high, vis, *ends in rows:
        if vis in markings and not all(e in markings and markings[e].at_or_below(markings[vis]) for e in ends):
            yield f"SAME at {high} lies below one of its ends"
