"""What a batch may touch beyond the rows it names: key sets that joining keys and decisions reach, and facets that were
live once.

This is the same in every store; a store lends its ways of looking.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from pole.graph.changes import Batch
from pole.graph.rows import DecisionRow, KeySetRow, RecordRow
from pole.model.facts import Id, Join, Key, Verb


class Gone(NamedTuple):
    """Past records that a plan looks at: all of some rows, and some by their own ids."""

    rows: list[Id]
    records: list[Id]


def gone(batch: Batch, records: Mapping[Id, RecordRow]) -> Gone:
    """Of rows of which nothing is live, all; of the others the facets that the batch puts and that are not live.

    `records` are the live ones of the batch's rows, by id.
    """
    wanted = [row for row in batch.rows if row.verb in (Verb.PUT, Verb.DELETE)]
    live = {record.row for record in records.values()}
    put = {facet.record for row in wanted if row.row in live for facet in row.facets}
    return Gone(sorted({row.row for row in wanted} - live), sorted(put - records.keys()))


def disposed(batch: Batch) -> list[Id]:
    """The rows that are disposed of, each once."""
    return sorted({row.row for row in batch.rows if row.verb == Verb.DISPOSE})


def joining(keys: Iterable[Key]) -> set[str]:
    """The texts of the keys that join."""
    return {key.text for key in keys if key.join != Join.LOOK_UP}


def named_rows(batch: Batch) -> set[Id]:
    """The rows that a batch is about: its own, and those of which something is decided."""
    return {row.row for row in batch.rows}.union(*(decision.rows for decision in batch.decided))


def with_partners(rows: set[Id], decisions: Iterable[DecisionRow]) -> set[Id]:
    """These rows, and what decisions on them are about besides: who may see a decision on one of them changes what it binds
    of the other."""
    return rows.union(*(decision.rows for decision in decisions if not rows.isdisjoint(decision.rows)))


class Reached(NamedTuple):
    """Key sets, and decisions in force that have an end among them, both by id."""

    keysets: dict[Id, KeySetRow]
    decisions: dict[Id, DecisionRow]


class Look(Protocol):
    """A store's ways of looking for what a batch reaches."""

    def by_id(self, ids: Sequence[Id]) -> Iterable[KeySetRow]:
        """Those of these key sets that exist."""
        ...

    def by_joining_key(self, keys: Sequence[str]) -> Iterable[KeySetRow]:
        """Every key set with one of these key texts as a key that joins."""
        ...

    def decided(self, keysets: Sequence[Id]) -> Iterable[DecisionRow]:
        """The decisions in force that have one of these key sets at an end."""
        ...


def reached(look: Look, ids: Iterable[Id], keys: Iterable[Key], named: Iterable[DecisionRow] = ()) -> Reached:
    """All key sets among `ids`, all that hold one of `keys` as a joining key, and all that these reach by joining keys and by
    decisions that two are the same; `named` are the decisions on the rows that are about to change.

    Each round asks only for what no earlier round asked.
    """
    found: dict[Id, KeySetRow] = {}
    decisions: dict[Id, DecisionRow] = {}
    sought = set(ids).union(*(decision.keysets for decision in named))
    texts = joining(keys)
    asked_ids, asked_texts = set[Id](), set[str]()
    while sought or texts:
        new = {row.id: row for row in (look.by_id(sorted(sought)) if sought else ())}
        asked_ids |= sought
        texts = texts.union(*(joining(row.keys) for row in new.values())) - asked_texts
        if texts:
            new |= {row.id: row for row in look.by_joining_key(sorted(texts)) if row.id not in found}
        asked_texts |= texts
        found |= new
        said = {decision.id: decision for decision in (look.decided(sorted(new)) if new else ())}
        decisions |= said
        ends = (decision.keysets for decision in said.values() if decision.joins)
        sought = set[Id]().union(*ends) - found.keys() - asked_ids
        texts = set[str]().union(*(joining(row.keys) for row in new.values())) - asked_texts
    return Reached(found, decisions)
