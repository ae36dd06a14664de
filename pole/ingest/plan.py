"""`plan(batch, current) → Changes`: the one place that decides what a load does to what is held.

It is pure but for `mint`, which draws a fresh entity id for a visibility. Rows count in the order of the batch. Each facet
is judged by itself (unchanged, late, retired), so that a change above a visibility leaves everything below it untouched.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias, TypeVar

from pole.graph.changes import Batch, Changes, Current
from pole.graph.rows import LinkRow, MentionRow, PastRow, RecordRow
from pole.identity.keysets import keyset_id
from pole.ingest.former import keep_former, keep_former_text
from pole.ingest.membership import settle
from pole.ingest.past import past_of
from pole.model.facts import (
    Facet,
    Id,
    Key,
    ShapedLink,
    ShapedMention,
    ShapedRow,
    Verb,
    decode_statements,
    encode_statements,
)
from pole.model.period import seconds_of

Mint: TypeAlias = Callable[[int], Id]
"""Draws a fresh, random entity id for a visibility."""

Row = TypeVar("Row", RecordRow, MentionRow, LinkRow)


class Live(NamedTuple):
    """One facet as it stands: its record, mentions and links."""

    record: RecordRow
    mentions: dict[Id, MentionRow]
    links: dict[Id, LinkRow]


class _Draft:
    """What the rows of a batch make of the live facets, before identity is settled."""

    def __init__(self, batch: Batch, current: Current) -> None:
        self.at = batch.ledger.at
        self.batch = batch.ledger.id
        self.held = {
            id_: Live(
                record,
                {m.id: m for m in current.mentions.get(id_, ())},
                {k.id: k for k in current.links.get(id_, ())},
            )
            for id_, record in current.records.items()
        }
        self.live = dict(self.held)
        self.by_row: dict[Id, set[Id]] = defaultdict(set)
        for id_, record in current.records.items():
            self.by_row[record.row].add(id_)
        self.seen: set[Id] = set()
        self.keys: dict[Id, tuple[Key, ...]] = {}
        self.past: list[PastRow] = []
        self.erase: list[Id] = []
        self.counts: Counter[str] = Counter()

    def take(self, row: ShapedRow) -> None:
        """Apply one row and count what became of it."""
        match row.verb:
            case Verb.PUT:
                outcome = self._put(row)
            case Verb.DISPOSE:
                outcome = self._dispose(row)
            case _:
                outcome = self._withdraw(row)
        self.counts[outcome] += 1
        self.seen.add(row.row)

    def _put(self, row: ShapedRow) -> str:
        held = [self.live[id_].record for id_ in self.by_row[row.row] if id_ in self.live]
        outcomes = {self._put_facet(row, facet) for facet in row.facets}
        stated = {facet.record for facet in row.facets}
        for record in held:
            if record.id not in stated and row.received >= record.received:
                self._retire(record.id, "superseded")
                outcomes.add("changed")
        if outcomes <= {"unchanged"}:
            return "duplicate" if row.row in self.seen else "unchanged"
        if "late" in outcomes:
            return "late"
        return "changed" if held else "new"

    def _put_facet(self, row: ShapedRow, facet: Facet) -> str:
        held = self.live.get(facet.record)
        if held is not None and held.record.hash == facet.hash:
            return "unchanged"
        record = RecordRow(
            facet.record, row.row, row.source, row.type, row.key, facet.vis,
            held.record.version + 1 if held else 1, facet.hash, row.received, self.at, self.batch,
            row.parent, row.made_from, row.unit, row.file, row.line, facet.raw,
        )  # fmt: skip
        if held is not None and row.received < held.record.received:
            self.past.append(past_of(record, "late", self.at))
            return "late"
        mentions = {m.id: self._mention(row, m, held) for m in facet.mentions}
        links = {k.id: self._link(row, k, mentions, held) for k in facet.links}
        if held is not None:
            self._retire(facet.record, "superseded")
        self.live[facet.record] = Live(record, mentions, links)
        self.by_row[row.row].add(facet.record)
        return "changed" if held else "new"

    def _mention(self, row: ShapedRow, m: ShapedMention, held: Live | None) -> MentionRow:
        old = held.mentions.get(m.id) if held else None
        statements, text = list(m.statements), m.text
        if old is not None:
            statements += keep_former(decode_statements(old.body), statements, row.correction, row.received)
            text = keep_former_text(old.text, text, row.correction)
        keyset = keyset_id(m.vis, m.kind, m.keys)
        self.keys[keyset] = m.keys
        return MentionRow(
            m.id, m.record, row.row, row.source, m.name, m.kind, m.subtype, m.vis, keyset, "", m.caption, m.rank, m.born,
            row.received, self.at, text, encode_statements(statements),
        )  # fmt: skip

    def _link(self, row: ShapedRow, k: ShapedLink, mentions: dict[Id, MentionRow], held: Live | None) -> LinkRow:
        old = held.links.get(k.id) if held else None
        statements = list(k.statements)
        if old is not None:
            statements += keep_former(decode_statements(old.body), statements, row.correction, row.received)
        start, end = mentions[k.start], mentions[k.end]
        low, high = seconds_of(k.begins, k.ends)
        return LinkRow(
            k.id, k.type, k.role, "", "", k.start, k.end, start.keyset, end.keyset, start.kind, start.subtype,
            end.kind, end.subtype, k.vis, k.begins, k.ends, low, high, k.standing, k.basis, k.grade,
            k.record, row.row, row.source, k.field, row.received, self.at, encode_statements(statements),
        )  # fmt: skip

    def _withdraw(self, row: ShapedRow) -> str:
        held = [id_ for id_ in sorted(self.by_row[row.row]) if id_ in self.live]
        if not held:
            return "absent"
        if row.verb != Verb.DELETE:
            due, outcome = held, "vanished" if row.verb == Verb.VANISH else "withdrawn"
        else:
            due, outcome = [id_ for id_ in held if row.received >= self.live[id_].record.received], "deleted"
        for id_ in due:
            self._retire(id_, outcome)
        return outcome if due else "late"

    def _dispose(self, row: ShapedRow) -> str:
        """Nothing of the row goes to the past, and what the past and the quarantine have of it is erased."""
        self.erase.append(row.row)
        self.past = [p for p in self.past if p.row != row.row]
        for id_ in self.by_row[row.row]:
            self.live.pop(id_, None)
        return "disposed"

    def _retire(self, id_: Id, why: str) -> None:
        facet = self.live.pop(id_)
        self.past.append(past_of(facet.record, why, self.at))
        self.past += (past_of(m, why, self.at) for m in facet.mentions.values())
        self.past += (past_of(k, why, self.at) for k in facet.links.values())


class Planner:
    """`plan` with its source of entity ids."""

    def __init__(self, mint: Mint) -> None:
        self._mint = mint

    def __call__(self, batch: Batch, current: Current) -> Changes:
        """What the batch does to what is held; see `Changes` for the order of writing."""
        draft = _Draft(batch, current)
        for row in batch.rows:
            draft.take(row)
        before, after = _mentions(draft.held.values()), _mentions(draft.live.values())
        markings = {**current.markings, **batch.markings}
        settled = settle(current, draft.keys, before, after, markings, self._mint, draft.at)
        entity = settled.entity_of
        gone_r, new_r = _difference(
            {i: v.record for i, v in draft.held.items()}, {i: v.record for i, v in draft.live.items()}
        )
        gone_m, new_m = _difference(before, after)
        gone_k, new_k = _difference(_links(draft.held.values()), _links(draft.live.values()))
        tally: Counter[tuple[str, int]] = Counter()
        tally.update((r.source, r.vis) for r in new_r)
        tally.subtract((r.source, r.vis) for r in gone_r)
        counts = {**batch.ledger.counts, **draft.counts}
        if batch.quarantined:
            counts["quarantined"] = len(batch.quarantined)
        return Changes(
            counts=counts,
            markings={vis: m for vis, m in {**batch.markings, **settled.layers}.items() if vis not in current.markings},
            erase=draft.erase,
            past=draft.past,
            drop_links=gone_k,
            drop_mentions=gone_m,
            drop_records=gone_r,
            put_entities=settled.put_entities,
            put_keysets=settled.put_keysets,
            moves=settled.moves,
            put_records=new_r,
            put_mentions=[m._replace(entity=entity[m.keyset]) for m in new_m],
            put_links=[k._replace(start=entity[k.start_keyset], end=entity[k.end_keyset]) for k in new_k],
            drop_keysets=settled.drop_keysets,
            drop_same=settled.drop_same,
            put_same=settled.put_same,
            open_membership=settled.open_membership,
            close_membership=settled.close_membership,
            lineage=settled.lineage,
            drop_entities=settled.drop_entities,
            tally={key: n for key, n in sorted(tally.items()) if n},
        )


def _mentions(facets: Iterable[Live]) -> dict[Id, MentionRow]:
    return {m.id: m for facet in facets for m in facet.mentions.values()}


def _links(facets: Iterable[Live]) -> dict[Id, LinkRow]:
    return {k.id: k for facet in facets for k in facet.links.values()}


def _difference(before: dict[Id, Row], after: dict[Id, Row]) -> tuple[list[Row], list[Row]]:
    """Rows to drop and rows to put, each ordered by id; a row that is the very same object stays untouched."""
    gone = [row for id_, row in sorted(before.items()) if after.get(id_) is not row]
    new = [row for id_, row in sorted(after.items()) if before.get(id_) is not row]
    return gone, new
