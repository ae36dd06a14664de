"""The graph as one viewer sees it: a reader narrowed to the scope, with entities that are one taken as one.

Services hold nothing else, so they cannot forget a check that they cannot skip. A group answers to the id of every
visible member. For a viewer of the base there are no groups and every question goes straight through.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from pole.access.read_once import ReadOnce
from pole.access.scope import Scope
from pole.graph.port import StoreReader, TieReader
from pole.graph.questions import (
    DecisionWhere,
    LinkWhere,
    Page,
    PageRequest,
    SearchWhere,
    TaskWhere,
    event_position,
    tie_position,
)
from pole.graph.rows import (
    LINKS_PER_TIE,
    ChangeRow,
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
from pole.model.facts import Id, Instant


class Relation(NamedTuple):
    """All visible links of one type, role and direction between two groups. `links` newest first, at most `LINKS_PER_TIE`."""

    of: Id
    type: str
    role: str
    outgoing: bool
    other: Id
    links: tuple[LinkRow, ...]
    held: int
    position: tuple[str, ...]


class Gathered(NamedTuple):
    """What a view of a group is made of. The entity itself and the records are then had from the graph at no cost."""

    mentions: Page[MentionRow]
    counts: list[CountRow]
    lineage: list[LineageRow]
    titles: dict[str, str]
    """How each source is called."""


class ScopedGraph:
    """Questions about what one viewer may see; ids in and out are those of groups."""

    def __init__(self, reader: StoreReader, scope: Scope, ties: TieReader | None = None) -> None:
        self.reader = reader
        self._ties = reader if ties is None else ties
        self.scope = scope
        self._entities = ReadOnce(reader.entities)
        self._records = ReadOnce(reader.records)

    def entities(self, ids: Iterable[Id]) -> dict[Id, EntityRow]:
        """By the id asked for: the row that names the group. Unknown and forbidden ids are alike left out."""
        names = {id_: self.scope.group_of(id_) for id_ in ids}
        found = {row.id: row for row in self._entities.rows(sorted(set(names.values())))}
        return {id_: found[name] for id_, name in names.items() if name in found}

    def members(self, group: Id) -> tuple[Id, ...]:
        """Every entity of the group, the one that names it first."""
        return self.scope.members_of(group)

    def mentions(self, group: Id, page: PageRequest) -> Page[MentionRow]:
        """Newest receipt first, then id; position: (received, id)."""
        return self.reader.mentions(self.members(group), page)

    def mention_count(self, group: Id) -> int:
        """How many mentions the group has."""
        return self.reader.mention_count(self.members(group))

    def about(self, group: Id, most: int, where: LinkWhere) -> Gathered:
        """What a view of the group is made of; of its mentions at most `most`."""
        found = self.reader.about(self.members(group), most, where)
        self._learn(found.entities, found.records)
        counts = self.counts(group, where) if self.scope.canon else found.counts
        return Gathered(found.mentions, counts, found.lineage, found.titles)

    def _learn(self, entities: Iterable[EntityRow], records: Iterable[RecordRow]) -> None:
        self._entities.learn(entities)
        self._records.learn(records)

    def keysets(self, groups: Sequence[Id], limit: int) -> list[KeySetRow]:
        """The key sets of these groups, ordered by id; at most `limit`, the first. `entity` is the member that has it."""
        return self.reader.keysets(sorted({m for id_ in groups for m in self.members(id_)}), limit)

    def mentions_of(self, records: Sequence[Id]) -> list[MentionRow]:
        """What these records mention, ordered by (record, name); `entity` is the group's id."""
        return [m._replace(entity=self.scope.group_of(m.entity)) for m in self.reader.mentions_of(records)]

    def records(self, ids: Sequence[Id]) -> list[RecordRow]:
        """Live records in the order of `ids`."""
        return self._records.rows(ids)

    def facets(self, rows: Sequence[Id]) -> list[RecordRow]:
        """Every visible live record of these source rows, ordered by (row, id)."""
        return self.reader.facets(rows)

    def records_of(self, source: str, types: Sequence[str], page: PageRequest) -> Page[RecordRow]:
        """Every visible live record of these types of a source, ordered by (row, id); position: those two."""
        return self.reader.records_of(source, types, page)

    def links_of(self, records: Sequence[Id]) -> list[LinkRow]:
        """What these records link, ordered by (record, id)."""
        return [self._named(k) for k in self.reader.links_of(records)]

    def links(self, ids: Sequence[Id]) -> list[LinkRow]:
        """Live links in the order of `ids`."""
        return [self._named(k) for k in self.reader.links(ids)]

    def versions(self, record: Id) -> list[PastRow]:
        """Superseded versions of a record, newest first."""
        return self.reader.versions(record)

    def by_identifier(self, keys: Sequence[str]) -> list[tuple[str, Id]]:
        """(key text, group) for each holder, ordered, without repeats."""
        return sorted({(key, self.scope.group_of(id_)) for key, id_ in self.reader.by_identifier(keys)})

    def search(self, where: SearchWhere, limit: int) -> list[Hit]:
        """(group, text) that holds a word of every group of words, ordered by both, without repeats."""
        if where.entities is not None:
            where = where._replace(entities=tuple(m for id_ in where.entities for m in self.members(id_)))
        return sorted({h._replace(entity=self.scope.group_of(h.entity)) for h in self.reader.search(where, limit)})

    def sources(self) -> list[SourceRow]:
        """Every source in the register, with what this viewer sees of it."""
        return self.reader.sources()

    def lineage(self, ids: Sequence[Id]) -> list[LineageRow]:
        """Merges and splits in which these ids or their groups' members stand."""
        return self.reader.lineage(sorted({m for id_ in ids for m in self.members(id_)}))

    def changes(self, groups: Sequence[Id], since: Instant, page: PageRequest) -> Page[ChangeRow]:
        """What became different of these groups, taken together, latest first; position: (at, row, what, id)."""
        found = self.reader.changes(sorted({m for id_ in groups for m in self.members(id_)}), since, page)
        rows = [c._replace(before=self._as_group(c.before), after=self._as_group(c.after)) for c in found.rows]
        return Page(rows, found.more)

    def _as_group(self, row: MentionRow | LinkRow | None) -> MentionRow | LinkRow | None:
        if isinstance(row, MentionRow):
            return row._replace(entity=self.scope.group_of(row.entity))
        return row and self._named(row)

    def things(self, kind: str, page: PageRequest) -> Page[EntityRow]:
        """Every entity of a kind, by id, each member of a group by itself; position: (id,)."""
        return self.reader.things(kind, page)

    def last_received(self, groups: Sequence[Id], sources: Sequence[str]) -> list[tuple[Id, str, Instant]]:
        """(group, source, newest receipt) for each source that mentions one of these groups; of a group maybe several times."""
        members = sorted({m for id_ in groups for m in self.members(id_)})
        found = self.reader.last_received(members, sources)
        return sorted((self.scope.group_of(entity), source, received) for entity, source, received in found)

    def tasks(self, where: TaskWhere, page: PageRequest) -> Page[TaskRow]:
        """Tasks of correction, the oldest first; position: (raised, id)."""
        return self.reader.tasks(where, page)

    def task(self, ids: Sequence[Id]) -> list[TaskRow]:
        """Tasks of correction in the order of `ids`."""
        return self.reader.task(ids)

    def decisions(self, where: DecisionWhere, page: PageRequest) -> Page[DecisionRow]:
        """Decisions on identity, the oldest first; position: (made, id)."""
        return self.reader.decisions(where, page)

    def decision(self, ids: Sequence[Id]) -> list[DecisionRow]:
        """Decisions on identity in the order of `ids`."""
        return self.reader.decision(ids)

    def counts(self, group: Id, where: LinkWhere) -> list[CountRow]:
        """Relationships and links of each sort, ordered by (type, role, outgoing, other_kind)."""
        members = self.members(group)
        if not self.scope.canon:
            return self._ties.relationship_counts(members, where)
        others: dict[tuple[str, str, bool, str], set[Id]] = defaultdict(set)
        links: dict[tuple[str, str, bool, str], int] = defaultdict(int)
        for type_, role, outgoing, other, kind, number in self._ties.tie_others(members, where):
            name = self.scope.group_of(other)
            if name != self.scope.group_of(group):
                others[(type_, role, outgoing, kind)].add(name)
                links[(type_, role, outgoing, kind)] += number
        return [CountRow(*sort, len(found), links[sort]) for sort, found in sorted(others.items())]

    def neighbours(self, group: Id, where: LinkWhere, page: PageRequest) -> Page[Relation]:
        """Relationships in the order (type, role, outgoing, other)."""
        members = self.members(group)
        return self._relations(members, where, page, lambda p: self._ties.neighbours(members, where, p), tie_position)

    def around(self, group: Id, where: LinkWhere, page: PageRequest) -> tuple[Page[Relation], list[CountRow]]:
        """As `neighbours` and, of all pages, `counts`; with them comes what they are shown with."""
        members, counted = self.members(group), list[CountRow]()

        def fetch(p: PageRequest) -> Page[TieRow]:
            found = self.reader.around(members, where, p)
            self._learn(found.entities, found.records)
            counted[:] = found.counts
            return found.ties

        relations = self._relations(members, where, page, fetch, tie_position)
        return relations, self.counts(group, where) if self.scope.canon else counted

    def events(self, group: Id, where: LinkWhere, page: PageRequest) -> Page[Relation]:
        """Relationships to events by time, undated ones last."""
        members = self.members(group)
        return self._relations(members, where, page, lambda p: self._ties.events(members, where, p), event_position)

    def ties(self, pairs: Sequence[tuple[Id, Id]], where: LinkWhere) -> list[Relation]:
        """Every relationship of each (group, other) pair, ordered by (of, type, role, outgoing, other).

        With them comes what they are shown with.
        """
        wanted = [(a, b) for one, two in pairs for a in self.members(one) for b in self.members(two)]
        folded: dict[tuple[Id, str, str, bool, Id], list[TieRow]] = defaultdict(list)
        for tie in self._between(wanted, where):
            of, other = self.scope.group_of(tie.entity), self.scope.group_of(tie.other)
            folded[(of, tie.type, tie.role, tie.outgoing, other)].append(tie)
        return [self._fold(ties) for _, ties in sorted(folded.items())]

    def _between(self, pairs: Sequence[tuple[Id, Id]], where: LinkWhere) -> list[TieRow]:
        found = self.reader.ties(pairs, where)
        self._learn(found.entities, found.records)
        return found.rows

    def frontier(self, ids: Sequence[Id], where: LinkWhere, hub: int | None) -> Frontier:
        """(of, other) pairs of groups one link away, each once, ordered; a group that is a hub is named, not expanded."""
        members = sorted({m for id_ in ids for m in self.members(id_)})
        step = self.reader.frontier(members, where, hub)
        if not self.scope.canon:
            return step
        named = self.scope.group_of
        hubs = {named(id_) for id_ in step.hubs}
        found: dict[Id, set[Id]] = defaultdict(set)
        for of, other in zip(step.of, step.other, strict=True):
            if named(of) != named(other):
                found[named(of)].add(named(other))
        hubs |= {of for of, others in found.items() if hub is not None and len(others) > hub}
        pairs = [(of, other) for of in sorted(found) if of not in hubs for other in sorted(found[of])]
        return Frontier([of for of, _ in pairs], [other for _, other in pairs], sorted(hubs))

    def links_between(
        self, group: Id, other: Id, type_: str, role: str, outgoing: bool, page: PageRequest
    ) -> Page[LinkRow]:
        """The links of one relationship, newest receipt first; position: (received, id)."""
        found = self.reader.links_between(self.members(group), self.members(other), type_, role, outgoing, page)
        return Page([self._named(k) for k in found.rows], found.more)

    def _named(self, link: LinkRow) -> LinkRow:
        if not self.scope.canon:
            return link
        return link._replace(start=self.scope.group_of(link.start), end=self.scope.group_of(link.end))

    def _relations(
        self,
        members: tuple[Id, ...],
        where: LinkWhere,
        page: PageRequest,
        fetch: Callable[[PageRequest], Page[TieRow]],
        position: Callable[[TieRow], tuple[str, ...]],
    ) -> Page[Relation]:
        """A page of relationships from pages of ties.

        A relationship stands where the first of its ties stands and is folded there; the places of its other ties are
        passed over. So a page needs no memory of the pages before it, and cursors stay positions of ties.
        """
        found: list[Relation] = []
        after, more = page.after, True
        while more and len(found) < page.first:
            ties = fetch(PageRequest(page.first - len(found), after))
            found += self._first_places(members, where, ties.rows, position)
            more = ties.more
            if ties.rows:
                after = position(ties.rows[-1])
        return Page(found, more)

    def _first_places(
        self,
        members: tuple[Id, ...],
        where: LinkWhere,
        ties: Sequence[TieRow],
        position: Callable[[TieRow], tuple[str, ...]],
    ) -> list[Relation]:
        scope, me = self.scope, self.scope.group_of(members[0])
        plain = [t for t in ties if len(members) == 1 and t.other not in scope.canon]
        if len(plain) == len(ties):
            return [self._fold([t])._replace(position=position(t)) for t in ties]
        others = {m for t in ties for m in scope.members_of(t.other)}
        siblings: dict[tuple[str, str, bool, Id], list[TieRow]] = defaultdict(list)
        for tie in self._between([(a, b) for a in members for b in sorted(others)], where):
            siblings[(tie.type, tie.role, tie.outgoing, scope.group_of(tie.other))].append(tie)
        found: list[Relation] = []
        for tie in ties:
            group = siblings[(tie.type, tie.role, tie.outgoing, scope.group_of(tie.other))]
            if scope.group_of(tie.other) != me and min(map(position, group)) == position(tie):
                found.append(self._fold(group)._replace(position=position(tie)))
        return found

    def _fold(self, ties: Sequence[TieRow]) -> Relation:
        """One relationship of ties that differ only in which member of a group they are at."""
        first = ties[0]
        links = [k for tie in ties for k in tie.links]
        links.sort(key=lambda k: k.id)
        links.sort(key=lambda k: k.received, reverse=True)
        return Relation(
            self.scope.group_of(first.entity), first.type, first.role, first.outgoing, self.scope.group_of(first.other),
            tuple(self._named(k) for k in links[:LINKS_PER_TIE]), sum(tie.held for tie in ties), tie_position(first),
        )  # fmt: skip
