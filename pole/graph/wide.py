"""Answers that hold what a page needs, so that a store at the far end of a wire is asked once."""

from __future__ import annotations

from typing import NamedTuple

from pole.graph.questions import Page
from pole.graph.rows import CountRow, EntityRow, LineageRow, MentionRow, RecordRow, TieRow
from pole.model.facts import Id


class About(NamedTuple):
    """What a single view of entities that are taken as one thing is made of."""

    entities: list[EntityRow]
    """Those that exist, as `entities`."""
    mentions: Page[MentionRow]
    """The newest, as `mentions`."""
    records: list[RecordRow]
    """Of these mentions, ordered by id."""
    counts: list[CountRow]
    """As `relationship_counts`."""
    lineage: list[LineageRow]
    """As `lineage`."""
    titles: dict[str, str]
    """How every source in the register is called, by its name."""


class Around(NamedTuple):
    """A page of the ties of entities that are taken as one thing, and what they are shown with."""

    ties: Page[TieRow]
    """As `neighbours`."""
    counts: list[CountRow]
    """As `relationship_counts`: of all pages."""
    entities: list[EntityRow]
    """Those asked about and those at the other ends, ordered by id."""
    records: list[RecordRow]
    """Of the links in these ties, ordered by id."""


class Ties(NamedTuple):
    """Ties between pairs, and what they are shown with."""

    rows: list[TieRow]
    """Ordered by (entity, type, role, outgoing, other)."""
    entities: list[EntityRow]
    """Those of the pairs, ordered by id."""
    records: list[RecordRow]
    """Of the links in these ties, ordered by id."""


def ends_of(ties: list[TieRow]) -> set[Id]:
    """Both ends of these ties."""
    return {id_ for tie in ties for id_ in (tie.entity, tie.other)}


def records_in(ties: list[TieRow]) -> set[Id]:
    """The records of the links in these ties."""
    return {link.record for tie in ties for link in tie.links}
