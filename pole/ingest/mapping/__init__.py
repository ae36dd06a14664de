"""A mapping: what takes one source to records, written in a file and checked before it is used."""

from pole.ingest.mapping.problems import Problem
from pole.ingest.mapping.reading import Mapping, check_mapping, load_mapping
from pole.ingest.mapping.schema import mapping_schema

__all__ = ["Mapping", "Problem", "check_mapping", "load_mapping", "mapping_schema"]
