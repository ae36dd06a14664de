"""The invariants of a sound store, each as a search for what breaks it. Messages name ids, never content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import LiteralString

from pole.model.marking import visibility
from pole.stores.sqlite.columns import DECISION, decision_of
from pole.stores.sqlite.connections import Look
from pole.stores.sqlite.current import known_markings
from pole.stores.sqlite.search import index_text

_MASK = (1 << 64) - 1

_BROKEN: tuple[tuple[str, LiteralString], ...] = (
    (
        "mentions without a record of their visibility",
        "SELECT m.id FROM mentions AS m LEFT JOIN records AS r ON r.id = m.record WHERE r.vis IS NOT m.vis",
    ),
    (
        "mentions that disagree with their key set on visibility, kind or entity",
        "SELECT m.id FROM mentions AS m LEFT JOIN keysets AS s ON s.id = m.keyset"
        " WHERE s.vis IS NOT m.vis OR s.kind <> m.kind OR s.entity <> m.entity",
    ),
    (
        "key sets that disagree with their entity on visibility or kind, or have none",
        "SELECT s.id FROM keysets AS s LEFT JOIN entities AS e ON e.id = s.entity"
        " WHERE e.vis IS NOT s.vis OR e.kind <> s.kind",
    ),
    (
        "key sets with another number of mentions than they say",
        "SELECT s.id FROM keysets AS s"
        " WHERE s.mentions < 1 OR s.mentions <> (SELECT count(*) FROM mentions AS m WHERE m.keyset = s.id)",
    ),
    (
        "key sets whose best mention is not one of theirs",
        "SELECT s.id FROM keysets AS s LEFT JOIN mentions AS m ON m.id = s.best WHERE m.keyset IS NOT s.id",
    ),
    (
        "entities without a key set",
        "SELECT e.id FROM entities AS e WHERE NOT EXISTS (SELECT 1 FROM keysets AS s WHERE s.entity = e.id)",
    ),
    (
        "links without a record of their visibility",
        "SELECT l.id FROM links AS l LEFT JOIN records AS r ON r.id = l.record WHERE r.vis IS NOT l.vis",
    ),
    (
        "links that disagree with the mention at their start on visibility, key set or entity, or have none",
        "SELECT l.id FROM links AS l LEFT JOIN mentions AS m ON m.id = l.start_mention"
        " WHERE m.vis IS NOT l.vis OR m.keyset <> l.start_keyset OR m.entity <> l.start_entity",
    ),
    (
        "links that disagree with the mention at their end on visibility, key set or entity, or have none",
        "SELECT l.id FROM links AS l LEFT JOIN mentions AS m ON m.id = l.end_mention"
        " WHERE m.vis IS NOT l.vis OR m.keyset <> l.end_keyset OR m.entity <> l.end_entity",
    ),
    (
        "links that are not among the ties of both their ends as they are",
        "SELECT link FROM (SELECT id AS link, start_entity, type, role, 1, end_entity, received, vis, end_kind,"
        " end_subtype, source, standing, grade, low, high FROM links UNION ALL SELECT id, end_entity, type, role, 0,"
        " start_entity, received, vis, start_kind, start_subtype, source, standing, grade, low, high FROM links"
        " EXCEPT SELECT link, entity, type, role, outgoing, other, received, vis, other_kind, other_subtype, source,"
        " standing, grade, low, high FROM adj)",
    ),
    (
        "ties without their link",
        "SELECT a.link FROM adj AS a LEFT JOIN links AS l ON l.id = a.link AND l.type = a.type AND l.role = a.role"
        " AND l.received = a.received AND CASE a.outgoing WHEN 1 THEN l.start_entity = a.entity AND l.end_entity ="
        " a.other ELSE l.end_entity = a.entity AND l.start_entity = a.other END WHERE l.id IS NULL",
    ),
    (
        "key sets whose keys are not found as they are",
        "SELECT id FROM (SELECT s.id, json_extract(k.value, '$[0]') || '|' || json_extract(k.value, '$[1]'),"
        " json_extract(k.value, '$[2]'), s.entity, s.vis FROM keysets AS s, json_each(s.keys) AS k"
        " EXCEPT SELECT keyset, key, may, entity, vis FROM keyset_keys)",
    ),
    (
        "keys found without their key set",
        "SELECT keyset FROM (SELECT keyset, key, may, entity, vis FROM keyset_keys"
        " EXCEPT SELECT s.id, json_extract(k.value, '$[0]') || '|' || json_extract(k.value, '$[1]'),"
        " json_extract(k.value, '$[2]'), s.entity, s.vis FROM keysets AS s, json_each(s.keys) AS k)",
    ),
    (
        "SAME without one of its entities, or from an entity to itself",
        "SELECT t.high FROM same AS t WHERE t.high = t.low OR NOT EXISTS (SELECT 1 FROM entities WHERE id = t.high)"
        " OR NOT EXISTS (SELECT 1 FROM entities WHERE id = t.low)",
    ),
    (
        "key sets whose present membership is not their entity",
        "SELECT id FROM (SELECT id, entity, vis FROM keysets"
        " EXCEPT SELECT keyset, entity, vis FROM membership WHERE until IS NULL)",
    ),
    (
        "present memberships of key sets that are elsewhere or gone",
        "SELECT h.keyset FROM membership AS h LEFT JOIN keysets AS s ON s.id = h.keyset AND s.entity = h.entity"
        " WHERE h.until IS NULL AND s.id IS NULL",
    ),
    (
        "key sets with several present memberships",
        "SELECT keyset FROM membership WHERE until IS NULL GROUP BY keyset HAVING count(*) > 1",
    ),
    (
        "past rows that are not found by their key sets",
        "SELECT id FROM (SELECT p.id, p.n, k.value FROM past AS p, json_each(p.keysets) AS k"
        " EXCEPT SELECT p.id, k.past, k.keyset FROM past_keysets AS k JOIN past AS p ON p.n = k.past)",
    ),
    (
        "past key sets without their past row",
        "SELECT k.keyset FROM past_keysets AS k LEFT JOIN past AS p ON p.n = k.past WHERE p.n IS NULL",
    ),
    (
        "memberships of key sets that nothing live or past names",
        "SELECT h.keyset FROM membership AS h WHERE NOT EXISTS (SELECT 1 FROM keysets AS s WHERE s.id = h.keyset)"
        " AND NOT EXISTS (SELECT 1 FROM past_keysets AS k WHERE k.keyset = h.keyset)",
    ),
    (
        "sources whose tally of rows is wrong",
        "SELECT source FROM (SELECT source, facets, count(*) AS n FROM (SELECT source, json_group_array(vis) AS facets"
        " FROM (SELECT source, row, vis FROM records ORDER BY source, row, vis) GROUP BY source, row)"
        " GROUP BY source, facets UNION ALL SELECT source, facets, -records FROM tally)"
        " GROUP BY source, facets HAVING sum(n) <> 0",
    ),
)

_KEPT: tuple[tuple[str, LiteralString], ...] = (
    ("records", "SELECT id FROM records WHERE vis NOT IN (SELECT vis FROM visibility)"),
    ("mentions", "SELECT id FROM mentions WHERE vis NOT IN (SELECT vis FROM visibility)"),
    ("links", "SELECT id FROM links WHERE vis NOT IN (SELECT vis FROM visibility)"),
    ("key sets", "SELECT id FROM keysets WHERE vis NOT IN (SELECT vis FROM visibility)"),
    ("entities", "SELECT id FROM entities WHERE vis NOT IN (SELECT vis FROM visibility)"),
    ("SAME", "SELECT high FROM same WHERE vis NOT IN (SELECT vis FROM visibility)"),
    ("memberships", "SELECT keyset FROM membership WHERE vis NOT IN (SELECT vis FROM visibility)"),
    ("merges and splits", "SELECT after FROM lineage WHERE vis NOT IN (SELECT vis FROM visibility)"),
    ("past rows", "SELECT id FROM past WHERE vis NOT IN (SELECT vis FROM visibility)"),
    ("decisions", "SELECT id FROM decisions WHERE vis NOT IN (SELECT vis FROM visibility)"),
    ("rows in quarantine", "SELECT id FROM quarantine WHERE vis NOT IN (SELECT vis FROM visibility)"),
)
"""Whose visibility has no marking: nobody can ever see it."""


def check(look: Look) -> list[str]:
    """Every broken invariant, in words."""
    found = [words for words, sql in _BROKEN for words in _named(look, words, sql)]
    for what, sql in _KEPT:
        found += _named(look, f"{what} of a visibility without a marking", sql)
    return [*found, *_markings(look), *_same(look), *_decisions(look), *_words(look), *_file(look)]


def _named(look: Look, what: str, sql: LiteralString) -> Iterator[str]:
    ids = [str(row[0]) for row in look.rows(sql)]
    if ids:
        yield f"{len(ids)} {what}, first {min(ids)}"


def _markings(look: Look) -> Iterator[str]:
    for vis, marking in known_markings(look).items():
        if visibility(marking) != vis:
            yield f"the marking {marking.text!r} is kept under a visibility that is not its own"


def _same(look: Look) -> Iterator[str]:
    """A tie between layers must lie at or above both its ends, or it tells the lower of the higher."""
    markings = known_markings(look)
    rows = look.each(
        "SELECT t.high, t.vis, h.vis, l.vis FROM same AS t JOIN entities AS h ON h.id = t.high"
        " JOIN entities AS l ON l.id = t.low ORDER BY t.high, t.low"
    )
    for high, vis, *ends in rows:
        if vis in markings and not all(e in markings and markings[e].at_or_below(markings[vis]) for e in ends):
            yield f"SAME at {high} lies below one of its ends"


def _decisions(look: Look) -> Iterator[str]:
    """A decision binds the key sets that hold its two mentions, as far as it may see them, and is found by them."""
    markings = known_markings(look)
    ends: dict[tuple[str, int], set[str]] = {}
    for id_, side, keyset in look.each("SELECT decision, side, keyset FROM decision_ends"):
        ends.setdefault((id_, side), set()).add(keyset)
    for row in map(decision_of, look.rows("SELECT " + DECISION + " FROM decisions AS d ORDER BY d.id")):
        sides = ((row.one_row, row.one_name, row.one_keysets), (row.other_row, row.other_name, row.other_keysets))
        for side, (of, name, keysets) in enumerate(sides):
            held = look.rows(
                "SELECT DISTINCT m.keyset, m.vis FROM records AS r JOIN mentions AS m ON m.record = r.id"
                " WHERE r.row = :row AND m.name = :name",
                {"row": of, "name": name},
            )
            seen = {keyset for keyset, vis in held if markings[vis].at_or_below(markings[row.vis])}
            if not seen == set(keysets) == ends.pop((row.id, side), set()):
                yield f"a decision does not bind the key sets of what it is about: {row.id}"
    yield from (f"an end of a decision that is not there: {id_}" for id_, _ in sorted(ends))


def _words(look: Look) -> Iterator[str]:
    """The index of words holds exactly the words of the mentions: compared by number and sum of hashes."""
    wanted = indexed = sum_wanted = sum_indexed = 0
    for n, vis, text in look.each("SELECT n, vis, text FROM mentions"):
        for term in index_text(vis, text).split(" "):
            if term:
                wanted += 1
                sum_wanted += hash((_folded(term), n))
    for term, n in look.each("SELECT term, doc FROM temp.indexed"):
        indexed += 1
        sum_indexed += hash((term, n))
    if (wanted, sum_wanted & _MASK) != (indexed, sum_indexed & _MASK):
        yield f"the index of words is out of step: {indexed} words indexed, {wanted} expected"


def _folded(term: str) -> str:
    """As the index folds it: only the letters of ASCII."""
    return "".join(c.lower() if c.isascii() else c for c in term)


def _file(look: Look) -> Iterator[str]:
    for (problem,) in look.rows("PRAGMA quick_check"):
        if problem != "ok":
            yield f"the file is damaged: {problem}"
