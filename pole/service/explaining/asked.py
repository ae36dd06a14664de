"""What the ids in a question stand for: a thing by its own id, or by the record that speaks of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pole.access.session import Inquiry
from pole.errors import NotVisibleError, UsageError
from pole.model.facts import Id
from pole.service.heads import heads
from pole.service.view import followed

PERSON = "person"
"""The subtype of somebody with an identity of their own."""


class Asked(NamedTuple):
    """A thing that is asked about, and the row by which it is, if it is by one."""

    group: Id
    row: Id | None


def asked(inquiry: Inquiry, a: str, b: str | None) -> tuple[Asked, Asked | None]:
    """The things meant: of a record that speaks of several, the one of which the other id speaks too, or its person.

    Raises NotVisibleError, and UsageError for an id that stands for several things.
    """
    one, row = _meant(inquiry, a)
    if b is None:
        return Asked(_only(inquiry, one), row), None
    other, other_row = _meant(inquiry, b)
    if len(one) > 1 and len(other) > 1:
        one, other = _people(inquiry, one), _people(inquiry, other)
    common = [id_ for id_ in one if id_ in other]
    if len(common) == 1:
        return Asked(common[0], row), Asked(common[0], other_row)
    return Asked(_only(inquiry, one), row), Asked(_only(inquiry, other), other_row)


def _meant(inquiry: Inquiry, id_: str) -> tuple[Sequence[Id], Id | None]:
    """Groups that an id may stand for, and the row that it names."""
    raw = inquiry.open("record", id_)
    if raw is not None:
        for record in inquiry.graph.records([raw]):
            facets = inquiry.graph.facets([record.row])
            mentions = inquiry.graph.mentions_of([f.id for f in facets])
            return _visible(list(dict.fromkeys(m.entity for m in mentions))), record.row
        raise NotVisibleError()
    live = heads(inquiry, [id_]) or heads(inquiry, followed(inquiry, id_))
    return _visible(list(dict.fromkeys(head.id for head in live.values()))), None


def _visible(groups: list[Id]) -> list[Id]:
    if not groups:
        raise NotVisibleError()
    return groups


def _only(inquiry: Inquiry, groups: Sequence[Id]) -> Id:
    meant = groups if len(groups) == 1 else _people(inquiry, groups)
    if len(meant) > 1:
        raise UsageError(f"That id stands for several things: ask by the id of one of {', '.join(meant)}.")
    return meant[0]


def _people(inquiry: Inquiry, groups: Sequence[Id]) -> Sequence[Id]:
    """Those with an identity of their own, and no post-holders or organisations; all where there is none."""
    return [id_ for id_, row in inquiry.graph.entities(groups).items() if row.subtype == PERSON] or groups
