"""Strawberry's executor with a short way for plain values, which most fields of an answer are.

A field that only reads an attribute of a leaf type needs no resolver, no arguments and no record of its place. Each
costs the long way some 15 microseconds; a page of 100 members with all they tell has 2,000.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

from graphql import GraphQLEnumType, GraphQLField, GraphQLObjectType, GraphQLSchema, get_nullable_type, is_object_type
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

Send = Callable[[Any], Any]
_PLAIN: Final = "ringleader-plain"
_FLOAT: Final = sys.float_info.max


def _as_it_is(value: Any) -> Any:
    return value


def _int(value: int) -> int | None:
    return value if -(2**31) <= value < 2**31 else None


def _long(value: int) -> int | None:
    return value if -(2**63) <= value < 2**63 else None


def _float(value: float) -> float | None:
    return value if -_FLOAT <= value <= _FLOAT else None  # no NaN and no infinity


_SCALARS: Final[dict[str, tuple[type, Send]]] = {
    "String": (str, _as_it_is),
    "ID": (str, _as_it_is),
    "Boolean": (bool, _as_it_is),
    "Int": (int, _int),
    "Long": (int, _long),
    "Float": (float, _float),
    "Date": (date, date.isoformat),
    "DateTime": (datetime, datetime.isoformat),
}
"""Scalar -> the Python type of its values, and how one is sent; None is for the standard to tell about."""


class Executor(StrawberryGraphQLCoreExecutionContext):
    """Reads what `mark_plain` has marked straight from its object."""

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Any,
        grouped_field_set: Any,
        position_context: Any,
    ) -> Any:
        """An object of which plain values alone are asked is done at once; any other one field by field."""
        results = {}
        for response_name, details in grouped_field_set.items():
            sent = _sent(parent_type, details, source_value)
            if sent is None:
                return super().execute_fields(parent_type, source_value, path, grouped_field_set, position_context)
            results[response_name] = sent
        return results

    def execute_field(
        self,
        parent_type: GraphQLObjectType,
        source: Any,
        field_details_list: Any,
        path: Any,
        position_context: Any,
    ) -> Any:
        """A value of exactly the type that belongs there; whatever else it is, errors included, is the standard's."""
        sent = _sent(parent_type, field_details_list, source)
        if sent is not None:
            return sent
        return super().execute_field(parent_type, source, field_details_list, path, position_context)


def _sent(parent_type: GraphQLObjectType, details: Any, source: Any) -> Any:
    """What is sent for a field; None where the standard has to see to it."""
    field = parent_type.fields.get(details[0].node.name.value)
    plain = field.extensions.get(_PLAIN) if field else None
    if plain is None:
        return None
    attribute, exact, send = plain
    value = getattr(source, attribute, None)
    return send(value) if type(value) is exact else None


def mark_plain(schema: GraphQLSchema) -> None:
    """Mark the fields of all objects that are an attribute of a scalar or an enum."""
    for kind in schema.type_map.values():
        if is_object_type(kind) and not kind.name.startswith("__"):
            for field in kind.fields.values():
                if plain := _plain(field):
                    field.extensions[_PLAIN] = plain


def _plain(field: GraphQLField) -> tuple[str, type, Send] | None:
    """Attribute, type of its value and how it is sent; None for a field that does more than read it."""
    definition = field.extensions.get("strawberry-definition")
    found = _leaf(get_nullable_type(field.type))
    if found is None or definition is None or not definition.is_basic_field or field.args:
        return None
    return definition.python_name, *found


def _leaf(kind: Any) -> tuple[type, Send] | None:
    if not isinstance(kind, GraphQLEnumType):
        return _SCALARS.get(getattr(kind, "name", ""))
    members: type[Enum] = kind.extensions["strawberry-definition"].wrapped_cls
    return members, {member: kind.coerce_output_value(member) for member in members}.get
