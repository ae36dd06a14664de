"""Which attribute and subtype the numbers of a merge belong to."""

from __future__ import annotations

from collections.abc import Iterator

from pole.ingest.mapping.checks.scene import subtype_names
from pole.ingest.mapping.spec import AttributeSpec, MappingSpec, MentionSpec, MergeSpec, RecordSpec
from pole.model.vocabulary import Vocabulary


def merged_mentions(spec: MappingSpec, merge: MergeSpec) -> Iterator[tuple[RecordSpec, MentionSpec, str]]:
    """Every mention with the key of a merge, and the attribute that makes it."""
    for record in spec.records.values():
        for mention in spec.mentions_of(record).values():
            key = mention.keys.get(merge.scheme)
            if key is not None and len(key.of) == 1 and key.of[0] in mention.attributes:
                yield record, mention, key.of[0]


def merged_attribute(spec: MappingSpec, merge: MergeSpec) -> tuple[str, AttributeSpec] | None:
    """The attribute that the numbers are values of, and how the mapping reads it."""
    for _record, mention, attribute in merged_mentions(spec, merge):
        return attribute, mention.attributes[attribute][0]
    return None


def merged_subtype(spec: MappingSpec, merge: MergeSpec, vocabulary: Vocabulary) -> str | None:
    """The subtype named by `kind/subtype`, or by its kind alone: then that of the first mention with this key."""
    kind, _, subtype = merge.kind.partition("/")
    if subtype:
        known = vocabulary.subtypes.get(subtype)
        return subtype if known is not None and known.kind.lower() == kind else None
    for _record, mention, _attribute in merged_mentions(spec, merge):
        for name in subtype_names(mention.is_) if mention.is_ is not None else ():
            known = vocabulary.subtypes.get(name)
            if known is not None and known.kind.lower() == kind:
                return name
    return None
