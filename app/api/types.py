"""GraphQL types that refer to each other: rings, accounts, identifiers, evidence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import strawberry

from app.api import attribution, explained, fingerprints, gap, graph_views, shifts
from app.api.context import Info
from app.api.described import attr, resolved
from app.api.enums import Family, Kind, State
from app.api.evidence import EvidenceTerm, FamilyEvidence, by_family
from app.api.pages import Connection, load_page
from app.api.paging import DEFAULT_FIRST, checked_first
from app.api.principals import REDACTION_REASON
from app.api.scalars import Long
from app.api.traffic import account_traffic, accounts_traffic, identifier_traffic, ring_traffic
from app.api.values import Attribute, Judgement, Node, Note, Triage, Use
from app.errors import UsageError
from app.graph.store import Row
from app.model.detection import PRIOR
from app.model.identifiers import KINDS


@strawberry.type(description="Something that accounts can share: an address, an instrument, a device, a mail pattern.")
class Identifier:
    """A shared value, with how many accounts have it."""

    kind: Kind = attr("What sort of identifier it is.")
    raw: strawberry.Private[str]

    @resolved("The value; masked for viewers where it is personal. E-mails and phones are keyed hashes.")
    def value(self, info: Info) -> str:
        return info.context.shown(self.kind.value, self.raw)

    @resolved("Whether `value` is a stand-in: equal values still look equal.")
    def redacted(self, info: Info) -> bool:
        return info.context.hides(self.kind.value)

    @resolved("Why it is masked; null if it is not.")
    def redaction_reason(self, info: Info) -> str | None:
        return REDACTION_REASON if info.context.hides(self.kind.value) else None

    @resolved("The family of evidence that sharing it belongs to.")
    def family(self) -> Family:
        return KINDS[self.kind.value].family

    @resolved("Accounts that have it. Exact, unless `degreeIsExact` says that it is a lower bound.", cost=2)
    async def degree(self, info: Info) -> Long:
        return Long((await self._stats(info)).get("degree") or 0)

    @resolved("False for a hub whose links are too many to walk: then at least `degree` accounts have it.", cost=2)
    async def degree_is_exact(self, info: Info) -> bool:
        return bool((await self._stats(info)).get("exact", True))

    @resolved("When an account first used it; null for a hub or when unknown.", cost=2)
    async def first_seen(self, info: Info) -> datetime | None:
        moment: datetime | None = (await self._stats(info)).get("first_seen")
        return moment

    @resolved("When an account last used it; null for a hub or when unknown.", cost=2)
    async def last_seen(self, info: Info) -> datetime | None:
        moment: datetime | None = (await self._stats(info)).get("last_seen")
        return moment

    @resolved("What the feeds say of it, e.g. a network's organisation, a cluster's capability.", cost=2, size=5)
    async def about(self, info: Info) -> list[Attribute]:
        about = (await self._stats(info)).get("about") or {}
        return [Attribute(name=name, value=str(about[name])) for name in sorted(about) if about[name] is not None]

    @resolved("The accounts that have it, by id.", cost=5)
    async def accounts(
        self, info: Info, first: int = DEFAULT_FIRST, after: str | None = None
    ) -> Connection[IdentifierAccount]:
        loader = info.context.loaders.identifier_accounts
        return await load_page(info, loader, (self.kind.value, self.raw), first, after, IdentifierAccount.of)

    @resolved("Current rings with members that have it, most such members first.", cost=5)
    async def rings(
        self, info: Info, first: int = DEFAULT_FIRST, after: str | None = None
    ) -> Connection[IdentifierRing]:
        loader = info.context.loaders.identifier_rings
        return await load_page(info, loader, (self.kind.value, self.raw), first, after, IdentifierRing.of)

    traffic = identifier_traffic
    accounts_traffic = accounts_traffic

    async def _stats(self, info: Info) -> Row:
        return await info.context.loaders.identifiers.load((self.kind.value, self.raw)) or {}


@strawberry.type(description="An identifier that members of a ring share.")
class SharedIdentifier:
    """A ring's tie."""

    identifier: Identifier = attr("What is shared.")
    members: int = attr("Members of the ring that have it.")
    degree: Long = attr("Accounts of the whole population that had it when the ring was found.")
    bits: float = attr("What sharing it adds to the ring's evidence, in bits.")


