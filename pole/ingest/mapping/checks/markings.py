"""Markings: declared, within the ceiling, and no release that gives more away than it says."""

from __future__ import annotations

from collections.abc import Iterator

from pole.errors import MarkingError
from pole.ingest.mapping.checks.scene import Fault
from pole.ingest.mapping.markings import Markings
from pole.ingest.mapping.problems import expected
from pole.ingest.mapping.spec import QUARANTINE, AttributeSpec, MappingSpec, MentionSpec, RecordSpec
from pole.model.marking import Classification, Marking
from pole.model.sheet import Place
from pole.model.vocabulary import AttributeType, Identifier, Vocabulary

_NAMING = frozenset({"name", "organisation", "address"})
"""Value types that tell a person or place from others, as a key does."""


def marking_faults(
    spec: MappingSpec, markings: Markings, vocabulary: Vocabulary, ceiling: Classification
) -> Iterator[Fault]:
    """What is wrong with the markings; the rules on releases are looked at once all names are right."""
    faults = [*_declared_faults(spec, ceiling), *_named_faults(spec)]
    yield from faults
    if faults:
        return
    if not markings.strictest.at_or_below(markings.raw):
        yield ("raw",), f"the row as received holds everything, so it is at least {markings.strictest}."
    naming = {name for name, attribute in vocabulary.attributes.items() if _names_its_thing(attribute)}
    for name, record in spec.records.items():
        yield from _unsure_faults(markings, name, record)
        yield from dict.fromkeys(_release_faults(spec, markings, naming, name, record))


def _release_faults(
    spec: MappingSpec, markings: Markings, naming: set[str], name: str, record: RecordSpec
) -> Iterator[Fault]:
    """What would hang in the air, under any of the markings that a record can have."""
    for one in record.in_each_marking():
        for mention_name, mention in spec.mentions_of(one).items():
            place: Place = ("records", name, "mentions", mention_name)
            yield from _hanging_release(markings, one, mention, naming, place)
        yield from _hanging_ends(spec, markings, name, one)


def _unsure_faults(markings: Markings, name: str, record: RecordSpec) -> Iterator[Fault]:
    """A code that nobody knows must not be what makes a row less restricted."""
    choice = record.marking
    if choice is None or choice.otherwise is None:
        return
    if record.merge is not None:
        yield ("records", name, "marking"), "a merge has one marking: name it, or keep merges in a record of their own."
    for one in record.in_each_marking() if choice.otherwise != QUARANTINE else ():
        if not markings.of_record(one).at_or_below(markings.named(choice.otherwise)):
            yield (
                ("records", name, "marking", "otherwise"),
                f"a code that nobody knows gets the strictest marking: {choice.otherwise} is not at or above "
                f"{markings.of_record(one)}; name one that is, or `quarantine`.",
            )


def _declared_faults(spec: MappingSpec, ceiling: Classification) -> Iterator[Fault]:
    for name, declared in spec.markings.items():
        try:
            marking = declared.marking
        except MarkingError as error:
            yield ("markings", name), error.message
            continue
        if marking.classification > ceiling:
            yield (
                ("markings", name),
                f"{marking.classification.text} is above what this system may hold ({ceiling.text}).",
            )


def _named_faults(spec: MappingSpec) -> Iterator[Fault]:
    for place, name in _named(spec):
        if name is not None and name not in spec.markings:
            yield place, expected(name, "marking of this mapping", spec.markings)


def _named(spec: MappingSpec) -> Iterator[tuple[Place, str | None]]:
    yield ("marking",), spec.marking
    yield ("raw",), spec.raw
    for name, shape in spec.shapes.items():
        yield from _named_in(shape, ("shapes", name))
    for name, record in spec.records.items():
        place: Place = ("records", name)
        for chosen in record.marking.names() if record.marking is not None else ():
            yield (*place, "marking"), chosen
        for mention_name, mention in record.mentions.items():
            yield from _named_in(mention, (*place, "mentions", mention_name))
        for number, link in enumerate(record.links):
            yield (*place, "links", number, "marking"), link.marking
            yield from _named_by(link.attributes, (*place, "links", number))


def _named_in(mention: MentionSpec, place: Place) -> Iterator[tuple[Place, str | None]]:
    yield (*place, "marking"), mention.marking
    yield from _named_by(mention.attributes, place)


def _named_by(attributes: dict[str, tuple[AttributeSpec, ...]], place: Place) -> Iterator[tuple[Place, str | None]]:
    for attribute, specs in attributes.items():
        for number, spec in enumerate(specs):
            yield (*place, "attributes", attribute, number, "marking"), spec.marking


def _names_its_thing(attribute: AttributeType) -> bool:
    return attribute.value in _NAMING or attribute.identifier in (Identifier.KEY, Identifier.STRONG)


def _hanging_release(
    markings: Markings, record: RecordSpec, mention: MentionSpec, naming: set[str], place: Place
) -> Iterator[Fault]:
    """A statement marked lower than the rest of its mention, with nothing beside it to know the thing by."""
    stated = [
        (name, markings.of_attribute(record, mention, spec))
        for name, specs in mention.attributes.items()
        for spec in specs
    ]
    all_markings = {marking for _, marking in stated}
    for low in all_markings:
        if not any(_below(low, other) for other in all_markings):
            continue
        seen = {name for name, marking in stated if marking.at_or_below(low)}
        if not (seen & naming or _has_key(mention, seen)):
            released = sorted(name for name, marking in stated if marking == low)
            yield (
                (*place, "attributes", released[0]),
                f"{', '.join(released)} is released ({low}) without a key, name or address beside it: "
                "it would hang in the air.",
            )


def _has_key(mention: MentionSpec, seen: set[str]) -> bool:
    return any(key.joins == "yes" and seen.issuperset(key.of) for key in mention.keys.values())


def _hanging_ends(spec: MappingSpec, markings: Markings, name: str, record: RecordSpec) -> Iterator[Fault]:
    """A link marked lower than everything that is said of one of its ends."""
    mentions = spec.mentions_of(record)
    for number, link in enumerate(record.links):
        marking = markings.of_link(record, link)
        for key, end in (("from", link.from_), ("to", link.to)):
            mention = mentions.get(end)
            if mention is not None and not _shown_at(markings, record, mention, marking):
                yield (
                    ("records", name, "links", number, key),
                    f"the link is marked {marking}, and nothing of {end} is at or below that: mark the link higher, "
                    f"or release a key of {end}.",
                )


def _shown_at(markings: Markings, record: RecordSpec, mention: MentionSpec, marking: Marking) -> bool:
    return not mention.attributes or any(
        markings.of_attribute(record, mention, spec).at_or_below(marking)
        for specs in mention.attributes.values()
        for spec in specs
    )


def _below(low: Marking, high: Marking) -> bool:
    return low != high and low.at_or_below(high)
