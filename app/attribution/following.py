"""Where a claim went: the current rings that its ring is or became, and whether it holds for the whole of each.

A claim about a whole ring holds for that ring as it grows. Of a ring that took the claimed one in (a merge, a split) it
holds for the whole only while most of the accounts there are claimed ones; else for those accounts alone. So a small
ring's claim never spreads over a large one, and nothing is rewritten: it is worked out whenever it is read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.attribution import queries as q
from app.graph.store import GraphStore
from app.model.attribution import Claim


@dataclass(frozen=True, slots=True)
class Held:
    """A current ring that a claim follows into."""

    ring_id: str
    accounts: int
    """Claimed accounts that are in it now."""
    size: int
    own: bool
    """It is the ring that was claimed, under its own id."""
    whole: bool
    """The claim holds for all of it; False for the claimed accounts only."""


def spreads(claim: Claim, claimed: int, size: int, *, own: bool) -> bool:
    """Whether a claim holds for a whole ring of `size` accounts of which `claimed` were claimed."""
    return claim.whole and (own or 2 * claimed > size)


def follow(store: GraphStore, claims: Sequence[Claim]) -> dict[str, list[Held]]:
    """By claim id, the rings that it follows into: its own first, then those that took most of it."""
    found: dict[str, list[Held]] = {claim.claim_id: [] for claim in claims}
    by_id = {claim.claim_id: claim for claim in claims}
    for row in store.read(q.READ_CLAIM_RINGS, claim_ids=list(by_id)) if claims else ():
        whole = spreads(by_id[row["claim_id"]], row["claimed"], row["size"], own=row["own"])
        held = Held(row["ring_id"], row["claimed"], row["size"], row["own"], whole)
        found[row["claim_id"]].append(held)
    return found


def covered(claim: Claim, rings: Mapping[str, Collection[str]], into: Collection[str]) -> set[str]:
    """The accounts that a claim holds for. `rings`: members by id; `into`: ids of the rings that its ring became.

    Claimed accounts that left for a ring that the claim follows into, or whose ring is gone, stay claimed; those that
    a ring still there has dropped do not.
    """
    claimed = set(claim.members)
    own = rings.get(claim.ring_id) if claim.whole else None
    found = set(own) if own is not None else claimed & _all(rings)
    for ring_id in sorted(set(into) - {claim.ring_id}):
        theirs = set(rings.get(ring_id, ()))
        shared = theirs & claimed
        found |= theirs if spreads(claim, len(shared), len(theirs), own=False) else shared
    return found


def _all(rings: Mapping[str, Collection[str]]) -> set[str]:
    return {account for members in rings.values() for account in members}
