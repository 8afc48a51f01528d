"""What the lab's staff did: bans of operators' accounts, and the mistakes and routine that honest people meet."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.fourth.tools import DAY, Array
from benchmarks.fourth.world import World
from benchmarks.fourth.writing import stamps

_REASONS = ("terms-of-use", "chargeback", "unusual-volume", "account-sharing", "payment-failed")


def act(world: World, people: pd.DataFrame) -> pd.DataFrame:
    """End dead accounts with a ban, ban some others, warn some innocents; set the status of accounts by it."""
    rng = world.rng
    end = float(world.days)
    ring = people["ring"].to_numpy() != ""
    last = people["last"].to_numpy(dtype=float)
    rate = {one["name"]: one["knobs"]["banned"] for one in world.notes["rings"]}
    share = np.array([rate.get(name, 0.0) for name in people["ring"]])
    caught = ring & (last > end) & (rng.random(len(people)) < share)
    first = np.maximum(people["first"].to_numpy(dtype=float), 0)
    last = np.where(caught, first + (end - first) * rng.uniform(0.4, 1, len(people)), last)
    people["last"] = last
    banned = np.flatnonzero(ring & (last < end))
    innocent = np.flatnonzero(
        ~ring & (rng.random(len(people)) < 0.004) & (people["first"].to_numpy(dtype=float) < end - 1)
    )
    account = np.concatenate([banned, innocent])
    action = np.array(
        ["banned"] * len(banned) + list(rng.choice(["warned", "limited", "suspended"], len(innocent))), dtype=object
    )
    day = np.concatenate([last[banned], first[innocent] + (end - first[innocent]) * rng.random(len(innocent))])
    status = people["status"].to_numpy(dtype=object).copy()
    status[account[action == "banned"]] = "banned"
    status[account[action == "suspended"]] = "suspended"
    people["status"] = status
    return pd.DataFrame(
        {
            "account": account, "at": stamps(world.start + np.minimum(day, end - 0.01) * DAY), "action": action,
            "reason": rng.choice(_REASONS, len(account)), "decided_by": _hands(rng, len(account)),
            "case_id": [f"CASE-{number:05d}" for number in rng.permutation(len(account))],
        }
    )  # fmt: skip


def _hands(rng: np.random.Generator, count: int) -> Array:
    """Who decided."""
    return rng.choice(["auto", "payments", "trust-1", "trust-2"], count)
