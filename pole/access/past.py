"""The graph as one viewer sees it, as it stood at a moment of loading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pole.access.reading import Gathered, Relation, ScopedGraph
from pole.access.scope import Scope
from pole.graph.past import PastTies, mentions_then
from pole.graph.port import StoreReader
from pole.graph.questions import LinkWhere, Page, PageRequest
from pole.graph.rows import CountRow, EntityRow, LineageRow, MentionRow, RecordRow, TieRow
from pole.model.facts import Id, Instant


class PastGraph(ScopedGraph):
    """What an entity was and what it was tied to, under the markings and the groups of today.

    What is found by words or identifiers, paths and surroundings further away are of today, and so is what the others are
    called that are still there. A thing with more than 5,000 mentions or links of then raises LimitReachedError.
    """

    def __init__(self, reader: StoreReader, scope: Scope, at: Instant) -> None:
        self._past = PastTies(reader, at)
        super().__init__(reader, scope, self._past)
        self._at = at

    def entities(self, ids: Iterable[Id]) -> dict[Id, EntityRow]:
        """Those that were there: as they are called today, or as they were where they are no more."""
        wanted = list(dict.fromkeys(ids))
        found = {id_: row for id_, row in super().entities(wanted).items() if row.since <= self._at}
        others = {id_: self.scope.group_of(id_) for id_ in wanted if id_ not in found}
        called = _called_then(self._mentions([m for group in others.values() for m in self.members(group)]), self.scope)
        return found | {id_: called[group] for id_, group in others.items() if group in called}

    def mentions(self, group: Id, page: PageRequest) -> Page[MentionRow]:
        """Newest receipt first, then id; position: (received, id)."""
        found = self._mentions(self.members(group))
        left = [m for m in found if page.after is None or _newest_first(m, page.after)]
        return Page(left[: page.first], len(left) > page.first)

    def mention_count(self, group: Id) -> int:
        """How many mentions the group had."""
        return len(self._mentions(self.members(group)))

    def records(self, ids: Sequence[Id]) -> list[RecordRow]:
        """The versions that were live, in the order of `ids`."""
        live = {record.id: record for record in super().records(ids) if record.loaded <= self._at}
        found = (live.get(id_) or self._superseded(id_) for id_ in dict.fromkeys(ids))
        return [record for record in found if record is not None]

    def lineage(self, ids: Sequence[Id]) -> list[LineageRow]:
        """Merges and splits that had come about."""
        return [row for row in super().lineage(ids) if row.at <= self._at]

    def about(self, group: Id, most: int, where: LinkWhere) -> Gathered:
        """What a view of the group is made of; of its mentions at most `most`."""
        titles = {source.source: source.title for source in self.sources()}
        return Gathered(
            self.mentions(group, PageRequest(most)), self.counts(group, where), self.lineage([group]), titles
        )

    def around(self, group: Id, where: LinkWhere, page: PageRequest) -> tuple[Page[Relation], list[CountRow]]:
        """As `neighbours` and, of all pages, `counts`."""
        return self.neighbours(group, where, page), self.counts(group, where)

    def _between(self, pairs: Sequence[tuple[Id, Id]], where: LinkWhere) -> list[TieRow]:
        return self._past.ties(pairs, where)

    def _mentions(self, entities: Sequence[Id]) -> list[MentionRow]:
        return mentions_then(self.reader, entities, self._at) if entities else []

    def _superseded(self, record: Id) -> RecordRow | None:
        versions = self.versions(record)
        return next((v.record() for v in versions if v.known_from <= self._at < v.known_to), None)


def _newest_first(mention: MentionRow, after: tuple[str, ...]) -> bool:
    """Whether it stands behind a position."""
    received, id_ = after
    return mention.received < received or (mention.received == received and mention.id > id_)


def _called_then(mentions: Iterable[MentionRow], scope: Scope) -> dict[Id, EntityRow]:
    """Groups by what their best mention calls them: highest rank, then newest, then smallest id."""
    best: dict[Id, MentionRow] = {}
    for mention in mentions:
        group = scope.group_of(mention.entity)
        if group not in best or mention.rank > best[group].rank:
            best[group] = mention
    return {id_: EntityRow(id_, m.kind, m.subtype, m.vis, m.caption, m.born, m.loaded) for id_, m in best.items()}
