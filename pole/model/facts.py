"""What one row of a source says, once shaped: statements, mentions, links and the facets of its record.

These are the values that flow from shaping to the store. They are NamedTuples because a load makes millions of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import blake2b
from typing import NamedTuple, TypeAlias

import orjson

Id: TypeAlias = str
"""Twenty hexadecimal characters. Record, mention, link and key-set ids are made from content; entity ids are random."""

Instant: TypeAlias = str
"""A moment of loading or receipt: ISO 8601 in UTC with a trailing Z, fixed width, so that text order is time order."""


def instant(moment: datetime) -> Instant:
    """A moment of loading as stores write it. Raises ValueError for one that is nowhere: without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment of loading has a time zone")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def content_id(*parts: str) -> Id:
    """An id made from its parts: the same parts give the same id on every machine and every store."""
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


def turn(*parts: str) -> int:
    """What turns the id of a whole into that of the part which these name."""
    return int(content_id(*parts), 16)


def id_within(whole: Id, turned: int) -> Id:
    """The id of a part of a whole whose id is a hash: as good as a hash of both, and ten times as fast."""
    return (int(whole, 16) ^ turned).to_bytes(10).hex()


class Statement(NamedTuple):
    """One value of one attribute on one mention or link, as received and as understood.

    `value` is None exactly when `problem` is set. `problem` is ``rejected: reason`` (optionally followed by
    `` | suggestion`` parts) or ``absent: blank|unknown|placeholder``; the raw text survives either way.
    """

    attribute: str
    field: str
    """Source column or columns, joined by ``+``."""
    raw: str
    value: str | None
    precision: str | None = None
    problem: str | None = None
    begins: str | None = None
    """When true, from: a Moment's text."""
    ends: str | None = None
    basis: str | None = None
    """A `Basis`; None means RECORDED."""
    grade: str | None = None
    """``3x5x2:1BP`` or ``5x5x5:B24``; None when ungraded."""
    scheme: str | None = None
    """Code scheme of a coded value, or key scheme of an identifier, where it differs from the attribute's own."""
    review: str | None = None
    """For warnings: when the source will look at it again (Moment text)."""
    note: str | None = None
    """For warnings and graded items: the source's words beside the code."""
    former: Instant | None = None
    """Set when a later version of the record replaced this value, which stays as a former one: when that was loaded."""


def encode_statements(statements: tuple[Statement, ...] | list[Statement]) -> str:
    """One slim JSON array; a value equal to its raw text is written as `true`, trailing nulls are cut."""
    rows = list(map(_slim, statements))
    try:
        return orjson.dumps(rows).decode()
    except orjson.JSONEncodeError:
        # half a surrogate pair, which only the standard library writes: raw text survives whatever it is
        return json.dumps(rows, separators=(",", ":"))


def _slim(s: Statement) -> list[object]:
    attribute, field, raw, value, *rest = s
    row: list[object] = [attribute, field, raw, True if value == raw else value]
    if rest != _NOTHING_MORE:
        while rest[-1] is None:
            del rest[-1]
        row += rest
    return row


def decode_statements(body: str) -> list[Statement]:
    """The statements of a stored body, in the order of the mapping."""
    try:
        rows = orjson.loads(body)
    except orjson.JSONDecodeError:
        rows = json.loads(body)
    found: list[Statement] = []
    for row in rows:
        if row[3] is True:
            row[3] = row[2]
        found.append(Statement(*row))
    return found


_NOTHING_MORE: list[str | None] = [None] * (len(Statement._fields) - 4)
"""What stands behind attribute, field, raw and value, which are always written, in most statements."""


def column_texts(bodies: Iterable[str]) -> dict[str, str]:
    """What each column says in these stored bodies today, as received: its texts in order, each once, one a line."""
    found: dict[str, set[str]] = {}
    for body in bodies:
        for s in decode_statements(body):
            if s.former is None:
                found.setdefault(s.field, set()).add(s.raw)
    return {field: "\n".join(sorted(texts)) for field, texts in found.items()}


class Join(StrEnum):
    """What a key may do in identity."""

    KEY = "k"
    """Joins: a source's trusted person number, an event reference, an E.164 number, a canonical address."""
    STRONG = "s"
    """Joins unless something contradicts it: PNC, CRO, NINO."""
    LOOK_UP = "l"
    """Found when asked for, never joins."""


