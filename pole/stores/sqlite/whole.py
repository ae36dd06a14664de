"""Everything the store holds, for the canonical dump."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import LiteralString, TypeVar

from pole.graph.dump import DumpRows
from pole.graph.rows import (
    EntityRow,
    LastWord,
    LineageRow,
    LinkRow,
    MembershipRow,
    MentionRow,
    QuarantineRow,
    SameRow,
    TaskRow,
)
from pole.stores.sqlite.columns import (
    DECISION,
    ENTITY,
    KEYSET,
    LINK,
    MENTION,
    PAST,
    QUARANTINE,
    RECORD,
    TASK,
    WORD,
    decision_of,
    keyset_of,
    past_of,
    record_of,
)
from pole.stores.sqlite.connections import Look, Row

Kept = TypeVar("Kept")


def whole(look: Look, narrowed: bool) -> DumpRows:
    """All rows or (`narrowed`) the visible, each table in the order of `DumpRows`, read when its turn comes."""

    def table(
        make: Callable[[Row], Kept],
        columns: LiteralString,
        name: LiteralString,
        order: LiteralString,
        visible: LiteralString = "vis IN temp.visible",
    ) -> Iterator[Kept]:
        where: LiteralString = " WHERE " + visible if narrowed else ""
        return map(make, look.each("SELECT " + columns + " FROM " + name + where + " ORDER BY " + order))

    return DumpRows(
        records=table(record_of, RECORD, "records AS r", "r.id"),
        mentions=table(MentionRow._make, MENTION, "mentions AS m", "m.id"),
        links=table(LinkRow._make, LINK, "links AS l", "l.id"),
        keysets=table(keyset_of, KEYSET, "keysets AS s", "s.id"),
        entities=table(EntityRow._make, ENTITY, "entities AS e", "e.id"),
        same=table(SameRow._make, "high, low, vis, why, since", "same", "vis, high, low"),
        membership=table(
            MembershipRow._make, "keyset, entity, vis, since, until", "membership", "keyset, since, entity, until"
        ),
        lineage=table(LineageRow._make, "at, what, before, after, vis", "lineage", "at, what, before, after, vis"),
        past=table(
            past_of,
            PAST,
            "past AS p",
            "p.id, p.known_from, p.known_to, p.what, p.why, p.payload",
            "vis IN temp.visible AND NOT closed",
        ),
        quarantine=table(QuarantineRow._make, QUARANTINE, "quarantine AS q", "q.id"),
        tasks=table(TaskRow._make, TASK, "tasks AS t", "t.id"),
        decisions=table(decision_of, DECISION, "decisions AS d", "d.id"),
        words=table(LastWord._make, WORD, "last_words AS w", "w.row", "FALSE"),
    )
