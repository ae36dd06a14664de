"""One record of a mapping with all that its checks look up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from pole.ingest.mapping.sheet import Place
from pole.ingest.mapping.spec import Choice, MappingSpec, MentionSpec, RecordSpec
from pole.model.vocabulary import Vocabulary

Fault: TypeAlias = tuple[Place, str]


@dataclass(slots=True)
class Scene:
    """A record, its mentions with their shapes filled in, and the vocabulary."""

    spec: MappingSpec
    name: str
    record: RecordSpec
    vocabulary: Vocabulary
    mentions: dict[str, MentionSpec] = field(init=False)

    def __post_init__(self) -> None:
        self.mentions = self.spec.mentions_of(self.record)

    @property
    def place(self) -> Place:
        """Where the record stands."""
        return ("records", self.name)

    def mention_place(self, mention: str, *rest: str | int) -> Place:
        """Where a part of a mention stands: in the mention, or in the shape that it uses."""
        own = self.record.mentions[mention]
        shape = self.spec.shapes.get(own.use or "")
        if shape is not None and rest and not _says(own, *rest) and _says(shape, *rest):
            return ("shapes", own.use or "", *rest)
        return (*self.place, "mentions", mention, *rest)

    def subtypes_of(self, mention: str) -> tuple[str, ...]:
        """Every subtype of the vocabulary that a mention can be; none where `is` is missing or wrong."""
        choice = self.mentions[mention].is_ if mention in self.mentions else None
        names = subtype_names(choice) if choice is not None else []
        return tuple(dict.fromkeys(name for name in names if name in self.vocabulary.subtypes))

    def uses(self) -> Iterator[tuple[Place, str]]:
        """Every column that the record looks at, with where it says so."""
        record, place = self.record, self.place
        for name in record.key:
            yield (*place, "key"), name
        for where, condition in (("skip", record.skip),):
            yield from (((*place, where), name) for name in sorted(condition.columns() if condition else ()))
        if record.received is not None:
            yield (*place, "received"), record.received.column
        if record.unit is not None:
            yield (*place, "unit"), record.unit
        if record.verb is not None:
            yield (*place, "verb", "column"), record.verb.column
        if record.merge is not None:
            yield (*place, "merge", "from"), record.merge.from_
            yield (*place, "merge", "to"), record.merge.to
        for name in record.parent.key if record.parent else ():
            yield (*place, "parent", "key"), name
        for name in record.origin:
            yield (*place, "origin"), name
        for number, made in enumerate(record.made_from):
            columns = (*made.key, *sorted(made.when.columns() if made.when else ()))
            yield from (((*place, "made-from", number), name) for name in columns)
        yield from self._mention_uses()
        yield from self._link_uses()

    def _mention_uses(self) -> Iterator[tuple[Place, str]]:
        for name, mention in self.mentions.items():
            if mention.is_ is not None and mention.is_.column is not None:
                yield self.mention_place(name, "is"), mention.is_.column
            for column in sorted(mention.when.columns() if mention.when else ()):
                yield self.mention_place(name, "when"), column
            for attribute, specs in mention.attributes.items():
                for number, spec in enumerate(specs):
                    for column in sorted(spec.columns()):
                        yield self.mention_place(name, "attributes", attribute, number), column

    def _link_uses(self) -> Iterator[tuple[Place, str]]:
        for number, link in enumerate(self.record.links):
            place = (*self.place, "links", number)
            chosen = {
                choice.column for choice in (link.type, link.role, link.standing, link.basis) if choice is not None
            }
            dates = link.dates
            dated = {date.column for date in (dates.from_, dates.to, dates.at) if date} if dates else set[str]()
            when = link.when.columns() if link.when else set[str]()
            graded = link.grade.all_columns if link.grade else ()
            for column in sorted({name for name in chosen if name} | dated | when | {*graded}):
                yield place, column
            for attribute, specs in link.attributes.items():
                for spec in specs:
                    yield from (((*place, "attributes", attribute), column) for column in sorted(spec.columns()))


def subtype_names(choice: Choice) -> list[str]:
    """The subtypes out of `kind/subtype`."""
    return [name.partition("/")[2] for name in choice.names()]


def _says(mention: MentionSpec, *rest: str | int) -> bool:
    match rest:
        case ("attributes", str(name), *_):
            return name in mention.attributes
        case ("keys", str(name), *_):
            return name in mention.keys
        case ("is", *_):
            return mention.is_ is not None
        case ("when", *_):
            return mention.when is not None
        case _:
            return False
