"""How Ringleader uses the Neo4j driver: its options, its errors as ours, what a transaction tells about itself."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any, Final

import neo4j
from neo4j import exceptions as errors

from app.errors import GraphError, GraphRefused, GraphTimeout, GraphUnavailable, UsageError

DRIVER_OPTIONS: Final[dict[str, Any]] = {
    "connection_acquisition_timeout": 10.0,
    "connection_timeout": 5.0,
    "liveness_check_timeout": 60.0,
    "telemetry_disabled": True,
    "notifications_min_severity": "OFF",
    "user_agent": "ringleader",
}

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""Set by whoever serves a request; the server's own log of transactions then names it."""

_ADVICE: Final = {
    "Neo.ClientError.Database.DatabaseNotFound": ("Neo4j has no such database", "Check NEO4J_DATABASE"),
    "Neo.ClientError.Security.Forbidden": ("the user may not do this", "Grant NEO4J_USER write and schema rights"),
    "Neo.ClientError.Security.CredentialsExpired": ("the password has expired", "Change it in Neo4j first"),
    "Neo.ClientError.Security.AuthenticationRateLimit": ("too many wrong passwords", "Wait a few seconds"),
}


def metadata() -> dict[str, str]:
    """What a transaction tells the server about who asked for it."""
    asked_by = request_id.get()
    return {"app": "ringleader"} | ({"request": asked_by} if asked_by else {})


def options(uri: str, user: str, password: str, **more: Any) -> dict[str, Any]:
    """Arguments for a driver, blocking or async."""
    return {"uri": uri, "auth": (user, password), **DRIVER_OPTIONS, **more}


@contextlib.contextmanager
def connect(uri: str, user: str, password: str) -> Iterator[neo4j.Driver]:
    """A blocking driver, closed at the end. Raises UsageError for an address that is none."""
    try:
        # Our own loop retries: see neo4j_store.retried.
        driver = neo4j.GraphDatabase.driver(**options(uri, user, password, max_transaction_retry_time=0.0))
    except (errors.ConfigurationError, ValueError) as error:
        raise bad_address(uri) from error
    with driver:
        yield driver


def bad_address(uri: str) -> UsageError:
    """The error for a NEO4J_URI that the driver cannot read."""
    return UsageError(
        f"{uri!r} is no address of a Neo4j server",
        where="NEO4J_URI",
        do="For example bolt://host:7687 or neo4j+s://host",
    )


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Driver errors become ours; neither Cypher text nor parameters reach the message."""
    try:
        yield
    except (errors.DriverError, errors.Neo4jError, OSError) as error:
        raise translation(error) from error


def translation(error: Exception) -> GraphError:
    """Our error for a driver's or server's one."""
    code = getattr(error, "code", None) or type(error).__name__
    if code in _ADVICE:
        what, advice = _ADVICE[code]
        return GraphRefused(what, do=advice)
    if isinstance(error, errors.AuthError):
        return GraphRefused("Neo4j refused the user or password", do="Check NEO4J_USER and NEO4J_PASSWORD")
    if "TransactionTimedOut" in code or "TransactionTimedOut" in str(error):
        return GraphTimeout("the query took too long and was cancelled", do="Ask for fewer rows at once")
    if isinstance(error, errors.IncompleteCommit):
        return GraphUnavailable("the answer to COMMIT was lost", do="Run it again: nothing counts twice")
    if isinstance(error, errors.TransientError):
        return GraphUnavailable(f"Neo4j is overloaded or changing its leader ({code})", do="Try again")
    if isinstance(error, errors.Neo4jError):
        return GraphError(f"Neo4j refused a statement ({code})")
    return GraphUnavailable(f"Neo4j cannot be reached ({code})", do="Try again; `ringleader doctor` tells more")
