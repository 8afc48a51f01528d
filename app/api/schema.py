"""The GraphQL schema: queries, mutations, and the engine's settings."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import strawberry
from strawberry.extensions import MaxTokensLimiter
from strawberry.schema.config import StrawberryConfig

from app.api import queries as q
from app.api.context import Info
from app.api.described import attr, listed, resolved
from app.api.enums import Kind, State, Verdict
from app.api.explanation import Explanation, explain
from app.api.filters import RingFilter, RingOrder, compile_filter
from app.api.finders import FinderName, FinderParams, FinderResult, run_finder, statement_of
from app.api.guard import Guard
from app.api.limits import MAX_TOKENS
from app.api.lookup import checked_text, read_identifier, read_text
from app.api.pages import Connection, make_page
from app.api.paging import DEFAULT_FIRST, checked_first, list_name
from app.api.scalars import SCALARS, Long
from app.api.types import Account, Identifier, Ring
from app.api.values import DataStatus, DetectionStatus, Judgement, Node, Viewer
from app.errors import NotFoundError, UsageError
from app.graph.store import Row
from app.model import judgement as model
from app.rings.judgement import draft_judgement, judgement_step, recorded
from app.rings.queries import RESOLVE_RING, WITHDRAW_JUDGEMENT

MAX_HITS: Final = 50
MAX_REASON: Final = 2_000

SearchHit = Annotated[
    Ring | Account | Identifier, strawberry.union("SearchHit", description="A ring, an account or an identifier.")
]


@strawberry.type(description="What a text was understood as, and what it names.")
class SearchResult:
    """Answer of `search`."""

    understood_as: list[str] = attr('How the text was read. Example: ["address"].')
    hits: list[SearchHit] = listed("What it names, most telling first.", size=1)


@strawberry.type(description="A finder that can be run by name.")
class Finder:
    """Entry of the list of finders."""

    name: FinderName = attr("Give it to `finder`.")
    purpose: str = attr("What it looks for.")
    cypher: str = attr("Its statement, to paste into Neo4j Browser.")


@strawberry.type(description="Everything that can be asked.")
class Query:
    """Root of queries."""

    @resolved("Rings, a page at a time. Without a filter: rings that software flagged or people confirmed.", cost=5)
    async def rings(
        self,
        info: Info,
        first: int = DEFAULT_FIRST,
        after: str | None = None,
        filter: RingFilter | None = RingFilter(states=[State.FLAGGED, State.CONFIRMED]),  # noqa: B008
        order_by: RingOrder = RingOrder(),  # noqa: B008
        include_ended: bool = False,
    ) -> Connection[Ring]:
        """Keyset paging over the sort key, ties broken by exchanges and id."""
        tree = compile_filter(filter)
        name = list_name("rings", tree, order_by.field.value, order_by.direction.value, include_ended)
        position = info.context.cursors.decode(name, after)
        asked = {"filter": tree, "include_ended": include_ended}
        order = {"order": order_by.field.value, "sign": order_by.direction.value, "after": position}
        limit = checked_first(first) + 1
        rows = await info.context.store.read(q.LIST_RINGS, **asked, **order, limit=limit)

        async def count() -> int:
            return int((await info.context.store.read(q.COUNT_RINGS, **asked))[0]["total"])

        return make_page(info, name, rows, first, after, lambda row: Ring.of(row["ring"]), count)

    @resolved("A ring by id; the id of a ring that was merged or split leads to the ring that it became.", cost=5)
    async def ring(self, info: Info, id: strawberry.ID) -> Ring | None:
        """Null for an id that was never given."""
        return await _current_ring(info, id)

    @resolved("An account by id.", cost=2)
    async def account(self, info: Info, id: strawberry.ID) -> Account | None:
        """Null if no feed has told of it."""
        row = await info.context.loaders.accounts.load(id)
        return Account.of(row) if row else None

    @resolved(
        "An identifier by kind and value, however it is written; e-mail addresses are hashed on the way in.", cost=5
    )
    async def identifier(self, info: Info, kind: Kind, value: str) -> Identifier | None:
        """Null if no account has it."""
        raw = read_identifier(info.context.key, kind, value)
        found = await info.context.loaders.identifiers.load((kind.value, raw))
        return Identifier(kind=kind, raw=raw) if found else None

    @resolved(
        "Whatever a text names: a ring, an account (or the beginning of its id), an e-mail address, an address, a "
        "network, an instrument, a device, a client, a query cluster, a mail domain. Nothing of it is logged.",
        cost=20,
    )
    async def search(self, info: Info, text: str, first: int = 20) -> SearchResult:
        """At most 50 hits."""
        if not 1 <= first <= MAX_HITS:
            raise UsageError(f"`first` is {first}, allowed are 1 to {MAX_HITS}")
        reading = read_text(info.context.key, text)
        rows = await info.context.store.read(q.SEARCH_TEXT, **reading.params, limit=first)
        hits = [hit for row in rows if (hit := await _hit(info, row))]
        return SearchResult(understood_as=reading.understood_as, hits=hits)

    @resolved("Why two accounts are, or are not, linked: what they share, in bits.", cost=20)
    async def explain(self, info: Info, a: strawberry.ID, b: strawberry.ID) -> Explanation:
        """A NOT_FOUND error for an unknown account."""
        return await explain(info, a, b)

    @resolved("The finders that `finder` runs.", size=6)
    def finders(self) -> list[Finder]:
        """The closed list."""
        statements = [(name, statement_of(name)) for name in FinderName]
        return [Finder(name=name, purpose=s.purpose, cypher=s.text) for name, s in statements]

    @resolved("Run a finder: linked accounts straight from the graph, before any scoring.", cost=500)
    async def finder(self, info: Info, name: FinderName, params: FinderParams | None = None) -> FinderResult:
        """Bounded by its parameters."""
        return await run_finder(info.context.store, name, params)

    @resolved("Any object by its `nodeId`; unlike `ring` it never leads on to another ring.", cost=5)
    async def node(self, info: Info, id: strawberry.ID) -> Node | None:
        """Null where there is none."""
        kind, _, key = str(id).partition(":")
        if kind == "Ring":
            row = await info.context.loaders.rings.load(key)
            return Ring.of(row) if row else None
        if kind == "Account":
            row = await info.context.loaders.accounts.load(key)
            return Account.of(row) if row else None
        raise UsageError("`id` is no nodeId", do='For example "Ring:R-ABCDEFGHIJ" or "Account:acct-1"')

    @resolved("Who asks, and what they may see.")
    def viewer(self, info: Info) -> Viewer:
        """From the token."""
        who = info.context.principal
        return Viewer(name=who.name, role=who.role.value, sees_personal_data=who.sees_personal_data)

    @resolved("How far the data goes.", cost=5)
    async def data_status(self, info: Info) -> DataStatus:
        """Batches and detections."""
        return _status((await info.context.store.read(q.READ_STATUS))[0])


async def _current_ring(info: Info, ring_id: str) -> Ring | None:
    resolved_to = await info.context.store.read(RESOLVE_RING, ring_id=ring_id)
    if not resolved_to:
        return None
    row = await info.context.loaders.rings.load(resolved_to[0]["ring_id"])
    return Ring.of(row) if row else None


async def _hit(info: Info, row: Row) -> Ring | Account | Identifier | None:
    if row["type"] == "identifier":
        return Identifier(kind=Kind(row["id"]), raw=row["value"])
    loaders = info.context.loaders
    found = await (loaders.rings if row["type"] == "ring" else loaders.accounts).load(row["id"])
    if found is None:
        return None
    return Ring.of(found) if row["type"] == "ring" else Account.of(found)


def _status(row: Row) -> DataStatus:
    run = row["detection"]
    return DataStatus(
        accounts=Long(row["accounts"]),
        last_batch_at=row["last_batch_at"],
        ingesting=row["open_batches"] > 0,
        last_detection=DetectionStatus(
            id=run["run_id"],
            as_of=run["as_of"],
            started_at=run["started_at"],
            rings=run["rings"],
            lacked=run["lacked"] or [],
        )
        if run
        else None,
    )


@strawberry.input(description="An identifier, for verdicts on identifiers.")
class IdentifierInput:
    """Kind and value as typed."""

    kind: Kind = attr("What sort of identifier it is.")
    value: str = attr("Its value, however it is written.")


@strawberry.input(description="A judgement on exactly one of: a ring, accounts, an identifier.")
class JudgeInput:
    """What is decided about what, and why. The author is whoever the token names."""

    verdict: Verdict = attr("BENIGN and CONFIRMED for rings; SAME and NOT_SAME for accounts; others for identifiers.")
    reason: str = attr("Why; at most 2000 characters. The next reader will want to know.")
    ring_id: strawberry.ID | None = strawberry.field(
        default=None, description="The ring; an old id means what it became."
    )
    account_ids: list[strawberry.ID] | None = strawberry.field(default=None, description="The accounts, at most 100.")
    identifier: IdentifierInput | None = strawberry.field(default=None, description="The identifier.")
    expires_at: datetime | None = strawberry.field(default=None, description="From when on it no longer counts.")


@strawberry.type(description="A recorded judgement.")
class JudgePayload:
    """Answer of `judge`."""

    judgement: Judgement = attr("The judgement as recorded.")
    ring: Ring | None = attr("The ring it is about, in its new state.")


@strawberry.input(description="Which judgement to withdraw, and why.")
class WithdrawJudgementInput:
    """Judgements are never deleted."""

    judgement_id: strawberry.ID = attr("Id of the judgement.")
    reason: str = attr("Why; at most 2000 characters.")


@strawberry.type(description="A withdrawn judgement.")
class WithdrawJudgementPayload:
    """Answer of `withdrawJudgement`."""

    judgement_id: strawberry.ID = attr("Id of the judgement.")
    ring: Ring | None = attr("The ring that it was about, showing again what software found.")


@strawberry.type(description="Everything that can be changed.")
class Mutation:
    """Root of mutations: one input, one payload each."""

    @resolved("Record a person's verdict. It shows at once, and the next detection obeys it.", cost=100)
    async def judge(self, info: Info, input: JudgeInput) -> JudgePayload:
        """The subject is loaded and checked in the same transaction that records the verdict."""
        draft = await _draft(info, input)
        rows = await info.context.store.write(judgement_step(draft))
        made = recorded(draft, rows[0])
        info.context.loaders.rings.clear_all()
        return JudgePayload(
            judgement=Judgement(
                id=strawberry.ID(made.judgement_id),
                verdict=made.verdict,
                author=made.author,
                reason=made.reason,
                made_at=made.made_at,
                expires_at=made.expires_at,
                withdrawn_at=None,
                account_count=len(made.members),
            ),
            ring=await _current_ring(info, made.ring_id) if made.ring_id else None,
        )

    @resolved("Withdraw a judgement; it stays readable.", cost=100)
    async def withdraw_judgement(self, info: Info, input: WithdrawJudgementInput) -> WithdrawJudgementPayload:
        """Raises NotFoundError where none with this id is in force."""
        params = {
            "author": info.context.principal.name,
            "reason": _reason(input.reason),
            "at": datetime.now(UTC),
        }
        rows = (await info.context.store.write((WITHDRAW_JUDGEMENT, {"judgement_id": input.judgement_id, **params})))[0]
        if not rows:
            raise NotFoundError(
                "no judgement with this id is in force", do="`ring { judgements { id withdrawnAt } }` lists them"
            )
        ring_id = rows[0]["ring_id"]
        ring = await _current_ring(info, ring_id) if ring_id else None
        return WithdrawJudgementPayload(judgement_id=input.judgement_id, ring=ring)


def _reason(text: str) -> str:
    text = text.strip()
    if not text or len(text) > MAX_REASON:
        raise UsageError(f"`reason` must have 1 to {MAX_REASON} characters")
    return text


async def _draft(info: Info, given: JudgeInput) -> model.Judgement:
    """A checked draft by whoever asks."""
    ring_id: str | None = None
    if given.ring_id is not None:
        known = await info.context.store.read(RESOLVE_RING, ring_id=given.ring_id)
        if not known:
            raise NotFoundError("no ring with this id", do="`rings` lists them")
        ring_id = known[0]["ring_id"]
    accounts = [checked_text(account_id, "accountIds") for account_id in given.account_ids or ()]
    if len(accounts) > 100:
        raise UsageError(f"`accountIds` lists {len(accounts)}, allowed are 100")
    identifier = None
    if given.identifier is not None:
        kind = given.identifier.kind
        identifier = (kind.value, read_identifier(info.context.key, kind, given.identifier.value))
    return draft_judgement(
        given.verdict,
        info.context.principal.name,
        _reason(given.reason),
        ring_id=ring_id,
        members=accounts,
        identifier=identifier,
        expires_at=given.expires_at,
    )


class QuietSchema(strawberry.Schema):
    """Strawberry's own log of errors holds whole queries; ours (app.api.problems) does not."""

    def process_errors(self, errors: Any, execution_context: Any = None) -> None:
        """Log nothing here."""


def make_schema() -> QuietSchema:
    """The schema with its limits."""
    return QuietSchema(
        query=Query,
        mutation=Mutation,
        extensions=[lambda: MaxTokensLimiter(MAX_TOKENS), Guard],
        config=StrawberryConfig(scalar_map=SCALARS, disable_field_suggestions=True),
    )


if __name__ == "__main__":
    sys.stdout.write(make_schema().as_str() + "\n")
