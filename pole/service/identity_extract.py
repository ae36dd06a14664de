"""Which record's word is held to be about whom: for who holds it against a truth of their own. No content leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pole.access.policy_file import Entitlement
from pole.access.session import Inquiry
from pole.graph.questions import PageRequest
from pole.graph.rows import MentionRow
from pole.model.facts import Id
from pole.model.kind import Kind
from pole.service.index_extract import AT_ONCE, PERSON

JOINED = "joined"
"""The tier of all that is held to be one: identity in the store is by keys, which put nothing to review."""


class Word(NamedTuple):
    """What one record says of a person, by the source's own names for it."""

    source: str
    record: str
    """Record type."""
    key: str
    """The source's own key of the record, its columns joined by ``|``."""
    mention: str
    entity: Id
    tier: str


def words_about_persons(inquiry: Inquiry) -> Iterator[Word]:
    """Every record's word about every person, by person; memory holds one person. Raises NotEntitledError.

    Left out is what this viewer may not see as received, as its key is not for them either.
    """
    for person, mentions in mentions_of_persons(inquiry):
        rows = inquiry.graph.facets(sorted({m.row for m in mentions}))
        keys = {r.row: (r.type, r.key) for r in rows if r.raw is not None}
        found = {Word(m.source, *keys[m.row], m.name, person, JOINED) for m in mentions if m.row in keys}
        inquiry.counts("word", len(found))
        yield from sorted(found)


def mentions_of_persons(inquiry: Inquiry) -> Iterator[tuple[Id, list[MentionRow]]]:
    """Every person that is no organisation, group or post, with all mentions, newest first. Raises NotEntitledError."""
    inquiry.policy.require(inquiry.viewer, Entitlement.EXPORT_IDENTITY)
    after: tuple[str, ...] | None = None
    while True:
        page = inquiry.graph.things(Kind.PERSON.value, PageRequest(AT_ONCE, after))
        for row in page.rows:
            if row.subtype == PERSON and inquiry.scope.group_of(row.id) == row.id:
                yield row.id, [m for mentions in _pages(inquiry, row.id) for m in mentions]
        if not page.more:
            return
        after = (page.rows[-1].id,)


def _pages(inquiry: Inquiry, person: Id) -> Iterator[Sequence[MentionRow]]:
    after: tuple[str, ...] | None = None
    while True:
        page = inquiry.graph.mentions(person, PageRequest(AT_ONCE, after))
        yield page.rows
        if not page.more:
            return
        after = (page.rows[-1].received, page.rows[-1].id)