@strawberry.type(description="A group of accounts that evidence says one actor runs together.")
class Ring(Node):
    """A ring as the last detection left it."""

    id: strawberry.ID = attr('Stays while the ring grows. Example: "R-ABCDEFGHIJ".')
    state: State = attr("What software or people say of it. Only CONFIRMED is fit for enforcement.")
    current: bool = attr("False for a ring that ended; it keeps its last members and traffic.")
    score: float = attr("Calibrated probability that this is a ring, 0..1.")
    bits: float = attr("Log2 odds that it is a ring: `priorBits` and all evidence.")
    size: int = attr("Accounts in it.")
    exchanges: Long = attr("Exchanges that its accounts drew. 64-bit.")
    input_tokens: Long = attr("Tokens of their prompts.")
    output_tokens: Long = attr("Tokens of their answers.")
    first_seen: date | None = attr("Day (UTC) of its first exchange.")
    last_seen: date | None = attr("Day (UTC) of its last exchange.")
    families: list[Family] = attr("Evidence families that count.")
    former_ids: list[strawberry.ID] = attr("Ids of rings that this one came from by a merge or a split (at most 100).")
    became_ids: list[strawberry.ID] = attr("Ids of rings that accounts of this one went to (at most 100).")
    raw_reason: strawberry.Private[str]
    terms: strawberry.Private[Sequence[str]]
    raw_gap: strawberry.Private[str]

    @resolved("Why it is benign, contained, candidate or confirmed; empty for flagged rings. Masked like notes.")
    def reason(self, info: Info) -> str:
        return info.context.shown_text(self.raw_reason)

    @resolved("Log2 odds before any evidence. Example: -10.")
    def prior_bits(self) -> float:
        told = (json.loads(text) for text in self.terms)
        return float(sum(term["bits"] for term in told if term["kind"] == PRIOR))

    @resolved("Evidence by family, most bits first: why it is a ring.", size=6)
    def evidence(self) -> list[FamilyEvidence]:
        return by_family(self.terms)

    @resolved("The single identifiers that its members share, strongest first; at most 100 are kept.")
    def shared_identifiers(self, first: int = 25, kinds: list[Kind] | None = None) -> list[SharedIdentifier]:
        wanted = {kind.value for kind in kinds} if kinds is not None else KINDS.keys()
        terms = sorted((EvidenceTerm.of(json.loads(text)) for text in self.terms), key=lambda term: -term.bits)
        shared = [(term, found) for term in terms if term.kind in wanted and (found := term.identifier())]
        return [
            SharedIdentifier(identifier=found, members=term.members, degree=term.degree, bits=term.bits)
            for term, found in shared[: checked_first(first)]
        ]

    @resolved("Its accounts, surest first.", cost=2)
    async def members(self, info: Info, first: int = DEFAULT_FIRST, after: str | None = None) -> Connection[Member]:
        async def count() -> int:
            return self.size

        return await load_page(info, info.context.loaders.members, self.id, first, after, Member.of, count)

    traffic = ring_traffic
    look_alike = explained.look_alike
    weakest_cut = explained.weakest_cut
    graph = graph_views.ring_graph
    claims = attribution.claims_of_ring
    shifts = shifts.ring_shifts
    fingerprint = fingerprints.ring_fingerprint
    detection_gap = gap.detection_gap

    @resolved("What people said of it, newest first (at most 100).", cost=2, size=3)
    async def judgements(self, info: Info) -> list[Judgement]:
        return [Judgement.of(row) for row in await info.context.loaders.judgements.load(self.id)]

    @resolved("Who works on it and how far they are; null before anybody said so.", cost=2)
    async def triage(self, info: Info) -> Triage | None:
        row = await info.context.loaders.triage.load(self.id)
        return Triage.of(row) if row else None

    @resolved("What people noted on it and on rings that became it, newest first (at most 100).", cost=2, size=3)
    async def notes(self, info: Info) -> list[Note]:
        return [Note.of(row) for row in await info.context.loaders.notes.load(self.id)]

    @classmethod
    def of(cls, row: Row) -> Ring:
        """From a Ring node with its lineage."""
        return cls(
            node_id=strawberry.ID(f"Ring:{row['ring_id']}"),
            id=row["ring_id"],
            state=State(row["state"]),
            current=row["current"],
            score=row["score"],
            bits=row.get("bits") or 0.0,
            raw_reason=row.get("reason") or "",
            size=row["size"],
            exchanges=Long(row.get("exchanges") or 0),
            input_tokens=Long(row.get("input_tokens") or 0),
            output_tokens=Long(row.get("output_tokens") or 0),
            first_seen=row.get("first_seen"),
            last_seen=row.get("last_seen"),
            families=[Family(name) for name in row.get("families") or ()],
            former_ids=row.get("former") or [],
            became_ids=row.get("became") or [],
            terms=row.get("evidence") or (),
            raw_gap=row.get("gap") or "",
        )


@strawberry.type(description="How surely an account belongs to a ring.")
class Standing:
    """Properties of a MEMBER_OF link."""

    score: float = attr("Calibrated probability that the account belongs to the ring, 0..1.")
    bits: float = attr("Sum of the account's own evidence, in bits.")
    terms: strawberry.Private[Sequence[str]]

    @resolved("Why the account is in, by family, most bits first.", size=6)
    def evidence(self) -> list[FamilyEvidence]:
        return by_family(self.terms)

    margin_bits = explained.margin_bits
    edge = explained.edge
    leaves_without = explained.leaves_without


