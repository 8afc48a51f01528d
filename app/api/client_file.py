"""Writes a single-file typed client with one method for each persisted operation.

Strawberry's own codegen was looked at: experimental, types only, no transport, and dates typed as what nobody parses.
ariadne-codegen writes a package on top of pydantic and httpx. Reporting jobs want one file without dependencies.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from graphql import (
    FieldNode,
    GraphQLObjectType,
    GraphQLSchema,
    OperationType,
    SelectionSetNode,
    VariableNode,
    get_nullable_type,
)

from app import __version__
from app.api import client_base
from app.api.client_types import TypeWriter
from app.api.operations import Operation, definition_of
from app.errors import UsageError

_IMPORTS: Final = "from typing import Any, TypeVar\n"
_MADE: Final = '"""Typed client of the Ringleader API'
_TYPING: Final = ("Literal", "NotRequired", "TypedDict", "cast")
_NULL: Final = " | None"
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def write_client(operations: Iterable[Operation], schema: GraphQLSchema, out: Path) -> list[str]:
    """Write the client; returns the operations left out, which are subscriptions.

    Raises UsageError where another file than a client of ours is in the way, or two names become one.
    """
    if out.exists() and not out.read_text(encoding="utf-8", errors="replace").startswith(_MADE):
        raise UsageError("this file was not made by `ringleader api client`", where=str(out), do="Choose another --out")
    chosen = list(operations)
    asked = [one for one in chosen if one.kind is not OperationType.SUBSCRIPTION]
    out.write_text(client_text(asked, schema), encoding="utf-8")
    return [one.name for one in chosen if one not in asked]


def client_text(operations: Iterable[Operation], schema: GraphQLSchema) -> str:
    """The client's source: base, types, methods. Raises UsageError where two names become one."""
    base = Path(client_base.__file__).read_text(encoding="utf-8").partition("\n")[2]
    chosen = list(operations)
    reserved = [*vars(client_base), "Client", *_TYPING, *(_snake(one.name) for one in chosen)]
    types = TypeWriter(schema, reserved)
    taken = {*dir(client_base.BaseClient), "str", "int", "float", "bool", "list"}  # what annotations beside them say
    methods = [text for one in chosen for text in _methods(one, schema, types, taken)]
    head = f'{_MADE}, made by `ringleader api client` {__version__}: make it anew, do not edit it."""\n'
    declared = "\n\n\n".join(types.blocks)
    client = 'class Client(BaseClient):\n    """One method for each operation; all raise ApiError."""'
    code = f"{declared}\n\n\n" + "\n\n".join([client, *methods]) + "\n"
    used = [name for name in _TYPING if re.search(rf"\b{name}\b", code)]
    imports = f"from typing import {', '.join(sorted(['Any', 'TypeVar', *used]))}\n"
    return f"{head}{base.replace(_IMPORTS, imports)}\n\n{code}"


@dataclass(frozen=True, slots=True)
class _Parameter:
    """A variable as an argument; `declared` is how a signature has it."""

    variable: str
    name: str
    kind: str
    required: bool

    @property
    def declared(self) -> str:
        if self.required:
            return f"{self.name}: {self.kind}"
        return f"{self.name}: {self.kind.removesuffix(_NULL)}{_NULL} = None"


def _methods(one: Operation, schema: GraphQLSchema, types: TypeWriter, taken: set[str]) -> list[str]:
    definition = definition_of(one.document)
    root = cast(GraphQLObjectType, schema.get_root_type(definition.operation))  # the document was validated
    answer = types.answer(one.document, root, definition.selection_set, one.name[0].upper() + one.name[1:])
    parameters = _parameters(one, types)
    method = _free(_snake(one.name), taken, one.name)
    given = ", ".join(f"{each.variable!r}: {each.name}" for each in parameters)
    asking = (
        f"    def {method}({_signature(parameters)}) -> {answer}:\n"
        f'        """{_told(one)}"""\n'
        f"        return cast({answer}, self._run({one.document_id!r}, {{{given}}}))"
    )
    path = _page_path(root, definition.selection_set)
    if not path or not any(each.variable == "after" and not each.required for each in parameters):
        return [asking]
    paging = (
        f"    def {_free(f'{method}_pages', taken, one.name)}("
        f"{_signature(each for each in parameters if each.variable != 'after')}) -> Iterator[{answer}]:\n"
        f'        """Every page of `{method}`, the first one first."""\n'
        f"        return self._paged(lambda after: self.{method}({_passed(parameters)}), {path!r})"
    )
    return [asking, paging]


def _parameters(one: Operation, types: TypeWriter) -> list[_Parameter]:
    """Required ones first."""
    taken, found = {"self", "cast"}, []
    for node in one.variables:
        kind, variable = types.variable(node.type), node.variable.name.value
        required = node.default_value is None and not kind.endswith(_NULL)
        found.append(_Parameter(variable, _free(_snake(variable), taken, one.name), kind, required))
    return sorted(found, key=lambda each: not each.required)


def _signature(parameters: Iterable[_Parameter]) -> str:
    chosen = list(parameters)
    required = [each.declared for each in chosen if each.required]
    optional = [each.declared for each in chosen if not each.required]
    return ", ".join(["self", *required, *(["*", *optional] if optional else [])])


def _passed(parameters: Iterable[_Parameter]) -> str:
    return ", ".join(each.name if each.required else f"{each.name}={each.name}" for each in parameters)


def _page_path(parent: GraphQLObjectType, selection: SelectionSetNode, path: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Keys that lead to the `pageInfo` of the connection that takes `$after`; empty without one, or within a list."""
    for node in selection.selections:
        if not isinstance(node, FieldNode) or node.selection_set is None:
            continue
        kind = get_nullable_type(parent.fields[node.name.value].type) if node.name.value in parent.fields else None
        if not isinstance(kind, GraphQLObjectType):
            continue
        here = (*path, _key(node))
        by_variable = any(a.name.value == "after" and _is_after(a.value) for a in node.arguments or ())
        found = _page_info(node.selection_set, here) if by_variable else _page_path(kind, node.selection_set, here)
        if found:
            return found
    return ()


def _page_info(selection: SelectionSetNode, path: tuple[str, ...]) -> tuple[str, ...]:
    """Where both of `hasNextPage` and `endCursor` are told under their own names."""
    for node in selection.selections:
        if isinstance(node, FieldNode) and node.name.value == "pageInfo" and node.selection_set:
            told = {_key(one) for one in node.selection_set.selections if isinstance(one, FieldNode)}
            if {"hasNextPage", "endCursor"} <= told:
                return (*path, _key(node))
    return ()


def _is_after(value: object) -> bool:
    return isinstance(value, VariableNode) and value.name.value == "after"


def _key(node: FieldNode) -> str:
    return node.alias.value if node.alias else node.name.value


def _told(one: Operation) -> str:
    """The comment that the file begins with, and who may run it."""
    lines = []
    for line in one.text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("# ").rstrip())
    text = " ".join(lines) or f"Run {one.name}"
    told = f"{text.rstrip('.')}. For {', '.join(one.roles)}; costs {one.cost} unless variables say otherwise."
    return told.replace("\\", "\\\\").replace('"', "'")


def _snake(name: str) -> str:
    """`ringCards` and `RingCards` as Python writes names."""
    made = _CAMEL.sub("_", name).lower()
    return f"{made}_" if keyword.iskeyword(made) else made


def _free(name: str, taken: set[str], where: str = "") -> str:
    if name in taken:
        raise UsageError(f"two things would be named `{name}` in Python", where=where, do="Rename one of them")
    taken.add(name)
    return name
