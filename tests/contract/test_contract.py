"""The contract is one text: what is served is what it says, every saved operation is answered, and nothing breaks a client."""

from __future__ import annotations

import dataclasses

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    OperationDefinitionNode,
    build_schema,
    parse,
    print_ast,
    specified_rules,
    validate,
)
from graphql.utilities import find_breaking_changes

from pole.api.contract import folder, operations, schema_text
from pole.api.guard import LIMITS, SERVICES, SIZES, measure, prices
from pole.api.schema import core_schema, printed_schema, served_schema
from pole.api.shapes.shape import SHOWN

CONTRACT = build_schema(schema_text())
BUILT_IN = ("String", "Int", "Float", "Boolean", "ID")
OWN = [t for name, t in CONTRACT.type_map.items() if not name.startswith("__") and name not in BUILT_IN]


def test_the_schema_that_is_served_is_the_contract_word_for_word() -> None:
    assert printed_schema() == schema_text(), "run `make schema` and look at the difference"


def test_nothing_breaks_a_client_of_the_last_release() -> None:
    released = build_schema(folder().joinpath("released.graphql").read_text(encoding="utf-8"))
    assert [change.description for change in find_breaking_changes(released, CONTRACT)] == []


def test_a_field_that_goes_away_would_be_seen() -> None:
    less = build_schema(schema_text().replace("  inWords: String!\n", "  inOtherWords: String!\n"))
    assert [change.description for change in find_breaking_changes(CONTRACT, less)] == [
        "Field Path.inWords was removed."
    ]


@pytest.mark.parametrize("name", operations())
def test_every_saved_operation_is_valid_named_after_its_file_and_within_the_limits(name: str) -> None:
    document = parse(operations()[name])
    assert [error.message for error in validate(CONTRACT, document, specified_rules)] == []
    named = [d.name.value for d in document.definitions if isinstance(d, OperationDefinitionNode) and d.name]
    assert named == [name.capitalize()]
    assert measure(document, {"about": [{}] * 10}, prices(core_schema(served_schema()))).cost <= LIMITS.cost


@pytest.mark.parametrize("type_", OWN, ids=str)
def test_everything_is_described(type_: GraphQLNamedType) -> None:
    bare = [] if type_.description else [type_.name]
    if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
        for name, field in type_.fields.items():
            bare += [] if field.description else [f"{type_.name}.{name}"]
            bare += [f"{type_.name}.{name}({a})" for a, argument in field.args.items() if not argument.description]
    if isinstance(type_, GraphQLInputObjectType):
        bare += [f"{type_.name}.{name}" for name, field in type_.fields.items() if not field.description]
    if isinstance(type_, GraphQLEnumType):
        bare += [f"{type_.name}.{name}" for name, value in type_.values.items() if not value.description]
    assert bare == []


@pytest.mark.parametrize("shape", SHOWN, ids=lambda shape: shape.__name__)
def test_every_plain_field_is_in_the_answer_that_its_type_shows(shape: type) -> None:
    definition = shape.__strawberry_definition__  # type: ignore[attr-defined]  # strawberry puts it there
    for field in definition.fields:
        if field.base_resolver is None:
            for answer in SHOWN[shape]:
                known = {f.name for f in dataclasses.fields(answer)} if dataclasses.is_dataclass(answer) else set()
                assert field.python_name in known or hasattr(answer, field.python_name), (
                    f"{answer.__name__}.{field.python_name}"
                )


def test_prices_are_of_fields_that_there_are() -> None:
    known = {
        f"{type_.name}.{field}"
        for type_ in OWN
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
        for field in type_.fields
    }
    assert {*SERVICES, *SIZES} - known == set()


def test_every_page_has_a_price_by_its_size() -> None:
    for type_ in OWN:
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for name, field in type_.fields.items():
                if "first" in field.args:
                    price = prices(core_schema(served_schema()))[(type_.name, name)]
                    default = field.args["first"].default
                    assert default and default.literal
                    assert (price.sized_by, str(price.many)) == ("first", print_ast(default.literal))
