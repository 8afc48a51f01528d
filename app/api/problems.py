"""Errors as clients see them: code, request id, whether trying again may help, and never an internal text."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any, Final

import structlog
from graphql import GraphQLError, GraphQLSyntaxError, TokenKind, ValueNode
from graphql.validation.validate import ValidationAbortedError

from app.errors import (
    Forbidden,
    GraphTimeout,
    GraphUnavailable,
    IncompleteError,
    LimitError,
    LockedError,
    RingleaderError,
    Unauthenticated,
    UnrecordedError,
    UsageError,
)

log = structlog.get_logger("ringleader.api")

SHOWN: Final = (UsageError, LockedError, IncompleteError, UnrecordedError, Unauthenticated, Forbidden)
"""Errors whose own words are meant for the client; all others are masked."""

_MASKED: Final = "Something went wrong here, not in your query. Tell the request id to whoever runs this server"
_TEXTS: Final = {
    "TIMEOUT": "The query took longer than 10 seconds and was cancelled. Ask for less, e.g. a smaller `first`",
    "UNAVAILABLE": "The graph cannot be reached or is busy. Try again in a few seconds",
}

Problem = dict[str, Any]


def problem(message: str, code: str, request_id: str, *, retryable: bool = False, **where: Any) -> Problem:
    """One error of a GraphQL response."""
    return {"message": message, **where, "extensions": {"code": code, "requestId": request_id, "retryable": retryable}}


def of_exception(error: BaseException, request_id: str, **where: Any) -> Problem:
    """An exception as a problem; anything that is not meant for clients is logged and masked."""
    if isinstance(error, SHOWN):
        return problem(str(error), error.code, request_id, retryable=error.retryable, **where)
    if isinstance(error, TimeoutError | GraphTimeout):
        return problem(_TEXTS["TIMEOUT"], "TIMEOUT", request_id, **where)
    if isinstance(error, GraphUnavailable):
        log.warning("graph unavailable", request_id=request_id, error=str(error))
        return problem(_TEXTS["UNAVAILABLE"], "UNAVAILABLE", request_id, retryable=True, **where)
    if isinstance(error, RecursionError):
        return problem("The query nests too deep", LimitError.code, request_id, **where)
    if isinstance(error, ValueError) and "path" not in where:  # raised while a literal was being checked
        return problem("A value in the query cannot be read", "BAD_QUERY", request_id, **where)
    frames = traceback.extract_tb(error.__traceback__)[-3:]  # places only: messages and locals may hold personal data
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
    log.error("request failed", request_id=request_id, error=type(error).__name__, at=places)
    return problem(_MASKED, RingleaderError.code, request_id, **where)


def of_graphql(error: GraphQLError, request_id: str) -> Problem:
    """An error of parsing, validation or execution as a problem."""
    where: dict[str, Any] = {}
    if error.locations:
        where["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
    if error.path:
        where["path"] = list(error.path)
    cause = _cause(error)
    if cause is not None:
        return of_exception(cause, request_id, **where)
    if isinstance(error, GraphQLSyntaxError) and "tokens" in error.message and "more" in error.message:
        return problem(
            "The query has more than 2000 tokens. Ask in several queries", LimitError.code, request_id, **where
        )
    if isinstance(error, ValidationAbortedError):
        message = "The query has too many mistakes, or too many equal fields to compare. Ask each field once"
        return problem(message, LimitError.code, request_id, **where)
    return problem(_explained(error), "BAD_QUERY", request_id, **where)


_ADVICE: Final = (
    ("Cannot query field", "The explorer's documentation and schema.graphql list what each type has"),
    ("Unknown argument", "The explorer's documentation and schema.graphql list what each field takes"),
    ("Unknown type", "The explorer's documentation and schema.graphql list all types"),
    ("of required type", "Give it in the request's `variables`, or as an argument"),
    ("to be provided", "Give it in the request's `variables`"),
    ("found <EOF>", "A closing brace or bracket is missing"),
)
"""What to do about graphql-core's complaints, by words in them; the others say it themselves."""


def _explained(error: GraphQLError) -> str:
    """graphql-core's words, with the argument that a value was given to, and what to do."""
    node = error.nodes[0] if error.nodes else None
    colon = node.loc.start_token.prev if isinstance(node, ValueNode) and node.loc else None
    name = colon.prev if colon and colon.kind == TokenKind.COLON else None
    message = (f"`{name.value}`: " if name and name.kind == TokenKind.NAME else "") + error.message
    advice = next((advice for words, advice in _ADVICE if words in message), "")
    return f"{message[:500].removesuffix('.')}. {advice}" if advice else message[:500]


def _cause(error: GraphQLError) -> BaseException | None:
    """What a resolver or extension raised; None for complaints about the query itself."""
    cause: BaseException | None = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    if cause is None and error.path and not isinstance(error.original_error, GraphQLError):
        return RuntimeError(error.message)  # raised by the executor while completing a value
    return cause
