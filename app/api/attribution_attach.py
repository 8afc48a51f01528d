"""`attach(input)`: which ring a new account would join and why. Writes nothing."""

from __future__ import annotations

from typing import Any

import strawberry

from app.api.blocking import blocking
from app.api.context import Info
from app.api.described import attr, listed, resolved
from app.api.enums import Family, Kind
from app.api.scalars import Long
from app.api.types import Identifier, Ring, load_ring
from app.attribution.attach import AttachTerm as Term
from app.attribution.attach import Fit
from app.pipeline.attach import Asked, attach_account

MOST_FITS = 5


@strawberry.input(description="An account that exists, or what a new one signed up with.")
class AttachInput:
    """All lists together have at most 50 identifiers."""

    account_id: strawberry.ID | None = strawberry.field(
        default=None, description="An account; alone: by the identifiers it has now."
    )
    ip: list[str] | None = strawberry.field(default=None, description="IP addresses.")
    instrument: list[str] | None = strawberry.field(default=None, description="Payment instruments' fingerprints.")
    email: list[str] | None = strawberry.field(default=None, description="E-mail addresses, or their keyed hashes.")
    device: list[str] | None = strawberry.field(default=None, description="Device ids.")
    client: list[str] | None = strawberry.field(default=None, description="Client or TLS fingerprints.")
    phone: list[str] | None = strawberry.field(default=None, description="Keyed hashes of phone numbers.")


@strawberry.type(description="An identifier that members of the ring have, and what that is worth.")
class AttachTerm:
    """A bar of the waterfall."""

    family: Family = attr("The family it belongs to.")
    identifier: Identifier = attr("What the account came with.")
    members: int = attr("Members of the ring that have it.")
    degree: Long = attr("Other accounts that have it.")
    bits: float = attr("Bits that it is worth by itself.")
    counted: float = attr("Bits that it adds: a family counts its best kind, and a fraction of the next.")

    @classmethod
    def of(cls, term: Term) -> AttachTerm:
        """From the model."""
        return cls(
            family=term.family,
            identifier=Identifier(kind=Kind(term.kind), raw=term.value),
            members=term.members,
            degree=Long(term.degree),
            bits=term.bits,
            counted=term.counted,
        )


@strawberry.type(description="How well the account fits one ring.")
class AttachFit:
    """A ring's waterfall."""

    fit: strawberry.Private[Fit]
    prior_bits: float = attr("Log2 odds before any evidence.")
    bits: float = attr("Log2 posterior odds that the account belongs to the ring.")
    joins: bool = attr("Enough bits, and two families, one of them infrastructure.")
    terms: list[AttachTerm] = listed("Evidence, strongest first.")

    @resolved("The ring.", cost=2)
    async def ring(self, info: Info) -> Ring:
        return await load_ring(info, self.fit.ring_id)


@strawberry.type(description="An identifier that adds nothing.")
class SilentIdentifier:
    """Hubs, benign containers, what nobody has, what people allowed."""

    identifier: Identifier = attr("The identifier.")
    reason: str = attr("Why it adds nothing.")


@strawberry.type(description="Which ring the account would join, and why.")
class Attachment:
    """Answer of `attach`."""

    rings: list[AttachFit] = listed("Rings by fit, best first (at most 5).", size=5)
    silent: list[SilentIdentifier] = listed("Identifiers that say nothing.")
    population: Long = attr("Accounts in the graph.")
    joined: strawberry.Private[str | None]

    @resolved("The ring that it would join; null if none claims it.", cost=2)
    async def joins(self, info: Info) -> Ring | None:
        return await load_ring(info, self.joined) if self.joined else None


async def _attach(info: Info, input: AttachInput) -> Attachment:
    given = vars(input)
    identifiers = {kind: values for kind, values in given.items() if kind != "account_id" and values}
    asked = Asked(str(input.account_id or ""), identifiers)
    found = await blocking(info.context.store, attach_account, info.context.key, asked)
    best = found.joins
    return Attachment(
        rings=[_fit(fit) for fit in found.fits[:MOST_FITS]],
        silent=[
            SilentIdentifier(
                identifier=Identifier(kind=Kind(one.kind), raw=one.value), reason=info.context.shown_text(one.reason)
            )
            for one in found.silent
        ],
        population=Long(found.population),
        joined=best.ring_id if best else None,
    )


def _fit(fit: Fit) -> AttachFit:
    terms = [AttachTerm.of(term) for term in fit.terms]
    return AttachFit(fit=fit, prior_bits=fit.prior, bits=fit.bits, joins=fit.joins, terms=terms)


attach: Any = resolved(
    "Which ring an account would join by what it signed up with, and why, in bits. Writes nothing.", cost=50
)(_attach)
