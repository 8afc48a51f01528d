"""What to draw of the graph around a ring, an account or two accounts: bounded, and always told by which rule.

Accounts and the identifiers that they share are the two sides of one bipartite graph; a step goes from account to
account over one identifier. Identifiers of more accounts than a bound are crowds: they are named, never walked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from app.pipeline.sharers import MAX_LINKS, Fetch, Identifier, Shared, surely_shared

RING_RULE: Final = (
    "Members, surest first, up to three quarters of maxNodes; then identifiers that at least two of them have: those "
    "of the ring's evidence by bits, then the others by how many have them."
)
AROUND_RULE: Final = (
    "Nearest first. At each distance the rarest identifiers first, each with its accounts by id; identifiers of more "
    f"than maxDegree accounts are crowds: named, but not walked. At each distance {MAX_LINKS:,} links are read, those "
    "of the rarest identifiers; each of the others counts as one in omittedCount, whoever has it."
)
LATE: Final = (
    " Stopped before distance {}: reading it took longer than there is time for. Ask again, or for a smaller depth."
)
WALK_SECONDS: Final = 5.0
"""Time for the steps of a neighbourhood or a path: what is known by then is answered, and that more was not read."""
ACCOUNT_SHARE: Final = 0.75
"""Part of a ring's view that its members may take."""


@dataclass(slots=True)
class View:
    """Nodes in the order in which the rule chose them, and the links between those shown."""

    accounts: dict[str, int] = field(default_factory=dict)
    """Account id -> steps from the start."""
    identifiers: dict[Identifier, int] = field(default_factory=dict)
    links: list[tuple[str, Identifier]] = field(default_factory=list)
    omitted: int = 0
    """Nodes that were found and are not shown; what lies behind them was not looked at."""
    unwalked: bool = False
    """There was no room left before the depth was reached, or more links than are read."""
    crowds: list[Identifier] = field(default_factory=list)
    late: int = 0
    """The distance that there was no time for; 0 where there was."""

    @property
    def size(self) -> int:
        """Nodes shown."""
        return len(self.accounts) + len(self.identifiers)


def members_shown(max_nodes: int) -> int:
    """How many members a ring's view may hold."""
    return int(max_nodes * ACCOUNT_SHARE)


def ring_view(
    members: Sequence[str], size: int, shared: Iterable[Shared], bits: Mapping[Identifier, float], max_nodes: int
) -> View:
    """A ring of `size` accounts of which `members` are shown. `bits`: its evidence by identifier."""
    found = sorted(shared, key=lambda one: (-bits.get(one.identifier, 0.0), -len(one.sources), one.identifier))
    room = max(max_nodes - len(members), 0)
    view = View(dict.fromkeys(members, 0), {one.identifier: 0 for one in found[:room]})
    view.links = [(account, one.identifier) for one in found[:room] for account in sorted(one.sources)]
    view.omitted = size - len(members) + max(len(found) - room, 0)
    return view


class Hurried:
    """Asks while there is time. The first answer is waited for: without it there is nothing to tell."""

    def __init__(self, fetch: Fetch, seconds: float) -> None:
        self._fetch, self._seconds = fetch, seconds
        self._until: float | None = None

    async def __call__(self, account_ids: Sequence[str]) -> list[Shared] | None:
        """What the accounts share; None where the time is over."""
        now = asyncio.get_running_loop().time()
        if self._until is None:
            self._until = now + self._seconds
            return await self._fetch(account_ids)
        try:
            async with asyncio.timeout_at(self._until):
                return await self._fetch(account_ids)
        except TimeoutError:
            return None


async def around(fetch: Fetch, account_id: str, depth: int, max_nodes: int, seconds: float = WALK_SECONDS) -> View:
    """The neighbourhood of an account: whoever shares something with it, up to `depth` steps."""
    view, known, frontier = View({account_id: 0}), dict[Identifier, Shared](), [account_id]
    crowds, unread, ask = set[Identifier](), set[Identifier](), Hurried(fetch, seconds)
    for distance in range(1, depth + 1):
        if not frontier:
            break
        if view.size >= max_nodes:
            view.unwalked = True
            break
        rows = await ask(frontier)
        if rows is None:
            view.late = distance
            break
        crowds |= {row.identifier for row in rows if row.crowd}
        view.unwalked = view.unwalked or any(row.unread for row in rows)
        unread |= {row.identifier for row in rows if row.unread and surely_shared(row)}
        fresh = {row.identifier: row for row in rows if row.holders and row.identifier not in known}
        known |= fresh
        frontier = _add(view, sorted(fresh.values(), key=_rarest), distance, max_nodes)
    for name in view.identifiers:
        view.links += [(account, name) for account in sorted(known[name].holders) if account in view.accounts]
    people = {account for row in known.values() for account in row.holders}
    left = (known.keys() | unread) - view.identifiers.keys() - crowds
    view.omitted = len(left) + len(people - view.accounts.keys())
    view.crowds = sorted(crowds)
    return view


def _rarest(one: Shared) -> tuple[int, Identifier]:
    return len(one.holders), one.identifier


