"""The one error tree: every error knows its exit code and its GraphQL code.

RingleaderError            1  INTERNAL
├── UsageError             2  BAD_INPUT       wrong use, a missing directory, a malformed value
│   ├── NotFoundError      2  NOT_FOUND       an id or name that does not exist
│   └── LimitError         2  LIMIT           a query that asks for more than one query may
│       └── BudgetError    2  RATE_LIMITED    more than its principal may ask for in a minute
├── LockedError            4  LOCKED          another run holds the lease
├── IncompleteError        3  INCOMPLETE      an open batch is in the way
├── GraphError             1  GRAPH
│   ├── GraphUnavailable   1  UNAVAILABLE     cannot be reached; worth trying again
│   │   └── GraphTimeout   1  TIMEOUT         reached, but the statement took too long and was cancelled
│   ├── GraphRefused       1  GRAPH_REFUSED   wrong password, too old, newer than the program, other key
│   └── UnitApplied        1  UNIT_APPLIED    a load unit's key exists: its transaction already happened
├── EngineError            1  ENGINE          the embedded Neo4j could not be fetched, started or stopped
├── UnrecordedError        1  UNRECORDED      the audit log cannot be written; what it would tell of did not happen
├── DataError              1  DATA            facts or spool that fail their check
├── Unauthenticated        1  UNAUTHENTICATED no token, or one that is unknown, expired or revoked
└── Forbidden              1  FORBIDDEN       the principal may not do this
"""

from __future__ import annotations

from typing import ClassVar


class RingleaderError(Exception):
    """Base of all errors that a person may see: `what` happened, `where`, and what to `do`."""

    exit_code: ClassVar[int] = 1
    code: ClassVar[str] = "INTERNAL"
    retryable: ClassVar[bool] = False

    def __init__(self, what: str, *, where: str = "", do: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.do = what, where, do

    def __str__(self) -> str:
        parts = [f"{self.where}: {self.what}" if self.where else self.what]
        if self.do:
            parts.append(self.do)
        return ". ".join(part.rstrip(".") for part in parts)


class UsageError(RingleaderError):
    """Wrong use: a missing directory, an unknown option value, a malformed date."""

    exit_code = 2
    code = "BAD_INPUT"


class NotFoundError(UsageError):
    """An id or a name that does not exist."""

    code = "NOT_FOUND"


class LimitError(UsageError):
    """A query that asks for more than one query may; `what` names number and limit, `do` what to change."""

    code = "LIMIT"


class BudgetError(LimitError):
    """More than its principal may ask for in a minute; worth trying again after it."""

    code = "RATE_LIMITED"
    retryable = True


class LockedError(RingleaderError):
    """Another run holds the lock; `what` names its owner and age."""

    exit_code = 4
    code = "LOCKED"
    retryable = True


class IncompleteError(RingleaderError):
    """An open batch is in the way: ingest must finish it first."""

    exit_code = 3
    code = "INCOMPLETE"
    retryable = True


class GraphError(RingleaderError):
    """Anything that Neo4j refused or lost."""

    code = "GRAPH"


class GraphUnavailable(GraphError):
    """Neo4j cannot be reached."""

    code = "UNAVAILABLE"
    retryable = True


class GraphTimeout(GraphUnavailable):
    """Reached, but the statement took too long; the database cancelled it."""

    code = "TIMEOUT"
    retryable = False


class GraphRefused(GraphError):
    """Reached, but not usable: wrong password, server too old, graph newer than the program, other key."""

    code = "GRAPH_REFUSED"


class UnitApplied(GraphError):
    """The load unit's key exists already: its transaction was committed before."""

    code = "UNIT_APPLIED"


class EngineError(RingleaderError):
    """The embedded Neo4j could not be fetched, started or stopped."""

    code = "ENGINE"


class UnrecordedError(RingleaderError):
    """The audit log cannot be written: what it would have told of is not done, or not answered."""

    code = "UNRECORDED"
    retryable = True


class DataError(RingleaderError):
    """Facts or a spool that fail their check."""

    code = "DATA"


class Unauthenticated(RingleaderError):
    """No token, or one that is unknown, expired or revoked."""

    code = "UNAUTHENTICATED"


class Forbidden(RingleaderError):
    """The principal may not do this."""

    code = "FORBIDDEN"
