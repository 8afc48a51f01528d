"""Methods to compare with, on the same snapshots: a snapshot and a grid's parameters in, groups of accounts out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.model.snapshot import Snapshot
from benchmarks.peers.components import components
from benchmarks.peers.louvain import louvain
from benchmarks.peers.splink_em import splink_em


@dataclass(frozen=True, slots=True)
class Peer:
    """A method and the grid on which it is tuned (validation seeds only, by B-cubed F1)."""

    name: str
    run: Callable[..., list[list[int]]]
    grid: Sequence[Mapping[str, Any]]


PEERS: tuple[Peer, ...] = (
    Peer(
        "components, every kind",
        components,
        [{"max_degree": degree, "least": least} for degree in (5, 10, 20) for least in (5, 20)],
    ),
    Peer(
        "components, payment only",
        components,
        [{"max_degree": d, "least": n, "kinds": ("instrument",)} for d in (10, 40, 200) for n in (5, 20)],
    ),
    Peer(
        "Louvain, bipartite",
        louvain,
        [{"max_degree": d, "resolution": r, "least": n} for d in (40, 200) for r in (1.0, 4.0) for n in (5, 20)],
    ),
    Peer(
        "Splink 5 (EM, term frequencies)",
        splink_em,
        [{"threshold": p, "least": n} for p in (0.9, 0.99, 0.9999) for n in (5, 20)],
    ),
)


def groups_of(snapshot: Snapshot, peer: Peer, **parameters: Any) -> list[list[str]]:
    """Run one peer; groups as account ids."""
    names = snapshot.population.account_ids
    return [[str(names[i]) for i in group] for group in peer.run(snapshot, **parameters)]
