"""What each account did, laid out once for all group tests: hours, slots, volumes, topics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.model.clock import SLOTS_OF_HOUR, rounded
from app.model.features import Floats, distinct
from app.model.snapshot import Ints, Snapshot

LAGS: Final = tuple(range(3, 13))
"""Five-minute lags that coincidences at lag 0 are held against: same people, same hours, no common clock."""
NIGHT_HOURS: Final = 6
SAMPLED: Final = 100_000
"""Rows of presence that tell how finely times are told."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Per-account figures of a snapshot; n accounts."""

    n: int
    exchanges: Floats
    rate: Floats
    """Log of the exchanges an active day."""
    rate_spread: float
    """Standard deviation of the same among all active accounts."""
    night: Floats
    """Share of active hours on odd days in the six hours that were quietest on even days; nan without both."""
    night_expected: Floats
    """The population's mean of `night` among accounts as active."""
    night_spread: Floats
    """Standard deviation of the same."""
    roaming: Floats
    """Log2 of the shared networks that an account came from, less the median of accounts as active; nan without any."""
    topic_start: NDArray[np.int64]
    topic: Ints
    topic_share: Floats
    """Shares of the account's exchanges by query cluster, rows by account; without unknown clusters."""
    topic_weight: Floats
    """Shape (clusters,): the population's mean share of each query cluster."""
    row_start: NDArray[np.int64]
    """Presence rows of account a: row_start[a]..row_start[a+1]."""
    row_day: Ints
    row_slots: NDArray[np.uint64]
    self_lag: NDArray[np.int64]
    """Shape (n, 1 + len(LAGS)): own coincidences of each account at lag 0 and LAGS."""
    timed: bool
    """Some account's `night` is known."""
    rounded: bool
    """Times are told to ten minutes or more coarsely: coincidences say nothing."""

    @property
    def row_account(self) -> NDArray[np.int64]:
        """The account of each presence row."""
        return np.repeat(np.arange(self.n), np.diff(self.row_start))


def behaviour_of(snapshot: Snapshot) -> Behaviour:
    """Lay out volumes and presence by account."""
    act, n = snapshot.activity, len(snapshot.population.account_ids)
    night, expected, spread = _nights(snapshot, n)
    start, topic, share, weight = _topics(snapshot, n)
    exchanges = np.bincount(act.account, weights=act.exchanges, minlength=n).astype(np.float64)
    days = np.bincount(act.presence_account, minlength=n)
    rate = np.log(np.maximum(exchanges, 1) / np.maximum(days, 1))
    return Behaviour(
        n=n,
        exchanges=exchanges,
        rate=rate,
        rate_spread=float(rate[exchanges > 0].std()) if (exchanges > 0).any() else 0.0,
        night=night,
        night_expected=expected,
        night_spread=spread,
        roaming=_roaming(snapshot, days),
        topic_start=start,
        topic=topic,
        topic_share=share,
        topic_weight=weight,
        row_start=np.searchsorted(act.presence_account, np.arange(n + 1)),
        row_day=act.presence_day,
        row_slots=act.presence_slots,
        self_lag=self_lags(act.presence_account, act.presence_slots, n),
        timed=bool(np.isfinite(night).any()),
        rounded=_rounded(act.presence_slots),
    )


def _roaming(snapshot: Snapshot, days: NDArray[np.int64]) -> Floats:
    """Rotated exits show in how many networks one account comes from, whoever else is behind them."""
    links = snapshot.memberships.get("subnet") or snapshot.memberships.get("ip")
    found = np.full(len(days), np.nan)
    if links is None:
        return found
    count = np.bincount(links.account, minlength=len(days))
    level = np.log2(np.maximum(days, 1)).astype(np.int64)
    for octave in np.unique(level):
        chosen = (level == octave) & (count > 0)
        found[chosen] = np.log2(count[chosen])
        found[chosen] -= np.median(found[chosen]) if chosen.any() else 0.0
    return found


