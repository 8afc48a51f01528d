"""Persisted operations: a directory of GraphQL files, checked before the server starts, run by name or by hash.

https://github.com/graphql/graphql-over-http, spec/Appendix A -- Persisted Documents.md (a proposal): `documentId` is a
custom identifier (here the operation's name) or `sha256:` and the hash of the file's text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    VariableDefinitionNode,
    parse,
    validate,
)

from app.api.limits import MAX_BODY, MAX_TOKENS, check, measure
from app.api.policy import authorise
from app.api.principals import Principal, Role
from app.errors import Forbidden, LimitError, NotFoundError, RingleaderError, UsageError

SUFFIX: Final = ".graphql"
CONSOLE_OPERATIONS: Final = Path(__file__).parents[1] / "console" / "operations"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a file that passed all checks. `cost` is with its variables' defaults, else with the most."""

    name: str
    text: str
    kind: OperationType
    document: DocumentNode
    cost: int
    roles: tuple[Role, ...]
    """Who may run it; never nobody."""
    document_id: str
    """`sha256:` and 64 hex digits: changes with every character of the text."""

    @property
    def variables(self) -> tuple[VariableDefinitionNode, ...]:
        """In the order of the file."""
        return tuple(definition_of(self.document).variable_definitions or ())


@dataclass(frozen=True, slots=True)
class Operations:
    """What a server runs by name. `only`: nobody but an admin may send a query of their own."""

    by_name: Mapping[str, Operation] = field(default_factory=dict)
    only: bool = False
    console: Mapping[str, Operation] = field(default_factory=dict)
    """The console's own: answered by every server, told to nobody, named in no list."""

    def find(self, document_id: str) -> Operation:
        """By name or hash. Raises NotFoundError."""
        for one in (*self.by_name.values(), *self.console.values()):
            if document_id in (one.name, one.document_id):
                return one
        raise NotFoundError(
            f"there is no operation {document_id[:80]!r} here",
            do="`documentId` is its name, or sha256: and the hash of its file. Ask whoever runs the server to add it",
        )

    def allow_text(self, principal: Principal) -> None:
        """Raise Forbidden for a query of one's own where only persisted operations are answered."""
        if self.only and principal.role is not Role.ADMIN:
            raise Forbidden(
                "this server answers persisted operations only",
                do='Send {"documentId": "NAME", "variables": {...}}. Queries of one\'s own are for: admin',
            )


def read_operations(directory: Path, schema: GraphQLSchema, *, only: bool = False) -> Operations:
    """Every `NAME.graphql` of a directory.

    Raises UsageError for the first file that the server could not answer: its line, what is wrong and what to do.
    """
    if not directory.is_dir():
        raise UsageError("there is no such directory", where=str(directory), do="Name one with NAME.graphql files")
    paths = sorted(path for path in directory.iterdir() if path.suffix == SUFFIX and path.is_file())
    if not paths:
        raise UsageError(f"there is no {SUFFIX} file", where=str(directory), do="Each holds one named operation")
    read = [_read(path, schema) for path in paths]
    return Operations({one.name: one for one in read}, only)


def with_console(operations: Operations, schema: GraphQLSchema) -> Operations:
    """The same, and the console's own. Raises UsageError where a name is taken."""
    console = read_operations(CONSOLE_OPERATIONS, schema).by_name
    for name in sorted(console.keys() & operations.by_name.keys()):
        raise UsageError(f"{name!r} is an operation of the console", do="Give yours another name, and its file too")
    return replace(operations, console=console)


def definition_of(document: DocumentNode) -> OperationDefinitionNode:
    """The operation of a document that has one."""
    return next(node for node in document.definitions if isinstance(node, OperationDefinitionNode))


def _read(path: Path, schema: GraphQLSchema) -> Operation:
    text, document = _parsed(path)
    operation = _only_one(path, document)
    for error in validate(schema, document):
        raise _refused(path, error.message, "Correct the query: schema.graphql has every field", _line(error))
    line = operation.loc.start_token.line if operation.loc else 1
    try:
        cost, roles = _allowed(schema, document, operation)
    except RingleaderError as error:
        raise _refused(path, error.what, error.do, line) from error
    document_id = f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
    return Operation(path.stem, text, operation.operation, document, cost, roles, document_id)


def _parsed(path: Path) -> tuple[str, DocumentNode]:
    content = path.read_bytes()  # as it is: the hash is that of the file
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _refused(path, "this is no UTF-8 text", "Save it as UTF-8", line) from error
    if len(content) > MAX_BODY:
        raise _refused(path, f"it has more than {MAX_BODY} bytes", "Ask in several operations")
    try:
        return text, parse(text, max_tokens=MAX_TOKENS)
    except GraphQLError as error:
        raise _refused(path, error.message, "Correct the query", _line(error)) from error
    except RecursionError as error:
        raise _refused(path, "it nests too deep", "Ask for the inner objects in an operation of their own") from error


def _only_one(path: Path, document: DocumentNode) -> OperationDefinitionNode:
    """The one operation, named like its file."""
    found = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if len(found) != 1:
        second = found[1].loc if found else None
        line = second.start_token.line if second else 1
        raise _refused(path, f"it holds {len(found)} operations", "One file, one operation", line)
    name = found[0].name.value if found[0].name else ""
    if name != path.stem:
        line = found[0].loc.start_token.line if found[0].loc else 1
        told = f"the operation is named {name!r}" if name else "the operation has no name"
        raise _refused(path, told, f"Name it like its file: `{found[0].operation.value} {path.stem} ...`", line)
    return found[0]


def _allowed(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
) -> tuple[int, tuple[Role, ...]]:
    """Its cost at most, and who may run it. Raises LimitError beyond a limit, Forbidden where nobody may."""
    variables = operation.variable_definitions or ()
    unknown = {node.variable.name.value: None for node in variables if node.default_value is None}
    found = measure(schema, document, None, unknown)
    try:
        check(found)
    except LimitError as error:
        advice = f". Sizes that are variables count as the most without a default: ${', $'.join(unknown)}"
        raise LimitError(error.what, do=error.do + advice * bool(unknown)) from error
    refusals: list[Forbidden] = []
    roles = []
    for role in Role:
        try:
            authorise(Principal("", role), found.fields)
            roles.append(role)
        except Forbidden as refusal:
            refusals.append(refusal)
    if not roles:
        raise Forbidden(f"no role may run it: {refusals[-1].what}", do="Leave that field out")
    return found.cost, tuple(roles)


def _line(error: GraphQLError) -> int:
    return error.locations[0].line if error.locations else 1


def _refused(path: Path, what: str, do: str, line: int = 1) -> UsageError:
    return UsageError(what, where=f"{path}:{line}", do=do)
