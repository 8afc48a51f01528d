"""A small synthetic world, drawn from a seed: honest people, one office, and on request a ring behind many cards."""

from __future__ import annotations

import random
from collections.abc import Mapping

from app.model.snapshot import Snapshot
from benchmarks.sketch import Visit, sketch

Shared = dict[str, dict[str, list[str]]]


def small_world(seed: int = 1, *, honest: int = 400, ring: int = 0, shuffle: int = 0, twice: bool = False) -> Snapshot:
    """Honest accounts with homes and tastes of their own, an office of 30, and `ring` accounts of one hand."""
    rng = random.Random(seed)
    shared: Shared = {"ip": {}, "subnet": {}, "instrument": {}, "email_domain": {}, "client": {}, "query_cluster": {}}
    visits: list[Visit] = []
    people = [f"h{i:05d}" for i in range(honest)]
    for i, account in enumerate(people):
        _give(shared, "subnet", f"10.{i % 97}.{i % 7}.0/24", account)
        _give(shared, "client", f"browser-{rng.randrange(8)}", account)
        topics = [f"topic-{rng.randrange(60)}" for _ in range(3)]
        office = i < 30
        if office:
            _give(shared, "email_domain", "office.example", account)
            _give(shared, "subnet", "192.168.7.0/24", account)
            _give(shared, "ip", "192.168.7.1", account)
            _give(shared, "instrument", "office-card", account)
        _visit(shared, visits, rng, account, topics, list(range(96, 216)), 3)
    members = [f"r{i:05d}" for i in range(ring)]
    for i, account in enumerate(members):
        _give(shared, "instrument", f"card-{i // 4}", account)
        _give(shared, "ip", f"172.16.{i % 9}.{i % 9}", account)
        _give(shared, "subnet", f"172.{16 + i % 9}.0.0/24", account)
        _give(shared, "client", "bot", account)
        slots = [(37 * day + 11 * k) % 288 for day in range(1) for k in range(12)]
        _visit(shared, visits, rng, account, ["hot-1", "hot-2", "hot-3"], slots, 6)
    accounts = people + members
    if shuffle:
        order = random.Random(shuffle)
        order.shuffle(accounts)
        order.shuffle(visits)
        for kind in shared:
            for holders in shared[kind].values():
                order.shuffle(holders)
    if twice:
        accounts += accounts[:50]
        for kind in shared:
            for holders in shared[kind].values():
                holders += holders[:3]
    return sketch(accounts, _several(shared), visits)


def _give(shared: Shared, kind: str, value: str, account: str) -> None:
    shared[kind].setdefault(value, []).append(account)


def _visit(
    shared: Shared,
    visits: list[Visit],
    rng: random.Random,
    account: str,
    topics: list[str],
    slots: list[int],
    times: int,
) -> None:
    for topic in set(topics):
        _give(shared, "query_cluster", topic, account)
    for day in range(20000, 20010):
        for _ in range(times):
            visits.append((account, day, rng.choice(slots), rng.choice(topics), 1))


def _several(shared: Mapping[str, Mapping[str, list[str]]]) -> Shared:
    """Identifiers of one account link nobody: a snapshot leaves them out."""
    kept = {kind: {v: h for v, h in values.items() if len(set(h)) > 1} for kind, values in shared.items()}
    return {kind: values for kind, values in kept.items() if values}