@strawberry.type(description="An account's place in a ring.")
class Member(Standing):
    """A membership seen from the ring."""

    account: Account = attr("The account.")

    @classmethod
    def of(cls, row: Row) -> Member:
        """From a row of list_members."""
        return cls(account=Account.of(row["account"]), **_standing(row))


@strawberry.type(description="A ring that an account is or was in.")
class Membership(Standing):
    """A membership seen from the account."""

    ring_id: strawberry.Private[str]
    current: bool = attr("False if the account has left the ring or the ring has ended.")

    @resolved("The ring.", cost=2)
    async def ring(self, info: Info) -> Ring:
        return await load_ring(info, self.ring_id)

    @classmethod
    def of(cls, row: Row) -> Membership:
        """From a row of list_account_rings."""
        return cls(ring_id=row["ring_id"], current=row["current"], **_standing(row))


def _standing(row: Row) -> dict[str, Any]:
    return {"score": row["score"], "bits": row.get("bits") or 0.0, "terms": row.get("evidence") or ()}


async def load_ring(info: Info, ring_id: str) -> Ring:
    """A ring that is known to exist."""
    row = await info.context.loaders.rings.load(ring_id)
    if row is None:
        raise UsageError(f"ring {ring_id} was replaced meanwhile", do="Ask again")
    return Ring.of(row)


@strawberry.type(description="An account, with what the feeds say of it.")
class Account(Node):
    """An account of the population."""

    id: strawberry.ID = attr('The id that the feeds use. Example: "acct-00042".')
    created_at: datetime | None = attr("When it was created; null if only exchanges named it.")
    plan: str | None = attr('Example: "pro".')
    country: str | None = attr("Country that it declared. Adds no evidence.")
    organization: str | None = attr("Organisation that it declared. Adds no evidence.")
    status: str | None = attr("Status at the lab. Never looked at by detection.")
    verified: str | None = attr("How its holder was verified: none, email, phone, document, contract.")
    exchanges: Long = attr("Its exchanges. 64-bit.")
    input_tokens: Long = attr("Tokens of its prompts.")
    output_tokens: Long = attr("Tokens of its answers.")
    first_seen: datetime | None = attr("Its first exchange.")
    last_seen: datetime | None = attr("Its last exchange.")

    traffic = account_traffic

    @resolved("Everything that may link it to other accounts, by kind and value.", cost=2)
    async def identifiers(
        self, info: Info, first: int = DEFAULT_FIRST, after: str | None = None, kinds: list[Kind] | None = None
    ) -> Connection[IdentifierUse]:
        wanted = tuple(sorted({kind.value for kind in kinds})) if kinds is not None else None
        loader = info.context.loaders.account_identifiers
        return await load_page(info, loader, self.id, first, after, IdentifierUse.of, kinds=wanted)

    @resolved("The ring that it is in now, and with `includePast` those before; the current one first.", cost=2)
    async def rings(
        self, info: Info, first: int = 10, after: str | None = None, include_past: bool = False
    ) -> Connection[Membership]:
        loader = info.context.loaders.account_rings
        return await load_page(info, loader, self.id, first, after, Membership.of, include_past=include_past)

    @classmethod
    def of(cls, row: Row) -> Account:
        """From an Account node."""
        return cls(
            node_id=strawberry.ID(f"Account:{row['account_id']}"),
            id=row["account_id"],
            created_at=row.get("created_at"),
            plan=row.get("plan"),
            country=row.get("country"),
            organization=row.get("organization"),
            status=row.get("status"),
            verified=row.get("verified"),
            exchanges=Long(row.get("exchanges") or 0),
            input_tokens=Long(row.get("input_tokens") or 0),
            output_tokens=Long(row.get("output_tokens") or 0),
            first_seen=row.get("first_seen"),
            last_seen=row.get("last_seen"),
        )


@strawberry.type(description="An identifier as one account used it.")
class IdentifierUse(Use):
    """A link seen from the account."""

    identifier: Identifier = attr("The identifier.")

    @classmethod
    def of(cls, row: Row) -> IdentifierUse:
        """From a row of list_account_identifiers."""
        return cls(identifier=Identifier(kind=Kind(row["kind"]), raw=row["value"]), **_use(row))


@strawberry.type(description="An account that has an identifier.")
class IdentifierAccount(Use):
    """A link seen from the identifier."""

    account: Account = attr("The account.")

    @classmethod
    def of(cls, row: Row) -> IdentifierAccount:
        """From a row of list_identifier_accounts."""
        return cls(account=Account.of(row["account"]), **_use(row))


def _use(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("first_seen", "last_seen", "exchanges")}


@strawberry.type(description="A ring with members that have an identifier.")
class IdentifierRing:
    """A ring seen from the identifier."""

    ring_id: strawberry.Private[str]
    members: int = attr("Members of the ring that have the identifier.")

    @resolved("The ring.", cost=2)
    async def ring(self, info: Info) -> Ring:
        return await load_ring(info, self.ring_id)

    @classmethod
    def of(cls, row: Row) -> IdentifierRing:
        return cls(ring_id=row["ring_id"], members=row["members"])
