"""The register of sources, and the ledger of what was loaded from them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import LiteralString

from pole.errors import ExtractConflictError
from pole.graph.port import Ids
from pole.graph.rows import FIRST_PLACE, LedgerRow, SourceEntry, SourceRow
from pole.model.facts import Id, Instant
from pole.stores.sqlite.columns import LEDGER, in_order, ledger_of
from pole.stores.sqlite.connections import Look, Pen, listed


def sources(look: Look) -> list[SourceRow]:
    """Every source in the register, with counts of what is visible."""
    rows = look.rows(
        "SELECT s.source, s.title, s.owner, s.contact, s.refresh, s.every, s.late_after,"
        " (SELECT max(b.at) FROM ledger AS b WHERE b.source = s.source AND b.digest <> ''),"
        " (SELECT max(b.data_to) FROM ledger AS b WHERE b.source = s.source),"
        " (SELECT coalesce(sum(t.records), 0) FROM tally AS t WHERE t.source = s.source AND EXISTS"
        " (SELECT 1 FROM json_each(t.facets) AS f WHERE f.value IN temp.visible)),"
        " (SELECT count(*) FROM quarantine AS q WHERE q.source = s.source AND q.vis IN temp.visible)"
        " FROM sources AS s ORDER BY s.source"
    )
    return list(map(SourceRow._make, rows))


def register(pen: Pen, entries: Iterable[SourceEntry]) -> None:
    """Name sources, or name them anew."""
    pen.do_all(
        "INSERT OR REPLACE INTO sources (source, title, owner, contact, refresh, every, late_after)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        list(entries),
    )


def batches(look: Look, source: str | None, since: int) -> list[LedgerRow]:
    """Batches of one source or of all, since a place, in order of loading."""
    of_source: LiteralString = "" if source is None else "b.source = :source AND "
    rows = look.rows(
        "SELECT "
        + LEDGER
        + " FROM ledger AS b WHERE "
        + of_source
        + "b.place >= :since ORDER BY b.at, b.load, b.number",
        {"source": source, "since": since},
    )
    return list(map(ledger_of, rows))


def latest(look: Look, source: str) -> Instant | None:
    """When the last batch of a source was written."""
    found = look.one("SELECT max(b.at) FROM ledger AS b WHERE b.source = :source", {"source": source})
    return found[0] if found else None


def last_place(look: Look, source: str) -> int:
    """The greatest place of its batches."""
    (found,) = look.rows("SELECT max(b.place) FROM ledger AS b WHERE b.source = :source", {"source": source})
    return FIRST_PLACE if found[0] is None else int(found[0])


def batch(look: Look, ids: Ids) -> list[LedgerRow]:
    """Batches by id."""
    rows = look.rows(
        "SELECT " + LEDGER + " FROM json_each(:ids) AS i CROSS JOIN ledger AS b ON b.id = i.value ORDER BY i.key",
        {"ids": listed(in_order(ids))},
    )
    return list(map(ledger_of, rows))


def known_batch(look: Look, new: LedgerRow) -> LedgerRow | None:
    """The batch as it was loaded before, or None.

    Raises ExtractConflictError when its extract is known with another file's content. The same file under another
    mapping is a new load of the same content, and no conflict; what is of no content of its own is of none with any.
    """
    known = batch(look, [new.id])
    if known:
        return known[0]
    if not new.digest:
        return None
    other = look.one(
        _SAME_EXTRACT
        + " AND b.digest > '' AND b.digest < :digest UNION ALL "
        + _SAME_EXTRACT
        + " AND b.digest > :digest"
        " ORDER BY b.at LIMIT 1",
        {"source": new.source, "type": new.type, "extract": new.extract, "digest": new.digest},
    )
    if other:
        raise ExtractConflictError(
            f"Extract {new.extract} of {new.source} was loaded from {other[0]} with other content than {new.file} has: "
            "ask the source which is right, and have the right one sent under a number of its own."
        )
    return None


_SAME_EXTRACT: LiteralString = (
    "SELECT b.file, b.at FROM ledger AS b WHERE b.source = :source AND b.type = :type AND b.extract = :extract"
)
"""Those of another content are sought below and above it, so that the thousands of batches of one file are passed over."""


def kept_children(look: Look, source: str, parents: Ids) -> list[tuple[Id, str]]:
    """(row, type) of every row of which anything is kept under these parents."""
    rows = look.rows(
        "WITH p AS (SELECT value AS id FROM json_each(:parents)) SELECT r.row, r.type FROM p CROSS JOIN records AS r"
        " ON r.parent = p.id AND r.source = :source"
        " UNION SELECT t.row, json_extract(t.payload, '$[3]') FROM p CROSS JOIN past AS t ON t.parent = p.id"
        " WHERE json_extract(t.payload, '$[2]') = :source"
        " UNION SELECT w.row, w.type FROM p CROSS JOIN last_words AS w ON w.parent = p.id AND w.source = :source"
        " UNION SELECT q.row, q.type FROM p CROSS JOIN quarantine AS q ON q.parent = p.id AND q.source = :source"
        " WHERE q.row IS NOT NULL ORDER BY 1",
        {"parents": listed(in_order(parents)), "source": source},
    )
    return [(row, type_) for row, type_ in rows]


def put_batch(pen: Pen, row: LedgerRow) -> None:
    """Write a batch down."""
    pen.do(
        "INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*row[:12], json.dumps(row.counts), int(row.last)),
    )


def tally(pen: Pen, change: Mapping[tuple[str, tuple[int, ...]], int]) -> None:
    """Add to the number of rows of each source that have facets in just these visibilities."""
    pen.do_all(
        "INSERT INTO tally VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET records = records + excluded.records",
        [(source, listed(facets), number) for (source, facets), number in sorted(change.items())],
    )
    pen.do("DELETE FROM tally WHERE records = 0")
