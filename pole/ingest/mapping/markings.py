"""Which marking everything in a mapping has: the innermost that is named.

A record whose marking hangs on the row is asked about as it is under each (`RecordSpec.in_each_marking`).
"""

from __future__ import annotations

from collections.abc import Iterator

from pole.ingest.mapping.spec import AttributeSpec, LinkSpec, MappingSpec, MentionSpec, RecordSpec
from pole.model.marking import BASE, Marking, join_all


class Markings:
    """The markings of one mapping. A name that is not declared counts as the base; the check has told of it."""

    def __init__(self, spec: MappingSpec) -> None:
        self._spec = spec

    def of_record(self, record: RecordSpec) -> Marking:
        """The marking of what a record says of nothing in particular."""
        return self._innermost(_of(record))

    def of_mention(self, record: RecordSpec, mention: MentionSpec) -> Marking:
        """The marking of those attributes of a mention that name none."""
        return self._innermost(mention.marking, _of(record))

    def of_attribute(self, record: RecordSpec, mention: MentionSpec, attribute: AttributeSpec) -> Marking:
        """The marking of what one attribute of a mention says."""
        return self._innermost(attribute.marking, mention.marking, _of(record))

    def of_link(self, record: RecordSpec, link: LinkSpec) -> Marking:
        """The marking of a link."""
        return self._innermost(link.marking, _of(record))

    def of_link_attribute(self, record: RecordSpec, link: LinkSpec, attribute: AttributeSpec) -> Marking:
        """The marking of what one attribute of a link says: never less than that there is such a link."""
        return self._innermost(attribute.marking, link.marking, _of(record)).join(self.of_link(record, link))

    def of_key(self, record: RecordSpec, mention: MentionSpec, attributes: tuple[str, ...]) -> Marking:
        """The marking of a key of several attributes: the strictest of theirs."""
        return join_all(
            self.of_attribute(record, mention, spec) for name in attributes for spec in mention.attributes.get(name, ())
        )

    @property
    def raw(self) -> Marking:
        """The marking of rows as received."""
        return self.named(self._spec.raw) if self._spec.raw is not None else self.strictest

    @property
    def strictest(self) -> Marking:
        """The lowest marking at or above everything in the mapping."""
        return join_all(self.used())

    def used(self) -> Iterator[Marking]:
        """Every marking that something in the mapping has."""
        for record in (one for each in self._spec.records.values() for one in each.in_each_marking()):
            yield self.of_record(record)
            for mention in self._spec.mentions_of(record).values():
                yield self.of_mention(record, mention)
                for specs in mention.attributes.values():
                    yield from (self.of_attribute(record, mention, spec) for spec in specs)
            for link in record.links:
                yield self.of_link(record, link)
                for specs in link.attributes.values():
                    yield from (self.of_link_attribute(record, link, spec) for spec in specs)

    def _innermost(self, *names: str | None) -> Marking:
        return self.named(next((name for name in names if name is not None), self._spec.marking))

    def named(self, name: str) -> Marking:
        """The marking that the mapping declares under a name."""
        declared = self._spec.markings.get(name)
        return declared.marking if declared is not None else BASE


def _of(record: RecordSpec) -> str | None:
    return record.marking.name if record.marking is not None else None
