"""A small synthetic world, drawn from a seed: honest people, one office, and on request a ring behind many cards."""

from __future__ import annotations

import random
from collections.abc import Mapping

from app.model.snapshot import Snapshot
from benchmarks.sketch import Visit, sketch

Shared = dict[str, dict[str, list[str]]]


def small_world(
    seed: int = 1,
    *,
    honest: int = 400,
    ring: int = 0,
    classroom: int = 0,
    firm: int = 0,
    shuffle: int = 0,
    twice: bool = False,
) -> Snapshot:
    """Honest accounts with homes and tastes of their own, an office of 30, and `ring` accounts of one hand.

    On request also a classroom whose machines go round, and a firm with many cards of one payer.
    """
    rng = random.Random(seed)
    kinds = ("ip", "subnet", "instrument", "billing_name", "email_domain", "client", "device", "query_cluster")
    shared: Shared = {kind: {} for kind in kinds}
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
    accounts = people + members + _classroom(shared, visits, rng, classroom) + _firm(shared, visits, rng, firm)
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


def _classroom(shared: Shared, visits: list[Visit], rng: random.Random, size: int) -> list[str]:
    """One address, on two or three machines each, one lesson at one hour: all that is shared sits in one place."""
    pupils = [f"c{i:05d}" for i in range(size)]
    for i, account in enumerate(pupils):
        _give(shared, "ip", "192.168.9.1", account)
        _give(shared, "subnet", "192.168.9.0/24", account)
        for machine in {i // 3, 5 * i % 12, 7 * i % 12}:
            _give(shared, "device", f"machine-{machine}", account)
        _visit(shared, visits, rng, account, ["lesson-1", "lesson-2"], list(range(120, 128)), 6)
    return pupils


def _firm(shared: Shared, visits: list[Visit], rng: random.Random, size: int) -> list[str]:
    """One mail domain, eight to a card, one name on every bill, jobs by the clock."""
    staff = [f"f{i:05d}" for i in range(size)]
    for i, account in enumerate(staff):
        _give(shared, "email_domain", "firm.example", account)
        _give(shared, "billing_name", "firm", account)
        _give(shared, "instrument", f"firm-card-{i // 8}", account)
        _give(shared, "subnet", f"192.168.{20 + i % 3}.0/24", account)
        _visit(shared, visits, rng, account, ["report-1", "report-2"], [(37 * k) % 288 for k in range(8)], 6)
    return staff


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
