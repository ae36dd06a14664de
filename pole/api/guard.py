"""What a document would cost at most, in one pass and before anything else looks at it.

Each fragment is measured once, so a document in which every fragment spreads the next one twice is measured in time
proportional to its length, however many fields it would stand for. Page sizes are those of the variables given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    is_leaf_type,
)

from pole.errors import LimitReachedError


class Limits(NamedTuple):
    """What one document may be."""

    depth: int = 10
    aliases: int = 15
    directives: int = 5
    root_fields: int = 10
    fields: int = 1_000
    cost: int = 5_000
    tokens: int = 2_000


LIMITS = Limits()
NESTING = 40
"""Selections and fragments inside each other; what is deeper is refused without being read to its end."""
INTROSPECTION_COST = 2_000
INTROSPECTION_DEPTH = 20

SERVICES: Mapping[str, int] = {
    "Query.node": 20,
    "Query.entity": 20,
    "Query.entitiesByIdentifier": 10,
    "Query.briefing": 50,
    "Query.search": 20,
    "Query.paths": 200,
    "Query.network": 200,
    "Query.changes": 50,
    "Query.explain": 200,
    "Query.record": 10,
    "Query.sources": 5,
    "Query.corrections": 10,
    "Query.decisions": 20,
    "Mutation.raiseCorrection": 50,
    "Mutation.answerCorrection": 50,
    "Mutation.decide": 200,
    "Mutation.secondDecision": 100,
    "Mutation.endDecision": 100,
    "Entity.records": 10,
    "Entity.relationshipCounts": 5,
    "Entity.relationships": 10,
    "Entity.timeline": 10,
    "Relationship.links": 5,
    "StandingPeriod.link": 5,
    **{
        f"Entity.{name}": 2
        for name in ("ids", "marking", "caveats", "warnings", "attributes", "identifiers", "lineage")
    },
    **{f"{name}": 2 for name in ("Person.names", "Person.bornOn", "Location.position", "Event.occurred")},
    **{f"Record.{name}": 2 for name in ("type", "key", "version", "previous", "raw", "marking", "mentions", "links")},
}
"""Fields that ask a service, or may have to, and what that costs. An object costs 1 besides, a value nothing."""

SIZES: Mapping[str, int] = {
    "Entity.attributes": 8,
    "AttributeValue.statements": 3,
    "Attribute.values": 2,
    "Subject.occupants": 5,
    "Subject.events": 10,
    "Paths.paths": 1,
    "Network.entities": 1,
    "Network.cut": 1,
    **{
        f"{name}Connection.edges": 1
        for name in ("Match", "Search", "Record", "Relationship", "Link", "Change", "Correction")
    },
}
"""How long lists are reckoned to be; others `LIST_SIZE`. Edges, paths and entities are counted where they are asked for."""
LIST_SIZE = 2
SIZED_BY = ("first", "about", "limit")
"""Arguments that say how many are asked for, as a number or by their length."""


class Price(NamedTuple):
    """What a field costs: `own` once, and what lies below it `many` times unless an argument says how often."""

    own: int = 1
    many: int = 1
    sized_by: str | None = None
    below: str = ""
    """Type of what lies below."""


Prices = Mapping[tuple[str, str], Price]
"""By type and field."""


class Measure(NamedTuple):
    """What a selection stands for, fragments written out."""

    cost: int = 0
    depth: int = 0
    aliases: int = 0
    directives: int = 0
    top: int = 0
    """Fields at its own level."""
    fields: int = 0
    introspects: bool = False

    def plus(self, other: Measure) -> Measure:
        """Both beside each other."""
        return Measure(
            self.cost + other.cost, max(self.depth, other.depth), self.aliases + other.aliases,
            self.directives + other.directives, self.top + other.top, self.fields + other.fields,
            self.introspects or other.introspects,
        )  # fmt: skip


NOTHING = Measure()
_UNKNOWN = Price()


def prices(schema: GraphQLSchema) -> Prices:
    """The price of every field."""
    return {
        (type_.name, name): _price(schema, [f"{owner.name}.{name}" for owner in (type_, *type_.interfaces)], field)
        for type_ in schema.type_map.values()
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType) and not type_.name.startswith("__")
        for name, field in type_.fields.items()
    }


def _price(schema: GraphQLSchema, places: list[str], field: GraphQLField) -> Price:
    type_ = _type(field)
    below = type_.strip("[]!")
    own = next((SERVICES[place] for place in places if place in SERVICES), 0)
    own += not is_leaf_type(schema.type_map[below])
    sized_by = next((argument for argument in SIZED_BY if argument in field.args), None)
    if sized_by is not None:
        default = field.args[sized_by].default_value
        return Price(own, default if isinstance(default, int) else 1, sized_by, below)
    size = next((SIZES[place] for place in places if place in SIZES), LIST_SIZE) if type_.startswith("[") else 1
    return Price(own, size, None, below)


def _type(field: GraphQLField) -> str:
    """`[Name!]!`; graphql-core leaves open what its list types hold."""
    return str(field.type)  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]


def measure(
    document: DocumentNode, variables: Mapping[str, object] | None, priced: Prices, limits: Limits = LIMITS
) -> Measure:
    """The dearest operation of a document. Raises LimitReachedError when any goes over a limit."""
    found = NOTHING
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            one = _Walk(document, definition, variables or {}, priced).operation()
            _require(one, limits)
            found = max(found, one)
    return found


def _require(found: Measure, limits: Limits) -> None:
    for name, value, allowed, remedy in (
        ("root fields of a document", found.top, limits.root_fields, "ask in several requests"),
        ("depth of a document", found.depth, limits.depth, "ask for less below each thing, and then for that thing"),
        ("aliases in a document", found.aliases, limits.aliases, "ask in several requests"),
        ("directives in a document", found.directives, limits.directives, "leave out some"),
        ("fields of a document", found.fields, limits.fields, "ask for fewer fields"),
        ("cost of a document", found.cost, limits.cost, "ask for smaller pages or fewer fields below them"),
    ):
        if value > allowed:
            raise LimitReachedError(name, allowed, remedy)


class _Walk:
    """The measuring of one operation."""

    def __init__(
        self,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, object],
        priced: Prices,
    ) -> None:
        self._operation = operation
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._measured: dict[str, Measure] = {}
        self._priced = priced
        self._variables = {
            d.variable.name.value: _constant(d.default_value) for d in operation.variable_definitions or ()
        } | dict(variables)

    def operation(self) -> Measure:
        """The whole operation."""
        found = self._all(self._operation.selection_set, self._operation.operation.value.capitalize(), 0)
        directives = len(self._operation.directives or ()) + sum(
            len(d.directives or ()) for d in self._operation.variable_definitions or ()
        )
        return found._replace(directives=found.directives + directives)

    def _all(self, selections: SelectionSetNode, owner: str, level: int) -> Measure:
        if level > NESTING:
            raise LimitReachedError("nesting of a document", NESTING, "ask for less below each thing")
        found = NOTHING
        for selection in selections.selections:
            match selection:
                case FieldNode():
                    one = self._field(selection, owner, level)
                case InlineFragmentNode(type_condition=condition):
                    one = self._all(selection.selection_set, condition.name.value if condition else owner, level + 1)
                case FragmentSpreadNode():
                    one = self._fragment(selection.name.value, level)
                case _:
                    one = NOTHING
            found = found.plus(one._replace(directives=one.directives + len(selection.directives or ())))
        return found

    def _fragment(self, name: str, level: int) -> Measure:
        """Measured once; one that spreads itself counts as nothing here, and validation refuses it."""
        if name not in self._measured:
            fragment = self._fragments.get(name)
            self._measured[name] = NOTHING
            if fragment is not None:
                found = self._all(fragment.selection_set, fragment.type_condition.name.value, level + 1)
                self._measured[name] = found._replace(directives=found.directives + len(fragment.directives or ()))
        return self._measured[name]

    def _field(self, field: FieldNode, owner: str, level: int) -> Measure:
        name = field.name.value
        price = self._priced.get((owner, name), _UNKNOWN)
        below = self._all(field.selection_set, price.below, level + 1) if field.selection_set else NOTHING
        own = below._replace(top=1, fields=below.fields + 1, aliases=below.aliases + (field.alias is not None))
        if name in ("__schema", "__type"):
            if below.depth > INTROSPECTION_DEPTH:
                raise LimitReachedError("depth of an introspection", INTROSPECTION_DEPTH, "ask for less at once")
            return own._replace(cost=INTROSPECTION_COST, depth=1, fields=1, introspects=True)
        return own._replace(cost=price.own + self._times(field, price) * below.cost, depth=below.depth + 1)

    def _times(self, field: FieldNode, price: Price) -> int:
        given = next((a.value for a in field.arguments or () if a.name.value == price.sized_by), None)
        if given is None:
            return price.many
        value = self._variables.get(given.name.value) if isinstance(given, VariableNode) else _constant(given)
        if isinstance(value, list):
            return len(cast("list[object]", value))
        return max(value, 0) if isinstance(value, int) else price.many


def _constant(node: ValueNode | None) -> object:
    """The number or the length that a literal gives."""
    if isinstance(node, IntValueNode):
        return int(node.value) if len(node.value) < 12 else 10**12
    return list(_members(node)) if isinstance(node, ListValueNode) else None


def _members(node: ListValueNode) -> Iterable[object]:
    return (None for _ in node.values)
