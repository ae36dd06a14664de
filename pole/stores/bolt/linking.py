"""Links are relationships between entities: dropped, and moved with a key set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pole.graph.rows import LinkRow
from pole.model.facts import Id
from pole.stores.bolt.adding import add_links, links_as_sent
from pole.stores.bolt.names import link_type
from pole.stores.bolt.shapes import link_of
from pole.stores.bolt.wire import Pen


def drop_links(pen: Pen, links: Iterable[LinkRow]) -> None:
    """Delete them, by type and id."""
    for name, found in _by_type(links).items():
        checked = link_type(name)
        pen.each(f"UNWIND $rows AS id MATCH ()-[r:{checked}]->() WHERE r.id = id DELETE r", [link.id for link in found])


def move(pen: Pen, homes: Mapping[Id, tuple[Id, Id]]) -> None:
    """Every key set of `homes` leaves its first entity for its second, with its mentions and the ends of its links."""
    if not homes:
        return
    links = _links_at(pen, homes)
    rows = [{"keyset": keyset, "entity": after} for keyset, (_, after) in sorted(homes.items())]
    pen.each("UNWIND $rows AS row MATCH (s:KeySet {id: row.keyset}) SET s.entity = row.entity", rows)
    pen.each(
        "UNWIND $rows AS row MATCH (m:Mention) WHERE m.keyset = row.keyset AND m.goodness > ''"
        " SET m.entity = row.entity",
        rows,
    )
    drop_links(pen, links)
    add_links(pen, links_as_sent(_moved(link, homes) for link in links))


def _links_at(pen: Pen, homes: Mapping[Id, tuple[Id, Id]]) -> list[LinkRow]:
    """The links of these key sets, found at the entities that they leave: a relationship cannot change its ends."""
    leaving: dict[Id, list[Id]] = defaultdict(list)
    for keyset, (before, _) in homes.items():
        leaving[before].append(keyset)
    found: dict[Id, LinkRow] = {}
    for entity, keysets in sorted(leaving.items()):
        rows = pen.rows(
            "MATCH (e:Entity {id: $entity})-[r]-()"
            " WHERE (r.start = $entity AND r.start_keyset IN $keysets)"
            " OR (r.end = $entity AND r.end_keyset IN $keysets)"
            " WITH DISTINCT r RETURN type(r), properties(r)",
            entity=entity,
            keysets=keysets,
        )
        found |= {p["id"]: link_of(name, p) for name, p in rows}
    return list(found.values())


def _moved(link: LinkRow, homes: Mapping[Id, tuple[Id, Id]]) -> LinkRow:
    start, end = homes.get(link.start_keyset), homes.get(link.end_keyset)
    return link._replace(start=start[1] if start else link.start, end=end[1] if end else link.end)


def _by_type(links: Iterable[LinkRow]) -> Mapping[str, Sequence[LinkRow]]:
    found: dict[str, list[LinkRow]] = defaultdict(list)
    for link in links:
        found[link.type].append(link)
    return dict(sorted(found.items()))
