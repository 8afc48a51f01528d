"""What a server does before it calls itself ready, so that nobody's first click waits for it.

The first answers of a cold server take seconds: Neo4j plans each statement when it first comes, on a Java machine that
still interprets (nine tenths of the time; of the first one 3.6 of 4.2 s); its pages are on disk; Python loads what
resolvers import when they first run. So each statement runs
once with parameters that match nothing, then a few operations on what the graph holds, as a viewer, answered to nobody.
"""

from __future__ import annotations

import contextlib
from typing import Any, Final

from app.api import queries
from app.api.endpoint import Services
from app.api.principals import Principal, Role
from app.attribution import queries as attribution
from app.errors import RingleaderError
from app.graph.catalogue import Query
from app.graph.store import AsyncGraphStore
from app.rings.store.queries import (
    LIST_JUDGED_GROUPS,
    LIST_NOTES,
    READ_CURRENT_RINGS,
    READ_HOLDERS,
    READ_PAIR,
    READ_SHARED_IDENTIFIERS,
    READ_SHARERS,
    READ_TIES,
    READ_TRIAGE,
    READ_TRIAGE_BY_ID,
    RESOLVE_RING,
)

_ROW: Final = {"index": 0, "owner": "", "kind": "ip", "value": "", "after": None, "account_ids": [""]}
_EXAMPLES: Final[dict[str, Any]] = {
    "STRING": "",
    "INTEGER": 1,
    "BOOLEAN": False,
    "LIST<STRING>": [""],
    "LIST<MAP>": [_ROW],
}
"""Values of the right types that match nothing; other parameters are null."""
LENGTHS: Final = (2, 11, 101)
"""Neo4j keeps a plan for lists of one item, of up to 10, up to 100 and up to 1,000. Measured: the first list of 2, 11
or 101 takes a second, the next a hundredth of it; on a busy machine up to the ten seconds that a request may take."""


_SHARED: Final = (
    RESOLVE_RING,
    READ_PAIR,
    READ_SHARED_IDENTIFIERS,
    READ_SHARERS,
    READ_HOLDERS,
    READ_TIES,
    LIST_JUDGED_GROUPS,
    READ_TRIAGE,
    READ_TRIAGE_BY_ID,
    LIST_NOTES,
    READ_CURRENT_RINGS,
)
"""Statements of another stage that the API reads with."""


_LOOK: Final = """{
  dataStatus { accounts lastBatchAt lastDetection { startedAt } } operators { id }
  rings(first: 3, orderBy: {field: SIZE, direction: DESC}) { totalCount nodes {
    id size families evidence { family bits terms(first: 2) { value } } priorBits
    sharedIdentifiers(first: 2) { members identifier { value } }
    traffic(splitBy: [CAPABILITY]) { buckets { exchanges } byModel { key } }
    judgements { id } triage { state } notes { id }
    members(first: 25) { totalCount nodes { marginBits account { id } evidence { family } } pageInfo { endCursor } } } }
}"""
_LOOK_AT: Final = """query At($id: ID!, $other: ID!, $text: String!, $ring: ID!) {
  ring(id: $ring) { graph { nodes { distance } } lookAlike { distance } weakestCut { approximated } }
  finder(name: SAME_INSTRUMENT, params: {limit: 1}) { truncated }
  account(id: $id) { id traffic { buckets { exchanges } }
    rings { nodes { bits } }
    identifiers(first: 5) { nodes { identifier { value degree rings { nodes { members } } } } } }
  search(text: $text) { hits { __typename } } explain(a: $id, b: $other) { bits }
  neighbourhood(account: $id) { nodes { distance } } path(a: $id, b: $other) { __typename }
}"""
_NOBODY: Final = Principal("(warm-up)", Role.VIEWER)


async def warm(services: Services, store: AsyncGraphStore) -> None:
    """Plan and load everything once; what fails here will be told by a request."""
    await plan_statements(store)
    found = await _asked(services, _LOOK, {})
    rings = (found.get("rings") or {}).get("nodes", ())
    members = [node["account"]["id"] for ring in rings for node in ring["members"]["nodes"]]
    if len(members) > 1:
        at = {"id": members[0], "other": members[1], "text": members[0], "ring": rings[-1]["id"]}
        await _asked(services, _LOOK_AT, at)


async def plan_longer_lists(store: AsyncGraphStore) -> None:
    """Run the statements that take lists once more for each length that Neo4j plans apart, once the server is ready."""
    for length in LENGTHS:
        await plan_statements(store, length)


async def plan_statements(store: AsyncGraphStore, length: int = 1) -> None:
    """Run each read statement with parameters that match nothing; of longer lists those that take any."""
    own = [value for module in (queries, attribution) for value in vars(module).values() if isinstance(value, Query)]
    own = [query for query in own if query.statement.mode == "read"]
    for query in (*own, *_SHARED):
        params = {name: _EXAMPLES.get(kind) for name, kind in query.statement.params.items()}
        lists = {name: length * value for name, value in params.items() if isinstance(value, list)}
        if length > 1 and not lists:
            continue
        params |= lists
        if "filter" in params:
            params["filter"] = []
        with contextlib.suppress(RingleaderError):
            await store.read(query, **params)


async def _asked(services: Services, query: str, variables: dict[str, Any]) -> dict[str, Any]:
    """The data of an operation that no client sent: nothing of it leaves, and nothing is charged to anybody else."""
    with contextlib.suppress(RingleaderError):
        context = services.context(_NOBODY, "warm-up")
        result = await services.schema.execute(query, variable_values=variables, context_value=context)
        return dict(result.data or {})
    return {}