def _nights(snapshot: Snapshot, n: int) -> tuple[Floats, Floats, Floats]:
    act = snapshot.activity
    key = distinct((act.account.astype(np.int64) << 32) | ((act.day.astype(np.int64) * 24 + act.hour) & 0xFFFFFFFF))
    account, hour = key >> 32, (key & 0xFFFFFFFF) % 24
    odd = ((key & 0xFFFFFFFF) // 24) % 2 == 1
    table = [np.zeros((n, 24), dtype=np.float32) for _ in range(2)]
    for half in (0, 1):
        chosen = odd == bool(half)
        table[half] = (
            np.bincount(account[chosen] * 24 + hour[chosen], minlength=n * 24).reshape(n, 24).astype(np.float32)
        )
    windows = _windows(table[0])
    # ties go to the middle of the longest quiet stretch: smooth by the neighbours
    smooth = (
        windows
        + 0.3 * (np.roll(windows, 1, 1) + np.roll(windows, -1, 1))
        + 0.1 * (np.roll(windows, 2, 1) + np.roll(windows, -2, 1))
    )
    at = smooth.argmin(1)
    after = _windows(table[1])[np.arange(n), at]
    total = [half.sum(1) for half in table]
    enough = (total[0] >= 6) & (total[1] >= 4)
    night = np.where(enough, after / np.maximum(total[1], 1), np.nan)
    level = np.clip(np.log2(np.maximum(total[0] + total[1], 1)), 0, 12).astype(int)
    expected, spread = np.full(n, np.nan), np.full(n, np.nan)
    for bin_ in np.unique(level[enough]):
        chosen = enough & (level == bin_)
        expected[chosen], spread[chosen] = night[chosen].mean(), max(float(night[chosen].std()), 0.03)
    return night, expected, spread


def _windows(table: NDArray[np.float32]) -> NDArray[np.float32]:
    """Sums of NIGHT_HOURS hours from each hour on, around the clock."""
    wide = np.concatenate([table, table[:, : NIGHT_HOURS - 1]], axis=1)
    total = np.concatenate([np.zeros((len(table), 1), np.float32), np.cumsum(wide, axis=1)], axis=1)
    return np.asarray(total[:, NIGHT_HOURS:] - total[:, :-NIGHT_HOURS])


def _topics(snapshot: Snapshot, n: int) -> tuple[NDArray[np.int64], Ints, Floats, Floats]:
    act = snapshot.activity
    known = act.cluster >= 0
    size = max(len(act.clusters), 1)
    key = act.account[known].astype(np.int64) * size + act.cluster[known]
    pair, inverse = np.unique(key, return_inverse=True)
    volume = np.bincount(inverse, weights=act.exchanges[known], minlength=len(pair))
    account, topic = pair // size, (pair % size).astype(np.int32)
    total = np.bincount(account, weights=volume, minlength=n)
    share = volume / total[account]
    weight = np.bincount(topic, weights=share, minlength=len(act.clusters)) / max((total > 0).sum(), 1)
    return np.searchsorted(account, np.arange(n + 1)), topic, share, weight


def self_lags(account: NDArray[np.integer], slots: NDArray[np.uint64], n: int) -> NDArray[np.int64]:
    """Shape (n, 1 + len(LAGS)): own coincidences at lag 0 and LAGS, of rows of presence."""
    out = np.zeros((n, 1 + len(LAGS)), dtype=np.int64)
    for column, lag in enumerate((0, *LAGS)):
        both = slots & shifted(slots, lag)
        out[:, column] = np.bincount(account, weights=np.bitwise_count(both).sum(axis=1), minlength=n)
    return out


def _rounded(slots: NDArray[np.uint64]) -> bool:
    sample = unpack(slots[:: 1 + len(slots) // SAMPLED])
    return rounded(sample.sum(axis=0, dtype=np.int64).reshape(-1, SLOTS_OF_HOUR).sum(axis=0).tolist())


def shifted(slots: NDArray[np.uint64], lag: int) -> NDArray[np.uint64]:
    """Slots moved back by `lag` (< 64): bit s becomes bit s - lag, within the day."""
    if not lag:
        return slots
    out = slots >> np.uint64(lag)
    out[:, :-1] |= slots[:, 1:] << np.uint64(64 - lag)
    return out


def unpack(slots: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """Shape (r, 288) of 0 and 1."""
    raw = np.ascontiguousarray(slots.astype("<u8")).view(np.uint8).reshape(len(slots), 40)
    return np.unpackbits(raw, axis=1, bitorder="little")[:, :288]
