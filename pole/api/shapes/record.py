"""Records as received, beside what was made of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import strawberry

from pole.api.asking import Info
from pole.api.shapes.facts import Marking, PageAnswer, PageInfo, Statement
from pole.api.shapes.lazily import ALink, AnEntity
from pole.api.shapes.node import Node
from pole.api.shapes.scalars import DateTime
from pole.api.shapes.shape import always, by, shows
from pole.api.shapes.source import Source, SourceName
from pole.service.answers.record import MentionView, RecordRef, RecordView


@shows(MentionView)
class Mention:
    name: str
    entity: AnEntity
    statements: list[Statement]


def _read(field: str, name: str | None = None) -> Any:
    def read(root: RecordRef | RecordView, info: Info) -> object:
        return info.context.of_record(root, lambda record: getattr(record, field))

    return by(read, name)


def _listed(field: str) -> Any:
    """Other records, by their ids."""

    def read(root: RecordRef | RecordView, info: Info) -> object:
        return info.context.of_record(root, lambda record: [_other(id_) for id_ in getattr(record, field)])

    return by(read)


def _other(id_: str) -> RecordRef:
    return RecordRef(id_, "", "", None)


def _source(root: RecordRef | RecordView, info: Info) -> object:
    return _at_hand(root, info, lambda record: record.source and SourceName(record.source))


def _received(root: RecordRef | RecordView, info: Info) -> object:
    return _at_hand(root, info, lambda record: record.received)


def _loaded(root: RecordRef | RecordView, info: Info) -> object:
    return _at_hand(root, info, lambda record: record.loaded)


def _at_hand(root: RecordRef | RecordView, info: Info, take: Callable[[RecordRef | RecordView], object]) -> object:
    """What a reference mostly holds itself, so that the record need not be read for it."""
    return take(root) or info.context.of_record(root, take)


@shows(RecordRef, RecordView, when=always)
class Record(Node):
    source: Source = by(_source)
    type: str = _read("type")
    key: str | None = _read("key")
    version: int = _read("version")
    previous: list[Record] = _listed("previous")
    received: DateTime = by(_received, "receivedAt")
    loaded: DateTime = by(_loaded, "loadedAt")
    superseded: DateTime | None = _read("superseded", "supersededAt")
    raw: str | None = _read("raw")
    marking: Marking = _read("marking")
    mentions: list[Mention] = _read("mentions")
    links: list[ALink] = _read("links")
    made_from: list[Record] = _listed("made_from")
    unit: str | None = _read("unit", "owningUnit")
    file: str = _read("file")
    line: int = _read("line")


@strawberry.type
class RecordEdge:
    cursor: str
    node: Record


@shows(PageAnswer)
class RecordConnection:
    edges: list[RecordEdge]
    page_info: PageInfo
