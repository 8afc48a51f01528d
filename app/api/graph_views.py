"""What to draw: a ring's graph, the neighbourhood of an account, the path between two. Bounded, and they say so.

Types of app.api.types, which takes `ring_graph` from here, are named lazily.
"""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Annotated, Any, Final

import strawberry

from app.api.context import Info
from app.api.described import attr, listed, resolved
from app.api.enums import Kind
from app.api.loaders import PageKey
from app.api.scalars import Long
from app.errors import NotFoundError, UsageError
from app.linkage.pair import rarity_of
from app.model.personal import masked
from app.pipeline import graph_views as model
from app.pipeline.sharers import MAX_PATH_LINKS, fetcher, in_turn, shared_among
from app.pipeline.sharers import Identifier as Key
from app.rings.store import queries as q

if TYPE_CHECKING:
    from app.api.types import Account, Identifier

_TYPES: Final = "app.api.types"
MIN_NODES: Final = 10
MAX_NODES: Final = 500
MAX_DEPTH: Final = 3
MAX_LENGTH: Final = 6
MAX_DEGREE: Final = 1_000
"""Accounts that an identifier may have to be walked."""
MAX_FRONTIER: Final = 1_000
"""Accounts that a step of a path goes on from; where there are more, the answer says that it is not complete."""
MAX_CROWDS: Final = 20

_Account = Annotated["Account", strawberry.lazy(_TYPES)]
_Identifier = Annotated["Identifier", strawberry.lazy(_TYPES)]


@strawberry.type(description="An account or an identifier of a view.")
class GraphNode:
    """A point of the drawing."""

    id: strawberry.ID = attr("What edges call it; of an identifier a stand-in that tells nothing.")
    distance: int = attr("Steps from account to account between the start and it; 0 in a ring's view.")
    account_id: strawberry.Private[str | None]
    key: strawberry.Private[Key | None]

    @resolved("The account; null for an identifier.", cost=2)
    async def account(self, info: Info) -> _Account | None:
        """Loaded with all others."""
        return await _account(info, self.account_id) if self.account_id else None

    @resolved("The identifier, masked as everywhere; null for an account.")
    def identifier(self) -> _Identifier | None:
        """Its degree is asked of it."""
        return _identifier(self.key) if self.key else None


@strawberry.type(description="An account has an identifier.")
class GraphEdge:
    """A line of the drawing."""

    account: strawberry.ID = attr("`id` of the account's node.")
    identifier: strawberry.ID = attr("`id` of the identifier's node.")


@strawberry.type(description="A part of the graph: accounts, identifiers, and who has what, as far as there is room.")
class GraphView:
    """Answer of `Ring.graph` and `neighbourhood`."""

    nodes: list[GraphNode] = listed("Accounts, then identifiers, each as the rule chose them.", size=1)
    edges: list[GraphEdge] = listed("All links between the nodes shown.", size=1)
    truncated: bool = attr(
        "Whether the rule would have shown more, had there been room or time, or more links been read."
    )
    omitted_count: Long = attr(
        "Accounts and identifiers that were found and left out; what is behind them is not known."
    )
    rule: str = attr("How the nodes were chosen.")
    crowd_count: Long = attr("Identifiers that were met and not walked, since too many accounts have them.")
    crowds_met: strawberry.Private[tuple[Key, ...]]

    @resolved("The first of them, by kind and value; at most 20.", size=MAX_CROWDS)
    def crowds(self) -> list[_Identifier]:
        """None in a ring's view, which walks nothing."""
        return [_identifier(key) for key in self.crowds_met[:MAX_CROWDS]]

    @classmethod
    def of(cls, info: Info, view: model.View, rule: str) -> GraphView:
        """From the model."""
        return cls(
            nodes=[
                *(_node(f"Account:{one}", at, account=one) for one, at in view.accounts.items()),
                *(_node(_node_id(info, key), at, key=key) for key, at in view.identifiers.items()),
            ],
            edges=[_edge(info, account, key) for account, key in view.links],
            truncated=view.omitted > 0 or view.unwalked or view.late > 0,
            omitted_count=Long(view.omitted),
            rule=rule + (model.LATE.format(view.late) if view.late else ""),
            crowd_count=Long(len(view.crowds)),
            crowds_met=tuple(view.crowds),
        )


@strawberry.type(description="An identifier that both accounts of a step have.")
class StepIdentifier:
    """Evidence of a step."""

    identifier: _Identifier = attr("The identifier.")
    bits: float = attr("What sharing it is worth by itself.")
    degree: Long = attr("Accounts of the whole population that have it.")


@strawberry.type(description="A step of a path, from one account to another.")
class PathStep:
    """What two accounts next to each other share."""

    step: strawberry.Private[model.Step]
    bits: float = attr("Bits of the strongest identifier that both have.")
    degree: Long = attr("Accounts of the whole population that have that one.")

    @resolved("The account that the step starts at.", cost=2)
    async def a(self, info: Info) -> _Account:
        """Loaded with all others."""
        return await _account(info, self.step.a)

    @resolved("The account that it leads to.", cost=2)
    async def b(self, info: Info) -> _Account:
        """Loaded with all others."""
        return await _account(info, self.step.b)

    @resolved("What both have, strongest first, crowds left out; at most 10.")
    def shared(self) -> list[StepIdentifier]:
        """At least one."""
        return [
            StepIdentifier(identifier=_identifier(key), bits=bits, degree=Long(degree))
            for key, bits, degree in self.step.shared[:10]
        ]


