"""What investigators ask in `benchmarks.load`: the console's and the explorer's own queries, on things that exist."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

Ask = Callable[[str, dict[str, Any]], dict[str, Any]]
"""Sends one operation; returns its data."""

LARGE: Final = 500
"""Members of a ring whose detail is asked for, at least; the largest where there is none."""

RINGS: Final = """query Rings($after: String) {
  rings(first: 25, after: $after, orderBy: {field: EXCHANGES, direction: DESC}) {
    totalCount nodes { id state score size exchanges families firstSeen lastSeen } pageInfo { hasNextPage endCursor }
  }
}"""
GROUPS: Final = """query Groups($after: String) {
  rings(first: 50, after: $after, filter: null) {
    totalCount nodes { id state score size exchanges families firstSeen lastSeen } pageInfo { hasNextPage endCursor }
  }
}"""
DETAIL: Final = """query Detail($id: ID!) {
  ring(id: $id) {
    id state current score bits reason size exchanges inputTokens outputTokens firstSeen lastSeen families formerIds
    evidence { family bits termCount terms(first: 5) { kind value redacted degree members bits note } }
    sharedIdentifiers(first: 25) { identifier { kind value redacted } members degree }
    judgements { id verdict author reason madeAt } triage { state assignee } notes { id author text }
    members(first: 100) {
      totalCount
      nodes { score bits account { id createdAt plan exchanges firstSeen lastSeen } evidence { family bits } }
      pageInfo { hasNextPage endCursor }
    }
  }
}"""
MEMBERS: Final = """query Members($id: ID!, $after: String) {
  ring(id: $id) { members(first: 100, after: $after) {
    nodes { score bits account { id exchanges } } pageInfo { hasNextPage endCursor } } }
}"""
TIMELINE: Final = """query Timeline($id: ID!) {
  ring(id: $id) { traffic(splitBy: [CAPABILITY], topN: 5) {
    dataThrough buckets { start capability exchanges } byModel { key exchanges } byCapability { key exchanges } } }
}"""
SEARCH: Final = """query Search($text: String!) {
  search(text: $text) { understoodAs hits { type: __typename
    ... on Ring { ringId: id state score size }
    ... on Account { accountId: id exchanges rings { nodes { ring { id state } } } }
    ... on Identifier { kind value degree firstSeen rings(first: 5) { nodes { members ring { id } } } } } }
}"""
NEIGHBOURHOOD: Final = """query Near($id: ID!) {
  neighbourhood(account: $id, depth: 2, maxNodes: 100) {
    nodes { id distance account { id exchanges } identifier { kind value redacted degree } }
    edges { account identifier } truncated omittedCount }
}"""


@dataclass
class World:
    """Ids that the mix draws from."""

    rings: list[str] = field(default_factory=list)
    large: list[str] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def explore(ask: Ask) -> World:
    """Look around once. Raises ValueError where there are no rings to ask for."""
    found = ask(RINGS, {"after": None})["rings"]["nodes"] + ask(GROUPS, {"after": None})["rings"]["nodes"]
    if not found:
        raise ValueError("the graph has no ring: run `ringleader detect` first")
    sizes = {ring["id"]: ring["size"] for ring in found}
    world = World(rings=sorted(sizes))
    world.large = [ring for ring in world.rings if sizes[ring] >= LARGE] or [max(sizes, key=lambda one: sizes[one])]
    for ring in (*world.large, *world.rings[:10]):
        told = ask(DETAIL, {"id": ring})["ring"]
        world.accounts += [node["account"]["id"] for node in told["members"]["nodes"]]
        world.texts += [one["identifier"]["value"] for one in told["sharedIdentifiers"][:10]]
    world.texts += [*world.rings, *world.accounts[:50], *(account[:-2] for account in world.accounts[:20])]
    return world


def walk(ask: Ask, world: World, chance: random.Random) -> tuple[str, Callable[[], Any]]:
    """One step of an investigator: the operation's name, and how to make it."""
    names, weights = zip(*STEPS.items(), strict=True)
    (name,) = chance.choices(names, weights)
    if name == "list":
        return name, lambda: ask(chance.choice([RINGS, GROUPS]), {"after": None})
    if name == "ring detail":
        return name, lambda: ask(DETAIL, {"id": chance.choice(world.large)})
    if name == "all members":
        return name, lambda: members(ask, chance.choice(world.large))
    if name == "timeline":
        return name, lambda: ask(TIMELINE, {"id": chance.choice(world.rings)})
    if name == "search":
        return name, lambda: ask(SEARCH, {"text": chance.choice(world.texts)})
    return name, lambda: ask(NEIGHBOURHOOD, {"id": chance.choice(world.accounts)})


def members(ask: Ask, ring: str) -> int:
    """Every page of a ring's members, 100 each; how many there were."""
    after, count = None, 0
    while True:
        page = ask(MEMBERS, {"id": ring, "after": after})["ring"]["members"]
        count += len(page["nodes"])
        if not page["pageInfo"]["hasNextPage"]:
            return count
        after = page["pageInfo"]["endCursor"]


STEPS: Final = {"list": 30, "ring detail": 20, "timeline": 20, "search": 15, "neighbourhood": 10, "all members": 5}
"""Operations and how often each is chosen, in a hundred."""
