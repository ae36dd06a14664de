"""One record of a mapping with all that its checks look up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from pole.ingest.mapping.spec import Choice, MappingSpec, MentionSpec, RecordSpec
from pole.model.sheet import Place
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
