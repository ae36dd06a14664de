"""What the parts of the grammar have in common: all text is text, nothing unknown is let pass, short forms are long ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar, TypeAlias, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


def _as_written(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


class Part(BaseModel):
    """A part of a mapping. `short` names the field that stands alone when the part is written as text only."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=_as_written)
    short: ClassVar[str | None] = None
    short_is_list: ClassVar[bool] = False
    """Whether the short form may be a list too."""

    @model_validator(mode="before")
    @classmethod
    def _written_out(cls, given: object) -> object:
        if cls.short is not None and given and isinstance(given, str | list if cls.short_is_list else str):
            return {cls.short: cast("object", given)}
        if isinstance(given, dict):
            cls._refuse_unknown(cast("dict[object, object]", given))
        return given  # pyright: ignore[reportUnknownVariableType] - narrowed to a dict of anything

    @classmethod
    def _refuse_unknown(cls, given: Mapping[object, object]) -> None:
        known = cls.known_keys()
        unknown = [str(key) for key in given if key not in known]
        if unknown:
            raise PydanticCustomError("unknown_key", "unknown key", {"unknown": unknown, "known": list(known)})

    @classmethod
    def known_keys(cls) -> tuple[str, ...]:
        """The keys that may be written here."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        long = handler(schema)
        if cls.short is None:
            return long
        text: JsonSchemaValue = {"type": "string", "minLength": 1}
        texts: list[JsonSchemaValue] = [{"type": "array", "items": text, "minItems": 1}] if cls.short_is_list else []
        return {"anyOf": [text, *texts, long]}


class OneOrMore:
    """Marks a tuple that may be written as its only item."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_listed, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        several = handler(schema)
        return {"anyOf": [several["items"], several]}

    def __hash__(self) -> int:
        return hash(OneOrMore)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OneOrMore)


def _listed(given: object) -> object:
    """A list stays; anything else but nothing becomes a list of it. An empty text is nothing."""
    if isinstance(given, str | Mapping):
        return [cast("object", given)] if given else []
    return given


Slug: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=64)]
"""Lower-case words joined by hyphens."""

Name: TypeAlias = Annotated[str, Field(min_length=1)]
"""Of a column, attribute, mention …: any text."""

Columns: TypeAlias = Annotated[tuple[Name, ...], Field(min_length=1), OneOrMore()]
"""One column or several."""

Names: TypeAlias = Sequence[str]


def exactly_one(what: str, given: Mapping[str, object]) -> str:
    """The one of the given parts that is there. Raises ValueError, listing them, when none or several are."""
    there = [name for name, value in given.items() if value is not None]
    if len(there) != 1:
        found = f"found {' and '.join(there)}" if there else "found none of them"
        raise ValueError(f"{what} has exactly one of {', '.join(given)}; {found}")
    return there[0]
