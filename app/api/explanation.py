"""`explain(a, b)` as GraphQL: the pair's waterfall, computed by the same code as the command line's."""

from __future__ import annotations

from typing import cast

import strawberry

from app.api.blocking import blocking
from app.api.context import Info
from app.api.described import attr, listed, resolved
from app.api.enums import Family, Kind
from app.api.evidence import EvidenceTerm
from app.api.scalars import Long
from app.api.types import Account, Identifier, Ring, load_ring
from app.graph.store import Row
from app.pipeline.explain import Explanation as Explained
from app.pipeline.explain import explain as explain_pair


@strawberry.type(description="An identifier that two accounts share, and what that is worth.")
class PairTerm:
    """A bar of the pair's waterfall."""

    family: Family = attr("The family it belongs to.")
    identifier: Identifier = attr("What both have.")
    degree: Long = attr("Accounts of the whole population that have it.")
    rarity: float = attr("Bits that sharing it is worth by itself.")
    counted: float = attr("Bits that it adds: a family counts its best kind, and a fraction of the next.")


@strawberry.type(description="Bits of one family.")
class FamilyBits:
    """A family's part of a sum."""

    family: Family = attr("The family.")
    bits: float = attr("Its bits that count.")


@strawberry.type(description="Why two accounts are, or are not, linked.")
class Explanation:
    """Answer of `explain`."""

    bits: float = attr("Sum of the bits that count.")
    threshold: float = attr("Bits that link a pair in this population.")
    linked: bool = attr("Whether the sum alone links the two.")
    summary: str = attr("The same in a sentence.")
    families: list[FamilyBits] = listed("Bits by family, most first.", size=6)
    terms: list[PairTerm] = listed("What they share, most bits first.")
    composites: list[EvidenceTerm] = listed("Rare pairs of identifiers that both cite; not in the sum.", size=3)
    pair: strawberry.Private[tuple[str, str]]
    ring_id: strawberry.Private[str | None]

    @resolved("The first account.", cost=2)
    async def a(self, info: Info) -> Account:
        """Loaded with the other."""
        return await _account(info, self.pair[0])

    @resolved("The second account.", cost=2)
    async def b(self, info: Info) -> Account:
        """Loaded with the other."""
        return await _account(info, self.pair[1])

    @resolved("The current ring that holds both; null if there is none.", cost=2)
    async def same_ring(self, info: Info) -> Ring | None:
        """Detection's own answer."""
        return await load_ring(info, self.ring_id) if self.ring_id else None


async def _account(info: Info, account_id: str) -> Account:
    return Account.of(cast(Row, await info.context.loaders.accounts.load(account_id)))


async def explain(info: Info, a: str, b: str) -> Explanation:
    """Raises NotFoundError for an unknown account."""
    found = await blocking(info.context.store, explain_pair, a, b)
    water = found.waterfall
    return Explanation(
        bits=water.bits,
        threshold=water.threshold,
        linked=water.linked,
        summary=_summary(found),
        families=[FamilyBits(family=Family(name), bits=bits) for name, bits in water.families().items()],
        terms=[
            PairTerm(
                family=term.family,
                identifier=Identifier(kind=Kind(term.kind), raw=term.identifier),
                degree=Long(term.degree),
                rarity=term.rarity,
                counted=term.counted,
            )
            for term in water.terms
        ],
        composites=[EvidenceTerm.of(term) for term in found.composites],
        pair=(a, b),
        ring_id=found.accounts[0]["ring_id"] if found.same_ring else None,
    )


def _summary(found: Explained) -> str:
    water = found.waterfall
    if not water.terms:
        return "They share no identifier."
    verdict = "which links them" if water.linked else f"short of the {water.threshold:.1f} that link a pair"
    parts = ", ".join(f"{name} {bits:.1f}" for name, bits in water.families().items())
    ring = f" Both are in {found.accounts[0]['ring_id']}." if found.same_ring else ""
    worth = f"{len(water.terms)} identifiers worth {water.bits:.1f} bits"
    return f"They share {worth}, {verdict} ({parts or 'none counts'}).{ring}"
