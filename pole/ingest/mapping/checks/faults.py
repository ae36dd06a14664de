"""Every fault of a mapping whose shape is right."""

from __future__ import annotations

from collections.abc import Iterator

from pole.formats.describing import columns_of_type, format_faults, header_columns
from pole.formats.types import of_sort, step_out
from pole.ingest.mapping.checks.links import link_faults
from pole.ingest.mapping.checks.markings import marking_faults
from pole.ingest.mapping.checks.mentions import mention_faults
from pole.ingest.mapping.checks.records import record_faults
from pole.ingest.mapping.checks.scene import Fault, Scene
from pole.ingest.mapping.markings import Markings
from pole.ingest.mapping.problems import expected
from pole.ingest.mapping.spec import MappingSpec
from pole.model.marking import Classification
from pole.model.vocabulary import Vocabulary


def faults_in(
    spec: MappingSpec, markings: Markings, vocabulary: Vocabulary, ceiling: Classification
) -> Iterator[Fault]:
    """Where each fault is, and what was expected."""
    in_format = [(("format", *place), message) for place, message in format_faults(spec.format)]
    yield from in_format
    if in_format:
        return  # what a record can read is known only when the format is right
    yield from _shape_faults(spec)
    yield from _no_load_faults(spec)
    yield from _extract_faults(spec)
    for name, record in spec.records.items():
        scene = Scene(spec, name, record, vocabulary)
        yield from record_faults(scene)
        yield from mention_faults(scene)
        yield from link_faults(scene)
    yield from marking_faults(spec, markings, vocabulary, ceiling)


def _no_load_faults(spec: MappingSpec) -> Iterator[Fault]:
    types = [type_ for type_ in of_sort(spec.format.types, "row") if columns_of_type(spec.format, type_) is not None]
    known = {step_out(column)[1] for type_ in types for column in columns_of_type(spec.format, type_) or ()}
    for number, column in enumerate(spec.no_load):
        if known and column not in known:
            yield ("no-load", number), expected(column, "column of any type", known)


def _extract_faults(spec: MappingSpec) -> Iterator[Fault]:
    """Number and mode stand in a header, the mode perhaps in the name of every file."""
    if spec.extract is None:
        return
    headers = of_sort(spec.format.types, "header")
    known = header_columns(spec.format)
    mode = spec.extract.mode.column if spec.extract.mode is not None else None
    asked = ((("extract", "number"), spec.extract.number), (("extract", "mode", "column"), mode))
    for place, column in asked:
        if column is None or (column == mode and all(column in record.file for record in spec.records.values())):
            continue
        if not headers:
            yield place, f"{column!r} would stand in a header, and there is none among `types`."
        elif known is not None and column not in known:
            yield place, expected(column, "column of a header", known)


def _shape_faults(spec: MappingSpec) -> Iterator[Fault]:
    for name, shape in spec.shapes.items():
        if shape.use is not None:
            yield ("shapes", name, "use"), "a shape cannot use another shape."
    for record_name, record in spec.records.items():
        for name, mention in record.mentions.items():
            if mention.use is not None and mention.use not in spec.shapes:
                yield ("records", record_name, "mentions", name, "use"), expected(mention.use, "shape", spec.shapes)
