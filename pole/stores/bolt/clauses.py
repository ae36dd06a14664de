"""Conditions on links as query text, and as its values.

The text speaks of a relationship `r` seen from its end `n`. Everything it says is literal; what was asked is a value.
"""

from __future__ import annotations

from typing import LiteralString, NamedTuple

from pole.graph.questions import LinkWhere

_FAR_KIND: LiteralString = "CASE WHEN startNode(r) = n THEN r.end_kind ELSE r.start_kind END"
_FAR_SUBTYPE: LiteralString = "CASE WHEN startNode(r) = n THEN r.end_subtype ELSE r.start_subtype END"


class Far(NamedTuple):
    """How the kind and subtype of the other end are read off a link."""

    kind: LiteralString
    subtype: LiteralString


EITHER = Far(_FAR_KIND, _FAR_SUBTYPE)
"""For a link followed from `n` in any direction."""
AT_END = Far("r.end_kind", "r.end_subtype")
AT_START = Far("r.start_kind", "r.start_subtype")


def admits_none(where: LinkWhere) -> bool:
    """Whether a list of nothing makes every link fail."""
    return () in (
        where.types, where.roles, where.kinds, where.subtypes, where.sources, where.standings, where.grades
    )  # fmt: skip


def conditions(where: LinkWhere, far: Far = EITHER) -> LiteralString:
    """All conditions but types, which belong into the pattern; begins with AND, or is empty."""
    return judged(where, far) + _further(where)


def judged(where: LinkWhere, far: Far = EITHER) -> LiteralString:
    """Those by which a hub is judged: what the link is and what stands at its other end."""
    text: LiteralString = ""
    if where.roles is not None:
        text += " AND r.role IN $roles"
    if where.kinds is not None:
        text += " AND " + far.kind + " IN $kinds"
    if where.subtypes is not None:
        text += " AND " + far.subtype + " IN $subtypes"
    return text


def has_further(where: LinkWhere) -> bool:
    """Whether there are conditions by which a hub is not judged."""
    return _further(where) != ""


def values(where: LinkWhere) -> dict[str, object]:
    """What the texts of this module ask for by name."""
    return where._asdict()


def _further(where: LinkWhere) -> LiteralString:
    text: LiteralString = ""
    if where.sources is not None:
        text += " AND r.source IN $sources"
    if where.standings is not None:
        text += " AND coalesce(r.standing, '') IN $standings"
    if where.grades is not None:
        text += " AND coalesce(r.grade, '') IN $grades"
    if where.low is not None:
        text += " AND (r.high IS NULL OR r.high >= $low)"
    if where.high is not None:
        text += " AND (r.low IS NULL OR r.low <= $high)"
    if not where.undated and (where.low is not None or where.high is not None):
        text += " AND (r.low IS NOT NULL OR r.high IS NOT NULL)"
    return text
