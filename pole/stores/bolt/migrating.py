"""What becomes of the rows of an older database. Each step may be done again: the version is written when all are done."""

from __future__ import annotations

from functools import partial
from typing import LiteralString

from pole.graph.rows import LastWord
from pole.stores.bolt.shapes import past_of, properties
from pole.stores.bolt.wire import Pen, Row, Wire

_PAGE = 1_000

_PAST: tuple[LiteralString, ...] = (
    "MATCH (p:Past) WHERE p.closed IS NULL CALL (p) { SET p.closed = false, p.place = -1 } IN TRANSACTIONS OF 10000 ROWS",
    "MATCH (d:Past) WHERE d.why = 'deleted' WITH d.row AS row, max(d.known_to) AS until CALL (row, until) {"
    " MATCH (p:Past) WHERE p.row = row AND p.known_to <= until SET p.closed = true } IN TRANSACTIONS OF 10000 ROWS",
    "MATCH (p:Past) WHERE EXISTS { MATCH (r:Record) WHERE r.row = p.row }"
    " AND NOT EXISTS { MATCH (r:Record) WHERE r.row = p.row AND r.vis = p.vis }"
    " CALL (p) { SET p.closed = true } IN TRANSACTIONS OF 10000 ROWS",
)
_MEMBERSHIP: LiteralString = (
    "MATCH (b:Membership) WHERE NOT EXISTS { MATCH (s:KeySet) WHERE s.id = b.keyset }"
    " AND NOT EXISTS { MATCH (p:Past) WHERE p.keyset_0 = b.keyset }"
    " AND NOT EXISTS { MATCH (p:Past) WHERE p.keyset_1 = b.keyset } CALL (b) { DELETE b } IN TRANSACTIONS OF 10000 ROWS"
)


def to_second(wire: Wire) -> None:
    """Last words, what is past of a row closed or raised, and rows counted once whatever their facets."""
    for text in (*_PAST, _MEMBERSHIP):
        wire.alter(text)
    last: str | None = ""
    while last is not None:
        last = wire.write(partial(_words, after=last))
    wire.write(_tally)


def _words(pen: Pen, after: str) -> str | None:
    """Parents of past records, and the last words of rows that are gone, a page at a time; where the page ended."""
    rows: list[Row] = pen.rows(
        "MATCH (p:Past) WHERE p.what = 'record' AND elementId(p) > $after WITH p ORDER BY elementId(p) LIMIT $limit"
        " RETURN elementId(p), properties(p)",
        after=after,
        limit=_PAGE,
    )
    records = [(id_, past_of(p).record()) for id_, p in rows]
    pen.each(
        "UNWIND $rows AS row MATCH (p:Past) WHERE elementId(p) = row.id SET p.parent = row.parent",
        [{"id": id_, "parent": record.parent} for id_, record in records],
    )
    words = [LastWord(r.row, r.source, r.type, r.parent, r.received) for _, r in records]
    pen.each(
        "UNWIND $rows AS row WITH row WHERE NOT EXISTS { MATCH (r:Record) WHERE r.row = row.row }"
        " MERGE (w:LastWord {row: row.row}) ON CREATE SET w = row"
        " ON MATCH SET w.received = CASE WHEN w.received < row.received THEN row.received ELSE w.received END,"
        " w.parent = coalesce(row.parent, w.parent)",
        map(properties, words),
    )
    return rows[-1][0] if len(rows) == _PAGE else None


def _tally(pen: Pen) -> None:
    pen.rows("MATCH (t:Tally) DELETE t")
    pen.rows(
        "MATCH (r:Record) WITH r.source AS source, r.row AS row, r.vis AS vis ORDER BY vis"
        " WITH source, row, collect(vis) AS vis WITH source, vis, count(*) AS n CREATE (:Tally {source: source, vis: vis,"
        " facets: reduce(t = '', v IN vis | t + CASE t WHEN '' THEN '' ELSE ' ' END + toString(v)), records: n})"
    )


def to_third(wire: Wire) -> None:
    """Every source that has loaded stands in the register."""
    wire.write(
        lambda pen: pen.rows(
            "MATCH (b:Ledger) WITH DISTINCT b.source AS source MERGE (s:Source {source: source})"
            " ON CREATE SET s.title = source, s.owner = '', s.contact = ''"
        )
    )


def to_fifth(wire: Wire) -> None:
    """Every batch has the place of its extract."""
    wire.alter(
        "MATCH (b:Ledger) WHERE b.place IS NULL"
        " CALL (b) { SET b.place = coalesce(toInteger(b.extract), -1) } IN TRANSACTIONS OF 10000 ROWS"
    )
