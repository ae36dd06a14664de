"""Child rows of an extract whose parent is not held: counted for the owner, and loaded all the same."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice
from typing import Final

from pole.graph.port import Store
from pole.graph.rows import LedgerRow
from pole.ingest.seen import SeenRows

_AT_ONCE: Final = 500


def orphans(store: Store, seen: SeenRows, type_: str, parent: str, ledger: Collection[LedgerRow]) -> int:
    """How many rows of a type name a parent row that is not held once their extract is loaded.

    `ledger` has the batches of the extract: where every parent row in it was taken, only the others are asked for.
    """
    taken = not any(row.counts.get("quarantined") or row.counts.get("late") for row in ledger if row.type == parent)
    named = seen.children(type_, but_of=parent if taken else None)
    everything, number = store.reader(frozenset(store.visibilities())), 0
    while piece := dict(islice(named, _AT_ONCE)):
        live = {record.row for record in everything.facets(sorted(piece))}
        number += sum(children for row, children in piece.items() if row not in live)
    return number
