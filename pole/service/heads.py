"""Entities as they stand in lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pole.access.session import Inquiry
from pole.graph.rows import EntityRow, MentionRow
from pole.model.facts import Id
from pole.model.kind import Kind
from pole.service.answers.head import EntityHead


def head_of(inquiry: Inquiry, id_: Id, row: EntityRow) -> EntityHead:
    """One entity under the id of its group."""
    caption = row.caption or inquiry.vocabulary.subtype(row.subtype).label
    return EntityHead(
        inquiry.scope.group_of(id_), Kind(row.kind), row.subtype, caption, row.born, inquiry.marking(row.vis)
    )


def heads(inquiry: Inquiry, ids: Iterable[Id]) -> dict[Id, EntityHead]:
    """By the id asked for; what is unknown or not visible is left out."""
    found = {id_: head_of(inquiry, id_, row) for id_, row in inquiry.graph.entities(ids).items()}
    inquiry.shows("entity", *(head.id for head in found.values()))
    return found


def called_by(head: EntityHead, mentions: Sequence[MentionRow]) -> EntityHead:
    """The entity as the best of these mentions, newest first, calls it."""
    best = max(mentions, key=lambda m: m.rank, default=None)
    return head if best is None else replace(head, caption=best.caption or head.caption, born=best.born)
