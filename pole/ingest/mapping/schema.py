"""The grammar as JSON Schema, for editors."""

from __future__ import annotations

from typing import cast

from pole.ingest.mapping.spec import MappingSpec

Json = dict[str, object]

_SCALARS = ["string", "number", "boolean"]
"""To an editor `01` and `true` are a number and a boolean; a mapping takes all of them as the text that they are."""


def mapping_schema() -> dict[str, object]:
    """The JSON Schema of a mapping file."""
    schema = cast("Json", _tidied(MappingSpec.model_json_schema(by_alias=True)))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "POLE mapping"}


def _tidied(part: object) -> object:
    """Without titles that repeat a name and nulls that no mapping can write, and with text in any scalar."""
    if isinstance(part, list):
        return [_tidied(item) for item in cast("list[object]", part)]
    if not isinstance(part, dict):
        return part
    found = {key: _named_or_tidied(key, value) for key, value in cast("Json", part).items() if _is_kept(key, value)}
    choices = found.get("anyOf")
    if isinstance(choices, list):
        given = [choice for choice in cast("list[object]", choices) if choice != {"type": "null"}]
        found = {**found, "anyOf": given} if len(given) > 1 else {**_without(found, "anyOf"), **cast("Json", given[0])}
    if found.get("type") == "string" and not {"enum", "const", "pattern"} & found.keys():
        found["type"] = _SCALARS
    return found


def _named_or_tidied(key: str, value: object) -> object:
    """Properties are named by the mapping's own keys, which may be called `title` or `default`."""
    if key in ("properties", "$defs") and isinstance(value, dict):
        return {name: _tidied(part) for name, part in cast("Json", value).items()}
    return _tidied(value)


def _is_kept(key: str, value: object) -> bool:
    return not (key == "title" and isinstance(value, str)) and not (key == "default" and value is None)


def _without(part: Json, key: str) -> Json:
    return {name: value for name, value in part.items() if name != key}
