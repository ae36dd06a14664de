"""A mapping made executable: raw rows in, shaped rows out, as fast as Python goes.

source = compile_mapping(load_mapping(path, vocabulary), vocabulary)
record = source.records["crime"]
for raw in record.open(path).rows():
    shaped = record.shape(raw, ShapeContext(path.name, now))
"""

from pole.ingest.mapping.filenames import FileName
from pole.ingest.shape.covering import ColumnCoverage, coverage
from pole.ingest.shape.outcomes import FieldCounts, Quarantined, Refused, ShapeContext, Skipped
from pole.ingest.shape.record import CompiledRecord, Shaped
from pole.ingest.shape.source import CompiledSource, compile_mapping
from pole.ingest.shape.trying import TriedLink, TriedMention, TriedRow, try_mapping

__all__ = [
    "ColumnCoverage",
    "CompiledRecord",
    "CompiledSource",
    "FieldCounts",
    "FileName",
    "Quarantined",
    "Refused",
    "ShapeContext",
    "Shaped",
    "Skipped",
    "TriedLink",
    "TriedMention",
    "TriedRow",
    "compile_mapping",
    "coverage",
    "try_mapping",
]
