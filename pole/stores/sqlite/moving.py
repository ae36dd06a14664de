"""A key set moves to another entity, with its mentions, its keys and the ends of its links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from pole.graph.rows import LinkRow
from pole.model.facts import Id
from pole.stores.sqlite.columns import LINK, keyset_keys
from pole.stores.sqlite.connections import Pen, listed

Adj: TypeAlias = tuple[
    Id, str, str, int, Id, str, Id, int, str, str, str, str | None, str | None, int | None, int | None
]


def adj_rows(link: LinkRow) -> tuple[Adj, Adj]:
    """A link as seen from its start and from its end."""
    k = link
    rest = (k.source, k.standing, k.grade, k.low, k.high)
    return (
        (k.start, k.type, k.role, 1, k.end, k.received, k.id, k.vis, k.end_kind, k.end_subtype, *rest),
        (k.end, k.type, k.role, 0, k.start, k.received, k.id, k.vis, k.start_kind, k.start_subtype, *rest),
    )


def adj_key(row: Adj) -> tuple[Id, str, str, int, Id, str, Id]:
    """What names a row of `adj`."""
    return row[:7]


def move(pen: Pen, homes: Mapping[Id, Id]) -> None:
    """Every key set of `homes` now belongs to the entity beside it."""
    if not homes:
        return
    moved = [(entity, keyset) for keyset, entity in sorted(homes.items())]
    links = _links_at(pen, sorted(homes))
    pen.do_all("UPDATE keysets SET entity = ? WHERE id = ?", moved)
    pen.do_all("UPDATE mentions SET entity = ? WHERE keyset = ?", moved)
    keys = pen.rows(
        "SELECT s.id, s.keys FROM json_each(:ids) AS i CROSS JOIN keysets AS s ON s.id = i.value",
        {"ids": listed(sorted(homes))},
    )
    pen.do_all(
        "UPDATE keyset_keys SET entity = ? WHERE key = ? AND keyset = ?",
        sorted((homes[id_], key.text, id_) for id_, text in keys for key in keyset_keys(text)),
    )
    _move_links(pen, links, homes)


def _links_at(pen: Pen, keysets: Sequence[Id]) -> list[LinkRow]:
    rows = pen.rows(
        "SELECT " + LINK + " FROM links AS l WHERE l.id IN ("
        " SELECT s.id FROM json_each(:ids) AS i CROSS JOIN links AS s ON s.start_keyset = i.value"
        " UNION SELECT t.id FROM json_each(:ids) AS i CROSS JOIN links AS t ON t.end_keyset = i.value)",
        {"ids": listed(keysets)},
    )
    return list(map(LinkRow._make, rows))


def _move_links(pen: Pen, links: Sequence[LinkRow], homes: Mapping[Id, Id]) -> None:
    after = [k._replace(start=homes.get(k.start_keyset, k.start), end=homes.get(k.end_keyset, k.end)) for k in links]
    pen.do_all(
        "DELETE FROM adj WHERE entity = ? AND type = ? AND role = ? AND outgoing = ? AND other = ? AND received = ?"
        " AND link = ?",
        sorted(adj_key(row) for link in links for row in adj_rows(link)),
    )
    pen.do_all(
        "UPDATE links SET start_entity = ?, end_entity = ? WHERE id = ?", [(k.start, k.end, k.id) for k in after]
    )
    pen.do_all(
        "INSERT INTO adj VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        sorted(row for link in after for row in adj_rows(link)),
    )
