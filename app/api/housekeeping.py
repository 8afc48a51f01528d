"""What a server clears away by itself, when it starts and every hour.

Old keys of changes, exports that expired, kept orders of members.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from app.api import queries as q
from app.api.jobs import Jobs
from app.api.member_order import Orders
from app.errors import RingleaderError
from app.graph.store import AsyncGraphStore

log = structlog.get_logger("ringleader.api")

REMEMBERED: Final = timedelta(days=30)
"""How long a change that is asked for again with its `clientMutationId` is answered instead of made."""
_BATCH: Final = 10_000
_HOUR: Final = 3_600.0


async def keep_house(store: AsyncGraphStore, jobs: Jobs, orders: Orders) -> None:
    """Clear away until it is cancelled; what fails is tried again in an hour."""
    while True:
        jobs.prune()
        orders.clear()
        try:
            await forget_changes(store, datetime.now(UTC) - REMEMBERED)
        except RingleaderError as error:
            log.warning("old changes not forgotten yet", error=error.code)
        await asyncio.sleep(_HOUR)


async def forget_changes(store: AsyncGraphStore, before: datetime, most: int = _BATCH) -> int:
    """Forget the keys of changes made before; returns how many, deleted in transactions of at most `most`."""
    total = 0
    while pruned := (await store.write((q.PRUNE_CLIENT_MUTATIONS, {"before": before, "most": most})))[0][0]["pruned"]:
        total += pruned
    return total
