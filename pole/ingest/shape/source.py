"""A source made executable."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from types import MappingProxyType

from pole.ingest.mapping.filenames import FileName
from pole.ingest.mapping.reading import Mapping
from pole.ingest.shape.record import CompiledRecord
from pole.model.marking import Marking
from pole.model.vocabulary import Vocabulary


class CompiledSource:
    """What a mapping says of its source, and its record types made executable."""

    def __init__(self, mapping: Mapping, vocabulary: Vocabulary) -> None:
        spec = mapping.spec
        self.source = spec.source
        self.title = spec.title
        self.owner = spec.owner
        self.contact = spec.contact
        self.refresh = spec.refresh
        self.digest = mapping.digest
        self.records: MappingOf[str, CompiledRecord] = MappingProxyType(
            {name: CompiledRecord(name, mapping, vocabulary) for name in spec.records}
        )

    @property
    def markings(self) -> dict[int, Marking]:
        """Every visibility that its rows can have."""
        return {vis: marking for record in self.records.values() for vis, marking in record.markings.items()}

    def record_of(self, name: str) -> tuple[CompiledRecord, FileName] | None:
        """The record type of a file by its name: the first of the mapping that has such files; None when none has."""
        for record in self.records.values():
            found = record.file_matches(name)
            if found is not None:
                return record, found
        return None


def compile_mapping(mapping: Mapping, vocabulary: Vocabulary) -> CompiledSource:
    """The mapping made executable, once."""
    return CompiledSource(mapping, vocabulary)
