"""Methods to compare with, on the same snapshots: a snapshot and a grid's parameters in, groups of accounts out."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.model.snapshot import Snapshot
from benchmarks.peers.components import components
from benchmarks.peers.gds_leiden import gds_leiden
from benchmarks.peers.gds_server import cpu_seconds
from benchmarks.peers.louvain import louvain
from benchmarks.peers.splink_em import splink_em


@dataclass(frozen=True, slots=True)
class Peer:
    """A method and the grid on which it is tuned (validation seeds only, by B-cubed F1)."""

    name: str
    run: Callable[..., list[list[int]]]
    grid: Sequence[Mapping[str, Any]]
    clock: Callable[[], float] = time.process_time
    """CPU seconds so far, of everything that works for it."""

    @property
    def served(self) -> bool:
        """Whether it starts a database of its own."""
        return self.clock is cpu_seconds


IDENTITY = ("billing_address", "billing_name", "device", "email", "email_domain", "instrument", "ip", "phone")
"""Kinds that one person or house owns; left out are clients, mail patterns, subnets and topics."""

PEERS: tuple[Peer, ...] = (
    Peer(
        "components, rare identifiers",
        components,
        [{"max_degree": d, "least": n, "kinds": k} for d in (3, 5, 10) for n in (5, 20) for k in (None, IDENTITY)],
    ),
    Peer(
        "components, payment only",
        components,
        [{"max_degree": d, "least": n, "kinds": ("instrument",)} for d in (20, 40, 80) for n in (5, 20, 50)],
    ),
    Peer(
        "Louvain, bipartite",
        louvain,
        [{"max_degree": d, "least": n, "kinds": k} for d in (40, 200) for n in (20, 50) for k in (None, IDENTITY)],
    ),
    Peer(
        "Leiden, Graph Data Science",
        gds_leiden,
        [
            {"max_degree": d, "least": n, "kinds": IDENTITY, "gamma": g}
            for d in (10, 40)
            for n in (20, 50)
            for g in (1.0, 4.0)
        ],
        cpu_seconds,
    ),
    Peer(
        "Splink 5 (EM, term frequencies)",
        splink_em,
        [{"threshold": p, "least": n} for p in (0.5, 0.9) for n in (20, 50)],
    ),
)


def groups_of(snapshot: Snapshot, peer: Peer, **parameters: Any) -> list[list[str]]:
    """Run one peer; groups as account ids."""
    names = snapshot.population.account_ids
    return [[str(names[i]) for i in group] for group in peer.run(snapshot, **parameters)]
