"""Whether the indexes find what is held: they are there, they serve, and the texts made for them are in step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import LiteralString

from pole.stores.bolt.names import is_link_type, link_type
from pole.stores.bolt.schema import expected_names
from pole.stores.bolt.shapes import (
    Properties,
    key_codes,
    key_properties,
    keyset_of,
    link_of,
    link_properties,
    mention_of,
    mention_properties,
)
from pole.stores.bolt.wire import Row, Wire

_PAGE = 5_000


def faults_of_indexes(wire: Wire) -> Iterator[str]:
    """Each fault in words."""
    types = [name for (name,) in wire.rows("CALL db.relationshipTypes()") if is_link_type(name)]
    yield from _served(wire, types)
    yield from _stepped(wire, "mentions", _MENTIONS, _mention_in_step)
    for name in types:
        links: LiteralString = (
            f"MATCH ()-[n:{link_type(name)}]->() WHERE n.id > $last WITH n ORDER BY n.id LIMIT $limit"
            " RETURN n.id, properties(n), type(n)"
        )
        yield from _stepped(wire, "links", links, _link_in_step)
    yield from _keys(wire)
    yield from _words(wire)


def _served(wire: Wire, types: list[str]) -> Iterator[str]:
    """Types of which no link is left keep their indexes; one that never had a link kept has none to miss."""
    online = {name for (name,) in wire.rows("SHOW INDEXES YIELD name, state WHERE state = 'ONLINE' RETURN name")}
    held = [name for name in types if wire.rows(f"MATCH ()-[r:{link_type(name)}]->() RETURN 1 LIMIT 1")]
    for name in sorted(expected_names(held) - online):
        yield f"the index {name} is missing or does not serve: run `pole store migrate`"


_MENTIONS: LiteralString = (
    "MATCH (n:Mention) WHERE n.id > $last WITH n ORDER BY n.id LIMIT $limit RETURN n.id, properties(n)"
)
_KEYSETS: LiteralString = (
    "MATCH (n:KeySet) WHERE n.id > $last WITH n ORDER BY n.id LIMIT $limit RETURN n.id, properties(n)"
)
_KEYS: LiteralString = (
    "UNWIND $rows AS row RETURN COLLECT { UNWIND row.codes AS code"
    " MATCH (k:Key) WHERE k.code = code AND k.keyset = row.id RETURN properties(k) }"
)


def _stepped(
    wire: Wire,
    what: str,
    text: LiteralString,
    in_step: Callable[[Row], bool],
    complete: Callable[[list[Row]], list[Row]] = list,
) -> Iterator[str]:
    """Rows whose texts for the indexes are not those of their fields, counted a page at a time."""
    last, wrong, first = "", 0, ""
    rows: list[Row] = []
    while not last or len(rows) == _PAGE:
        rows = complete(wire.bulk(text, last=last, limit=_PAGE))
        if not rows:
            break
        broken = [row[0] for row in rows if not in_step(row)]
        wrong, first, last = wrong + len(broken), first or min(broken, default=""), rows[-1][0]
    if wrong:
        yield f"{wrong} {what} that are not found as they are, first {first}"


def _mention_in_step(row: Row) -> bool:
    return _agrees(row[1], mention_properties(mention_of(row[1])))


def _link_in_step(row: Row) -> bool:
    return _agrees(row[1], link_properties(link_of(row[2], row[1])))


def _agrees(held: Properties, due: Properties) -> bool:
    return dict(held) == {name: value for name, value in due.items() if value is not None}


def _keys(wire: Wire) -> Iterator[str]:
    """Every key set is found by all its keys, and by no other."""
    number = 0

    def complete(rows: list[Row]) -> list[Row]:
        nonlocal number
        asked = [{"id": id_, "codes": key_codes(keyset_of(p))} for id_, p in rows]
        found = [keys for (keys,) in wire.bulk(_KEYS, rows=asked)]
        number += sum(map(len, found))
        return [[*row, keys] for row, keys in zip(rows, found, strict=True)]

    yield from _stepped(wire, "key sets", _KEYSETS, _keys_in_step, complete)
    ((held,),) = wire.bulk("MATCH (k:Key) WHERE EXISTS { MATCH (:KeySet {id: k.keyset}) } RETURN count(k)")
    if held != number:
        yield f"{held - number} keys find a key set that does not state them"


def _keys_in_step(row: Row) -> bool:
    due = sorted(key_properties(keyset_of(row[1])), key=_key_order)
    return sorted(row[2], key=_key_order) == due


def _key_order(p: Properties) -> tuple[str, str]:
    return (p["text"], p["join"])


def _words(wire: Wire) -> Iterator[str]:
    """The full-text index has one entry a mention."""
    ((held, indexed),) = wire.bulk(
        "CALL () { MATCH (m:Mention) RETURN count(m) AS held }"
        " CALL () { CALL db.index.fulltext.queryNodes('mention_words', 'seen:v*') YIELD node RETURN count(node) AS indexed }"
        " RETURN held, indexed"
    )
    if held != indexed:
        yield f"the index of words is out of step: {indexed} mentions indexed, {held} held"
