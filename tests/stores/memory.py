"""A third keeper of the promise, of plain dictionaries and loops: slow, obvious, and the oracle of the others."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias, TypeVar

from pole.errors import LimitReachedError
from pole.graph import composed
from pole.graph.changes import Applied, Batch, Changes, Current, Plan, Traces
from pole.graph.closure import disposed, gone
from pole.graph.dump import DumpRows, dump_lines
from pole.graph.questions import (
    EVENT_LINKS_LIMIT,
    DecisionWhere,
    LinkWhere,
    Page,
    PageRequest,
    SearchWhere,
    TaskWhere,
    time_position,
)
from pole.graph.rows import (
    FIRST_PLACE,
    LINKS_PER_TIE,
    ChangeRow,
    Columns,
    CountRow,
    DecisionRow,
    EntityRow,
    Frontier,
    Hit,
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
    SourceEntry,
    SourceRow,
    TaskRow,
    TieRow,
    side_text,
)
from pole.graph.wide import About, Around, Ties
from pole.graph.words import holds_all, searchable_words
from pole.identity.keysets import keyset_id
from pole.model.facts import Id, Instant, Join
from pole.model.kind import Kind
from pole.model.marking import Marking

Received = TypeVar("Received", MentionRow, LinkRow)
Kept = TypeVar("Kept")
_Stood: TypeAlias = tuple[MentionRow | LinkRow, Instant, Instant, str]


class MemoryStore:
    """Everything a store holds."""

    def __init__(self) -> None:
        self.ledger: dict[Id, LedgerRow] = {}
        self.markings: dict[int, Marking] = {}
        self.records: dict[Id, RecordRow] = {}
        self.mentions: dict[Id, MentionRow] = {}
        self.links: dict[Id, LinkRow] = {}
        self.keysets: dict[Id, KeySetRow] = {}
        self.entities: dict[Id, EntityRow] = {}
        self.same_rows: set[SameRow] = set()
        self.membership: list[MembershipRow] = []
        self.lineage: list[LineageRow] = []
        self.past: list[PastRow] = []
        self.quarantined: dict[Id, QuarantineRow] = {}
        self.words: dict[Id, LastWord] = {}
        self.tasks: dict[Id, TaskRow] = {}
        self.decisions: dict[Id, DecisionRow] = {}
        self.register_rows: dict[str, SourceEntry] = {}

    def register(self, entries: Iterable[SourceEntry]) -> None:
        self.register_rows |= {entry.source: entry for entry in entries}

    def apply(self, batch: Batch, plan: Plan) -> Applied:
        known = self.ledger.get(batch.ledger.id)
        if known is not None:
            return Applied(known.counts, already=True)
        changes = plan(batch, self._current(batch))
        self._write(changes)
        self.ledger[batch.ledger.id] = batch.ledger._replace(counts=changes.counts)
        return Applied(changes.counts, already=False)

    def _current(self, batch: Batch) -> Current:
        rows = {row.row for row in batch.rows}
        named = rows | {row for decision in batch.decided for row in (decision.one_row, decision.other_row)}
        of_rows = [d for d in self.decisions.values() if d.one_row in named or d.other_row in named]
        named |= {row for decision in of_rows for row in (decision.one_row, decision.other_row)}
        records = {r.id: r for r in self.records.values() if r.row in named}
        mentions, links = defaultdict[Id, list[MentionRow]](list), defaultdict[Id, list[LinkRow]](list)
        for m in self.mentions.values():
            if m.record in records:
                mentions[m.record].append(m)
        for k in self.links.values():
            if k.record in records:
                links[k.record].append(k)
        held = {m.keyset for found in mentions.values() for m in found}
        keysets = self._reached(batch, held, of_rows)
        decisions = {d.id: d for d in of_rows} | {
            d.id: d
            for d in self.decisions.values()
            if d.state == "in force" and not keysets.keys().isdisjoint((*d.one_keysets, *d.other_keysets))
        }
        entities = {s.entity for s in keysets.values()}
        best: dict[Id, MentionRow] = {}
        for id_ in held:
            others = [m for m in self.mentions.values() if m.keyset == id_ and m.record not in records]
            if others:
                best[id_] = max(sorted(others), key=lambda m: (m.rank, m.received))
        same = [s for s in sorted(self.same_rows) if s.high in entities and s.low in entities]
        past = self._gone(batch, records)
        read = [*records.values(), *(p.record() for found in past.values() for p in found)]
        return Current(
            records, mentions, links, keysets, best, same, {e: self.entities[e] for e in entities}, dict(self.markings),
            {row: self.words[row] for row in rows if row in self.words},
            past,
            {r.batch: self.ledger[r.batch].mapping for r in read},
            self._waiting(batch) if batch.overtaken else frozenset(),
            {row: self._traces(row) for row in disposed(batch)},
            self._tasks_of(rows),
            decisions,
        )  # fmt: skip

    def _tasks_of(self, rows: set[Id]) -> dict[Id, list[TaskRow]]:
        found = defaultdict[Id, list[TaskRow]](list)
        for task in sorted(self.tasks.values()):
            if task.row in rows:
                found[task.row].append(task)
        return dict(found)

    def raise_task(self, task: TaskRow, marking: Marking) -> bool:
        if task.record not in self.records or task.id in self.tasks:
            return False
        self.markings[task.vis] = marking
        self.tasks[task.id] = task
        return True

    def answer_task(self, answered: TaskRow, visibilities: frozenset[int]) -> bool:
        known = self.tasks.get(answered.id)
        if known is None or known.state != "open" or known.vis not in visibilities:
            return False
        self.tasks[answered.id] = answered
        return True

    def _gone(self, batch: Batch, records: dict[Id, RecordRow]) -> dict[Id, list[PastRow]]:
        rows, ids = gone(batch, records)
        found = defaultdict[Id, list[PastRow]](list)
        for p in self.past:
            if p.what == "record" and (p.row in rows or p.id in ids):
                found[p.row].append(p)
        return dict(found)

    def _waiting(self, batch: Batch) -> frozenset[Id]:
        named = {row.row for row in batch.rows} | {i for q in batch.quarantined for i in (q.id, q.row)}
        return frozenset(i for q in self.quarantined.values() for i in (q.id, q.row) if i is not None and i in named)

    def _traces(self, row: Id) -> Traces:
        return Traces(
            sum(p.row == row and p.what == "record" for p in self.past),
            sum(_falls_with(q, {row}) for q in self.quarantined.values()),
        )

    def _reached(self, batch: Batch, held: set[Id], of_rows: Sequence[DecisionRow]) -> dict[Id, KeySetRow]:
        """By joining keys, and by decisions that two are the same; `of_rows` may come into force by this batch."""
        same = [{*d.one_keysets, *d.other_keysets} for d in self.decisions.values() if d.joins]
        stated = [m for row in batch.rows for facet in row.facets for m in facet.mentions]
        ids = held | {keyset_id(m.vis, m.kind, m.keys) for m in stated}
        ids = ids.union(*({*d.one_keysets, *d.other_keysets} for d in of_rows))
        texts = {key.text for m in stated for key in m.keys if key.join != Join.LOOK_UP}
        found: dict[Id, KeySetRow] = {}
        while True:
            new = [s for s in self.keysets.values() if s.id not in found and (s.id in ids or _joining(s) & texts)]
            if not new:
                return found
            found |= {s.id: s for s in new}
            texts = texts.union(*(_joining(s) for s in new))
            ids = ids.union(*(ends for ends in same if ends & found.keys()))

    def _write(self, changes: Changes) -> None:
        gone = set(changes.erase)
        self.markings |= changes.markings
        self.past = [p for p in self.past if p.row not in gone]
        for close in changes.close:
            self.past = list(map(close.of, self.past))
        self.past += changes.past
        self.words = {row: word for row, word in self.words.items() if row not in gone}
        self.quarantined = {id_: q for id_, q in self.quarantined.items() if not _falls_with(q, gone)}
        for table, rows in (
            (self.links, changes.drop_links),
            (self.mentions, changes.drop_mentions),
            (self.records, changes.drop_records),
        ):
            for row in rows:
                del table[row.id]
        self.entities |= {e.id: e for e in changes.put_entities}
        self.keysets |= {s.id: s for s in changes.put_keysets}
        homes = {m.keyset: m.after for m in changes.moves}
        for id_, entity in homes.items():
            self.keysets[id_] = self.keysets[id_]._replace(entity=entity)
        for m in list(self.mentions.values()):
            self.mentions[m.id] = m._replace(entity=homes.get(m.keyset, m.entity))
        for k in list(self.links.values()):
            self.links[k.id] = k._replace(start=homes.get(k.start_keyset, k.start), end=homes.get(k.end_keyset, k.end))
        self.records |= {r.id: r for r in changes.put_records}
        self.mentions |= {m.id: m for m in changes.put_mentions}
        self.links |= {k.id: k for k in changes.put_links}
        for id_ in changes.drop_keysets:
            del self.keysets[id_]
        self.same_rows -= set(changes.drop_same)
        self.same_rows |= set(changes.put_same)
        self.membership += changes.open_membership
        for end in changes.close_membership:
            (open_,) = (h for h in self.membership if h[:2] == end[:2] and h.until is None)
            self.membership[self.membership.index(open_)] = open_._replace(until=end.until)
        self.lineage += changes.lineage
        for id_ in changes.drop_entities:
            del self.entities[id_]
        self.words |= {word.row: word for word in changes.put_words}
        for gone_word in changes.drop_words:
            self.words.pop(gone_word, None)
        self.quarantined |= {q.id: q for q in changes.put_quarantine}
        self.tasks |= {t.id: t for t in changes.put_tasks}
        self.tasks = {id_: task for id_, task in self.tasks.items() if id_ not in changes.drop_tasks}
        self.decisions |= {d.id: d for d in changes.put_decisions}
        self.decisions = {id_: d for id_, d in self.decisions.items() if id_ not in changes.drop_decisions}
        if gone:
            named = {keyset for p in self.past for keyset in p.keysets} | set(self.keysets)
            self.membership = [h for h in self.membership if h.keyset in named]

    def reader(self, visibilities: frozenset[int]) -> MemoryReader:
        return MemoryReader(self, visibilities)

    def same(self, visibilities: frozenset[int]) -> list[SameRow]:
        return sorted((s for s in self.same_rows if s.vis in visibilities), key=lambda s: (s.vis, s.high, s.low))

    def conflicts(self, entities: Sequence[Id], visibilities: frozenset[int]) -> dict[Id, frozenset[str]]:
        return {e: frozenset(self._conflicts(e, visibilities)) for e in entities if e in self.entities}

    def _conflicts(self, entity: Id, visibilities: frozenset[int]) -> Iterator[str]:
        keysets = [s for s in self.keysets.values() if s.entity == entity]
        yield from (k.text for s in keysets for k in s.keys if k.join == Join.STRONG)
        own = {s.id for s in keysets}
        for d in self.decisions.values():
            if d.state == "in force" and d.verdict == "different" and d.vis in visibilities:
                yield from (
                    side_text(d.id, n) for n, ends in enumerate((d.one_keysets, d.other_keysets)) if own & {*ends}
                )

    def existence(self, keys: Sequence[str], visibilities: frozenset[int]) -> list[tuple[str, int]]:
        return sorted(
            {(k.text, s.vis) for s in self.keysets.values() for k in s.keys if k.text in keys and s.vis in visibilities}
        )

    def live_rows(self, source: str, types: Sequence[str]) -> Iterator[tuple[Id, str, str]]:
        yield from sorted(
            {(r.row, r.type, r.key) for r in self.records.values() if r.source == source and r.type in types}
        )

    def children(self, source: str, type_: str, parents: Sequence[Id]) -> list[tuple[Id, str, Id]]:
        return sorted(
            {
                (r.row, r.key, r.parent)
                for r in self.records.values()
                if r.source == source and r.type == type_ and r.parent is not None and r.parent in parents
            }
        )

    def kept_children(self, source: str, parents: Sequence[Id]) -> list[tuple[Id, str]]:
        past = [p.record() for p in self.past if p.what == "record"]
        kept = [(r.row, r.type, r.source, r.parent) for r in [*self.records.values(), *past]]
        kept += [(w.row, w.type, w.source, w.parent) for w in self.words.values()]
        kept += [(q.row, q.type, q.source, q.parent) for q in self.quarantined.values() if q.row is not None]
        return sorted({(row, type_) for row, type_, of, parent in kept if of == source and parent in parents})

    def latest(self, source: str) -> Instant | None:
        return max((b.at for b in self.ledger.values() if b.source == source), default=None)

    def last_place(self, source: str) -> int:
        return max((b.place for b in self.ledger.values() if b.source == source), default=FIRST_PLACE)

    def batches(self, source: str | None = None, since: int = FIRST_PLACE) -> list[LedgerRow]:
        rows = [b for b in self.ledger.values() if source in (None, b.source) and b.place >= since]
        return sorted(rows, key=lambda b: (b.at, b.load, b.number))

    def quarantine(self, source: str | None = None, load: Id | None = None) -> Iterator[QuarantineRow]:
        batches = {b.id for b in self.ledger.values() if load in (None, b.load)}
        rows = [q for q in self.quarantined.values() if source in (None, q.source) and q.batch in batches]
        yield from sorted(rows, key=lambda q: (q.source, q.file, q.line, q.id))

    def visibilities(self) -> dict[int, Marking]:
        return dict(self.markings)

    def dump(self, visibilities: frozenset[int] | None = None, exact: bool = False) -> Iterator[str]:
        def seen(vis: int) -> bool:
            return visibilities is None or vis in visibilities

        return dump_lines(
            DumpRows(
                sorted(r for r in self.records.values() if seen(r.vis)),
                sorted(m for m in self.mentions.values() if seen(m.vis)),
                sorted(k for k in self.links.values() if seen(k.vis)),
                sorted(s for s in self.keysets.values() if seen(s.vis)),
                sorted(e for e in self.entities.values() if seen(e.vis)),
                self.same(frozenset(s.vis for s in self.same_rows if seen(s.vis))),
                sorted(
                    (h for h in self.membership if seen(h.vis)),
                    key=lambda h: (h.keyset, h.since, h.entity, h.until or ""),
                ),
                sorted(x for x in self.lineage if seen(x.vis)),
                sorted(
                    (p for p in self.past if seen(p.vis) and (visibilities is None or not p.closed)),
                    key=lambda p: (p.id, p.known_from, p.known_to, p.what, p.why, p.payload),
                ),
                sorted(q for q in self.quarantined.values() if seen(q.vis)),
                sorted(t for t in self.tasks.values() if seen(t.vis)),
                sorted((d for d in self.decisions.values() if seen(d.vis)), key=lambda d: d.id),
                sorted(self.words.values()) if visibilities is None else [],
            ),
            exact,
        )


class MemoryReader:
    """Every question as a loop over all that is visible."""

    def __init__(self, store: MemoryStore, visibilities: frozenset[int]) -> None:
        self._seen = visibilities
        self._store = store
        self._mentions = sorted(m for m in store.mentions.values() if m.vis in visibilities)
        self._links = sorted(k for k in store.links.values() if k.vis in visibilities)
        self._past = [p for p in store.past if p.vis in visibilities and not p.closed]
        self._members = [h for h in store.membership if h.vis in visibilities]

    def entities(self, ids: Sequence[Id]) -> list[EntityRow]:
        found = [self._store.entities[i] for i in dict.fromkeys(ids) if i in self._store.entities]
        return [e for e in found if e.vis in self._seen]

    def mentions(self, entities: Sequence[Id], page: PageRequest) -> Page[MentionRow]:
        rows = _newest(m for m in self._mentions if m.entity in entities)
        return _page(rows, page, lambda m: _after_newest(m, page))

    def mention_count(self, entities: Sequence[Id]) -> int:
        return sum(m.entity in entities for m in self._mentions)

    def keysets(self, entities: Sequence[Id], limit: int) -> list[KeySetRow]:
        found = [s for s in self._store.keysets.values() if s.entity in entities and s.vis in self._seen]
        return sorted(found, key=lambda s: s.id)[:limit]

    def records(self, ids: Sequence[Id]) -> list[RecordRow]:
        found = [self._store.records[i] for i in dict.fromkeys(ids) if i in self._store.records]
        return [r for r in found if r.vis in self._seen]

    def facets(self, rows: Sequence[Id]) -> list[RecordRow]:
        found = [r for r in self._store.records.values() if r.row in rows and r.vis in self._seen]
        return sorted(found, key=lambda r: (r.row, r.id))

    def records_of(self, source: str, types: Sequence[str], page: PageRequest) -> Page[RecordRow]:
        of = [r for r in self._store.records.values() if r.source == source and r.type in types and r.vis in self._seen]
        rows = sorted(of, key=lambda r: (r.row, r.id))
        return _page(rows, page, lambda r: (r.row, r.id) > (page.after or ("", "")))

    def mentions_of(self, records: Sequence[Id]) -> list[MentionRow]:
        return sorted((m for m in self._mentions if m.record in records), key=lambda m: (m.record, m.name))

    def links_of(self, records: Sequence[Id]) -> list[LinkRow]:
        return sorted((k for k in self._links if k.record in records), key=lambda k: (k.record, k.id))

    def by_identifier(self, keys: Sequence[str]) -> list[tuple[str, Id]]:
        sets = [s for s in self._store.keysets.values() if s.vis in self._seen]
        return sorted({(k.text, s.entity) for s in sets for k in s.keys if k.text in keys})

    def search(self, where: SearchWhere, limit: int) -> list[Hit]:
        if not where.words and where.entities is None:
            return []
        hits = {
            Hit(m.entity, m.text)
            for m in self._mentions
            if holds_all(set(searchable_words(m.text)), where.words)
            and (where.entities is None or m.entity in where.entities)
            and (where.kinds is None or m.kind in where.kinds)
            and (where.subtypes is None or m.subtype in where.subtypes)
            and (where.sources is None or m.source in where.sources)
        }
        return sorted(hits)[:limit]

    def relationship_counts(self, entities: Sequence[Id], where: LinkWhere) -> list[CountRow]:
        sorts: dict[tuple[str, str, bool, str], list[int]] = defaultdict(list)
        for type_, role, outgoing, _, kind, links in self.tie_others(entities, where):
            sorts[(type_, role, outgoing, kind)].append(links)
        return [CountRow(*sort, len(links), sum(links)) for sort, links in sorted(sorts.items())]

    def tie_others(self, entities: Sequence[Id], where: LinkWhere) -> list[tuple[str, str, bool, Id, str, int]]:
        found: dict[tuple[str, str, bool, Id], list[str]] = defaultdict(list)
        for k in self._links:
            for of, outgoing, other, kind, subtype in _ends(k):
                if of in entities and other not in entities and _passes(k, outgoing, kind, subtype, where):
                    found[(k.type, k.role, outgoing, other)].append(kind)
        return [(*tie, min(kinds), len(kinds)) for tie, kinds in sorted(found.items())]

    def _ties(self, chosen: Callable[[Id, Id, str], bool], where: LinkWhere) -> list[TieRow]:
        found: dict[tuple[Id, str, str, bool, Id], list[LinkRow]] = defaultdict(list)
        for k in self._links:
            for of, outgoing, other, kind, subtype in _ends(k):
                if chosen(of, other, kind) and _passes(k, outgoing, kind, subtype, where):
                    found[(of, k.type, k.role, outgoing, other)].append(k)
        return [
            TieRow(*tie, tuple(_newest(links)[:LINKS_PER_TIE]), len(links), _earliest(links))
            for tie, links in sorted(found.items())
        ]

    def neighbours(self, entities: Sequence[Id], where: LinkWhere, page: PageRequest) -> Page[TieRow]:
        ties = self._ties(lambda of, other, _: of in entities and other not in entities, where)
        ties.sort(key=tie_position)
        return _page([t._replace(low=None) for t in ties], page, lambda t: _after(tie_position(t), page))

    def ties(self, pairs: Sequence[tuple[Id, Id]], where: LinkWhere) -> Ties:
        found = self._ties(lambda of, other, _: (of, other) in pairs and of != other, where)
        return composed.shown(self, pairs, found)

    def events(self, entities: Sequence[Id], where: LinkWhere, page: PageRequest) -> Page[TieRow]:
        ties = self._ties(
            lambda of, other, kind: of in entities and other not in entities and kind == Kind.EVENT, where
        )
        if sum(t.held for t in ties) > EVENT_LINKS_LIMIT:
            raise LimitReachedError("links", EVENT_LINKS_LIMIT, "")
        ties.sort(key=event_position)
        return _page(ties, page, lambda t: _after(event_position(t), page))

    def frontier(self, ids: Sequence[Id], where: LinkWhere, hub: int | None) -> Frontier:
        shape = LinkWhere(where.types, where.roles, where.kinds, where.subtypes, outgoing=where.outgoing)
        hubs = [i for i in sorted(set(ids)) if hub is not None and len(self._others(i, shape)) > hub]
        pairs = [(i, other) for i in sorted(set(ids)) if i not in hubs for other in sorted(self._others(i, where))]
        return Frontier([of for of, _ in pairs], [other for _, other in pairs], hubs)

    def _others(self, entity: Id, where: LinkWhere) -> set[Id]:
        return {
            other
            for k in self._links
            for of, outgoing, other, kind, subtype in _ends(k)
            if of == entity and other != entity and _passes(k, outgoing, kind, subtype, where)
        }

    def links(self, ids: Sequence[Id]) -> list[LinkRow]:
        found = {k.id: k for k in self._links}
        return [found[i] for i in dict.fromkeys(ids) if i in found]

    def links_between(
        self, entity: Sequence[Id], other: Sequence[Id], type_: str, role: str, outgoing: bool, page: PageRequest
    ) -> Page[LinkRow]:
        rows = _newest(
            k for k in self._links
            if (k.type, k.role) == (type_, role)
            and (k.start if outgoing else k.end) in entity and (k.end if outgoing else k.start) in other
        )  # fmt: skip
        return _page(rows, page, lambda k: _after_newest(k, page))

    def lineage(self, entities: Sequence[Id]) -> list[LineageRow]:
        rows = [x for x in self._store.lineage if x.vis in self._seen]
        return sorted(x for x in rows if x.before in entities or x.after in entities)

    def _then(self, at: Instant) -> dict[Id, Id]:
        return {h.keyset: h.entity for h in self._members if h.since <= at and (h.until is None or h.until > at)}

    def _known(self, what: str, at: Instant) -> list[PastRow]:
        return [p for p in self._past if p.what == what and p.known_from <= at < p.known_to]

    def past_mentions(self, entities: Sequence[Id], at: Instant, limit: int) -> list[MentionRow]:
        then = self._then(at)
        rows = [m for m in self._mentions if m.loaded <= at]
        rows += [MentionRow(*json.loads(p.payload))._replace(vis=p.vis) for p in self._known("mention", at)]
        return _newest(m._replace(entity=then[m.keyset]) for m in rows if then.get(m.keyset) in entities)[:limit]

    def past_links(self, entities: Sequence[Id], at: Instant, limit: int) -> list[LinkRow]:
        then = self._then(at)
        rows = [k for k in self._links if k.loaded <= at]
        rows += [LinkRow(*json.loads(p.payload))._replace(vis=p.vis) for p in self._known("link", at)]
        named = [
            k._replace(start=then[k.start_keyset], end=then[k.end_keyset])
            for k in rows
            if k.start_keyset in then and k.end_keyset in then
        ]
        return sorted(k for k in named if k.start in entities or k.end in entities)[:limit]

    def changes(self, entities: Sequence[Id], since: Instant, page: PageRequest) -> Page[ChangeRow]:
        """By comparing what stood right before and at every instant at which anything was loaded."""
        found: list[ChangeRow] = []
        instants = sorted({b.at for b in self._store.ledger.values()})
        for earlier, at in zip(["", *instants], instants, strict=False):
            if at > since:
                before, after = self._stood(entities, earlier), self._stood(entities, at)
                for name in before.keys() | after.keys():
                    old, new = before.get(name), after.get(name)
                    if (old and old[1:]) != (new and new[1:]):
                        why = old[3] if old is not None and old[2] == at else ""
                        found.append(ChangeRow(at, *name, old and old[0], new and new[0], why))
        found.sort(key=lambda c: c[1:4])
        found.sort(key=lambda c: c.at, reverse=True)
        return _page(found, page, lambda c: page.after is None or _after_latest(c[:4], page.after))

    def _stood(self, entities: Sequence[Id], at: Instant) -> dict[tuple[Id, str, Id], _Stood]:
        """What was about these entities then: as it was, since when and until when it was known, and why no longer."""
        then, found = self._then(at), dict[tuple[Id, str, Id], _Stood]()
        versions: list[_Stood] = [(m, m.loaded, "", "") for m in self._mentions]
        versions += [(k, k.loaded, "", "") for k in self._links]
        for p in self._past:
            known = (p.known_from, p.known_to, p.why)
            if p.what == "mention":
                versions.append((MentionRow(*json.loads(p.payload))._replace(vis=p.vis), *known))
            if p.what == "link":
                versions.append((LinkRow(*json.loads(p.payload))._replace(vis=p.vis), *known))
        for row, begins, ends, why in versions:
            if begins > at or (ends and ends <= at):
                continue
            if isinstance(row, MentionRow):
                if then.get(row.keyset) in entities:
                    found[(row.row, "mention", row.id)] = (row._replace(entity=then[row.keyset]), begins, ends, why)
            else:
                start, end = then.get(row.start_keyset, ""), then.get(row.end_keyset, "")
                if start in entities or end in entities:
                    found[(row.row, "link", row.id)] = (row._replace(start=start, end=end), begins, ends, why)
        return found

    def things(self, kind: str, page: PageRequest) -> Page[EntityRow]:
        rows = sorted(e for e in self._store.entities.values() if e.vis in self._seen and e.kind == kind)
        return _page(rows, page, lambda e: (e.id,) > (page.after or ("",)))

    def last_received(self, entities: Sequence[Id], sources: Sequence[str]) -> list[tuple[Id, str, Instant]]:
        latest: dict[tuple[Id, str], Instant] = {}
        for m in self._mentions:
            if m.entity in entities and m.source in sources:
                latest[m.entity, m.source] = max(m.received, latest.get((m.entity, m.source), ""))
        return sorted((*of, received) for of, received in latest.items())

    def tasks(self, where: TaskWhere, page: PageRequest) -> Page[TaskRow]:
        asked = ((where.sources, 2), (where.states, 14), (where.records, 3))
        rows = [
            t
            for t in self._store.tasks.values()
            if t.vis in self._seen and all(wanted is None or t[place] in wanted for wanted, place in asked)
        ]
        rows.sort(key=lambda t: (t.raised, t.id))
        return _page(rows, page, lambda t: (t.raised, t.id) > (page.after or ("", "")))

    def task(self, ids: Sequence[Id]) -> list[TaskRow]:
        found = [self._store.tasks[i] for i in dict.fromkeys(ids) if i in self._store.tasks]
        return [t for t in found if t.vis in self._seen]

    def decisions(self, where: DecisionWhere, page: PageRequest) -> Page[DecisionRow]:
        rows = [
            d
            for d in self._store.decisions.values()
            if d.vis in self._seen
            and (where.states is None or d.state in where.states)
            and (where.verdicts is None or d.verdict in where.verdicts)
            and (where.keysets is None or not {*d.one_keysets, *d.other_keysets}.isdisjoint(where.keysets))
            and (where.rows is None or d.one_row in where.rows or d.other_row in where.rows)
        ]
        rows.sort(key=lambda d: (d.made, d.id))
        return _page(rows, page, lambda d: (d.made, d.id) > (page.after or ("", "")))

    def decision(self, ids: Sequence[Id]) -> list[DecisionRow]:
        found = [self._store.decisions[i] for i in dict.fromkeys(ids) if i in self._store.decisions]
        return [d for d in found if d.vis in self._seen]

    def versions(self, record: Id) -> list[PastRow]:
        rows = [p for p in self._past if p.id == record and p.what == "record"]
        return sorted(rows, key=lambda p: (p.known_from, p.known_to, p.payload), reverse=True)

    def sources(self) -> list[SourceRow]:
        found: list[SourceRow] = []
        for entry in sorted(self._store.register_rows.values()):
            source = entry.source
            batches = [b for b in self._store.ledger.values() if b.source == source]
            records = len({r.row for r in self._store.records.values() if r.source == source and r.vis in self._seen})
            kept_back = sum(q.source == source and q.vis in self._seen for q in self._store.quarantined.values())
            fresh = max((b.data_to for b in batches if b.data_to), default=None)
            last = max((b.at for b in batches if b.digest), default=None)
            found.append(SourceRow(*entry, last, fresh, records, kept_back))
        return found

    def about(self, entities: Sequence[Id], most: int, where: LinkWhere) -> About:
        return composed.about(self, entities, most, where)

    def around(self, entities: Sequence[Id], where: LinkWhere, page: PageRequest) -> Around:
        return composed.around(self, entities, where, page)

    def projection(self, where: LinkWhere) -> Columns:
        rows = sorted(
            (k.start, k.end, k.type, k.role, k.id) for k in self._links
            if _passes(k, None, k.start_kind, k.start_subtype, where) and _passes(k, None, k.end_kind, k.end_subtype, where)
        )  # fmt: skip
        return Columns([r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows], [r[3] for r in rows])


def _after_latest(position: tuple[str, ...], after: tuple[str, ...]) -> bool:
    return position[0] < after[0] or (position[0] == after[0] and position[1:] > after[1:])


def _falls_with(row: QuarantineRow, gone: set[Id]) -> bool:
    return row.row in gone or (row.row is None and row.parent in gone)


def tie_position(tie: TieRow) -> tuple[str, ...]:
    return (tie.type, tie.role, "1" if tie.outgoing else "0", tie.other, tie.entity)


def event_position(tie: TieRow) -> tuple[str, ...]:
    return (time_position(tie.low), *tie_position(tie))


def _joining(keyset: KeySetRow) -> set[str]:
    return {key.text for key in keyset.keys if key.join != Join.LOOK_UP}


def _ends(k: LinkRow) -> Iterator[tuple[Id, bool, Id, str, str]]:
    yield k.start, True, k.end, k.end_kind, k.end_subtype
    yield k.end, False, k.start, k.start_kind, k.start_subtype


def _passes(k: LinkRow, outgoing: bool | None, kind: str, subtype: str, where: LinkWhere) -> bool:
    if None not in (outgoing, where.outgoing) and outgoing != where.outgoing:
        return False
    chosen = (
        (where.types, k.type),
        (where.roles, k.role),
        (where.kinds, kind),
        (where.subtypes, subtype),
        (where.sources, k.source),
        (where.standings, k.standing or ""),
        (where.grades, k.grade or ""),
    )
    return all(wanted is None or value in wanted for wanted, value in chosen) and _overlaps(k, where)


def _overlaps(k: LinkRow, where: LinkWhere) -> bool:
    if where.low is None and where.high is None:
        return True
    if k.low is None and k.high is None:
        return where.undated
    begun = k.low is None or where.high is None or k.low <= where.high
    ended = k.high is not None and where.low is not None and k.high < where.low
    return begun and not ended


def _earliest(links: Iterable[LinkRow]) -> int | None:
    return min((k.low for k in links if k.low is not None), default=None)


def _newest(rows: Iterable[Received]) -> list[Received]:
    ordered = sorted(rows, key=lambda row: row.id)
    return sorted(ordered, key=lambda row: row.received, reverse=True)


def _page(rows: list[Kept], page: PageRequest, left: Callable[[Kept], bool]) -> Page[Kept]:
    rest = [row for row in rows if left(row)]
    return Page(rest[: page.first], len(rest) > page.first)


def _after(position: tuple[str, ...], page: PageRequest) -> bool:
    return page.after is None or position > page.after


def _after_newest(row: MentionRow | LinkRow, page: PageRequest) -> bool:
    if page.after is None:
        return True
    received, id_ = page.after
    return row.received < received or (row.received == received and row.id > id_)
