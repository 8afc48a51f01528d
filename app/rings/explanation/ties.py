"""What ties a ring's members together, out of the graph, and the weakest cut through it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.graph.store import GraphStore, Row
from app.rings.explanation.weakest_cut import weakest_cut
from app.rings.population.lines import LIFT
from app.rings.store import queries as q

MOST_MEMBERS: Final = 25_000
"""Members that are looked at: of a larger ring the first by account id, and the answer says so."""
CROWD: Final = 1_000
"""An identifier of more accounts than this and four times the ring is a crowd's, and holds nobody together."""


@dataclass(frozen=True, slots=True)
class Tie:
    """An identifier that members share, several times as common inside the ring as outside."""

    kind: str
    identifier: str
    degree: int
    """Accounts of the whole population; of billing names and addresses, which have no index, members only."""
    holders: tuple[str, ...]
    """Members with it: account ids."""


@dataclass(frozen=True, slots=True)
class WeakestCut:
    """The fewest identifiers whose removal splits the ring; None of the sizes where it cannot be split."""

    ties: tuple[Tie, ...]
    """Those to remove, the most widely held first."""
    sizes: tuple[int, ...]
    """Members on either side; empty where too few members share anything."""
    considered: int
    """Identifiers that were considered."""
    loose: int
    """Members who share none of them: on neither side."""
    members: int
    """Members looked at."""
    approximated: bool
    """A smaller cut may exist: not all smaller sets could be tried, or not all members were looked at."""


def read_weakest_cut(store: GraphStore, ring_id: str, size: int) -> WeakestCut:
    """The weakest cut of a ring of `size` members: at most a few seconds for 25,000, bounded beyond."""
    most = min(size, MOST_MEMBERS)
    rows = store.read(q.READ_TIES, ring_id=ring_id, most=most, max_degree=4 * size + CROWD)
    return cut_of(enriched(rows, size), most, sampled=size > most)


def enriched(rows: Iterable[Row], size: int) -> list[Tie]:
    """Ties 2^LIFT times as common inside as outside, as in the group test; the rest anybody could share."""
    return [
        Tie(row["kind"], row["identifier"], row["degree"], tuple(sorted(row["holders"])))
        for row in rows
        if lift(len(row["holders"]), row["degree"], size, row["population"]) >= LIFT
    ]


def lift(holders: int, degree: int, size: int, population: int) -> float:
    """Log2 of how much commoner an identifier is among `size` members than among everybody else."""
    outside = (max(degree - holders, 0) + 0.5) / (max(population - size, 0) + 1)
    return math.log2(holders / max(size, 1) / outside)


def cut_of(ties: Sequence[Tie], members: int, *, sampled: bool = False) -> WeakestCut:
    """The weakest cut through ties of a ring of so many members."""
    names = sorted({account for tie in ties for account in tie.holders})
    number = {account: i for i, account in enumerate(names)}
    found = weakest_cut(members, [[number[account] for account in tie.holders] for tie in ties])
    loose = members - len(names)
    if found is None:
        return WeakestCut((), (), len(ties), loose, members, sampled)
    chosen = sorted((ties[i] for i in found.facts), key=lambda tie: (-len(tie.holders), tie.kind, tie.identifier))
    return WeakestCut(tuple(chosen), found.sizes, len(ties), loose, members, found.approximated or sampled)
