"""Accounts that keep one clock: seeds where a ring shares one thing by twos and asks what everybody asks.

They are looked for on two days of three and tested on the third: whoever was chosen by the clock proves nothing by it
on the same days.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from app.model.chance import poisson_bits
from app.model.clock import SLOTS_OF_HOUR
from app.model.features import Floats, gather
from app.rings.config import RingConfig
from app.rings.evidence.group_test import QUARTER, synchrony
from app.rings.evidence.households import HOUSEHOLD, ownable
from app.rings.population.behaviour import Behaviour, self_lags, unpack
from app.rings.population.levels import Accounts
from app.rings.population.world import World
from app.rings.seeding.partition import largest, partition

HELD_OUT: Final = 3
"""Every third day is kept for the test."""
LEAST: Final = 20
"""Slots on the other days below which an account's clock does not show."""
MOST: Final = 30_000
"""Accounts that are compared in pairs, those that act most: whoever draws answers out does."""
SKETCH: Final = 256
"""Signs that stand for an account's slots: a cosine is told to 1/16."""
NEIGHBOURS: Final = 16
"""Accounts whose departures from their own hours are most like one's, which are compared exactly."""
OFTEN: Final = 2.0
"""Coincidences over those that the same hours explain."""
LIKELY: Final = 5.0
"""Bits of them. A pair proves little, nearest ones less; only pairs that hold together are a cell, which is tested."""
DENSITY: Final = 0.1
"""Bits a pair at least inside a cell."""
_OFF_QUARTERS: Final = SLOTS_OF_HOUR - SLOTS_OF_HOUR // QUARTER
_BLOCK: Final = 512


def clocks(world: World, taken: NDArray[np.bool_], config: RingConfig) -> list[Accounts]:
    """Accounts that act in the same five minutes, a cell a clock, largest first; each sorted, without those `taken`."""
    if world.behaviour.rounded:
        return []
    accounts, slots = _slots(world.behaviour, np.flatnonzero(_hiding(world) & ~taken))
    if len(accounts) < config.seed_size:
        return []
    left, right = _near(slots, config.seed)
    now = _products(slots, left, right).astype(np.int64)
    hours = _by_hour(slots)
    usual = np.maximum(_products(hours, left, right) / _OFF_QUARTERS, 0.5)
    good = (poisson_bits(now, usual) >= LIKELY) & (now >= OFTEN * usual)
    weight = np.log2(now[good] / usual[good])
    cells = partition(left[good], right[good], weight, len(accounts), resolution=DENSITY, seed=config.seed)
    found = [accounts[cell] for cell in cells if len(cell) >= config.seed_size]
    return sorted(found, key=largest)


def held_out(behaviour: Behaviour) -> Behaviour:
    """The same on the days alone that `clocks` did not look at."""
    kept = _third(behaviour)
    account = behaviour.row_account[kept]
    return replace(
        behaviour,
        row_start=np.searchsorted(account, np.arange(behaviour.n + 1)),
        row_day=behaviour.row_day[kept],
        row_slots=behaviour.row_slots[kept],
        self_lag=self_lags(account, behaviour.row_slots[kept], behaviour.n),
    )


def _third(behaviour: Behaviour) -> NDArray[np.bool_]:
    """Shape (rows,): presence on days that are kept for the test."""
    return np.asarray(_days(behaviour) % HELD_OUT == HELD_OUT - 1)


def _days(behaviour: Behaviour) -> NDArray[np.int64]:
    """Shape (rows,): days since the first one."""
    days = behaviour.row_day.astype(np.int64)
    return days - days.min() if len(days) else days


def _hiding(world: World) -> NDArray[np.bool_]:
    """Shape (n,): who shares something of its own with a handful of others; who shares nothing proves nothing."""
    f = world.features
    few = np.flatnonzero((f.degree >= 2) & (f.degree <= HOUSEHOLD))
    found = np.zeros(world.n, dtype=np.bool_)
    found[gather(world.holder_start, world.holders, few[ownable(f, few)])[1]] = True
    return found