def _add(view: View, rows: Iterable[Shared], distance: int, max_nodes: int) -> list[str]:
    """Put in what there is room for; an identifier only with two accounts that have it. Returns the new accounts."""
    added: list[str] = []
    for row in rows:
        fresh = sorted(set(row.holders) - view.accounts.keys())
        alone = len(row.holders) - len(fresh) < 2
        room = max_nodes - view.size - 1
        if room < (1 if alone else 0):
            continue
        view.identifiers[row.identifier] = distance
        view.accounts |= dict.fromkeys(fresh[:room], distance)
        added += fresh[:room]
    return added


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a path: what both accounts have, strongest first, with bits and how many accounts have it."""

    a: str
    b: str
    shared: tuple[tuple[Identifier, float, int], ...]


@dataclass(frozen=True, slots=True)
class Path:
    """The shortest path; of equally short ones that with the strongest weakest step. No steps: none was found."""

    steps: tuple[Step, ...]
    complete: bool
    """False where not all accounts within reach could be looked at: then a path may have been missed."""
    crowds: tuple[Identifier, ...]
    """Identifiers that both accounts have, too common to walk."""
    skipped: int
    """All identifiers that were met and not walked."""


Worth = Callable[[str, int], float]
"""Bits of sharing an identifier of a kind that so many accounts have."""


class _Side:
    """What one end reached: account -> (bits of the weakest step on the way, the account before it)."""

    def __init__(self, start: str) -> None:
        self.reached: dict[str, tuple[float, str | None]] = {start: (float("inf"), None)}
        self.frontier = [start]

    def step(self, rows: Iterable[Shared], worth: Worth) -> None:
        """Go on from the frontier to everybody new; the strongest way to each counts."""
        new: dict[str, tuple[float, str]] = {}
        frontier = set(self.frontier)
        for row in rows:
            sources = frontier.intersection(row.sources)
            if not row.holders or not sources:
                continue
            strongest = min((-self.reached[one][0], one) for one in sources)
            way = min(-strongest[0], worth(row.kind, len(row.holders))), strongest[1]
            for account in row.holders:
                if account not in self.reached and (account not in new or _better(way, new[account])):
                    new[account] = way
        self.reached |= new
        self.frontier = sorted(new, key=lambda one: (-new[one][0], one))

    def trace(self, account: str) -> list[str]:
        """From `account` back to the start."""
        found = [account]
        while (before := self.reached[found[-1]][1]) is not None:
            found.append(before)
        return found


def _better(way: tuple[float, str], other: tuple[float, str]) -> bool:
    return (-way[0], way[1]) < (-other[0], other[1])


async def find_path(
    fetch: Fetch,
    ends: tuple[str, str],
    worth: Worth,
    max_length: int,
    max_frontier: int,
    seconds: float = WALK_SECONDS,
) -> Path:
    """Search from both ends in turn, the smaller frontier first, until they meet (bidirectional breadth first)."""
    sides, length, complete = [_Side(end) for end in ends], 0, True
    ask = Hurried(fetch, seconds)
    first = await ask(sorted(set(ends))) or []
    seen = {row.identifier: row for row in first}
    told: list[list[Shared] | None] = [first, first]
    meeting = None if ends[0] != ends[1] else ends[0]
    while meeting is None and length < max_length and all(side.frontier for side in sides):
        turn = min((0, 1), key=lambda i: (len(sides[i].frontier), i))
        side = sides[turn]
        complete = complete and len(side.frontier) <= max_frontier
        del side.frontier[max_frontier:]
        rows = told[turn]
        if rows is None:
            rows = await ask(side.frontier)
        if rows is None:
            complete = False
            break
        told[turn] = None
        seen |= {row.identifier: row for row in rows if not row.unread}
        complete = complete and not any(row.unread for row in rows)
        side.step(rows, worth)
        length += 1
        meeting = _meeting(sides)
    crowds = tuple(row.identifier for row in first if row.crowd and len(row.sources) == 2)
    skipped = sum(row.crowd for row in seen.values())
    if meeting is None:
        return Path((), complete, crowds, skipped)
    accounts = [*reversed(sides[0].trace(meeting)), *sides[1].trace(meeting)[1:]]
    return Path(tuple(_steps(accounts, seen.values(), worth)), complete, crowds, skipped)


def _meeting(sides: Sequence[_Side]) -> str | None:
    both = sides[0].reached.keys() & sides[1].reached.keys()
    weakest = {account: min(side.reached[account][0] for side in sides) for account in both}
    return min(both, key=lambda account: (-weakest[account], account), default=None)


def _steps(accounts: Sequence[str], rows: Collection[Shared], worth: Worth) -> Iterable[Step]:
    for a, b in pairwise(accounts):
        shared = [
            (row.identifier, worth(row.kind, len(row.holders)), len(row.holders))
            for row in rows
            if a in row.holders and b in row.holders
        ]
        yield Step(a, b, tuple(sorted(shared, key=lambda one: (-one[1], one[2], one[0]))))
