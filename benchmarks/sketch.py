"""Snapshots from a few plain lists, for degenerate inputs and peers' tests; same contracts as one that was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from app.model.snapshot import UNKNOWN_DAY, Activity, Memberships, Population, Snapshot

Visit = tuple[str, int, int, str | None, int]
"""account, day, slot (0..287), topic or None, exchanges."""


def sketch(
    accounts: Sequence[str],
    shared: Mapping[str, Mapping[str, Sequence[str]]],
    visits: Sequence[Visit] = (),
    *,
    created: Mapping[str, int] | None = None,
    contracts: Sequence[str] = (),
) -> Snapshot:
    """A snapshot: kind -> identifier -> accounts; created in minutes. An unknown account raises KeyError."""
    ids = sorted(set(accounts))
    at = {account: i for i, account in enumerate(ids)}
    minutes = [(created or {}).get(account, UNKNOWN_DAY) for account in ids]
    population = Population(
        account_ids=np.array(ids, dtype=object),
        created_minute=np.array(minutes, dtype=np.int64),
        contract=np.array([account in set(contracts) for account in ids], dtype=np.bool_),
        parent=np.full(len(ids), -1, np.int32),
    )
    last = max((day for _, day, _, _, _ in visits), default=UNKNOWN_DAY)
    memberships = {kind: _memberships(kind, holders, at) for kind, holders in shared.items() if holders}
    return Snapshot(population, memberships, _activity(visits, at), as_of_day=last)


def _memberships(kind: str, holders: Mapping[str, Sequence[str]], at: Mapping[str, int]) -> Memberships:
    names = sorted(holders)
    edges = [(i, a) for i, name in enumerate(names) for a in sorted({at[account] for account in holders[name]})]
    identifier, account = (np.array(column, dtype=np.int32) for column in zip(*edges, strict=True))
    degree = np.bincount(identifier, minlength=len(names)).astype(np.int32)
    return Memberships(kind, np.array(names, dtype=object), degree, identifier, account)


def _activity(visits: Sequence[Visit], at: Mapping[str, int]) -> Activity:
    topics = sorted({topic for _, _, _, topic, _ in visits if topic is not None})
    number = {topic: i for i, topic in enumerate(topics)}
    volume: dict[tuple[int, int, int, int], int] = {}
    presence: dict[tuple[int, int], list[int]] = {}
    for account, day, slot, topic, exchanges in visits:
        key = (at[account], day, slot // 12, -1 if topic is None else number[topic])
        volume[key] = volume.get(key, 0) + exchanges
        words = presence.setdefault((at[account], day), [0] * 5)
        words[slot // 64] |= 1 << (slot % 64)
    rows = np.array(sorted(volume), dtype=np.int64).reshape(-1, 4)
    days = sorted(presence)
    return Activity(
        account=rows[:, 0].astype(np.int32),
        day=rows[:, 1].astype(np.int32),
        hour=rows[:, 2].astype(np.int8),
        cluster=rows[:, 3].astype(np.int32),
        model=np.full(len(rows), -1, np.int32),
        exchanges=np.array([volume[key] for key in sorted(volume)], dtype=np.int64),
        clusters=np.array(topics, dtype=object),
        capabilities=np.array([None] * len(topics), dtype=object),
        models=np.array([], dtype=object),
        presence_account=np.array([a for a, _ in days], dtype=np.int32),
        presence_day=np.array([d for _, d in days], dtype=np.int32),
        presence_slots=np.array([presence[key] for key in days], dtype=np.uint64).reshape(-1, 5),
    )
