"""What the rows of a batch make of the live facets, before identity is settled.

Which version of a row counts is a matter of receipt and of extracts, not of arrival. The newest receipt is of the row,
whatever facets a version has: what it does not say, it takes back. What is gone is not brought back by an older version,
nor by an extract that a later one has overtaken.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

from pole.graph.changes import Batch, Closing, Current, Traces
from pole.graph.closure import named_rows, with_partners
from pole.graph.rows import LastWord, LinkRow, MentionRow, PastRow, QuarantineRow, RecordRow
from pole.identity.keysets import keyset_id
from pole.ingest.former import keep_former, keep_former_text
from pole.ingest.past import WITHDRAWN, past_of
from pole.model.facts import (
    Facet,
    Id,
    Instant,
    Key,
    ShapedLink,
    ShapedMention,
    ShapedRow,
    Statement,
    Verb,
    decode_statements,
    encode_statements,
    record_id,
)
from pole.model.marking import Marking, visibility
from pole.model.period import seconds_of

LATE_VERSION = 0
"""Of a version that came too late and never was the live one. The others are counted from 1, whatever came between."""
NO_TRACES = Traces(0, 0)
ERASED, ERASED_WAITING = "erased versions", "erased in quarantine"
"""Counts of what disposal at source erased, for its certificate."""


class Live(NamedTuple):
    """One facet as it stands: its record, mentions and links."""

    record: RecordRow
    mentions: dict[Id, MentionRow]
    links: dict[Id, LinkRow]


class Draft:
    """Takes the rows of a batch one by one. What it comes to is read from its attributes."""

    def __init__(self, batch: Batch, current: Current) -> None:
        ledger = batch.ledger
        self.at, self.batch, self.mapping, self.place = ledger.at, ledger.id, ledger.mapping, ledger.place
        self.overtaken = batch.overtaken
        self.decided = batch.decided
        self.named = with_partners(named_rows(batch), current.decisions.values())
        self.current = current
        self.markings: dict[int, Marking] = {**current.markings, **batch.markings}
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
        self.words = dict(current.words)
        self.seen: set[Id] = set()
        self.keys: dict[Id, tuple[Key, ...]] = {}
        self.past: dict[Id, list[PastRow]] = {}
        """By row."""
        self.close: list[Closing] = []
        self.erase: dict[Id, None] = {}
        self.gone: dict[Id, str] = {}
        """By row: the last verb that took it away and named no version."""
        self.counts: Counter[str] = Counter()
        self.quarantined = [q for q in batch.quarantined if self._may_wait(q)]
        if self.quarantined:
            self.counts["quarantined"] = len(self.quarantined)
        if len(batch.quarantined) > len(self.quarantined):
            self.counts["late"] = len(batch.quarantined) - len(self.quarantined)

    def take(self, row: ShapedRow) -> None:
        """Apply one row and count what became of it."""
        match row.verb:
            case Verb.PUT:
                outcome = self._put(row)
            case Verb.DELETE:
                outcome = self._delete(row)
            case Verb.DISPOSE:
                outcome = self._dispose(row)
            case _:
                outcome = self._withdraw(row)
        self.counts[outcome] += 1
        self.seen.add(row.row)

    # ---------------------------------------------------------------- put

    def _put(self, row: ShapedRow) -> str:
        held, gone = self._live_of(row.row), self._unraised(row.row)
        late = row.received < self._newest(row.row)
        whole = next((facet.vis for facet in row.facets if facet.raw is not None), None)
        misread = {r.vis for r in [*held, *gone] if self._mapping_of(r) != self.mapping}
        outcomes = {self._put_facet(row, facet, late, misread, whole) for facet in row.facets}
        taken_back = set[int]()
        if not late:
            taken_back = self._take_back(row, held, gone)
            self._say(row)
        for vis in sorted(misread | taken_back):
            self._close(row.row, vis, self._raised(vis, whole))
        if outcomes <= {"unchanged"} and not taken_back:
            return "duplicate" if row.row in self.seen else "unchanged"
        if "late" in outcomes:
            return "late"
        return "changed" if held else "new"

    def _put_facet(self, row: ShapedRow, facet: Facet, late: bool, misread: set[int], whole: int | None) -> str:
        held = self.live.get(facet.record)
        if held is not None and held.record.hash == facet.hash:
            return "unchanged"
        if late or (held is None and self._stays_away(row.row, facet.record)):
            if held is not None:
                self._keep(past_of(self._record(row, facet, LATE_VERSION), "late", self.at, self.place))
            return "late"
        # What an older mapping read may be shown higher by today's: nothing of it stays where it was.
        former = None if facet.vis in misread and self._raised(facet.vis, whole) != facet.vis else held
        mentions = {m.id: self._mention(row, m, former) for m in facet.mentions}
        links = {k.id: self._link(row, k, mentions, former) for k in facet.links}
        record = self._record(row, facet, self._version(row.row, facet.record))
        if held is not None:
            self._retire(facet.record, "superseded")
        self.live[facet.record] = Live(record, mentions, links)
        self.by_row[row.row].add(facet.record)
        return "changed" if held else "new"

    def _record(self, row: ShapedRow, facet: Facet, version: int) -> RecordRow:
        return RecordRow(
            facet.record, row.row, row.source, row.type, row.key, facet.vis, version, facet.hash, row.received, self.at,
            self.batch, row.parent, row.made_from, row.unit, row.file, row.line, facet.raw,
        )  # fmt: skip

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
        statements: list[Statement] = list(k.statements)
        if old is not None:
            statements += keep_former(decode_statements(old.body), statements, row.correction, row.received)
        start, end = mentions[k.start], mentions[k.end]
        low, high = seconds_of(k.begins, k.ends)
        return LinkRow(
            k.id, k.type, k.role, "", "", k.start, k.end, start.keyset, end.keyset, start.kind, start.subtype,
            end.kind, end.subtype, k.vis, k.begins, k.ends, low, high, k.standing, k.basis, k.grade,
            k.record, row.row, row.source, k.field, row.received, self.at, encode_statements(statements),
        )  # fmt: skip

    def _version(self, row: Id, id_: Id) -> int:
        held = self.live.get(id_)
        if held is not None:
            return held.record.version + 1
        return 1 + max((p.record().version for p in self._past_of(row) if p.id == id_), default=0)

    def _take_back(self, row: ShapedRow, held: list[RecordRow], gone: list[RecordRow]) -> set[int]:
        """Visibilities of the facets that the newest version lacks. Was a marking raised? It looks like a deletion."""
        stated = {facet.record for facet in row.facets}
        for record in held:
            if record.id not in stated:
                self._retire(record.id, "superseded")
        return {record.vis for record in [*held, *gone] if record.id not in stated}

    def _raised(self, vis: int, whole: int | None) -> int | None:
        """Who may see what was shown at `vis` once, when today's whole row is for `whole`; None: nobody."""
        if whole is None:
            return None
        joint = self.markings[vis].join(self.markings[whole])
        self.markings[visibility(joint)] = joint
        return visibility(joint)

    # ---------------------------------------------------------------- other verbs

    def _delete(self, row: ShapedRow) -> str:
        """Recorded in error: the row is gone, and so is its past to everybody. Older versions stay away from now on."""
        if row.received < self._newest(row.row):
            return "late"
        held = self._live_of(row.row)
        for record in held:
            self._retire(record.id, "deleted")
        if held or not self.overtaken:
            self._close(row.row, None, None)
            self.words[row.row] = self._word(row, held)
        return "deleted" if held else "absent"

    def _withdraw(self, row: ShapedRow) -> str:
        held = self._live_of(row.row)
        if not held:
            return "absent"
        self.gone[row.row] = row.verb
        word = self._word(row, held)._replace(received=self._newest(row.row))
        for record in held:
            self._retire(record.id, WITHDRAWN[row.verb])
        self.words[row.row] = word
        return WITHDRAWN[row.verb]

    def _dispose(self, row: ShapedRow) -> str:
        """Nothing of the row goes to the past, and whatever else there is of it is erased."""
        past = self.past.pop(row.row, [])
        traces = NO_TRACES if row.row in self.erase else self.current.traces.get(row.row, NO_TRACES)
        self.erase[row.row] = None
        versions = len(self._live_of(row.row)) + sum(p.what == "record" for p in past) + traces.versions
        self.counts.update({ERASED: versions, ERASED_WAITING: traces.waiting})
        self.close = [c for c in self.close if c.row != row.row]
        self.words.pop(row.row, None)
        for id_ in self.by_row[row.row]:
            self.live.pop(id_, None)
        return "disposed"

    # ---------------------------------------------------------------- what counts

    def _newest(self, row: Id) -> Instant:
        """When the newest that was said of a row was received."""
        word = self.words.get(row)
        return max([word.received if word else "", *(record.received for record in self._live_of(row))])

    def _say(self, row: ShapedRow) -> None:
        """Keep the receipt of a version that is the newest, where no live facet has it."""
        live = self._live_of(row.row)
        if any(record.received >= row.received for record in live):
            self.words.pop(row.row, None)
        elif row.received != self.at and (live or not self.overtaken):
            # received as of this load, whatever comes later is newer anyway; not held, it may be disposed of
            self.words[row.row] = self._word(row, live)

    def _word(self, row: ShapedRow, held: list[RecordRow]) -> LastWord:
        known = [row.parent, *(r.parent for r in held), *(p.parent for p in self._past_of(row.row))]
        return LastWord(row.row, row.source, row.type, next((p for p in known if p is not None), None), row.received)

    def _stays_away(self, row: Id, id_: Id) -> bool:
        """Whether a facet that is not live is not to be brought back by this extract."""
        if self.overtaken and row not in self.current.waiting:
            return True
        gone = [p for p in self._past_of(row) if p.id == id_]
        return bool(gone) and 0 <= self.place < max(gone, key=lambda p: p.record().version).place

    def _may_wait(self, row: QuarantineRow) -> bool:
        """An extract that was overtaken leaves nothing new in quarantine: nobody can tell what it would bring back."""
        return not self.overtaken or row.id in self.current.waiting or row.row in self.current.waiting

    def _live_of(self, row: Id) -> list[RecordRow]:
        return [self.live[id_].record for id_ in sorted(self.by_row[row]) if id_ in self.live]

    def _past_of(self, row: Id) -> list[PastRow]:
        """Past records of facets that are not live."""
        before = () if row in self.erase else self.current.past.get(row, ())
        return [p for p in [*before, *self.past.get(row, ())] if p.what == "record" and p.id not in self.live]

    def _unraised(self, row: Id) -> list[RecordRow]:
        """Of facets that are not live those that are still seen as they were."""
        return [p.record() for p in self._past_of(row) if not p.closed and p.id == record_id(row, p.vis)]

    def _mapping_of(self, record: RecordRow) -> str | None:
        return self.mapping if record.batch == self.batch else self.current.mappings.get(record.batch)

    # ---------------------------------------------------------------- past

    def _retire(self, id_: Id, why: str) -> None:
        facet = self.live.pop(id_)
        rows: list[RecordRow | MentionRow | LinkRow] = [facet.record, *facet.mentions.values(), *facet.links.values()]
        for row in rows:
            self._keep(past_of(row, why, self.at, self.place))

    def _keep(self, row: PastRow) -> None:
        self.past.setdefault(row.row, []).append(row)

    def _close(self, row: Id, vis: int | None, into: int | None) -> None:
        """Change who sees what is past of a row: all of it, or that of one facet."""
        if into is not None and into == vis:
            return
        closing = Closing(row, vis, into)
        self.close.append(closing)
        self.past[row] = list(map(closing.of, self.past.get(row, ())))
