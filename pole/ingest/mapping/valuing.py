"""Which value type understands an attribute as a mapping reads it."""

from __future__ import annotations

from pole.ingest.mapping.spec import AttributeSpec
from pole.model.values import ValueType, value_type
from pole.model.vocabulary import AttributeType, Vocabulary


def type_of(attribute: AttributeType, spec: AttributeSpec, vocabulary: Vocabulary) -> ValueType:
    """The attribute's own type unless the mapping names another. Raises ValueTypeError where it does not fit."""
    name = spec.type or ("code" if spec.scheme is not None else attribute.value)
    scheme = scheme_of(attribute, spec) if name == "code" else spec.scheme
    codes = vocabulary.schemes[scheme].codes if scheme is not None else None
    return value_type(name, spec.format, codes)


def scheme_of(attribute: AttributeType, spec: AttributeSpec) -> str | None:
    """The code scheme of a coded value: the attribute's own unless the mapping names another."""
    return spec.scheme or attribute.scheme