@strawberry.type(description="The shortest way from one account to another over identifiers that both of a step have.")
class AccountPath:
    """Answer of `path`."""

    found: bool = attr("Whether there is one within the bounds.")
    length: int | None = attr("Steps; 0 from an account to itself, null where none was found.")
    complete: bool = attr(
        "False where a step had more than 1,000 accounts or 20,000 links, or took too long: one may be missed."
    )
    steps: list[PathStep] = listed(
        "From `a` to `b`; of equally short ways that with the strongest weakest step.", size=6
    )
    crowd_count: Long = attr("Identifiers met and not walked, since more than `maxDegree` accounts have them.")
    crowds_met: strawberry.Private[tuple[Key, ...]]

    @resolved("Those of them that both ends have themselves, at most 20: a way that was not taken.", size=5)
    def shared_crowds(self) -> list[_Identifier]:
        """Their degree is asked of them."""
        return [_identifier(key) for key in self.crowds_met[:MAX_CROWDS]]


@resolved(
    "It as a graph to draw: members and the identifiers that they share, `maxNodes` (10 to 500) at most.", cost=50
)
async def ring_graph(self: Any, info: Info, max_nodes: int = 100) -> GraphView:
    """The surest members, then what ties them."""
    _checked("maxNodes", max_nodes, MIN_NODES, MAX_NODES)
    most = model.members_shown(max_nodes)
    rows = (await info.context.loaders.members.load(PageKey(self.id, most)))[:most]
    members = [row["account"]["account_id"] for row in rows]
    shared = await shared_among(info.context.store, members)
    told = [json.loads(text) for text in self.terms]
    bits = {(term["kind"], term["identifier"]): float(term["bits"]) for term in told}
    return GraphView.of(info, model.ring_view(members, self.size, shared, bits, max_nodes), model.RING_RULE)


@resolved(
    "Whoever shares something with an account, `depth` (1 to 3) steps far: at most `maxNodes` (10 to 500), never over "
    "an identifier of more than `maxDegree` (2 to 1000) accounts.",
    cost=200,
)
async def neighbourhood(
    info: Info, account: strawberry.ID, depth: int = 1, max_nodes: int = 100, max_degree: int = 200
) -> GraphView:
    """A NOT_FOUND error for an unknown account."""
    _checked("depth", depth, 1, MAX_DEPTH)
    _checked("maxNodes", max_nodes, MIN_NODES, MAX_NODES)
    _checked("maxDegree", max_degree, 2, MAX_DEGREE)
    await _account(info, account)
    fetch = in_turn(fetcher(info.context.store, max_degree), info.context.walks)
    view = await model.around(fetch, str(account), depth, max_nodes)
    return GraphView.of(info, view, model.AROUND_RULE)


@resolved(
    "The shortest way between two accounts over what they share: `maxLength` (1 to 6) steps at most, never over an "
    "identifier of more than `maxDegree` (2 to 1000) accounts.",
    cost=200,
)
async def path(
    info: Info, a: strawberry.ID, b: strawberry.ID, max_length: int = 4, max_degree: int = 200
) -> AccountPath:
    """A NOT_FOUND error for an unknown account."""
    _checked("maxLength", max_length, 1, MAX_LENGTH)
    _checked("maxDegree", max_degree, 2, MAX_DEGREE)
    rows = await info.context.store.read(q.READ_PAIR, a=a, b=b)
    for one in (a, b):
        await _account(info, one)
    runs = await info.context.store.read(q.READ_LAST_RUN)
    learned = json.loads(runs[0]["parameters"]).get("m", {}) if runs else {}
    worth = functools.partial(_worth, rows[0]["population"], learned)
    fetch = in_turn(fetcher(info.context.store, max_degree, MAX_PATH_LINKS), info.context.walks)
    found = await model.find_path(fetch, (str(a), str(b)), worth, max_length, MAX_FRONTIER)
    reached = bool(found.steps) or a == b
    return AccountPath(
        found=reached,
        length=len(found.steps) if reached else None,
        complete=found.complete,
        steps=[PathStep(step=one, bits=one.shared[0][1], degree=Long(one.shared[0][2])) for one in found.steps],
        crowd_count=Long(found.skipped),
        crowds_met=found.crowds,
    )


def _worth(population: int, learned: dict[str, float], kind: str, degree: int) -> float:
    return round(rarity_of(kind, degree, population, learned), 2)


def _checked(name: str, given: int, least: int, most: int) -> None:
    if not least <= given <= most:
        raise UsageError(f"`{name}` is {given}, allowed are {least} to {most}")


async def _account(info: Info, account_id: str) -> Account:
    from app.api.types import Account

    row = await info.context.loaders.accounts.load(account_id)
    if row is None:
        raise NotFoundError("no account has this id", do="`search` finds accounts by the start of the id")
    return Account.of(row)


def _identifier(key: Key) -> Identifier:
    from app.api.types import Identifier

    return Identifier(kind=Kind(key[0]), raw=key[1])


def _node(node_id: str, distance: int, account: str | None = None, key: Key | None = None) -> GraphNode:
    return GraphNode(id=strawberry.ID(node_id), distance=distance, account_id=account, key=key)


def _edge(info: Info, account: str, key: Key) -> GraphEdge:
    return GraphEdge(account=strawberry.ID(f"Account:{account}"), identifier=strawberry.ID(_node_id(info, key)))


def _node_id(info: Info, key: Key) -> str:
    return masked(info.context.key, *key)
