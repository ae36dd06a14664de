"""What a mapping makes of the first rows of a file, for whoever is writing it."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pole.errors import ExtractError
from pole.formats.arrivals import Arrival, sole_arrival
from pole.formats.rows import BadRow, RawRow
from pole.ingest.shape.outcomes import Quarantined, Refused, ShapeContext, Skipped
from pole.ingest.shape.record import CompiledRecord
from pole.ingest.shape.source import CompiledSource
from pole.model.facts import Facet, ShapedLink, ShapedMention, ShapedRow, Statement

_NOW = "1970-01-01T00:00:00Z"


class TriedMention(NamedTuple):
    """What the row says of one thing in one visibility."""

    name: str
    subtype: str
    caption: str
    marking: str
    keys: tuple[str, ...]
    """``scheme|value``; one that is only looked up is in brackets."""
    statements: tuple[Statement, ...]


class TriedLink(NamedTuple):
    """One link, its ends by local name."""

    type: str
    role: str
    start: str
    end: str
    marking: str
    begins: str | None
    ends: str | None
    standing: str | None
    statements: tuple[Statement, ...]


class TriedRow(NamedTuple):
    """One row of the file and what came of it."""

    line: int
    record: str
    outcome: str
    """``put``, ``delete``, ``dispose``, ``quarantined``, ``skipped`` or ``refused``."""
    words: str
    """Why, and what to do, where it was not taken; else empty."""
    key: str
    raw: str
    """As received; empty for a row that must not be kept."""
    mentions: tuple[TriedMention, ...] = ()
    links: tuple[TriedLink, ...] = ()


def try_mapping(source: CompiledSource, file: Path, rows: int = 5) -> list[TriedRow]:
    """The first rows of a file under a mapping, whatever their types. Raises ExtractError where no record type has such
    files."""
    arrival = sole_arrival(file)
    records = enumerate(records_for(source, arrival))
    readers = (_rows(record, arrival, strays=number == 0) for number, record in records)
    first = islice(merge(*readers, key=_line), rows)
    return [_tried(source, record, row, arrival.name) for record, row in first]


def _rows(record: CompiledRecord, file: Arrival, *, strays: bool) -> Iterator[tuple[CompiledRecord, RawRow | BadRow]]:
    for row in record.open(file, strays=strays).rows():
        yield record, row


def _line(found: tuple[CompiledRecord, RawRow | BadRow]) -> int:
    return found[1].line


def records_for(source: CompiledSource, file: Arrival) -> list[CompiledRecord]:
    """The record types in a file by its name. Raises ExtractError, listing the names that are known."""
    found = source.records_of(file.name)
    if not found:
        raise ExtractError(f"{file.name} is no file of {source.source}; its files are named {source.patterns}.")
    return [record for record, _ in found]


def _tried(source: CompiledSource, record: CompiledRecord, row: RawRow | BadRow, file: str) -> TriedRow:
    shaped = record.hold(row) if isinstance(row, BadRow) else record.shape(row, ShapeContext(file, _NOW))
    match shaped:
        case ShapedRow():
            mentions = tuple(_mentions(source, shaped))
            return TriedRow(
                row.line, shaped.type, shaped.verb, "", shaped.key, row.raw, mentions, _links(source, shaped)
            )
        case Quarantined():
            where = f"{shaped.field}: " if shaped.field else ""
            words = f"{where}{shaped.reason}. {shaped.remedy}"
            return TriedRow(row.line, record.name, "quarantined", words, "", shaped.raw)
        case Skipped():
            return TriedRow(row.line, record.name, "skipped", "meets the condition `skip`", "", row.raw)
        case Refused():
            return TriedRow(row.line, record.name, "refused", f"{shaped.field} must never be loaded", "", "")


def _mentions(source: CompiledSource, row: ShapedRow) -> Iterator[TriedMention]:
    for facet in row.facets:
        for mention in facet.mentions:
            keys = tuple(f"({key.text})" if key.join == "l" else key.text for key in mention.keys)
            marking = source.markings[facet.vis].text
            yield TriedMention(mention.name, mention.subtype, mention.caption, marking, keys, mention.statements)


def _links(source: CompiledSource, row: ShapedRow) -> tuple[TriedLink, ...]:
    return tuple(_link(source, facet, link) for facet in row.facets for link in facet.links)


def _link(source: CompiledSource, facet: Facet, link: ShapedLink) -> TriedLink:
    names = {mention.id: _name(mention) for mention in facet.mentions}
    return TriedLink(
        link.type, link.role, names[link.start], names[link.end], source.markings[facet.vis].text, link.begins,
        link.ends, link.standing, link.statements,
    )  # fmt: skip


def _name(mention: ShapedMention) -> str:
    return mention.name
