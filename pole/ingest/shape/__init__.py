"""A mapping made executable: raw rows in, shaped rows out, as fast as Python goes.

source = compile_mapping(load_mapping(path, vocabulary), vocabulary)
record = source.records["crime"]
for raw in record.open(path).rows():
    shaped = record.shape(raw, ShapeContext(path.name, now))
"""

from pole.ingest.shape.filenames import FileName
from pole.ingest.shape.outcomes import FieldCounts, Quarantined, Refused, ShapeContext, Skipped
from pole.ingest.shape.record import CompiledRecord
from pole.ingest.shape.source import CompiledSource, compile_mapping

__all__ = [
    "CompiledRecord",
    "CompiledSource",
    "FieldCounts",
    "FileName",
    "Quarantined",
    "Refused",
    "ShapeContext",
    "Skipped",
    "compile_mapping",
]
