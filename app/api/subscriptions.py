"""What can be subscribed to: changes of rings, progress of exports."""

from __future__ import annotations

from collections.abc import AsyncIterator
from enum import Enum
from typing import Final

import strawberry

from app.api.context import Info
from app.api.described import attr, streamed
from app.api.enums import State
from app.api.exporting import job_progress
from app.api.types import Ring
from app.errors import UsageError

MAX_IDS: Final = 100


@strawberry.enum(description="What changed a ring.")
class RingChangeReason(Enum):
    """Reasons of app.api.changes."""

    DETECTION = "detection"
    JUDGEMENT = "judgement"
    WITHDRAWAL = "withdrawal"
    TRIAGE = "triage"
    NOTE = "note"


@strawberry.type(description="A change of a ring.")
class RingChange:
    """Pushed to whoever listens."""

    reason: RingChangeReason = attr("What changed it.")
    cause: strawberry.ID = attr("Id of the run, judgement, triage or note.")
    ring: Ring | None = attr("The ring as it is now; null where it was replaced meanwhile.")


@strawberry.type(description="Everything that can be listened to, over graphql-transport-ws.")
class Subscription:
    """Root of subscriptions."""

    job_progress = job_progress

    @streamed(
        "Rings as they change: by a detection, a verdict, triage, a note. At least once, within seconds; "
        "`ids` (100 at most) and `states` leave out others. Each change is charged like the query it answers.",
        cost=20,
    )
    async def ring_changed(
        self, info: Info, ids: list[strawberry.ID] | None = None, states: list[State] | None = None
    ) -> AsyncIterator[RingChange]:
        """From the one watch of this server."""
        if ids is not None and len(ids) > MAX_IDS:
            raise UsageError(f"`ids` has {len(ids)}, allowed are {MAX_IDS}", do="Leave it out to hear of all")
        wanted = {state.value for state in states} if states is not None else None
        async with info.context.watch.listen() as listener:
            async for event in listener.events():
                if (ids is not None and event.ring_id not in ids) or (wanted is not None and event.state not in wanted):
                    continue
                info.context.renew()
                row = await info.context.loaders.rings.load(event.ring_id)
                yield RingChange(
                    reason=RingChangeReason(event.reason),
                    cause=strawberry.ID(event.cause),
                    ring=Ring.of(row) if row else None,
                )
