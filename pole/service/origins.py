"""Agreement counted twice: how many records say so, and from how many origins.

Records that name a record they were made from, or one source reference, are one origin, whether or not that record is held.
"""

from __future__ import annotations

from collections.abc import Iterable

from pole.graph.rows import RecordRow
from pole.model.facts import Id


def count_records(records: Iterable[RecordRow]) -> int:
    """Source rows: several facets of one row are one record."""
    return len({r.row for r in records})


def count_origins(records: Iterable[RecordRow]) -> int:
    """Groups of rows that do not go back to a common one."""
    parent: dict[Id, Id] = {}

    def find(id_: Id) -> Id:
        parent.setdefault(id_, id_)
        while parent[id_] != id_:
            parent[id_] = parent[parent[id_]]
            id_ = parent[id_]
        return id_

    rows: set[Id] = set()
    for record in records:
        rows.add(record.row)
        find(record.row)
        for origin in record.made_from:
            parent[find(origin)] = find(record.row)
    return len({find(row) for row in rows})
