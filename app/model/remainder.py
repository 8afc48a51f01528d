"""A snapshot without some of its accounts, as if they had never been."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from app.model.snapshot import Activity, Ints, Memberships, Population, Snapshot


def without(snapshot: Snapshot, gone: NDArray[np.bool_]) -> Snapshot:
    """The snapshot of all accounts that are not `gone` (shape (n,)), in the same order.

    What is said of identifiers stays; rulings about accounts do not, for they name them by index.
    """
    number = np.where(gone, -1, np.cumsum(~gone) - 1).astype(np.int32)
    parts = (_memberships(part, gone, number) for part in snapshot.memberships.values())
    return replace(
        snapshot,
        population=_population(snapshot.population, gone, number),
        memberships={part.kind: part for part in parts if len(part.identifiers)},
        activity=_activity(snapshot.activity, gone, number),
        bans={int(number[account]): day for account, day in snapshot.bans.items() if not gone[account]},
        rulings=tuple(ruling for ruling in snapshot.rulings if ruling.identifier is not None),
    )


def _population(population: Population, gone: NDArray[np.bool_], number: Ints) -> Population:
    return Population(
        account_ids=population.account_ids[~gone],
        created_minute=population.created_minute[~gone],
        contract=population.contract[~gone],
        parent=np.where(population.parent >= 0, number[population.parent], -1)[~gone].astype(np.int32),
    )


def _memberships(part: Memberships, gone: NDArray[np.bool_], number: Ints) -> Memberships:
    """Identifiers of a single account link nobody and are left out, as they are wherever a snapshot is read."""
    lost = gone[part.account]
    degree = part.degree - np.bincount(part.identifier[lost], minlength=len(part.degree))
    left = degree > 1
    edges = ~lost & left[part.identifier]
    return replace(
        part,
        identifiers=part.identifiers[left],
        degree=degree[left].astype(np.int32),
        identifier=(np.cumsum(left) - 1)[part.identifier[edges]].astype(np.int32),
        account=number[part.account[edges]],
        made=None if part.made is None else part.made[edges],
    )


def _activity(activity: Activity, gone: NDArray[np.bool_], number: Ints) -> Activity:
    row, present = ~gone[activity.account], ~gone[activity.presence_account]
    return replace(
        activity,
        account=number[activity.account[row]],
        day=activity.day[row],
        hour=activity.hour[row],
        cluster=activity.cluster[row],
        model=activity.model[row],
        exchanges=activity.exchanges[row],
        presence_account=number[activity.presence_account[present]],
        presence_day=activity.presence_day[present],
        presence_slots=activity.presence_slots[present],
    )
