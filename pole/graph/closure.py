"""What a batch may touch beyond the rows it names: key sets that joining keys reach, and facets that were live once.

This is the same in every store; a store lends its ways of looking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from pole.graph.changes import Batch
from pole.graph.rows import KeySetRow, RecordRow
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


def reached_keysets(
    ids: Iterable[Id],
    keys: Iterable[Key],
    by_id: Callable[[Sequence[Id]], Iterable[KeySetRow]],
    by_joining_key: Callable[[Sequence[str]], Iterable[KeySetRow]],
) -> dict[Id, KeySetRow]:
    """All key sets among `ids`, all that hold one of `keys` as a joining key, and all that these reach by joining keys.

    `by_id` answers those of these ids that exist; `by_joining_key` every key set with one of these key texts as a key
    that joins. Each round asks only for what no earlier round asked.
    """
    found = {row.id: row for row in by_id(sorted(set(ids)))}
    asked: set[str] = set()
    wanted = joining(keys).union(*(joining(row.keys) for row in found.values()))
    while wanted:
        asked |= wanted
        new = {row.id: row for row in by_joining_key(sorted(wanted)) if row.id not in found}
        found |= new
        wanted = {text for row in new.values() for text in joining(row.keys)} - asked
    return found
