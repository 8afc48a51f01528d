"""The GraphQL schema: queries, mutations, and the engine's settings."""

from __future__ import annotations

import sys
from typing import Annotated, Any, Final

import strawberry
from strawberry.extensions import MaxTokensLimiter
from strawberry.schema.config import StrawberryConfig

from app.api import attribution, attribution_attach, exporting, graph_views, ledger
from app.api import queries as q
from app.api.asked import whole
from app.api.context import Info
from app.api.described import attr, listed, resolved
from app.api.enums import Kind, State, Verdict
from app.api.executor import Executor, mark_plain
from app.api.explanation import Explanation, explain
from app.api.filters import RingFilter, RingOrder, compile_filter, possible_states
from app.api.finders import FinderName, FinderParams, FinderResult, run_finder, statement_of
from app.api.guard import Guard
from app.api.known_documents import Documents, KnownDocuments
from app.api.limits import MAX_TOKENS
from app.api.lookup import read_identifier, read_text
from app.api.mutations import Mutation
from app.api.pages import Connection, make_page, not_counted
from app.api.paging import DEFAULT_FIRST, checked_first, list_name
from app.api.principals import Scope
from app.api.scalars import SCALARS, Long
from app.api.subjects import current_ring
from app.api.subscriptions import Subscription
from app.api.types import Account, Identifier, Ring
from app.api.values import DataStatus, DetectionStatus, Judgement, Node, RateLimit, Viewer
from app.errors import UsageError
from app.graph.store import Row

MAX_HITS: Final = 50

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
        asked = {"filter": tree, "states": sorted(possible_states(tree)), "include_ended": include_ended}
        order = {"order": order_by.field.value, "sign": order_by.direction.value, "after": position}
        limit = checked_first(first) + 1
        needed = whole(info.context.fields, "Ring")
        [found] = await info.context.store.read(q.LIST_RINGS, **asked, **order, limit=limit, whole=needed)
        rows = found["page"]

        async def count() -> int:
            if position is None and len(rows) < limit:  # all of them are here
                return len(rows)
            return int((await info.context.store.read(q.COUNT_RINGS, **asked))[0]["total"])

        return make_page(info, name, rows, first, after, lambda row: Ring.of(row["ring"]), count)

    @resolved("A ring by id; the id of a ring that was merged or split leads to the ring that it became.", cost=5)
    async def ring(self, info: Info, id: strawberry.ID) -> Ring | None:
        """Null for an id that was never given."""
        return await current_ring(info, id)

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

    @resolved(
        "What people decided, newest first. The allowlist: verdicts [ALLOWED_INSTRUMENT, BENIGN_NETWORK].", cost=10
    )
    async def judgements(
        self,
        info: Info,
        first: int = DEFAULT_FIRST,
        after: str | None = None,
        verdicts: list[Verdict] | None = None,
        in_force: bool = True,
    ) -> Connection[Judgement]:
        """`inForce: false` adds those that were withdrawn or have expired."""
        wanted = sorted({verdict.value for verdict in verdicts}) if verdicts is not None else None
        name = list_name("judgements", wanted, in_force)
        position = info.context.cursors.decode(name, after)
        asked = {"verdicts": wanted, "in_force": in_force, "after": position, "limit": checked_first(first) + 1}
        rows = await info.context.store.read(q.PAGE_JUDGEMENTS, **asked)
        return make_page(info, name, rows, first, after, lambda row: Judgement.of(row["judgement"]), not_counted)

    @resolved("Who asks, and what they may see.")
    def viewer(self, info: Info) -> Viewer:
        """From the token."""
        who = info.context.principal
        scope = [one.value for one in Scope if who.may(one)]
        return Viewer(name=who.name, role=who.role.value, scope=scope, sees_personal_data=who.sees_personal_data)

    @resolved("What this minute leaves to you.")
    def rate_limit(self, info: Info) -> RateLimit:
        """The query is charged before it runs."""
        left = info.context.budgets.spend(info.context.principal.name, 0)
        cost = info.context.cost
        return RateLimit(limit=left.limit, cost=cost, remaining=left.remaining, reset_at=left.reset_at)

    operators = attribution.operators
    attach = attribution_attach.attach
    ledger = ledger.ledger
    path = graph_views.path
    job = exporting.job
    neighbourhood = graph_views.neighbourhood

    @resolved("How far the data goes.", cost=5)
    async def data_status(self, info: Info) -> DataStatus:
        """Batches and detections."""
        return _status((await info.context.store.read(q.READ_STATUS))[0])


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


class QuietSchema(strawberry.Schema):
    """Strawberry's own log of errors holds whole queries; ours (app.api.problems) does not."""

    def process_errors(self, errors: Any, execution_context: Any = None) -> None:
        """Log nothing here."""


def make_schema() -> QuietSchema:
    """The schema with its limits."""
    documents = Documents()
    schema = QuietSchema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        extensions=[lambda: MaxTokensLimiter(MAX_TOKENS), Guard, lambda: KnownDocuments(documents)],
        config=StrawberryConfig(scalar_map=SCALARS, disable_field_suggestions=True),
        execution_context_class=Executor,
    )
    mark_plain(schema._schema)
    return schema


if __name__ == "__main__":
    sys.stdout.write(make_schema().as_str() + "\n")
