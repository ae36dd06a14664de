"""Which columns a record uses, and what for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from pole.ingest.mapping.spec import Condition, LinkSpec, MappingSpec, MentionSpec, RecordSpec, VerbSpec
from pole.model.sheet import Place

Use: TypeAlias = tuple[Place, str]
"""Where a record uses a column, from the record on; and the column."""


def uses_in(spec: MappingSpec, record: RecordSpec) -> Iterator[Use]:
    """Every column that a record looks at, with each place that says so."""
    yield from _record_uses(record, spec.verb_of(record))
    for name, mention in spec.mentions_of(record).items():
        yield from _mention_uses(("mentions", name), mention)
    for number, link in enumerate(record.links):
        yield from _link_uses(("links", number), link)


def uses_of(spec: MappingSpec, name: str) -> dict[str, tuple[str, ...]]:
    """What a record uses each column for, in words: ``victim.born``, ``key``, ``victim>crime``."""
    record = spec.records[name]
    found: dict[str, dict[str, None]] = {}
    for place, column in uses_in(spec, record):
        found.setdefault(column, {})[_words(place, record)] = None
    return {column: tuple(words) for column, words in found.items()}


def _words(place: Place, record: RecordSpec) -> str:
    match place:
        case ("mentions", str(mention), "attributes", str(attribute), *_):
            return f"{mention}.{attribute}"
        case ("mentions", str(mention), *_):
            return mention
        case ("links", int(number), *rest):
            link = record.links[number]
            attribute = f".{rest[1]}" if rest[:1] == ["attributes"] else ""
            return f"{link.from_}>{link.to}{attribute}"
        case _:
            return str(place[0])


def _record_uses(record: RecordSpec, verb: VerbSpec | None) -> Iterator[Use]:
    yield from _each(("key",), (*record.key.columns, *record.key.otherwise))
    yield from _each(("skip",), _of(record.skip))
    if record.received is not None:
        yield ("received",), record.received.column
    if record.unit is not None:
        yield ("unit",), record.unit
    if verb is not None:
        yield ("verb", "column"), verb.column
    if record.merge is not None:
        yield ("merge", "from"), record.merge.from_
        yield ("merge", "to"), record.merge.to
    if record.grade is not None:
        yield from _each(("grade",), record.grade.looked_at)
    if record.marking is not None:
        yield from _each(("marking",), record.marking.columns)
    if record.parent is not None:
        yield from _each(("parent", "key"), record.parent.key.columns)
    yield from _each(("origin",), record.origin)
    for number, made in enumerate(record.made_from):
        yield from _each(("made-from", number), (*made.key.columns, *_of(made.when)))


def _mention_uses(place: Place, mention: MentionSpec) -> Iterator[Use]:
    if mention.is_ is not None and mention.is_.column is not None:
        yield (*place, "is"), mention.is_.column
    yield from _each((*place, "when"), _of(mention.when))
    for attribute, specs in mention.attributes.items():
        for number, spec in enumerate(specs):
            yield from _each((*place, "attributes", attribute, number), sorted(spec.columns()))


def _link_uses(place: Place, link: LinkSpec) -> Iterator[Use]:
    for key, choice in (("type", link.type), ("role", link.role), ("standing", link.standing), ("basis", link.basis)):
        if choice is not None and choice.column is not None:
            yield (*place, key), choice.column
    dates = link.dates
    for key, date in (("from", dates.from_), ("to", dates.to), ("at", dates.at)) if dates is not None else ():
        if date is not None:
            yield (*place, "dates", key), date.column
    yield from _each((*place, "when"), _of(link.when))
    yield from _each((*place, "grade"), link.grade.looked_at if link.grade is not None else ())
    for attribute, specs in link.attributes.items():
        for number, spec in enumerate(specs):
            yield from _each((*place, "attributes", attribute, number), sorted(spec.columns()))


def _of(condition: Condition | None) -> list[str]:
    return sorted(condition.columns()) if condition is not None else []


def _each(place: Place, columns: Iterable[str]) -> Iterator[Use]:
    return ((place, column) for column in columns)
