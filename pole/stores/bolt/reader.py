"""Questions about what is live, seen through fixed visibilities; each answered by the module it names."""

from __future__ import annotations

from collections.abc import Sequence

from pole.graph.port import Ids
from pole.graph.questions import DecisionWhere, LinkWhere, Page, PageRequest, SearchWhere, TaskWhere
from pole.graph.rows import (
    ChangeRow,
    Columns,
    CountRow,
    DecisionRow,
    EntityRow,
    Frontier,
    Hit,
    KeySetRow,
    LineageRow,
    LinkRow,
    MentionRow,
    PastRow,
    RecordRow,
    SourceRow,
    TaskRow,
    TieRow,
)
from pole.graph.wide import About, Around, Ties
from pole.model.facts import Id, Instant
from pole.stores.bolt import changes, decisions, frontier, history, search, sources, tasks, things, ties, wide
from pole.stores.bolt.sight import Sight


class BoltReader:
    """`pole.graph.port.StoreReader` on Neo4j; any thread may ask."""

    def __init__(self, sight: Sight) -> None:
        self._sight = sight

    def cancel(self) -> None:
        """Stop what is being asked, in whatever thread: it raises AbandonedError, as does all that follows."""
        self._sight.wire.stop(self._sight.asker)

    def entities(self, ids: Ids) -> list[EntityRow]:
        return things.entities(self._sight, ids)

    def mentions(self, entities: Ids, page: PageRequest) -> Page[MentionRow]:
        return things.mentions(self._sight, entities, page)

    def mention_count(self, entities: Ids) -> int:
        return things.mention_count(self._sight, entities)

    def keysets(self, entities: Ids, limit: int) -> list[KeySetRow]:
        return things.keysets(self._sight, entities, limit)

    def records(self, ids: Ids) -> list[RecordRow]:
        return things.records(self._sight, ids)

    def facets(self, rows: Ids) -> list[RecordRow]:
        return things.facets(self._sight, rows)

    def records_of(self, source: str, types: Sequence[str], page: PageRequest) -> Page[RecordRow]:
        return things.records_of(self._sight, source, types, page)

    def mentions_of(self, records: Ids) -> list[MentionRow]:
        return things.mentions_of(self._sight, records)

    def links_of(self, records: Ids) -> list[LinkRow]:
        return things.links_of(self._sight, records)

    def by_identifier(self, keys: Sequence[str]) -> list[tuple[str, Id]]:
        return things.by_identifier(self._sight, keys)

    def search(self, where: SearchWhere, limit: int) -> list[Hit]:
        return search.search(self._sight, where, limit)

    def relationship_counts(self, entities: Ids, where: LinkWhere) -> list[CountRow]:
        return ties.relationship_counts(self._sight, entities, where)

    def neighbours(self, entities: Ids, where: LinkWhere, page: PageRequest) -> Page[TieRow]:
        return ties.neighbours(self._sight, entities, where, page)

    def tie_others(self, entities: Ids, where: LinkWhere) -> list[tuple[str, str, bool, Id, str, int]]:
        return ties.tie_others(self._sight, entities, where)

    def events(self, entities: Ids, where: LinkWhere, page: PageRequest) -> Page[TieRow]:
        return ties.events(self._sight, entities, where, page)

    def frontier(self, ids: Ids, where: LinkWhere, hub: int | None) -> Frontier:
        return frontier.frontier(self._sight, ids, where, hub)

    def links(self, ids: Ids) -> list[LinkRow]:
        return things.links(self._sight, ids)

    def links_between(
        self, entity: Ids, other: Ids, type_: str, role: str, outgoing: bool, page: PageRequest
    ) -> Page[LinkRow]:
        return ties.links_between(self._sight, (entity, other), (type_, role, outgoing), page)

    def lineage(self, entities: Ids) -> list[LineageRow]:
        return history.lineage(self._sight, entities)

    def past_mentions(self, entities: Ids, at: Instant, limit: int) -> list[MentionRow]:
        return history.past_mentions(self._sight, entities, at, limit)

    def past_links(self, entities: Ids, at: Instant, limit: int) -> list[LinkRow]:
        return history.past_links(self._sight, entities, at, limit)

    def changes(self, entities: Ids, since: Instant, page: PageRequest) -> Page[ChangeRow]:
        return changes.changes(self._sight, entities, since, page)

    def things(self, kind: str, page: PageRequest) -> Page[EntityRow]:
        return things.things(self._sight, kind, page)

    def last_received(self, entities: Ids, sources: Sequence[str]) -> list[tuple[Id, str, Instant]]:
        return things.last_received(self._sight, entities, sources)

    def decisions(self, where: DecisionWhere, page: PageRequest) -> Page[DecisionRow]:
        return decisions.decisions(self._sight, where, page)

    def decision(self, ids: Ids) -> list[DecisionRow]:
        return decisions.decision(self._sight, ids)

    def tasks(self, where: TaskWhere, page: PageRequest) -> Page[TaskRow]:
        return tasks.tasks(self._sight, where, page)

    def task(self, ids: Ids) -> list[TaskRow]:
        return tasks.task(self._sight, ids)

    def versions(self, record: Id) -> list[PastRow]:
        return history.versions(self._sight, record)

    def sources(self) -> list[SourceRow]:
        return sources.sources(self._sight)

    def about(self, entities: Ids, most: int, where: LinkWhere) -> About:
        return wide.about(self._sight, entities, most, where)

    def around(self, entities: Ids, where: LinkWhere, page: PageRequest) -> Around:
        return wide.around(self._sight, entities, where, page)

    def ties(self, pairs: Sequence[tuple[Id, Id]], where: LinkWhere) -> Ties:
        return wide.ties(self._sight, pairs, where)

    def projection(self, where: LinkWhere) -> Columns:
        return frontier.projection(self._sight, where)
