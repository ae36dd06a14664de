"""Everything the store holds, for the canonical dump: each kind of row a page at a time along its index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import merge
from typing import LiteralString, TypeVar

from pole.graph.dump import DumpRows
from pole.graph.rows import LineageRow, LinkRow, MembershipRow, PastRow
from pole.stores.bolt.names import link_type
from pole.stores.bolt.shapes import (
    Properties,
    decision_of,
    entity_of,
    keyset_of,
    lineage_of,
    link_of,
    membership_of,
    mention_of,
    past_of,
    quarantine_of,
    record_of,
    same_of,
    task_of,
    word_of,
)
from pole.stores.bolt.sight import Sight

_PAGE = 5_000
Kept = TypeVar("Kept")


def whole(sight: Sight, narrowed: bool) -> DumpRows:
    """All rows, each kind read when it is its turn. `narrowed` to what the sight may see."""
    visible: LiteralString = " AND n.vis IN $vis" if narrowed else ""

    def nodes(label: LiteralString, make: Callable[[Properties], Kept]) -> Iterator[Kept]:
        return _pages(
            sight,
            f"MATCH (n:{label}) WHERE n.id > $last{visible}"
            " WITH n ORDER BY n.id LIMIT $limit RETURN collect(properties(n))",
            make,
        )

    def loose(label: LiteralString, make: Callable[[Properties], Kept]) -> Iterator[Kept]:
        return _scan(sight, f"MATCH (n:{label}) WHERE true{visible}", make)

    return DumpRows(
        records=nodes("Record", record_of),
        mentions=nodes("Mention", mention_of),
        links=_links(sight, visible),
        keysets=nodes("KeySet", keyset_of),
        entities=nodes("Entity", entity_of),
        same=sorted(loose("Same", same_of), key=lambda s: (s.vis, s.high, s.low)),
        membership=sorted(loose("Membership", membership_of), key=_membership_order),
        lineage=sorted(loose("Lineage", lineage_of), key=_lineage_order),
        past=sorted((p for p in loose("Past", past_of) if not (narrowed and p.closed)), key=_past_order),
        quarantine=nodes("Quarantine", quarantine_of),
        tasks=nodes("Task", task_of),
        decisions=nodes("Decision", decision_of),
        words=() if narrowed else sorted(loose("LastWord", word_of)),
    )


def _links(sight: Sight, visible: LiteralString) -> Iterator[LinkRow]:
    """Each type along its own index, merged."""
    return merge(*(_links_of_type(sight, name, visible) for name in sight.link_types()), key=lambda k: k.id)


def _links_of_type(sight: Sight, name: str, visible: LiteralString) -> Iterator[LinkRow]:
    return _pages(
        sight,
        f"MATCH ()-[n:{link_type(name)}]->() WHERE n.id > $last{visible}"
        " WITH n ORDER BY n.id LIMIT $limit RETURN collect(properties(n))",
        lambda p: link_of(name, p),
    )


def _pages(sight: Sight, text: LiteralString, make: Callable[[Properties], Kept]) -> Iterator[Kept]:
    last = ""
    while True:
        (found,) = sight.bulk(text, last=last, limit=_PAGE)[0]
        yield from map(make, found)
        if len(found) < _PAGE:
            return
        last = found[-1]["id"]


def _scan(sight: Sight, text: LiteralString, make: Callable[[Properties], Kept]) -> Iterator[Kept]:
    return (make(row[0]) for row in sight.bulk(text + " RETURN properties(n)"))


def _membership_order(row: MembershipRow) -> tuple[str, str, str, str]:
    return (row.keyset, row.since, row.entity, row.until or "")


def _lineage_order(row: LineageRow) -> tuple[str, str, str, str, int]:
    return (row.at, row.what, row.before, row.after, row.vis)


def _past_order(row: PastRow) -> tuple[str, str, str, str, str, str]:
    return (row.id, row.known_from, row.known_to, row.what, row.why, row.payload)