class Key(NamedTuple):
    """An identifier that a mention states: scheme, normalised value and what it may do."""

    scheme: str
    value: str
    join: str
    """A `Join` value."""

    @property
    def text(self) -> str:
        """The look-up text of the key: ``scheme|value``."""
        return f"{self.scheme}|{self.value}"


class ShapedMention(NamedTuple):
    """One facet of what a row says of one thing: everything in it has one visibility."""

    id: Id
    record: Id
    name: str
    """Local name in the mapping (``victim``, ``scene``); facets of one mention share row and name."""
    kind: str
    subtype: str
    vis: int
    keys: tuple[Key, ...]
    """Keys as seen at this visibility: those of this facet and of the facets of the same mention at or below it."""
    statements: tuple[Statement, ...]
    caption: str
    rank: int
    """How good the caption is: higher wins; 0 when the mention has nothing to show but a key."""
    born: str | None
    text: str
    """Searchable text: one line an attribute, ``attribute<TAB>folded words``."""


class ShapedLink(NamedTuple):
    """One record's assertion that two of its mentions are related, in one visibility with both its ends."""

    id: Id
    record: Id
    name: str
    type: str
    role: str
    """The role a mapping chose where the link type lists several; empty otherwise."""
    start: Id
    """Mention id."""
    end: Id
    vis: int
    begins: str | None
    ends: str | None
    standing: str | None
    basis: str | None
    grade: str | None
    field: str
    statements: tuple[Statement, ...]


class Facet(NamedTuple):
    """What one row says in one visibility: the unit that has a version."""

    record: Id
    vis: int
    hash: str
    """Of everything in the facet and of the mapping: equal hashes mean that nothing changed here."""
    raw: str | None
    """The row as received, only in the facet whose visibility the mapping declares for raw rows."""
    mentions: tuple[ShapedMention, ...]
    links: tuple[ShapedLink, ...]


class Verb(StrEnum):
    """What a row of an extract asks for."""

    PUT = "put"
    DELETE = "delete"
    """Recorded in error: the owner takes the record back."""
    VANISH = "vanish"
    """Not in a full extract any more, without a word from the owner."""
    WITHDRAW = "withdraw"
    """No longer among the children that an extract has for its parent."""
    DISPOSE = "dispose"
    """Disposed of at source: every version is erased here too."""


class ShapedRow(NamedTuple):
    """One row of an extract, ready to be planned."""

    verb: str
    row: Id
    """Made from source, record type and the source's own key; carries no visibility."""
    source: str
    type: str
    key: str
    received: Instant
    parent: Id | None
    made_from: tuple[Id, ...]
    """Rows this one was made from, and shared origins (a log, a parent report, a source reference)."""
    unit: str | None
    file: str
    line: int
    facets: tuple[Facet, ...]
    correction: frozenset[str] = frozenset()
    """Attributes whose change is a correction: the old value never stays as a former one."""


def row_id(source: str, record_type: str, key: str) -> Id:
    """The id of a source's row, whatever its visibility or version."""
    return content_id("row", source, record_type, key)


def row_ids(source: str, record_type: str) -> Callable[[str], Id]:
    """Makes `row_id` of keys of one type, in half the time: what the ids of a type have in common is hashed once."""
    begun = blake2b("\x1f".join(("row", source, record_type, "")).encode(), digest_size=10).copy

    def id_of(key: str) -> Id:
        hashed = begun()
        hashed.update(key.encode("utf-8", "surrogatepass"))
        return hashed.hexdigest()

    return id_of


def record_id(row: Id, vis: int) -> Id:
    """The id of one facet of a row, whatever its version."""
    return id_within(row, record_turn(vis))


def mention_id(record: Id, name: str) -> Id:
    """The id of what one facet says of one thing."""
    return id_within(record, mention_turn(name))


def link_id(record: Id, name: str, link_type: str, role: str) -> Id:
    """The id of one assertion; another type or role is another assertion."""
    return id_within(record, link_turn(name, link_type, role))


def record_turn(vis: int) -> int:
    """From a row to its facet."""
    return turn("record", str(vis))


def mention_turn(name: str) -> int:
    """From a facet to what it says of one thing."""
    return turn("mention", name)


def link_turn(name: str, link_type: str, role: str) -> int:
    """From a facet to one assertion of it."""
    return turn("link", name, link_type, role)
