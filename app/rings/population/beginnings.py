"""When accounts began: with their creation, or, where they had slept, with what they first asked.

Whoever buys aged accounts cannot choose when they were created; he wakes them when he has work for them.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.model.snapshot import Snapshot

SLEPT_DAYS: Final = 7
"""Days without an exchange after creation; most people try an account in the week in which they make it."""
UNSEEN_DAYS: Final = 7
"""Of the first days of the data nobody knows who had been awake before; people come back within a week."""
DAY: Final = 24 * 60
HOUR: Final = 60
OTHER_DAYS: Final = (1, 2, 3)
"""Days later at which the same hour is looked at."""
SLOT: Final = 5


def beginnings(snapshot: Snapshot) -> NDArray[np.int64]:
    """Shape (n,): minutes since 1970 of each account's creation, of its first exchange if it had slept; -1 unknown."""
    began = snapshot.population.created_minute.astype(np.int64, copy=True)
    account, day, minute = _first_exchanges(snapshot)
    if not len(account):
        return began
    created = began[account]
    slept = (created >= 0) & (minute - created >= SLEPT_DAYS * DAY) & (day >= day.min() + UNSEEN_DAYS)
    began[account[slept]] = minute[slept]
    return began


def _first_exchanges(snapshot: Snapshot) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Accounts, the day of the first exchange of each, and its five minutes in minutes since 1970."""
    act = snapshot.activity
    account, first = np.unique(act.presence_account, return_index=True)
    slots, day = act.presence_slots[first], act.presence_day[first].astype(np.int64)
    word = (slots != 0).argmax(axis=1)
    bits = slots[np.arange(len(slots)), word]
    lowest = np.bitwise_count(~bits & (bits - np.uint64(1))).astype(np.int64)
    return account.astype(np.int64), day, day * DAY + (word * 64 + lowest) * SLOT


def bursts(began: NDArray[np.int64]) -> float:
    """How many times as many of some accounts began within an hour of each other as at the same hour on other days.

    After a launch or in term many begin on the same days, each when it suits them; a script makes them one by one.
    """
    minutes = np.sort(began[began >= 0])
    near = _pairs(minutes, 1, HOUR)
    around = [_pairs(minutes, day * DAY - HOUR, day * DAY + HOUR) for day in OTHER_DAYS]
    return float((near + 1.0) / (np.mean(around) / 2 + 1.0))


def _pairs(minutes: NDArray[np.int64], low: int, high: int) -> int:
    """Pairs that are at least `low` and at most `high` minutes apart; those of one minute count for `low` 1 too."""
    first = np.searchsorted(minutes, minutes + low, side="left") if low > 1 else np.arange(1, len(minutes) + 1)
    return int((np.searchsorted(minutes, minutes + high, side="right") - first).sum())
