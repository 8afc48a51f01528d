"""Has the database plan every statement of the API once, so that nobody's first click waits for it."""

from __future__ import annotations

import contextlib
from typing import Any, Final

from app.api import queries
from app.errors import RingleaderError
from app.graph.catalogue import Query
from app.graph.store import AsyncGraphStore
from app.rings.queries import (
    LIST_JUDGED_GROUPS,
    LIST_NOTES,
    READ_CURRENT_RINGS,
    READ_PAIR,
    READ_SHARED_IDENTIFIERS,
    READ_SHARERS,
    READ_TIES,
    READ_TRIAGE,
    READ_TRIAGE_BY_ID,
    RESOLVE_RING,
)

_ROW: Final = {"index": 0, "owner": "", "kind": "ip", "value": "", "after": None}
_EXAMPLES: Final[dict[str, Any]] = {
    "STRING": "",
    "INTEGER": 1,
    "BOOLEAN": False,
    "LIST<STRING>": [""],
    "LIST<MAP>": [_ROW],
}
"""Values of the right types that match nothing; other parameters are null."""


_SHARED: Final = (
    RESOLVE_RING,
    READ_PAIR,
    READ_SHARED_IDENTIFIERS,
    READ_SHARERS,
    READ_TIES,
    LIST_JUDGED_GROUPS,
    READ_TRIAGE,
    READ_TRIAGE_BY_ID,
    LIST_NOTES,
    READ_CURRENT_RINGS,
)
"""Statements of another stage that the API reads with."""


async def warm(store: AsyncGraphStore) -> None:
    """Run each read statement with parameters that match nothing; what fails here will be told by a request."""
    own = [value for value in vars(queries).values() if isinstance(value, Query)]
    own = [query for query in own if query.statement.mode == "read"]
    for query in (*own, *_SHARED):
        params = {name: _EXAMPLES.get(kind) for name, kind in query.statement.params.items()}
        if "filter" in params:
            params["filter"] = []
        with contextlib.suppress(RingleaderError):
            await store.read(query, **params)
