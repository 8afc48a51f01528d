"""The one validation rule: depth, aliases, cost and the fields of a query, in one memoised walk before it runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)
from graphql.type import GraphQLField
from graphql.type.introspection import SchemaMetaFieldDef, TypeMetaFieldDef

from app.api.described import DEFAULT_SIZE
from app.api.paging import MAX_FIRST
from app.errors import LimitError, UsageError

MAX_DEPTH: Final = 12
MAX_ALIASES: Final = 30
MAX_COST: Final = 10_000
MAX_TOKENS: Final = 2_000
MAX_BODY: Final = 64 * 1024
MAX_ANSWER: Final = 10 * 1024 * 1024
QUERY_SECONDS: Final = 10.0

_INTROSPECTION_DEPTH: Final = 16
"""The standard introspection query goes this deep; it reads memory only, and its lists are charged like all others."""
_INTROSPECTION_SIZES: Final = {
    "types": 60,
    "fields": 10,
    "inputFields": 10,
    "args": 3,
    "directives": 8,
    "enumValues": 6,
}
_INTROSPECTION_DISCOUNT: Final = 10
_SATURATED: Final = 10**9
_SIZES: Final = {"first": MAX_FIRST, "maxNodes": 500}
"""Arguments that say how often what is below a field is charged, and the most of each."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a selection adds up to. `fields` are (type, field) pairs for the policy table."""

    depth: int = 0
    aliases: int = 0
    cost: int = 0
    fields: frozenset[tuple[str, str]] = frozenset()

    def beside(self, other: Measure) -> Measure:
        """Two selections next to each other."""
        return Measure(
            max(self.depth, other.depth),
            min(self.aliases + other.aliases, _SATURATED),
            min(self.cost + other.cost, _SATURATED),
            self.fields | other.fields if other.fields - self.fields else self.fields,
        )


def measure(
    schema: GraphQLSchema, document: DocumentNode, operation_name: str | None, variables: Mapping[str, Any] | None
) -> Measure:
    """Measure the operation that will run. Raises UsageError for fragments that contain themselves."""
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    total = Measure()
    for operation in operations:
        if operation_name in (None, "") or (operation.name and operation.name.value == operation_name):
            total = total.beside(_Walk(schema, document, operation, variables or {}).operation())
    return total


def check(found: Measure) -> None:
    """Raise LimitError, naming number, limit and what to change."""
    for name, number, limit, advice in (
        ("depth", found.depth, MAX_DEPTH, "Ask for the inner objects by id in a second query"),
        ("number of aliases", found.aliases, MAX_ALIASES, "Use lists and filters, or several queries"),
        ("cost", found.cost, MAX_COST, "Lower `first`, or ask for fewer nested lists: their sizes multiply"),
    ):
        if number > limit:
            shown = f"over {_SATURATED - 1}" if number >= _SATURATED else number
            raise LimitError(f"the query's {name} is {shown}, allowed are {limit}", do=advice)


class _Walk:
    """One operation; fragments are measured once each, so that doubling them is cheap to see through."""

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
    ) -> None:
        self.schema, self.root = schema, operation
        self.fragments = {n.name.value: n for n in document.definitions if isinstance(n, FragmentDefinitionNode)}
        self.memo: dict[str, Measure] = {}
        self.open: set[str] = set()
        defaults = {
            node.variable.name.value: int(node.default_value.value)
            for node in operation.variable_definitions or ()
            if isinstance(node.default_value, IntValueNode)
        }
        self.variables = {**defaults, **variables}

    def operation(self) -> Measure:
        return self.selection(self.schema.get_root_type(self.root.operation), self.root.selection_set)

    def selection(self, parent: Any, selection: SelectionSetNode | None, hidden: bool = False) -> Measure:
        total = Measure()
        for node in selection.selections if selection else ():
            if isinstance(node, FieldNode):
                total = total.beside(self.field(parent, node, hidden))
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                inner = self.schema.get_type(condition.name.value) if condition else parent
                total = total.beside(self.selection(inner, node.selection_set, hidden))
            elif isinstance(node, FragmentSpreadNode):
                total = total.beside(self.fragment(node.name.value, hidden))
        return total

    def fragment(self, name: str, hidden: bool) -> Measure:
        node = self.fragments.get(name)
        if node is None:
            return Measure()  # the standard rules name it
        if name in self.open:
            raise UsageError(f"fragment {name[:64]} contains itself", do="Fragments may not form a cycle")
        if name not in self.memo:
            self.open.add(name)
            parent = self.schema.get_type(node.type_condition.name.value)
            self.memo[name] = self.selection(parent, node.selection_set, hidden)
            self.open.remove(name)
        return self.memo[name]

    def field(self, parent: Any, node: FieldNode, hidden: bool) -> Measure:
        name = node.name.value
        definition = _definition(self.schema, parent, name)
        if definition is None:
            return Measure(1, int(node.alias is not None))
        named = get_named_type(definition.type)
        hidden = hidden or name in ("__schema", "__type")
        inner = self.selection(named, node.selection_set, hidden)
        own, size = (0, _INTROSPECTION_SIZES.get(name, 1)) if hidden else self.charge(definition, node)
        cost = own + size * inner.cost + (1 if hidden and is_composite_type(named) else 0)
        if name in ("__schema", "__type"):
            depth = 1 + (MAX_DEPTH if inner.depth >= _INTROSPECTION_DEPTH else 1)
            cost = 1 + cost // _INTROSPECTION_DISCOUNT
        else:
            depth = 1 + inner.depth
        fields = inner.fields if name.startswith("__") or hidden else inner.fields | {(parent.name, name)}
        return Measure(depth, inner.aliases + int(node.alias is not None), min(cost, _SATURATED), fields)

    def charge(self, definition: GraphQLField, node: FieldNode) -> tuple[int, int]:
        """Cost of the field itself, and how often its inside is charged."""
        told = definition.extensions.get("strawberry-definition")
        metadata = told.metadata if told is not None else {}
        composite = is_composite_type(get_named_type(definition.type))
        cost = metadata.get("cost", 1) if composite or metadata.get("cost", 1) > 1 else 0
        bound = next((name for name in _SIZES if name in definition.args), None)
        if bound:
            return cost, self.size(definition, node, bound)
        if is_list_type(get_nullable_type(definition.type)):
            size = metadata.get("size")
            return cost, DEFAULT_SIZE if size is None else size
        return cost, 1

    def size(self, definition: GraphQLField, node: FieldNode, name: str) -> int:
        """The size asked for by an argument; what cannot be told counts as the largest."""
        value: Any = definition.args[name].default_value
        for argument in node.arguments or ():
            if argument.name.value == name:
                if isinstance(argument.value, VariableNode):
                    value = self.variables.get(argument.value.name.value, value)
                else:
                    value = argument.value.value if isinstance(argument.value, IntValueNode) else None
        try:
            return min(max(int(value), 1), _SATURATED)
        except (TypeError, ValueError, OverflowError):
            return _SIZES[name]


def _definition(schema: GraphQLSchema, parent: Any, name: str) -> GraphQLField | None:
    if parent is schema.query_type and name == "__schema":
        return SchemaMetaFieldDef
    if parent is schema.query_type and name == "__type":
        return TypeMetaFieldDef
    if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
        found: GraphQLField | None = parent.fields.get(name)
        return found
    return None
