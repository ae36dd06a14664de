"""A source made executable."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from types import MappingProxyType

from pole.formats.arrivals import Arrival
from pole.formats.describing import header_counts
from pole.formats.opening import row_typer
from pole.graph.rows import SourceEntry
from pole.ingest.mapping.filenames import FileName
from pole.ingest.mapping.reading import Mapping
from pole.ingest.shape.extract import placed, told_by_file
from pole.ingest.shape.record import CompiledRecord
from pole.model.marking import Marking
from pole.model.vocabulary import Vocabulary


class CompiledSource:
    """What a mapping says of its source, and its record types made executable."""

    def __init__(self, mapping: Mapping, vocabulary: Vocabulary) -> None:
        spec = mapping.spec
        self.source = spec.source
        self.entry = SourceEntry(
            spec.source, spec.title, spec.owner, spec.contact, spec.refresh.words, spec.refresh.every_seconds,
            spec.refresh.late_seconds,
        )  # fmt: skip
        self.mandated = spec.mandated == "yes"
        self.digest = mapping.digest
        self._extract = spec.extract
        self._layout = spec.format
        self._type_of = row_typer(spec.format)
        self.records: MappingOf[str, CompiledRecord] = MappingProxyType(
            {name: CompiledRecord(name, mapping, vocabulary) for name in spec.records}
        )

    def taker_of(self, name: str, file: str, raw: str) -> str | None:
        """Which record is for a row that was kept back from the record of that name; None where none loads its type.

        Only a row of a type that was not known then may be another's.
        """
        type_ = self._type_of(raw)
        if not type_:
            return name
        beside = [record for record, _ in self.records_of(file)]
        return next((record.name for record in beside if record.row_type == type_), None)

    @property
    def patterns(self) -> str:
        """How its files are named, in words."""
        return ", ".join(dict.fromkeys(record.pattern for record in self.records.values()))

    @property
    def markings(self) -> dict[int, Marking]:
        """Every visibility that its rows can have."""
        return {vis: marking for record in self.records.values() for vis, marking in record.markings.items()}

    @property
    def uses_of_headers(self) -> dict[str, tuple[str, ...]]:
        """What columns of headers are used for beside what rows say of them."""
        said = self._extract
        number = {said.number: ("number of the extract",)} if said is not None and said.number is not None else {}
        mode = {said.mode.column: ("mode of the extract",)} if said is not None and said.mode is not None else {}
        counts = dict.fromkeys(header_counts(self._layout), ("count",))
        return {**counts, **number, **{column: words for column, words in mode.items() if not column.startswith("{")}}

    def stating(self, attribute: str) -> tuple[str, ...]:
        """The record types whose rows can say this of anything they mention."""
        return tuple(name for name, record in self.records.items() if record.states(attribute))

    def records_of(self, name: str) -> list[tuple[CompiledRecord, FileName]]:
        """The record types in a file by its name: the first of the mapping that has such files, or, where the format has
        several types of row, the first for each of them."""
        found: dict[str, tuple[CompiledRecord, FileName]] = {}
        for record in self.records.values():
            said = record.file_matches(name)
            if said is not None:
                found.setdefault(record.row_type, (record, said))
        return list(found.values())

    def extract_of(self, record: CompiledRecord, file: Arrival, name: FileName) -> FileName:
        """Number and mode of the extract that a file is of, which its name tells as far as `name`; see `told_by_file`."""
        if self._extract is None:
            return placed(name, file)
        return placed(told_by_file(self._extract, self._layout, file, name, record.columns_of_name(file.name)), file)


def compile_mapping(mapping: Mapping, vocabulary: Vocabulary) -> CompiledSource:
    """The mapping made executable, once."""
    return CompiledSource(mapping, vocabulary)
