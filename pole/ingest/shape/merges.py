"""A merge of two numbers, kept as a record that holds both."""

from __future__ import annotations

from collections.abc import Callable

from pole.ingest.mapping.merging import merged_attribute, merged_mentions, merged_subtype
from pole.ingest.mapping.reading import Mapping
from pole.ingest.mapping.spec import AttributeSpec, MergeSpec, RecordSpec
from pole.ingest.shape.columns import Columns, Values
from pole.ingest.shape.layer import empty_layer, layer_of
from pole.ingest.shape.mentions import Made, head_of
from pole.ingest.shape.outcomes import Hold
from pole.ingest.shape.said import MAPPED, Meaning, Said
from pole.model.facts import Join, mention_turn
from pole.model.marking import Marking, join_all, visibility
from pole.model.values import value_type
from pole.model.vocabulary import Vocabulary

MERGED = "merged"
"""Local name of the one thing that a merge mentions."""


def merge_marking(mapping: Mapping, record: RecordSpec, merge: MergeSpec) -> Marking:
    """The marking of a merge: the record's, and that of the numbers wherever they are stated."""
    markings = mapping.markings
    stated = (
        markings.of_attribute(other, mention, spec)
        for other, mention, attribute in merged_mentions(mapping.spec, merge)
        for spec in mention.attributes[attribute]
    )
    return markings.of_record(record).join(join_all(stated))


def compile_merge(
    mapping: Mapping, record: RecordSpec, merge: MergeSpec, columns: Columns, vocabulary: Vocabulary
) -> Callable[[Values], Made]:
    """The one thing that a row of a merge mentions, under both its numbers. Raises Hold where one is missing."""
    attribute, spec = merged_attribute(mapping.spec, merge) or ("", AttributeSpec(constant="-"))
    subtype = vocabulary.subtype(merged_subtype(mapping.spec, merge, vocabulary) or "")
    vis = visibility(merge_marking(mapping, record, merge))
    term = vocabulary.attribute(attribute)
    kind = value_type(spec.type or term.value)
    reads = [
        (columns.place(column), Meaning(term, kind, column, own_keys=((merge.scheme, Join.KEY),)))
        for column in (merge.to, merge.from_)
    ]
    terms = (MERGED, mention_turn(MERGED), subtype.kind.value, subtype.name, subtype.label)
    head = head_of(MERGED, subtype.name)
    absent = columns.absent

    def read(values: Values, place: int, meaning: Meaning) -> Said:
        raw = values[place]
        said = meaning.blank if raw in absent else meaning.said(raw, kind.clean(raw))
        if said[2].outcome != MAPPED:
            raise Hold(meaning.field, "a merge needs both its numbers", "Ask the owner for the row again.")
        return said

    def made(values: Values) -> Made:
        saids = [read(values, place, meaning) for place, meaning in reads]
        layer, _ = layer_of(saids, head, subtype.label)
        return *terms, {vis: layer or empty_layer(head, subtype.label)}, vis

    return made
