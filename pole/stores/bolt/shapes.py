"""How rows become properties of nodes and relationships, and back. A property that is null is not there.

What is written in numbers is written as values in the order of its columns, for a name beside every value is a third of
what server and client do for it.

Three kinds of text are made for the indexes, because a range index gives one ascending order:
`newest` (receipt turned upside down, then id), `goodness` (rank turned upside down, then `newest`) of a mention, and
`tie_out` and `tie_in` of a link, which put the links of an entity in the order of its ties.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from pole.graph.rows import (
    DecisionRow,
    EntityRow,
    KeySetRow,
    LastWord,
    LedgerRow,
    LineageRow,
    LinkRow,
    MembershipRow,
    MentionRow,
    PastRow,
    QuarantineRow,
    RecordRow,
    SameRow,
    TaskRow,
)
from pole.graph.words import searchable_words
from pole.model.facts import Id, Instant, Key, content_id

Properties: TypeAlias = Mapping[str, Any]
Values: TypeAlias = list[Any]
"""In the order of columns."""

SEPARATOR = "\x1f"
"""Sorts before every character of an id or a role."""
_TURN = str.maketrans("0123456789", "9876543210")
_RANKS = 10**9


def newest(received: Instant, id_: Id) -> str:
    """Text whose order is newest receipt first, then id. Instants have a fixed width, so their digits can be turned."""
    return f"{received.translate(_TURN)}{SEPARATOR}{id_}"


def goodness(rank: int, received: Instant, id_: Id) -> str:
    """Text whose order is highest rank, then newest, then smallest id."""
    return f"{_RANKS - rank:010d}{newest(received, id_)}"


def tie_text(entity: Id, role: str, other: Id) -> str:
    """Text whose order is that of the ties of one entity, type and direction."""
    return f"{entity}{SEPARATOR}{role}{SEPARATOR}{other}"


def seen_as(vis: int) -> str:
    """A visibility as a word of the full-text index."""
    return f"v{vis}"


def key_code(text: str) -> str:
    """What a key is indexed by: of fixed length, because a range index takes no long text."""
    return content_id("key", text)


def properties(row: Any) -> dict[str, Any]:
    """The fields of a row whose values are all properties by themselves."""
    fields: dict[str, Any] = row._asdict()
    return fields


RECORD = (*RecordRow._fields, "links")
MENTION = (*MentionRow._fields, "newest", "goodness", "words", "seen")
LINK = (*(name for name in LinkRow._fields if name != "type"), "tie_out", "tie_in")
KEY = ("code", "text", "join", "keyset", "vis")
PAST = (*PastRow._fields, "keyset_0", "keyset_1", "newest")


def record_values(row: RecordRow, links: Iterable[LinkRow]) -> Values:
    """A record, with type and id of its links, which saves an index on every type: they are put and dropped with it."""
    return [*row, [f"{link.type} {link.id}" for link in links]]


def mention_values(row: MentionRow) -> Values:
    """A mention, with what its indexes need."""
    return [
        *row,
        newest(row.received, row.id),
        goodness(row.rank, row.received, row.id),
        " ".join(sorted(set(searchable_words(row.text)))),
        seen_as(row.vis),
    ]


def mention_properties(row: MentionRow) -> dict[str, Any]:
    """The same by name."""
    return dict(zip(MENTION, mention_values(row), strict=True))


def link_values(row: LinkRow) -> Values:
    """A link, with what its indexes need; its type is that of the relationship."""
    id_, _, *fields = row
    return [id_, *fields, tie_text(row.start, row.role, row.end), tie_text(row.end, row.role, row.start)]


def link_properties(row: LinkRow) -> dict[str, Any]:
    """The same by name."""
    return dict(zip(LINK, link_values(row), strict=True))


def keyset_properties(row: KeySetRow) -> dict[str, Any]:
    """A key set, its keys as JSON."""
    return {**row._asdict(), "keys": json.dumps(row.keys, ensure_ascii=False, separators=(",", ":"))}


def key_values(row: KeySetRow) -> list[Values]:
    """The keys of a key set as nodes of their own, by which it is found."""
    return [[key_code(key.text), key.text, key.join, row.id, row.vis] for key in row.keys]


def key_properties(row: KeySetRow) -> list[dict[str, Any]]:
    """The same by name."""
    return [dict(zip(KEY, values, strict=True)) for values in key_values(row)]


def key_codes(row: KeySetRow) -> list[str]:
    """What the keys of a key set are indexed by, each once."""
    return sorted({key_code(key.text) for key in row.keys})


def past_values(row: PastRow) -> Values:
    """A past row, found by either of its key sets; one of a mention in the order of mentions."""
    order = None
    if row.what == "mention":
        mention = MentionRow(*json.loads(row.payload))
        order = newest(mention.received, mention.id)
    return [*row, *(*row.keysets, None, None)[:2], order]


def past_properties(row: PastRow) -> dict[str, Any]:
    """The same by name."""
    return dict(zip(PAST, past_values(row), strict=True))


def ledger_properties(row: LedgerRow) -> dict[str, Any]:
    """A batch, its counts as JSON, and where its extract stands."""
    return {**row._asdict(), "counts": json.dumps(row.counts, separators=(",", ":")), "place": row.place}


def record_of(p: Properties) -> RecordRow:
    """A record from its node."""
    row = RecordRow._make(map(p.get, RecordRow._fields))
    return row._replace(made_from=tuple(row.made_from or ()))


def mention_of(p: Properties) -> MentionRow:
    """A mention from its node."""
    return MentionRow._make(map(p.get, MentionRow._fields))


def link_of(type_: str, p: Properties) -> LinkRow:
    """A link from its relationship."""
    return LinkRow._make(map({**p, "type": type_}.get, LinkRow._fields))


def keyset_of(p: Properties) -> KeySetRow:
    """A key set from its node."""
    row = KeySetRow._make(map(p.get, KeySetRow._fields))
    return row._replace(keys=tuple(Key(*key) for key in json.loads(p["keys"])))


def entity_of(p: Properties) -> EntityRow:
    """An entity from its node."""
    return EntityRow._make(map(p.get, EntityRow._fields))


def same_of(p: Properties) -> SameRow:
    """A tie between layers from its node."""
    return SameRow._make(map(p.get, SameRow._fields))


def membership_of(p: Properties) -> MembershipRow:
    """A piece of membership history from its node."""
    return MembershipRow._make(map(p.get, MembershipRow._fields))


def lineage_of(p: Properties) -> LineageRow:
    """A merge or split from its node."""
    return LineageRow._make(map(p.get, LineageRow._fields))


def word_of(p: Properties) -> LastWord:
    """A last word from its node."""
    return LastWord._make(map(p.get, LastWord._fields))


def task_of(p: Properties) -> TaskRow:
    """A task of correction from its node."""
    return TaskRow._make(map(p.get, TaskRow._fields))


def decision_of(p: Properties) -> DecisionRow:
    """A decision from its node."""
    row = DecisionRow._make(map(p.get, DecisionRow._fields))
    return row._replace(one_keysets=tuple(row.one_keysets or ()), other_keysets=tuple(row.other_keysets or ()))


def decision_ends(row: DecisionRow) -> list[dict[str, Any]]:
    """The key sets that a decision binds as nodes of their own, by which it is found."""
    return [
        {"keyset": keyset, "decision": row.id, "side": side}
        for side, keysets in enumerate((row.one_keysets, row.other_keysets))
        for keyset in keysets
    ]


def facets_text(facets: Iterable[int]) -> str:
    """The visibilities of the facets of a row, as the text that names their tally."""
    return " ".join(map(str, facets))


def past_of(p: Properties) -> PastRow:
    """A past row from its node."""
    row = PastRow._make(map(p.get, PastRow._fields))
    return row._replace(keysets=tuple(row.keysets or ()))


def quarantine_of(p: Properties) -> QuarantineRow:
    """A row in quarantine from its node."""
    return QuarantineRow._make(map(p.get, QuarantineRow._fields))


def ledger_of(p: Properties) -> LedgerRow:
    """A batch from its node."""
    row = LedgerRow._make(map(p.get, LedgerRow._fields))
    return row._replace(counts=json.loads(p["counts"]))


def past_mention(p: Properties, entity: Id) -> MentionRow:
    """The mention of a past row, as visible as it is today, under the entity that then held it."""
    return MentionRow(*json.loads(p["payload"]))._replace(vis=p["vis"], entity=entity)


def past_link(p: Properties) -> LinkRow:
    """The link of a past row, as visible as it is today, between the entities of when it was written."""
    return LinkRow(*json.loads(p["payload"]))._replace(vis=p["vis"])
