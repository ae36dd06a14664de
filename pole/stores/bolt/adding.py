"""What a batch adds, as rows that are ready to be sent: one text makes nodes of every label, one links of every type.

A text for each label and type would do the same, but each of some fifty takes a round trip a batch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, LiteralString, NamedTuple, TypeAlias

from pole.errors import PoleError
from pole.graph.changes import Changes, Current
from pole.graph.rows import EntityRow, KeySetRow, LinkRow, RecordRow
from pole.model.facts import Id
from pole.stores.bolt.names import LABELS, link_type
from pole.stores.bolt.shapes import (
    key_properties,
    keyset_properties,
    link_properties,
    mention_properties,
    past_properties,
    properties,
)
from pole.stores.bolt.wire import CHUNK, Pen

Named: TypeAlias = tuple[str | Sequence[str], dict[str, Any]]
"""A label, several, or a link type; and properties."""

_NODES: LiteralString = "UNWIND $rows AS row CREATE (n:$(row[0])) SET n = row[1]"
_LINKS: LiteralString = (
    "UNWIND $rows AS row"
    " MATCH (a:Entity {id: row[1].start}) MATCH (b:Entity {id: row[1].end})"
    " CREATE (a)-[r:$(row[0])]->(b) SET r = row[1] RETURN count(r)"
)


class Additions(NamedTuple):
    """Everything that was not held before."""

    nodes: list[Named]
    links: list[Named]


def additions(changes: Changes, current: Current) -> Additions:
    """What these changes add; `current` knows what is held."""
    return Additions(
        [
            *(("Past", past_properties(row)) for row in changes.past),
            *_entities(changes.put_entities, current),
            *_keysets(changes.put_keysets, current),
            *_records(changes.put_records, changes.put_links),
            *(("Mention", mention_properties(row)) for row in changes.put_mentions),
            *(("Membership", properties(row)) for row in changes.open_membership),
            *(("Lineage", properties(row)) for row in changes.lineage),
        ],
        links_as_sent(changes.put_links),
    )


def links_as_sent(links: Iterable[LinkRow]) -> list[Named]:
    """Links by type and properties. Raises VocabularyError for a type that cannot be kept."""
    return [(link_type(row.type), link_properties(row)) for row in links]


def add_nodes(pen: Pen, nodes: Sequence[Named]) -> None:
    """Create them. A constraint refuses one that is there already."""
    pen.each(_NODES, nodes)


def add_links(pen: Pen, links: Sequence[Named]) -> None:
    """Create them. Raises PoleError when an end is not there: a link must not vanish without a word."""
    for first in range(0, len(links), CHUNK):
        rows = links[first : first + CHUNK]
        (made,) = pen.one(_LINKS, rows=rows)
        if made != len(rows):
            raise PoleError(f"{len(rows) - made} links have an end that is no entity.")


def _entities(entities: Iterable[EntityRow], current: Current) -> Iterator[Named]:
    return ((("Entity", LABELS[e.kind]), properties(e)) for e in entities if e.id not in current.entities)


def _keysets(keysets: Iterable[KeySetRow], current: Current) -> Iterator[Named]:
    """The keys are nodes of their own."""
    for row in keysets:
        if row.id not in current.keysets:
            yield "KeySet", keyset_properties(row)
            yield from (("Key", key) for key in key_properties(row))


def _records(records: Iterable[RecordRow], links: Iterable[LinkRow]) -> Iterator[Named]:
    """A record knows type and id of its links, which saves an index on every type: they are put and dropped with it."""
    of: dict[Id, list[str]] = defaultdict(list)
    for link in links:
        of[link.record].append(f"{link.type} {link.id}")
    return (("Record", {**properties(row), "links": of[row.id]}) for row in records)
