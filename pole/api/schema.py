"""The schema as served: shapes from Python, words from the contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import strawberry
from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    build_schema,
    print_type,
)
from strawberry.extensions import MaxTokensLimiter, ParserCache, SchemaExtension, ValidationCache
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from pole.access.policy_file import Entitlement
from pole.api.asking import Asking
from pole.api.contract import schema_text
from pole.api.guard import LIMITS, Prices, measure, prices
from pole.api.mutation import Mutation
from pole.api.query import Query
from pole.api.shapes.entity import Event, Location, Object, Person
from pole.api.shapes.relationship import Link
from pole.api.shapes.scalars import SCALARS

CACHED_DOCUMENTS = 256
BUILT_IN = {"String", "Int", "Float", "Boolean", "ID"}


class Guard(SchemaExtension):
    """Refuses what would cost too much, before validation, whose own cost it bounds."""

    def on_validate(self) -> Iterator[None]:
        context = self.execution_context
        asking: Asking = context.context
        assert context.graphql_document is not None
        found = measure(context.graphql_document, context.variables, _prices())
        asking.cost = found.cost
        if found.introspects:
            asking.inquiry.policy.require(asking.inquiry.viewer, Entitlement.INTROSPECTION)
        yield


class ServedSchema(strawberry.Schema):
    """A schema that logs nothing by itself: a name typed into a query is personal data."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """The door that put the question logs how it ended."""


@cache
def served_schema() -> ServedSchema:
    """The one schema of this process."""
    schema = ServedSchema(
        Query,
        mutation=Mutation,
        types=[Person, Object, Location, Event, Link],
        config=StrawberryConfig(scalar_map=SCALARS, disable_field_suggestions=True),
        extensions=[
            lambda: MaxTokensLimiter(LIMITS.tokens),
            lambda: ParserCache(CACHED_DOCUMENTS),
            Guard,
            lambda: ValidationCache(CACHED_DOCUMENTS),
        ],
    )
    core = core_schema(schema)
    _omit_null_defaults(core)
    _dress(core, build_schema(schema_text()))
    return schema


def core_schema(schema: ServedSchema) -> GraphQLSchema:
    """The schema as graphql-core knows it."""
    return schema._schema  # pyright: ignore[reportPrivateUsage]  # strawberry has no other name for it


@cache
def _prices() -> Prices:
    return prices(core_schema(served_schema()))


def printed_schema() -> str:
    """The schema in the order of the contract, what is new at the end: the text that `graphql/schema.graphql` must be."""
    core = core_schema(served_schema())
    ours = {name: type_ for name, type_ in core.type_map.items() if not name.startswith("__") and name not in BUILT_IN}
    order = {name: number for number, name in enumerate(build_schema(schema_text()).type_map)}
    named = sorted(ours.values(), key=lambda type_: (order.get(type_.name, len(order)), type_.name))
    return "\n\n".join(print_type(type_) for type_ in named) + "\n"


def _dress(core: GraphQLSchema, words: GraphQLSchema) -> None:
    """Give every type, field, argument and value the description that the contract has for it."""
    for name, type_ in core.type_map.items():
        said = words.type_map.get(name)
        if said is not None and not name.startswith("__") and name not in BUILT_IN:
            type_.description = said.description
            for (_, part), (_, told) in _matched(_parts(type_), _parts(said)):
                part.description = told.description
                for (_, argument), (_, explained) in _matched(_arguments(part), _arguments(told)):
                    argument.description = explained.description


def _omit_null_defaults(core: GraphQLSchema) -> None:
    """Left out is the same as null, and reads better."""
    for type_ in core.type_map.values():
        for _, part in _parts(type_):
            for _, optional in (*_arguments(part), ("", part)):
                if getattr(optional, "default_value", Undefined) is None:
                    optional.default_value = Undefined


def _parts(type_: GraphQLNamedType) -> Iterable[tuple[str, Any]]:
    if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
        yield from type_.fields.items()
    if isinstance(type_, GraphQLInputObjectType):
        yield from type_.fields.items()
    if isinstance(type_, GraphQLEnumType):
        yield from type_.values.items()


def _arguments(part: object) -> Iterable[tuple[str, Any]]:
    return part.args.items() if isinstance(part, GraphQLField) else ()


def _matched(
    ours: Iterable[tuple[str, Any]], theirs: Iterable[tuple[str, Any]]
) -> Iterator[tuple[tuple[str, Any], tuple[str, Any]]]:
    known = dict(theirs)
    return (((name, part), (name, known[name])) for name, part in ours if name in known)
