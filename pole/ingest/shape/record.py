"""One record type made executable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TypeAlias

from pole.formats.arrivals import Arrival, sole_arrival
from pole.formats.describing import Format, never_in
from pole.formats.opening import open_parser, open_reader
from pole.formats.rows import BadRow, RawRow, RowParser, RowReader
from pole.ingest.mapping.filenames import LINE, FileName, FilePattern, file_columns
from pole.ingest.mapping.reading import Mapping
from pole.ingest.mapping.spec import RecordSpec
from pole.ingest.mapping.using import uses_of
from pole.ingest.shape.columns import Columns, Values
from pole.ingest.shape.conditions import compile_condition
from pole.ingest.shape.facets import split
from pole.ingest.shape.file_columns import ParserWithFileColumns, ReaderWithFileColumns
from pole.ingest.shape.keys import compile_key
from pole.ingest.shape.links import Tied
from pole.ingest.shape.mentions import Made
from pole.ingest.shape.merges import compile_merge
from pole.ingest.shape.outcomes import FieldCounts, Hold, Quarantined, Refused, ShapeContext, Skipped
from pole.ingest.shape.provenance import compile_provenance
from pole.ingest.shape.received import compile_received
from pole.ingest.shape.said import Cell
from pole.ingest.shape.saying import Saying, compile_saying
from pole.ingest.shape.verbs import Ask, compile_verb
from pole.model.facts import Id, ShapedRow, Verb, row_ids
from pole.model.making import new
from pole.model.marking import Marking, visibility
from pole.model.vocabulary import Former, Vocabulary

Shaped: TypeAlias = ShapedRow | Quarantined | Skipped | Refused

_VERBS = {Ask.DELETE: Verb.DELETE, Ask.UNMERGE: Verb.DELETE, Ask.DISPOSE: Verb.DISPOSE}
_PUT, _PUT_VERB = Ask.PUT, Verb.PUT.value
_MERGE, _UNMERGE = Ask.MERGE, Ask.UNMERGE
_UNCOUNTED = 100_000
"""Outcomes of fields that are noted before they are counted, together, which takes a third of the time."""


class CompiledRecord:
    """Finds, reads and shapes the files of one record type."""

    def __init__(self, name: str, mapping: Mapping, vocabulary: Vocabulary) -> None:
        spec = mapping.spec.records[name]
        self.name = name
        self.source = mapping.spec.source
        self.retire_limit = spec.retire_limit
        """Largest share, in percent, of the live rows that one full extract may retire."""
        self.parent = spec.parent.record if spec.parent is not None else None
        """Record type of the parent row."""
        self.replaces = spec.parent is not None and spec.parent.replaces == "yes"
        """Whether the children of this type in one extract are all the children their parents have."""
        self._spec = spec
        self._mapping = mapping
        self._digest = mapping.digest
        self._cells: list[Cell] = []
        self._columns = Columns(mapping.spec.format.absent)
        self._files = FilePattern(spec.file, spec.mode)
        self._raw_vis = visibility(mapping.markings.raw)
        self._only_merges = not spec.mentions
        self.merge_type = name if self._only_merges else f"{name}-merge"
        """Record type of the merges among the rows."""
        self._id_of = row_ids(self.source, name)
        self._id_of_merge = row_ids(self.source, self.merge_type)
        self._compile(mapping, spec, vocabulary)
        self.row_type = mapping.spec.type_of(name)
        """Which type of row it reads, where its files have several; else empty."""
        self._no_load = never_in(self.layout, self.row_type, mapping.spec.no_load)
        self._never = [(column, self._columns.place(column)) for column in self._no_load]

    def _compile(self, mapping: Mapping, spec: RecordSpec, vocabulary: Vocabulary) -> None:
        columns = self._columns
        self._key = compile_key(spec.key, columns)
        self._received = compile_received(spec.received, columns)
        self._skip = compile_condition(spec.skip, columns) if spec.skip is not None else None
        self._ask = compile_verb(mapping.spec.verb_of(spec), columns, Ask.MERGE if self._only_merges else Ask.PUT)
        self._provenance = compile_provenance(mapping.spec.source, spec, columns)
        self._merge = compile_merge(mapping, spec, spec.merge, columns, vocabulary) if spec.merge is not None else None
        self._merge_key = columns.key_of((spec.merge.from_, spec.merge.to)) if spec.merge is not None else None
        self._sayings = [Saying(mapping, one, columns, vocabulary) for one in spec.in_each_marking()]
        self._saying_of = compile_saying(spec, self._sayings, columns)
        self._correction = _corrections(mapping, spec, vocabulary)

    @property
    def declared_columns(self) -> tuple[str, ...] | None:
        """The columns that the mapping says its files have; None where their header says it."""
        return self._spec.columns

    def states(self, attribute: str) -> bool:
        """Whether its rows can say this of anything they mention."""
        return any(attribute in mention.attributes for mention in self._mapping.spec.mentions_of(self._spec).values())

    def uses(self) -> dict[str, tuple[str, ...]]:
        """Where the mapping uses each column: ``victim.born``, ``key``, ``link child>plan`` …"""
        return uses_of(self._mapping.spec, self.name)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are used, in the order of a raw row's values."""
        return self._columns.names

    @property
    def markings(self) -> dict[int, Marking]:
        """Every visibility that its rows can have."""
        return {vis: marking for saying in self._sayings for vis, marking in saying.layers.markings.items()}

    @property
    def raw_vis(self) -> int:
        """The visibility of rows as received, and of what is quarantined."""
        return self._raw_vis

    @property
    def file_columns(self) -> frozenset[str]:
        """Columns that stand in no file, such as its name."""
        return file_columns(self._spec.file)

    @property
    def pattern(self) -> str:
        """How its files are named, as the mapping has it."""
        return self._spec.file

    @property
    def layout(self) -> Format:
        """How its files are written."""
        return self._mapping.spec.format

    def file_matches(self, name: str) -> FileName | None:
        """Mode and number of an extract by its file's name; None when it is no file of this type."""
        return self._files.match(name)

    def columns_of_name(self, name: str) -> dict[str, str]:
        """What the name of a file says as columns, such as `{force}`."""
        return self._files.columns(name)

    def file_name(self, extract: str) -> str:
        """The name of the file of that extract, where the mapping's has nothing but mode and extract."""
        return self._files.name(extract)

    def said_by_name(self, name: str) -> tuple[str, ...]:
        """What the name of a file adds to its rows: with another name the same content is other rows."""
        said = self._files.columns(name)
        return tuple(said[column] for column in self._columns.names if column in said and column != LINE)

    def open(self, file: Path | Arrival, *, strays: bool = False) -> RowReader:
        """A reader of its rows in one file, for `shape`; with `strays` also of those of no known type.

        Raises ExtractError where the file lacks a column that is used.
        """
        arrival = file if isinstance(file, Arrival) else sole_arrival(file)
        said, wanted = self._said_by(arrival.name)
        reader = open_reader(
            self.layout, arrival, type_=self.row_type, columns=self._spec.columns, wanted=wanted, optional=self._no_load,
            strays=strays,
        )  # fmt: skip
        return reader if len(wanted) == len(self.columns) else ReaderWithFileColumns(reader, self.columns, said)

    def parser(self, file: str, columns: Sequence[str]) -> RowParser:
        """Reads rows of a file again that is no longer there and had these columns.

        Raises ExtractError where a column that is used is not among them.
        """
        said, wanted = self._said_by(file)
        parser = open_parser(self.layout, file, columns, type_=self.row_type, wanted=wanted, optional=self._no_load)
        return parser if len(wanted) == len(self.columns) else ParserWithFileColumns(parser, self.columns, said)

    def _said_by(self, file: str) -> tuple[dict[str, str], list[str]]:
        """What a file's name says as columns, and the columns that the file itself must have."""
        said = self._files.columns(file)
        return said, [name for name in self.columns if name not in said]

    def key_of(self, row: RawRow) -> Id | None:
        """The id of the source row, cheaply; None for a row without a key, or that is skipped or refused."""
        values = row.values
        if self._refusing(values) is not None or (self._skip is not None and self._skip(values)):
            return None
        try:
            return self._identity(values, self._ask(values))[0]
        except Hold:
            key = self._key(values)
            return None if key is None else self._id_of(key)

    def parent_of(self, row: RawRow) -> Id | None:
        """The id of the row that it is a child of, cheaply."""
        return self._provenance(row.values)[0]

    def verb_of(self, row: RawRow) -> Verb:
        """What the row asks for, cheaply; PUT where its code is not known."""
        try:
            return _VERBS.get(self._ask(row.values), Verb.PUT)
        except Hold:
            return Verb.PUT

    def shape(self, row: RawRow, context: ShapeContext) -> Shaped:
        """What becomes of a row. Never raises for anything that is in the row."""
        values = row.values
        if self._never and (refusing := self._refusing(values)) is not None:
            return Refused(row.line, refusing)
        if self._skip is not None and self._skip(values):
            return Skipped(row.line)
        cells = self._cells
        counted = len(cells)
        try:
            shaped = self._shape(row, context)
        except Hold as hold:
            del cells[counted:]
            key, parent = self.key_of(row), self._provenance(values)[0]
            return Quarantined(
                row.line, key, hold.field, hold.reason, hold.remedy, row.raw, self._raw_vis, row.above, parent
            )
        if counted > _UNCOUNTED:
            self._count()
        return shaped

    def hold(self, row: BadRow) -> Quarantined:
        """A row that could not be taken apart. Where the source has what must never be kept, its text is not."""
        raw, above = ("", None) if self._mapping.spec.no_load else (row.raw, row.above)
        return Quarantined(row.line, None, "", row.reason, row.remedy, raw, self._raw_vis, above)

    def field_counts(self) -> list[FieldCounts]:
        """How every field came out since the last reset, in the order of the mapping."""
        self._count()
        counted = zip(*(saying.fields for saying in self._sayings), strict=True)
        return [
            FieldCounts(
                self.name,
                same[0].place,
                same[0].tally.field,
                *map(sum, zip(*(f.tally.counts for f in same), strict=True)),
            )
            for same in counted
        ]

    def reset_counts(self) -> None:
        """Begin to count anew."""
        self._cells.clear()
        for saying in self._sayings:
            for _, tally in saying.fields:
                tally.counts[:] = [0] * len(tally.counts)

    def _count(self) -> None:
        for cell, times in Counter(self._cells).items():
            cell.tally.counts[cell.outcome] += times
        self._cells.clear()

    def _refusing(self, values: Values) -> str | None:
        """The column that must never be taken in and has a value."""
        absent = self._columns.absent
        for column, place in self._never:
            if values[place] not in absent and not values[place].isspace() and values[place]:
                return column
        return None

    def _identity(self, values: Values, ask: Ask) -> tuple[Id, str, str]:
        """Row id, record type and key. Raises Hold where there is no key."""
        if (ask is _MERGE or ask is _UNMERGE) and not self._only_merges and self._merge_key is not None:
            key = self._merge_key(values)
            if key is not None:
                return self._id_of_merge(key), self.merge_type, key
            merge = self._spec.merge
        else:
            key = self._key(values)
            if key is not None:
                return self._id_of(key), self.name, key
            merge = None
        columns = (merge.from_, merge.to) if merge is not None else self._spec.key.columns
        raise Hold("+".join(columns), "the row has no key", "Ask the owner for the row again, with its key.")

    def _shape(self, row: RawRow, context: ShapeContext) -> ShapedRow:
        values = row.values
        ask = self._ask(values)
        id_, type_, key = self._identity(values, ask)
        received = self._received(values) or context.received_default
        parent, made_from, unit, about = self._provenance(values)
        if ask is not _PUT and ask is not _MERGE:
            return ShapedRow(
                _VERBS[ask].value, id_, self.source, type_, key, received, parent, (), None, context.file, row.line, (),
                self._correction,
            )  # fmt: skip
        saying = self._saying_of(values)
        made: Collection[Made]
        tied: Sequence[Tied]
        if ask is _MERGE and self._merge is not None:
            made, tied = (self._merge(values),), ()
        else:
            made, tied = saying.say(values, self._cells)
        facets = split((id_, self._digest + about, row.raw, self._raw_vis), made, tied, saying.layers)
        return new(
            ShapedRow,
            (
                _PUT_VERB, id_, self.source, type_, key, received, parent, made_from, unit, context.file, row.line, facets,
                self._correction,
            ),
        )  # fmt: skip


def _corrections(mapping: Mapping, spec: RecordSpec, vocabulary: Vocabulary) -> frozenset[str]:
    """The attributes whose change means that the old value was wrong."""
    bearers = [mention.attributes for mention in mapping.spec.mentions_of(spec).values()]
    bearers += [link.attributes for link in spec.links]
    stated = [(name, one) for attributes in bearers for name, specs in attributes.items() for one in specs]
    return frozenset(
        name
        for name, one in stated
        if one.change == "correction" or (one.change is None and vocabulary.attribute(name).former is Former.CORRECTION)
    )
