"""What a change or a query is about: rings by any id that they ever had, and their triage."""

from __future__ import annotations

from app.api.context import Info
from app.api.types import Ring
from app.errors import NotFoundError
from app.graph.store import Row
from app.rings.store.queries import RESOLVE_RING


async def current_ring(info: Info, ring_id: str) -> Ring | None:
    """The ring that an id leads to; None for one that was never given."""
    own = await info.context.loaders.rings.load(ring_id)
    if own and own["current"]:
        return Ring.of(own)
    resolved_to = await info.context.store.read(RESOLVE_RING, ring_id=ring_id)
    if not resolved_to:
        return None
    row = await info.context.loaders.rings.load(resolved_to[0]["ring_id"])
    return Ring.of(row) if row else None


async def ring_of(info: Info, ring_id: str) -> str:
    """The id of the ring that an id leads to. Raises NotFoundError."""
    known = await info.context.store.read(RESOLVE_RING, ring_id=ring_id)
    if not known:
        raise NotFoundError("no ring with this id", do="`rings` lists them")
    return str(known[0]["ring_id"])


async def triage_of(info: Info, ring_id: str) -> Row | None:
    """The triage that counts for a ring, of its own or of a ring that became it."""
    return await info.context.loaders.triage.load(ring_id)
