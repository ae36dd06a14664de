"""What a batch adds, as rows that are ready to be sent: a text for each label, and one for links of every type.

A text for each link type would do the same, but each of some forty takes a round trip a batch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, LiteralString, NamedTuple

from pole.errors import PoleError
from pole.graph.changes import Changes, Current
from pole.graph.rows import EntityRow, KeySetRow, LineageRow, LinkRow, MembershipRow, RecordRow
from pole.model.facts import Id
from pole.stores.bolt.names import LABELS, in_order, link_type
from pole.stores.bolt.shapes import (
    KEY,
    LINK,
    MENTION,
    PAST,
    RECORD,
    Values,
    key_values,
    keyset_properties,
    link_values,
    mention_values,
    past_values,
    record_values,
)
from pole.stores.bolt.wire import CHUNK, Pen


class Nodes(NamedTuple):
    """Nodes of one label, or of several."""

    labels: LiteralString
    columns: Sequence[str]
    rows: list[Values]


class Additions(NamedTuple):
    """Everything that was not held before."""

    nodes: list[Nodes]
    links: list[Values]


def additions(changes: Changes, current: Current) -> Additions:
    """What these changes add; `current` knows what is held."""
    keysets = [row for row in changes.put_keysets if row.id not in current.keysets]
    return Additions(
        [
            Nodes("Past", PAST, list(map(past_values, changes.past))),
            *_entities(row for row in changes.put_entities if row.id not in current.entities),
            Nodes("KeySet", KeySetRow._fields, [list(keyset_properties(row).values()) for row in keysets]),
            Nodes("Key", KEY, [values for row in keysets for values in key_values(row)]),
            Nodes("Record", RECORD, _records(changes.put_records, changes.put_links)),
            Nodes("Mention", MENTION, list(map(mention_values, changes.put_mentions))),
            Nodes("Membership", MembershipRow._fields, list(map(list, changes.open_membership))),
            Nodes("Lineage", LineageRow._fields, list(map(list, changes.lineage))),
        ],
        links_as_sent(changes.put_links),
    )


def links_as_sent(links: Iterable[LinkRow]) -> list[Values]:
    """Links as their type and ends, then all that is kept of them. Raises VocabularyError for a type that cannot be kept."""
    return [[link_type(row.type), row.start, row.end, *link_values(row)] for row in links]


def add_nodes(pen: Pen, nodes: Iterable[Nodes]) -> None:
    """Create them. A constraint refuses one that is there already."""
    for labels, columns, rows in nodes:
        pen.each(f"UNWIND $rows AS row CREATE (:{labels} {{{in_order(columns)}}})", rows)


def add_links(pen: Pen, links: Sequence[Values]) -> None:
    """Create them. Raises PoleError when an end is not there: a link must not vanish without a word."""
    for first in range(0, len(links), CHUNK):
        rows = links[first : first + CHUNK]
        (made,) = pen.one(_LINKS, rows=rows)
        if made != len(rows):
            raise PoleError(f"{len(rows) - made} links have an end that is no entity.")


_LINKS: Final[LiteralString] = (
    "UNWIND $rows AS row MATCH (a:Entity {id: row[1]}) MATCH (b:Entity {id: row[2]})"
    f" CREATE (a)-[r:$(row[0]) {{{in_order(LINK, 3)}}}]->(b) RETURN count(r)"
)


def _entities(entities: Iterable[EntityRow]) -> Iterator[Nodes]:
    by_kind: dict[str, list[Values]] = defaultdict(list)
    for entity in entities:
        by_kind[entity.kind].append(list(entity))
    for kind, rows in by_kind.items():
        yield Nodes(f"Entity:{LABELS[kind]}", EntityRow._fields, rows)


def _records(records: Iterable[RecordRow], links: Iterable[LinkRow]) -> list[Values]:
    of: dict[Id, list[LinkRow]] = defaultdict(list)
    for link in links:
        of[link.record].append(link)
    return [record_values(row, of[row.id]) for row in records]
