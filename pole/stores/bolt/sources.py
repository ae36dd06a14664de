"""The register of sources, and the ledger of what was loaded from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import LiteralString

from pole.errors import ExtractConflictError
from pole.graph.rows import FIRST_PLACE, LedgerRow, QuarantineRow, SourceEntry, SourceRow
from pole.model.facts import Id, Instant
from pole.stores.bolt.shapes import Properties, ledger_of, past_of, properties, quarantine_of
from pole.stores.bolt.sight import Sight, in_order
from pole.stores.bolt.wire import Pen, Wire

_PAGE = 5_000


def sources(sight: Sight) -> list[SourceRow]:
    """Every source in the register, with counts of what is visible."""
    rows = sight.rows(
        "MATCH (s:Source) RETURN s.source, s.title, s.owner, s.contact, coalesce(s.refresh, ''), s.every, s.late_after,"
        " COLLECT { MATCH (b:Ledger) WHERE b.source = s.source AND b.at > '' AND b.digest <> ''"
        " RETURN b.at ORDER BY b.source DESC, b.at DESC LIMIT 1 },"
        " COLLECT { MATCH (b:Ledger) WHERE b.source = s.source AND b.data_to > ''"
        " RETURN b.data_to ORDER BY b.source DESC, b.data_to DESC LIMIT 1 },"
        " COLLECT { MATCH (t:Tally {source: s.source}) WHERE any(vis IN t.vis WHERE vis IN $vis) RETURN t.records },"
        " COUNT { MATCH (q:Quarantine {source: s.source}) WHERE q.vis IN $vis }"
    )
    return sorted(
        (SourceRow._make([*row[:7], _only(row[7]), _only(row[8]), sum(row[9]), row[10]]) for row in rows),
        key=lambda source: source.source,
    )


def _only(found: Sequence[str]) -> str | None:
    return found[0] if found else None


def register(pen: Pen, entries: Iterable[SourceEntry]) -> None:
    """Name sources, or name them anew."""
    pen.each("UNWIND $rows AS row MERGE (s:Source {source: row.source}) SET s = row", map(properties, entries))


def batches(wire: Wire, source: str | None, since: int) -> list[LedgerRow]:
    """Batches of one source or of all, since a place, in order of loading."""
    of_source: LiteralString = "" if source is None else "b.source = $source AND "
    (found,) = wire.one(
        "MATCH (b:Ledger) WHERE " + of_source + "b.place >= $since RETURN collect(properties(b))",
        source=source,
        since=since,
    )
    return sorted(map(ledger_of, found), key=lambda b: (b.at, b.load, b.number, b.id))


def latest(wire: Wire, source: str) -> Instant | None:
    """When the last batch of a source was written."""
    rows = wire.rows(
        "MATCH (b:Ledger) WHERE b.source = $source AND b.at > '' RETURN b.at ORDER BY b.source DESC, b.at DESC LIMIT 1",
        source=source,
    )
    return rows[0][0] if rows else None


def last_place(wire: Wire, source: str) -> int:
    """The greatest place of its batches."""
    rows = wire.rows(
        "MATCH (b:Ledger) WHERE b.source = $source AND b.place >= $first"
        " RETURN b.place ORDER BY b.source DESC, b.place DESC LIMIT 1",
        source=source,
        first=FIRST_PLACE,
    )
    return int(rows[0][0]) if rows else FIRST_PLACE


def batch(wire: Wire, ids: Sequence[Id]) -> list[LedgerRow]:
    """Batches by id."""
    (found,) = wire.one("UNWIND $ids AS id MATCH (b:Ledger {id: id}) RETURN collect(properties(b))", ids=in_order(ids))
    return list(map(ledger_of, found))


_SAME_EXTRACT: LiteralString = "MATCH (b:Ledger) WHERE b.source = $source AND b.type = $type AND b.extract = $extract"
"""Those of another content are sought below and above it, so that the thousands of batches of one file are passed over."""
KNOWN: LiteralString = (
    "COLLECT { MATCH (b:Ledger {id: $id}) RETURN properties(b) }, COLLECT { CALL () { "
    + _SAME_EXTRACT
    + " AND $digest > '' AND '' < b.digest < $digest RETURN b UNION ALL "
    + _SAME_EXTRACT
    + " AND $digest > '' AND b.digest > $digest RETURN b } RETURN b.file ORDER BY b.at LIMIT 1 }"
)
"""What the ledger has of a batch, and of another content of its extract; what is of no content is of none with any."""


def known_values(new: LedgerRow) -> dict[str, object]:
    """What `KNOWN` asks of."""
    return {"id": new.id, "source": new.source, "type": new.type, "extract": new.extract, "digest": new.digest}


def known_batch(new: LedgerRow, same: Sequence[Properties], other: Sequence[str]) -> LedgerRow | None:
    """The batch as it was loaded before, or None, of what `KNOWN` found.

    Raises ExtractConflictError when its extract is known with another file's content. The same file under another
    mapping is a new load of the same content, and no conflict.
    """
    if same:
        return ledger_of(same[0])
    if other:
        raise ExtractConflictError(
            f"Extract {new.extract} of {new.source} was loaded from {other[0]} with other content than {new.file} "
            "has: ask the source which is right, and have the right one sent under a number of its own."
        )
    return None


def live_rows(wire: Wire, source: str, types: Sequence[str]) -> Iterator[tuple[Id, str, str]]:
    """(row, type, key) of every live row, by row; read a page at a time, for there may be millions."""
    last = ""
    while True:
        (found,) = wire.one(
            "UNWIND $types AS type CALL (type) {"
            " MATCH (r:Record) WHERE r.source = $source AND r.type = type AND r.row > $last"
            " RETURN DISTINCT r.row AS row, r.key AS key ORDER BY row LIMIT $limit }"
            " WITH row, type, key ORDER BY row LIMIT $limit RETURN collect([row, type, key])",
            source=source,
            types=in_order(types),
            last=last,
            limit=_PAGE,
        )
        yield from ((row, type_, key) for row, type_, key in found)
        if len(found) < _PAGE:
            return
        last = found[-1][0]


def children(wire: Wire, source: str, type_: str, parents: Sequence[Id]) -> list[tuple[Id, str, Id]]:
    """(row, key, parent) of every live row of this type under these parents, by row."""
    (found,) = wire.one(
        "UNWIND $parents AS parent MATCH (r:Record) WHERE r.parent = parent AND r.source = $source AND r.type = $type"
        " RETURN collect(DISTINCT [r.row, r.key, r.parent])",
        parents=in_order(parents),
        source=source,
        type=type_,
    )
    return sorted((row, key, parent) for row, key, parent in found)


def kept_children(wire: Wire, source: str, parents: Sequence[Id]) -> list[tuple[Id, str]]:
    """(row, type) of every row of which anything is kept under these parents."""
    (live,) = wire.one(
        "UNWIND $parents AS parent CALL (parent) {"
        " MATCH (r:Record) WHERE r.parent = parent AND r.source = $source RETURN r.row AS row, r.type AS type"
        " UNION MATCH (w:LastWord) WHERE w.parent = parent AND w.source = $source RETURN w.row AS row, w.type AS type"
        " UNION MATCH (q:Quarantine) WHERE q.parent = parent AND q.source = $source AND q.row IS NOT NULL"
        " RETURN q.row AS row, q.type AS type } RETURN collect(DISTINCT [row, type])",
        parents=in_order(parents),
        source=source,
    )
    (past,) = wire.one(
        "UNWIND $parents AS parent MATCH (p:Past) WHERE p.parent = parent RETURN collect(properties(p))",
        parents=in_order(parents),
    )
    former = [record for record in (past_of(p).record() for p in past) if record.source == source]
    return sorted({(row, type_) for row, type_ in live} | {(record.row, record.type) for record in former})


def quarantine(wire: Wire, source: str | None, load: Id | None) -> Iterator[QuarantineRow]:
    """Rows kept back, by (source, file, line, id), read a page at a time."""
    last: list[object] = ["", "", -1, ""]
    while True:
        text = _kept(of_source=source is not None, of_load=load is not None)
        (found,) = wire.one(text, source=source, load=load, last=last, limit=_PAGE)
        rows = list(map(quarantine_of, found))
        yield from rows
        if len(rows) < _PAGE:
            return
        last = [rows[-1].source, rows[-1].file, rows[-1].line, rows[-1].id]


def _kept(*, of_source: bool, of_load: bool) -> LiteralString:
    """Only what is asked for: an index of sources is no use to a text that also fits every source."""
    source: LiteralString = "q.source = $source AND " if of_source else ""
    load: LiteralString = "EXISTS { MATCH (b:Ledger {id: q.batch}) WHERE b.load = $load } AND " if of_load else ""
    return (
        "MATCH (q:Quarantine) WHERE " + source + load + "(q.source > $last[0] OR (q.source = $last[0]"
        " AND (q.file > $last[1] OR (q.file = $last[1]"
        " AND (q.line > $last[2] OR (q.line = $last[2] AND q.id > $last[3]))))))"
        " WITH q ORDER BY q.source, q.file, q.line, q.id LIMIT $limit RETURN collect(properties(q))"
    )
