"""The index extract: that a person is held by a system, and since when nothing newer was received. No content leaves.

It is what a national index of pointers takes: one line for each person and mandated system. What this viewer may not see is
not in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pole.access.policy_file import Entitlement
from pole.access.session import Inquiry
from pole.graph.questions import PageRequest
from pole.model.facts import Id, Instant
from pole.model.kind import Kind

PERSON = "person"
"""The subtype that is indexed: somebody with an identity of their own, and no organisation, group or post."""
AT_ONCE = 1_000


class Pointer(NamedTuple):
    """A system holds something of a person."""

    person: Id
    system: str
    last_received: Instant


def pointers(inquiry: Inquiry, systems: Sequence[str]) -> Iterator[Pointer]:
    """A pointer for each person and system, ordered by both; memory holds one page. Raises NotEntitledError."""
    inquiry.policy.require(inquiry.viewer, Entitlement.EXPORT_INDEX)
    after: tuple[str, ...] | None = None
    while True:
        page = inquiry.graph.things(Kind.PERSON.value, PageRequest(AT_ONCE, after))
        people = [row.id for row in page.rows if row.subtype == PERSON and inquiry.scope.group_of(row.id) == row.id]
        found = list(_pointers(inquiry, people, systems))
        inquiry.counts("pointer", len(found))
        yield from found
        if not page.more:
            return
        after = (page.rows[-1].id,)


def _pointers(inquiry: Inquiry, people: Sequence[Id], systems: Sequence[str]) -> Iterator[Pointer]:
    """A person who is several entities to this viewer is one, under the id that names them all."""
    latest: dict[tuple[Id, str], Instant] = defaultdict(str)
    for person, system, received in inquiry.graph.last_received(people, systems):
        latest[person, system] = max(latest[person, system], received)
    return (Pointer(person, system, received) for (person, system), received in sorted(latest.items()))
