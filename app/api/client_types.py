"""Python types of what operations select and take: a TypedDict an object, Literal for enums, only what was asked."""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Iterable, Mapping
from typing import Final, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLAbstractType,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLType,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    TypeNode,
    Undefined,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    type_from_ast,
)

_SCALARS: Final = {
    "ID": "str",
    "String": "str",
    "Int": "int",
    "Long": "int",
    "Float": "float",
    "Boolean": "bool",
    "Date": "str",
    "DateTime": "str",
}
"""JSON as it comes: dates and moments are ISO 8601 texts."""

Asked = list[tuple[FieldNode, bool]]
"""Every mention of one key, and whether @skip or @include may take it away."""


class TypeWriter:
    """Writes type declarations, each once; `blocks` holds them in order."""

    def __init__(self, schema: GraphQLSchema, taken: Iterable[str]) -> None:
        self.schema = schema
        self.blocks: list[str] = []
        self._taken = {*taken, *dir(builtins), *keyword.kwlist}
        self._shared: dict[str, str] = {}
        self._fragments: Mapping[str, FragmentDefinitionNode] = {}

    def answer(self, document: DocumentNode, root: GraphQLObjectType, selection: SelectionSetNode, name: str) -> str:
        """Name of the type of an operation's data."""
        self._fragments = {n.name.value: n for n in document.definitions if isinstance(n, FragmentDefinitionNode)}
        return self._object(root, [(selection, False)], self._named(name))

    def variable(self, node: TypeNode) -> str:
        """Type of a variable as a Python expression, `| None` where it may be null."""
        return self._input(cast(GraphQLType, type_from_ast(self.schema, node)))  # the document was validated

    def _object(self, kind: GraphQLObjectType, selections: list[tuple[SelectionSetNode, bool]], name: str) -> str:
        asked: dict[str, Asked] = {}
        for selection, conditional in selections:
            self._collect(kind, selection, conditional, asked)
        keys = {}
        for key, nodes in asked.items():
            expression = self._field(kind, nodes, f"{name}{key[0].upper()}{key[1:]}")
            keys[key] = f"NotRequired[{expression}]" if all(maybe for _, maybe in nodes) else expression
        self.blocks.append(_typed_dict(name, keys))
        return name

    def _collect(
        self, kind: GraphQLObjectType, selection: SelectionSetNode, conditional: bool, asked: dict[str, Asked]
    ) -> None:
        """Fields by response key (GraphQL spec 6.3.2), fragments that do not apply to the type left out."""
        for node in selection.selections:
            maybe = conditional or any(one.name.value in ("skip", "include") for one in node.directives or ())
            if isinstance(node, FieldNode):
                key = node.alias.value if node.alias else node.name.value
                asked.setdefault(key, []).append((node, maybe))
                continue
            condition, inner = self._fragment(node)
            if condition is None or self._applies(condition, kind):
                self._collect(kind, inner, maybe, asked)

    def _fragment(self, node: SelectionNode) -> tuple[str | None, SelectionSetNode]:
        if isinstance(node, FragmentSpreadNode):
            named = self._fragments[node.name.value]
            return named.type_condition.name.value, named.selection_set
        inline = cast(InlineFragmentNode, node)
        return inline.type_condition.name.value if inline.type_condition else None, inline.selection_set

    def _applies(self, condition: str, kind: GraphQLObjectType) -> bool:
        found = self.schema.type_map[condition]
        return found is kind or (is_abstract_type(found) and self.schema.is_sub_type(found, kind))

    def _field(self, kind: GraphQLObjectType, nodes: Asked, name: str) -> str:
        field = nodes[0][0].name.value
        if field == "__typename":
            return f"Literal[{kind.name!r}]"
        definition = kind.fields.get(field)
        if definition is None:
            return "Any"  # __schema and __type
        named = get_named_type(definition.type)
        if not is_composite_type(named):
            return _wrapped(definition.type, self._leaf(named))
        inner = [(node.selection_set, maybe and len(nodes) > 1) for node, maybe in nodes if node.selection_set]
        return _wrapped(definition.type, self._composite(named, inner, name))

    def _composite(self, kind: GraphQLNamedType, inner: list[tuple[SelectionSetNode, bool]], name: str) -> str:
        """One TypedDict; of a union or interface one for each type that it may be, told apart by `__typename`."""
        if isinstance(kind, GraphQLObjectType):
            return self._object(kind, inner, self._named(name))
        possible = self.schema.get_possible_types(cast(GraphQLAbstractType, kind))
        return " | ".join(self._object(one, inner, self._named(f"{name}{one.name}")) for one in possible)

    def _input(self, kind: GraphQLType) -> str:
        named = get_named_type(kind)
        leaf = self._input_object(named) if isinstance(named, GraphQLInputObjectType) else self._leaf(named)
        return _wrapped(kind, leaf)

    def _input_object(self, kind: GraphQLInputObjectType) -> str:
        if kind.name not in self._shared:
            self._shared[kind.name] = name = self._named(kind.name)  # first: it may hold itself
            keys = {}
            for key, field in kind.fields.items():
                required = isinstance(field.type, GraphQLNonNull) and field.default_value is Undefined
                keys[key] = self._input(field.type) if required else f"NotRequired[{self._input(field.type)}]"
            self.blocks.append(_typed_dict(name, keys))
        return self._shared[kind.name]

    def _leaf(self, kind: GraphQLNamedType) -> str:
        if not isinstance(kind, GraphQLEnumType):
            return _SCALARS.get(kind.name, "Any")
        if kind.name not in self._shared:
            self._shared[kind.name] = name = self._named(kind.name)
            values = ", ".join(repr(value) for value in kind.values)
            self.blocks.append(f"{name} = Literal[{values}]")
        return self._shared[kind.name]

    def _named(self, wanted: str) -> str:
        """The name, or the name with as many underscores as nobody has."""
        while wanted in self._taken:
            wanted += "_"
        self._taken.add(wanted)
        return wanted


def _wrapped(kind: GraphQLType, leaf: str) -> str:
    if isinstance(kind, GraphQLNonNull):
        return _wrapped(kind.of_type, leaf).removesuffix(" | None")
    if isinstance(kind, GraphQLList):
        return f"list[{_wrapped(kind.of_type, leaf)}] | None"
    return f"{leaf} | None"


def _typed_dict(name: str, keys: Mapping[str, str]) -> str:
    if any(keyword.iskeyword(key) or key.startswith("__") for key in keys):  # no names that a class could have
        pairs = "\n".join(f"        {key!r}: {kind!r}," for key, kind in keys.items())
        return f"{name} = TypedDict(\n    {name!r},\n    {{\n{pairs}\n    }},\n)"
    lines = [f"    {key}: {kind}" for key, kind in keys.items()] or ["    pass"]
    return "\n".join([f"class {name}(TypedDict):", *lines])
