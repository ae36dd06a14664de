"""Conditions on links as query text, and as its values.

The text speaks of a relationship `r` seen from its end `n`. Everything it says is literal; what was asked is a value.
There are few texts, not one for each choice of conditions, because the server plans every new text for a while.
"""

from __future__ import annotations

from typing import LiteralString, NamedTuple

from pole.graph.questions import LinkWhere
from pole.stores.bolt.names import is_link_type

_FAR_KIND: LiteralString = "CASE WHEN startNode(r) = n THEN r.end_kind ELSE r.start_kind END"
_FAR_SUBTYPE: LiteralString = "CASE WHEN startNode(r) = n THEN r.end_subtype ELSE r.start_subtype END"


_FURTHER: LiteralString = (
    " AND ($where.sources IS NULL OR r.source IN $where.sources)"
    " AND ($where.standings IS NULL OR coalesce(r.standing, '') IN $where.standings)"
    " AND ($where.grades IS NULL OR coalesce(r.grade, '') IN $where.grades)"
    " AND ($where.low IS NULL OR r.high IS NULL OR r.high >= $where.low)"
    " AND ($where.high IS NULL OR r.low IS NULL OR r.low <= $where.high)"
    " AND ($where.undated OR ($where.low IS NULL AND $where.high IS NULL) OR r.low IS NOT NULL OR r.high IS NOT NULL)"
)


class Far(NamedTuple):
    """How the kind and subtype of the other end are read off a link."""

    kind: LiteralString
    subtype: LiteralString
    outgoing: LiteralString
    """Whether `n` is its start."""


EITHER = Far(_FAR_KIND, _FAR_SUBTYPE, "startNode(r) = n")
"""For a link followed from `n` in any direction."""
AT_END = Far("r.end_kind", "r.end_subtype", "true")
AT_START = Far("r.start_kind", "r.start_subtype", "false")


def admits_none(where: LinkWhere) -> bool:
    """Whether it asks for types of which none can be here: a pattern has no words for that."""
    return where.types is not None and not any(map(is_link_type, where.types))


def conditions(where: LinkWhere, far: Far = EITHER) -> LiteralString:
    """All conditions but types, which belong into the pattern; begins with AND, or is empty."""
    return _judged(far) + _FURTHER if has_further(where) or _has_judged(where) else ""


def judged(where: LinkWhere, far: Far = EITHER) -> LiteralString:
    """Those by which a hub is judged: what the link is, which way it leads, and what stands at its other end."""
    return _judged(far) if _has_judged(where) else ""


def _has_judged(where: LinkWhere) -> bool:
    return any(condition is not None for condition in (where.roles, where.kinds, where.subtypes, where.outgoing))


def _judged(far: Far) -> LiteralString:
    return (
        " AND ($where.roles IS NULL OR r.role IN $where.roles)"
        f" AND ($where.kinds IS NULL OR {far.kind} IN $where.kinds)"
        f" AND ($where.subtypes IS NULL OR {far.subtype} IN $where.subtypes)"
        f" AND ($where.outgoing IS NULL OR ({far.outgoing}) = $where.outgoing)"
    )


def has_further(where: LinkWhere) -> bool:
    """Whether there are conditions by which a hub is not judged."""
    asked = (where.sources, where.standings, where.grades, where.low, where.high)
    return any(condition is not None for condition in asked)


def values(where: LinkWhere) -> dict[str, object]:
    """What the texts of this module ask for by name: one map, since the server plans anew for values of other types."""
    return {"where": where._asdict()}
