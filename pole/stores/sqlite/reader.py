"""Questions about what is live, seen through fixed visibilities. Links and time have modules of their own."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from threading import Event

from pole.graph import composed
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
from pole.stores.sqlite import decisions, history, search, tasks, ties
from pole.stores.sqlite.columns import ENTITY, KEYSET, LINK, MENTION, RECORD, in_order, keyset_of, record_of
from pole.stores.sqlite.connections import BULK_SECONDS, QUESTION_SECONDS, Connections, Look, listed
from pole.stores.sqlite.sources import sources


class SqliteReader:
    """`pole.graph.port.StoreReader` on SQLite; any thread may ask."""

    def __init__(
        self, connections: Connections, visibilities: frozenset[int], seconds: float = QUESTION_SECONDS
    ) -> None:
        self._connections = connections
        self._visibilities = visibilities
        self._seconds = seconds
        self._cancelled = Event()

    def cancel(self) -> None:
        """Stop what is being asked, in whatever thread: it raises AbandonedError, as does all that follows."""
        self._cancelled.set()

    def _look(self, seconds: float | None = None) -> AbstractContextManager[Look]:
        return self._connections.reading(self._visibilities, seconds or self._seconds, self._cancelled.is_set)

    def entities(self, ids: Ids) -> list[EntityRow]:
        with self._look() as look:
            rows = look.rows(
                "SELECT " + ENTITY + " FROM json_each(:ids) AS i CROSS JOIN entities AS e ON e.id = i.value"
                " WHERE e.vis IN temp.visible ORDER BY i.key",
                {"ids": listed(in_order(ids))},
            )
        return list(map(EntityRow._make, rows))

    def mentions(self, entities: Ids, page: PageRequest) -> Page[MentionRow]:
        with self._look() as look:
            keys = [key for entity in in_order(entities) for key in _mention_keys(look, entity, page)]
            keys.sort(key=lambda key: key[1])
            keys.sort(key=lambda key: key[0], reverse=True)
            rows = look.rows(
                "SELECT " + MENTION + " FROM json_each(:ids) AS i CROSS JOIN mentions AS m ON m.id = i.value"
                " WHERE m.vis IN temp.visible ORDER BY i.key",
                {"ids": listed(id_ for _, id_ in keys[: page.first])},
            )
        return Page(list(map(MentionRow._make, rows)), len(keys) > page.first)

    def mention_count(self, entities: Ids) -> int:
        with self._look() as look:
            return look.number(
                "SELECT count(*) FROM json_each(:ids) AS i CROSS JOIN mentions AS m ON m.entity = i.value"
                " WHERE m.vis IN temp.visible",
                {"ids": listed(in_order(entities))},
            )

    def keysets(self, entities: Ids, limit: int) -> list[KeySetRow]:
        with self._look() as look:
            rows = look.rows(
                "SELECT " + KEYSET + " FROM json_each(:ids) AS i CROSS JOIN keysets AS s ON s.entity = i.value"
                " WHERE s.vis IN temp.visible ORDER BY s.id LIMIT :limit",
                {"ids": listed(in_order(entities)), "limit": limit},
            )
        return list(map(keyset_of, rows))

    def records(self, ids: Ids) -> list[RecordRow]:
        with self._look() as look:
            rows = look.rows(
                "SELECT " + RECORD + " FROM json_each(:ids) AS i CROSS JOIN records AS r ON r.id = i.value"
                " WHERE r.vis IN temp.visible ORDER BY i.key",
                {"ids": listed(in_order(ids))},
            )
        return list(map(record_of, rows))

    def facets(self, rows: Ids) -> list[RecordRow]:
        with self._look() as look:
            found = look.rows(
                "SELECT " + RECORD + " FROM json_each(:ids) AS i CROSS JOIN records AS r ON r.row = i.value"
                " WHERE r.vis IN temp.visible ORDER BY r.row, r.id",
                {"ids": listed(in_order(rows))},
            )
        return list(map(record_of, found))

    def records_of(self, source: str, types: Sequence[str], page: PageRequest) -> Page[RecordRow]:
        row, id_ = page.after or ("", "")
        with self._look() as look:
            found = look.rows(
                "SELECT " + RECORD + " FROM records AS r WHERE (r.row, r.id) > (:row, :id) AND r.source = :source"
                " AND r.type IN (SELECT value FROM json_each(:types)) AND r.vis IN temp.visible"
                " ORDER BY r.row, r.id LIMIT :limit",
                {"row": row, "id": id_, "source": source, "types": listed(types), "limit": page.first + 1},
            )
        return Page(list(map(record_of, found[: page.first])), len(found) > page.first)

    def mentions_of(self, records: Ids) -> list[MentionRow]:
        with self._look() as look:
            rows = look.rows(
                "SELECT " + MENTION + " FROM json_each(:ids) AS i CROSS JOIN mentions AS m ON m.record = i.value"
                " WHERE m.vis IN temp.visible ORDER BY m.record, m.name",
                {"ids": listed(in_order(records))},
            )
        return list(map(MentionRow._make, rows))

    def links_of(self, records: Ids) -> list[LinkRow]:
        with self._look() as look:
            rows = look.rows(
                "SELECT " + LINK + " FROM json_each(:ids) AS i CROSS JOIN links AS l ON l.record = i.value"
                " WHERE l.vis IN temp.visible ORDER BY l.record, l.id",
                {"ids": listed(in_order(records))},
            )
        return list(map(LinkRow._make, rows))

    def by_identifier(self, keys: Sequence[str]) -> list[tuple[str, Id]]:
        with self._look() as look:
            rows = look.rows(
                "SELECT DISTINCT k.key, k.entity FROM json_each(:keys) AS i CROSS JOIN keyset_keys AS k"
                " ON k.key = i.value WHERE k.vis IN temp.visible ORDER BY k.key, k.entity",
                {"keys": listed(in_order(keys))},
            )
        return [(key, entity) for key, entity in rows]

    def search(self, where: SearchWhere, limit: int) -> list[Hit]:
        with self._look() as look:
            return search.search(look, where, limit)

    def relationship_counts(self, entities: Ids, where: LinkWhere) -> list[CountRow]:
        with self._look() as look:
            return ties.relationship_counts(look, entities, where)

    def neighbours(self, entities: Ids, where: LinkWhere, page: PageRequest) -> Page[TieRow]:
        with self._look() as look:
            return ties.neighbours(look, entities, where, page)

    def tie_others(self, entities: Ids, where: LinkWhere) -> list[tuple[str, str, bool, Id, str, int]]:
        with self._look() as look:
            return ties.tie_others(look, entities, where)

    def ties(self, pairs: Sequence[tuple[Id, Id]], where: LinkWhere) -> Ties:
        with self._look() as look:
            found = ties.ties(look, pairs, where)
        return composed.shown(self, pairs, found)

    def events(self, entities: Ids, where: LinkWhere, page: PageRequest) -> Page[TieRow]:
        with self._look() as look:
            return ties.events(look, entities, where, page)

    def frontier(self, ids: Ids, where: LinkWhere, hub: int | None) -> Frontier:
        with self._look() as look:
            return ties.frontier(look, ids, where, hub)

    def links(self, ids: Ids) -> list[LinkRow]:
        with self._look() as look:
            return ties.links_in_order(look, in_order(ids))

    def links_between(
        self, entity: Ids, other: Ids, type_: str, role: str, outgoing: bool, page: PageRequest
    ) -> Page[LinkRow]:
        with self._look() as look:
            return ties.links_between(look, (entity, other), (type_, role, int(outgoing)), page)

    def lineage(self, entities: Ids) -> list[LineageRow]:
        with self._look() as look:
            return history.lineage(look, entities)

    def past_mentions(self, entities: Ids, at: Instant, limit: int) -> list[MentionRow]:
        with self._look() as look:
            return history.past_mentions(look, entities, at, limit)

    def past_links(self, entities: Ids, at: Instant, limit: int) -> list[LinkRow]:
        with self._look() as look:
            return history.past_links(look, entities, at, limit)

    def changes(self, entities: Ids, since: Instant, page: PageRequest) -> Page[ChangeRow]:
        with self._look() as look:
            return history.changes(look, entities, since, page)

    def things(self, kind: str, page: PageRequest) -> Page[EntityRow]:
        (after,) = page.after or ("",)
        with self._look() as look:
            rows = look.rows(
                "SELECT "
                + ENTITY
                + " FROM entities AS e WHERE e.id > :after AND e.kind = :kind AND e.vis IN temp.visible"
                " ORDER BY e.id LIMIT :limit",
                {"after": after, "kind": kind, "limit": page.first + 1},
            )
        return Page(list(map(EntityRow._make, rows[: page.first])), len(rows) > page.first)

    def last_received(self, entities: Ids, sources: Sequence[str]) -> list[tuple[Id, str, Instant]]:
        with self._look() as look:
            rows = look.rows(
                "SELECT m.entity, m.source, max(m.received) FROM json_each(:ids) AS i CROSS JOIN mentions AS m"
                " ON m.entity = i.value WHERE m.source IN (SELECT value FROM json_each(:sources)) AND m.vis IN temp.visible"
                " GROUP BY m.entity, m.source ORDER BY m.entity, m.source",
                {"ids": listed(in_order(entities)), "sources": listed(sources)},
            )
        return [(entity, source, received) for entity, source, received in rows]

    def decisions(self, where: DecisionWhere, page: PageRequest) -> Page[DecisionRow]:
        with self._look() as look:
            return decisions.decisions(look, where, page)

    def decision(self, ids: Ids) -> list[DecisionRow]:
        with self._look() as look:
            return decisions.decision(look, ids)

    def tasks(self, where: TaskWhere, page: PageRequest) -> Page[TaskRow]:
        with self._look() as look:
            return tasks.tasks(look, where, page)

    def task(self, ids: Ids) -> list[TaskRow]:
        with self._look() as look:
            return tasks.task(look, ids)

    def versions(self, record: Id) -> list[PastRow]:
        with self._look() as look:
            return history.versions(look, record)

    def sources(self) -> list[SourceRow]:
        with self._look() as look:
            return sources(look)

    def about(self, entities: Ids, most: int, where: LinkWhere) -> About:
        return composed.about(self, entities, most, where)

    def around(self, entities: Ids, where: LinkWhere, page: PageRequest) -> Around:
        return composed.around(self, entities, where, page)

    def projection(self, where: LinkWhere) -> Columns:
        with self._look(BULK_SECONDS) as look:
            return ties.projection(look, where)


def _mention_keys(look: Look, entity: Id, page: PageRequest) -> list[tuple[str, Id]]:
    """(received, id) of the first mentions after the position: the rest of that receipt, then what is older."""
    values: dict[str, object] = {"entity": entity, "limit": page.first + 1}
    if page.after is None:
        rows = look.rows(
            "SELECT m.received, m.id FROM mentions AS m WHERE m.entity = :entity AND m.vis IN temp.visible"
            " ORDER BY m.received DESC, m.id LIMIT :limit",
            values,
        )
    else:
        values |= {"at": page.after[0], "id": page.after[1]}
        rows = look.rows(
            "SELECT m.received, m.id FROM mentions AS m WHERE m.entity = :entity AND m.received = :at AND m.id > :id"
            " AND m.vis IN temp.visible ORDER BY m.id LIMIT :limit",
            values,
        )
        rows += look.rows(
            "SELECT m.received, m.id FROM mentions AS m WHERE m.entity = :entity AND m.received < :at"
            " AND m.vis IN temp.visible ORDER BY m.received DESC, m.id LIMIT :limit",
            values,
        )
    return [(received, id_) for received, id_ in rows]
