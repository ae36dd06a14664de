"""Which key sets a batch may touch: those it names, and all that joining keys reach from them in any visibility.

The loop is the same in every store; a store lends it two small ways of looking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pole.graph.rows import KeySetRow
from pole.model.facts import Id, Join, Key


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
