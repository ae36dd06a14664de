"""The grammar as JSON Schema, for editors."""

from __future__ import annotations

from pole.ingest.mapping.spec import MappingSpec


def mapping_schema() -> dict[str, object]:
    """The JSON Schema of a mapping file."""
    schema = MappingSpec.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "POLE mapping"}