def _slots(b: Behaviour, accounts: Accounts) -> tuple[Accounts, sparse.csr_matrix]:
    """Those of some accounts that act enough, and their slots on the days for looking, without quarters of the hour.

    Anybody's jobs start at a quarter. Shape (accounts, days x slots).
    """
    looked = np.flatnonzero(~_third(b))
    day = _days(b)[looked]
    holder = b.row_account[looked]
    size = np.bincount(holder, weights=np.bitwise_count(b.row_slots[looked]).sum(axis=1), minlength=b.n)
    order = accounts[np.argsort(-size[accounts], kind="stable")]
    chosen = np.sort(order[size[order] >= LEAST][:MOST])
    at = np.full(b.n, -1)
    at[chosen] = np.arange(len(chosen))
    mine = np.flatnonzero(at[holder] >= 0)
    row, slot = np.nonzero(unpack(b.row_slots[looked[mine]]))
    off = slot % QUARTER != 0
    row, slot = row[off], slot[off]
    column = day[mine][row] * 24 * SLOTS_OF_HOUR + slot
    width = (int(day.max(initial=0)) + 1) * 24 * SLOTS_OF_HOUR
    shape = (len(chosen), width)
    slots = sparse.csr_matrix((np.ones(len(row), np.float32), (at[holder[mine]][row], column)), shape=shape)
    enough = np.diff(slots.indptr) >= LEAST
    return chosen[enough], slots[enough]


def _by_hour(slots: sparse.csr_matrix) -> sparse.csr_matrix:
    """Slots of each hour."""
    found = sparse.csr_matrix((slots.data.copy(), slots.indices // SLOTS_OF_HOUR, slots.indptr), shape=slots.shape)
    found.sum_duplicates()
    return found


def _products(rows: sparse.csr_matrix, left: Accounts, right: Accounts) -> Floats:
    """Inner products of pairs of rows."""
    parts = [
        np.asarray(rows[left[i : i + _BLOCK]].multiply(rows[right[i : i + _BLOCK]]).sum(axis=1)).ravel()
        for i in range(0, len(left), _BLOCK)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


def _near(slots: sparse.csr_matrix, seed: int) -> tuple[Accounts, Accounts]:
    """Pairs of rows, left < right and sorted, whose departures from their own hours are most alike, by random signs.

    Sums of integers, so that every machine finds the same.
    """
    sketch = slots @ _departures(slots.shape[1], seed)
    norm = np.maximum(np.sqrt((sketch**2).sum(axis=1)), 1.0)
    pairs = []
    for start in range(0, len(sketch), _BLOCK):
        cosine = sketch[start : start + _BLOCK] @ sketch.T
        cosine /= -norm[start : start + _BLOCK, None] * norm
        mine = np.arange(len(cosine))
        cosine[mine, mine + start] = 0
        most = min(NEIGHBOURS, cosine.shape[1])
        best = np.argpartition(cosine, most - 1, axis=1)[:, :most]
        row, column = np.nonzero(np.take_along_axis(cosine, best, axis=1) < 0)
        one, other = row + start, best[row, column]
        pairs.append(np.minimum(one, other) * len(sketch) + np.maximum(one, other))
    found = np.unique(np.concatenate(pairs)) if pairs else np.zeros(0, np.int64)
    return found // len(sketch), found % len(sketch)


def _departures(width: int, seed: int) -> Floats:
    """Shape (slots, SKETCH): random signs less their mean over the hour, times the slots of an hour that count."""
    signs = np.random.default_rng(seed).choice(np.array([-1.0, 1.0]), (width, SKETCH))
    by_hour = signs.reshape(-1, SLOTS_OF_HOUR, SKETCH)
    hourly = by_hour[:, np.arange(SLOTS_OF_HOUR) % QUARTER != 0].sum(axis=1, keepdims=True)
    by_hour *= _OFF_QUARTERS
    by_hour -= hourly
    return signs


def keeps_time(behaviour: Behaviour, cell: Accounts, doublings: float) -> bool:
    """Whether the accounts keep one clock on the days of `behaviour`: of the test."""
    found = synchrony(behaviour, cell)
    return found.pairs > 0 and bool(np.log2(found.ratio) >= doublings)
