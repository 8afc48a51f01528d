"""The weakest cut of a ring: the fewest shared identifiers whose removal splits it into two parts of some size."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import igraph
import numpy as np
from numpy.typing import NDArray

SMALLEST: Final = 5
SHARE: Final = 0.1
"""A part has at least SMALLEST members and this share of the ring: cutting one account off says nothing."""
FLOW_BUDGET: Final = 600_000
"""Ties (member x identifier) that all flows may walk: two dozen flows of a ring of 2,000, four of one of 25,000."""
PROOF_BUDGET: Final = 2_000_000
"""Ties that trying all smaller sets may walk: about a second."""
SEED: Final = 20260101

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cut:
    """Facts that hold two parts together. `facts` are positions in what was asked about."""

    facts: tuple[int, ...]
    sizes: tuple[int, int]
    """Members on either side; those without any shared identifier are on neither."""
    approximated: bool
    """False where every smaller set was tried: then no fewer facts split the ring."""


def weakest_cut(members: int, facts: Sequence[Sequence[int]]) -> Cut | None:
    """The fewest of `facts` (each the members that share one identifier, as numbers below `members`) to remove.

    The parts share nothing with each other; either may itself fall into smaller pieces, down to single members.
    None where fewer than two parts' worth of members share anything. An empty cut means that nothing holds the parts
    together: they are one ring by what they do.

    Finding the smallest balanced vertex separator is NP-hard, so this is a bound from above: accounts cannot be cut,
    identifiers cost one each, and maximum flows (Menger 1927, by push-relabel) run between sets of seeds of a part's
    size, which makes every cut balanced. Seeds come from the ends of the slowest modes of a random walk (Fiedler 1973),
    and then from the members farthest from the best cut so far. Each flow is exact for its seeds; other seeds could
    do better. Where all smaller sets can be tried within a budget, they are, and the answer is exact.
    """
    graph = _Ties(members, facts)
    least = max(SMALLEST, math.ceil(SHARE * members))
    if len(graph.attached) < 2 * least:
        return None
    sizes = graph.sides((), least)
    if sizes is not None:
        return Cut((), sizes, False)
    best = _by_flows(graph, least)
    smaller, proven = _by_trying(graph, least, len(best))
    chosen = smaller or best
    sizes = graph.sides(chosen, least)
    assert sizes is not None, "a cut that does not split"  # noqa: S101 - holds by construction
    return Cut(tuple(sorted(chosen)), sizes, not proven)


class _Ties:
    """Members and the facts they share, as two columns, with the flow network over them."""

    def __init__(self, members: int, facts: Sequence[Sequence[int]]) -> None:
        self.facts = [sorted(set(holders)) for holders in facts]
        counts = [len(holders) for holders in self.facts]
        self.fact: Ints = np.repeat(np.arange(len(counts)), counts)
        holder = np.array([m for holders in self.facts for m in holders], dtype=np.int64)
        self.attached, self.member = np.unique(holder, return_inverse=True)
        self.n, self.size = len(self.attached), np.bincount(self.fact, minlength=len(counts))
        self._network: igraph.Graph | None = None

    def sides(self, removed: Sequence[int], least: int) -> tuple[int, int] | None:
        """Sizes of two sides of at least `least` members once facts are gone; None where there are no such sides."""
        sizes = self.components(removed)
        inner = [max(sizes)] if self._fits(max(sizes), least) else self._reachable(sizes, least)
        return (max(inner[0], self.n - inner[0]), min(inner[0], self.n - inner[0])) if inner else None

    def _fits(self, size: int, least: int) -> bool:
        return least <= size <= self.n - least

    def _reachable(self, sizes: Sequence[int], least: int) -> list[int]:
        """Sums of component sizes that make two sides, the most even first."""
        sums = 1
        for size in sizes:
            sums |= sums << size
        found = [size for size in range(least, self.n - least + 1) if sums >> size & 1]
        return sorted(found, key=lambda size: abs(2 * size - self.n))[:1]

    def components(self, removed: Sequence[int]) -> list[int]:
        """Sizes of the components that the remaining facts leave, unsorted (union-find)."""
        parent = list(range(self.n))

        def root(x: int) -> int:
            while parent[x] != x:
                parent[x] = x = parent[parent[x]]
            return x

        gone, last = set(removed), (-1, 0)
        for fact, member in zip(self.fact.tolist(), self.member.tolist(), strict=True):
            if fact in gone:
                continue
            if fact == last[0]:
                parent[root(member)] = root(last[1])
            last = fact, member
        return list(Counter(root(x) for x in range(self.n)).values())

    def separate(self, left: Ints, right: Ints) -> tuple[list[int], NDArray[np.bool_]]:
        """The fewest facts between two sets of members, and which members end on the left."""
        network, f, n = self.network(), len(self.facts), self.n
        much = f + 1.0
        ends = np.zeros(2 * n)
        ends[left] = ends[n + right] = much
        capacity = np.concatenate([np.ones(f), np.full(2 * len(self.fact), much), ends])
        cut = network.mincut(2 * f + n, 2 * f + n + 1, capacity.tolist())
        inside = np.zeros(2 * f + n + 2, dtype=np.bool_)
        inside[cut.partition[0]] = True
        return np.flatnonzero(inside[:f] & ~inside[f : 2 * f]).tolist(), inside[2 * f : 2 * f + n]

    def network(self) -> igraph.Graph:
        """Facts as two nodes with one unit between them; members; a source and a sink tied to every member."""
        if self._network is None:
            f, n = len(self.facts), self.n
            into, out, member = self.fact, self.fact + f, self.member + 2 * f
            everybody, source = np.arange(n) + 2 * f, 2 * f + n
            tails = [np.arange(f), member, out, np.full(n, source), everybody]
            heads = [np.arange(f) + f, into, member, everybody, np.full(n, source + 1)]
            edges = np.column_stack([np.concatenate(tails), np.concatenate(heads)])
            self._network = igraph.Graph(n=source + 2, edges=edges, directed=True)
        return self._network

    def spread(self, members: NDArray[np.float64]) -> NDArray[np.float64]:
        """One step of the random walk member -> fact -> member."""
        facts = np.bincount(self.fact, weights=members[self.member], minlength=len(self.facts)) / self.size
        degree = np.bincount(self.member, minlength=self.n)
        return np.asarray(np.bincount(self.member, weights=facts[self.fact], minlength=self.n) / degree)


def _by_flows(graph: _Ties, least: int) -> list[int]:
    """The smallest cut of the flows that the budget allows: at least two, at most 24."""
    flows = min(max(FLOW_BUDGET // max(len(graph.fact), 1), 2), 24)
    best, side = list(range(len(graph.facts))), np.zeros(graph.n, dtype=np.bool_)
    seeds = _modes(graph, least, (flows + 1) // 2)
    for number in range(flows):
        fresh = seeds[number // 2] if number // 2 < len(seeds) else None
        pair = fresh if number % 2 == 0 else _farthest(graph, best, side, least)
        if pair is not None:
            found, left = graph.separate(*pair)
            if len(found) < len(best):
                best, side = found, left
    return best


def _modes(graph: _Ties, least: int, number: int) -> list[tuple[Ints, Ints]]:
    """Both ends of each of the slowest modes of the random walk, found by deflated power iteration."""
    rng = np.random.default_rng(SEED)
    weight = np.bincount(graph.member, minlength=graph.n).astype(np.float64)
    known = [np.ones(graph.n)]
    for _ in range(number):
        mode = rng.standard_normal(graph.n)
        for _ in range(40):
            for other in known:
                mode -= other * float((weight * mode * other).sum() / (weight * other * other).sum())
            mode = graph.spread(mode)
            mode /= max(float(np.abs(mode).max()), 1e-300)
        if not mode.any():
            break
        known.append(mode)
    orders = [np.argsort(mode, kind="stable") for mode in known[1:]]
    return [(order[:least], order[-least:]) for order in orders]


def _farthest(graph: _Ties, cut: Sequence[int], side: NDArray[np.bool_], least: int) -> tuple[Ints, Ints] | None:
    """The members of either side that are farthest from the cut: between them no cut is larger than this one."""
    near = np.zeros(graph.n)
    near[graph.member[np.isin(graph.fact, cut)]] = 1.0
    for _ in range(3):
        near = near + graph.spread(near)
    ends = [np.flatnonzero(side), np.flatnonzero(~side)]
    if min(map(len, ends)) < least:
        return None
    left, right = (end[np.argsort(near[end], kind="stable")][:least] for end in ends)
    return left, right


def _by_trying(graph: _Ties, least: int, bound: int) -> tuple[tuple[int, ...] | None, bool]:
    """(a set of fewer than `bound` facts that splits, whether all smaller sets were tried), within the budget."""
    order = np.argsort(-graph.size, kind="stable").tolist()
    left = PROOF_BUDGET
    for number in range(1, bound):
        left -= math.comb(len(order), number) * (len(graph.fact) + graph.n)
        if left < 0:
            return None, False
        for chosen in combinations(order, number):
            if graph.sides(chosen, least) is not None:
                return chosen, True
    return None, True
