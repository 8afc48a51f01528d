"""What `_world.json` tells of a world: what was asked for, what came of it, how its feeds look."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from benchmarks.third.coverage import Coverage
from benchmarks.third.draw import DAY
from benchmarks.third.setting import Setting
from benchmarks.third.times import People
from benchmarks.third.traffic import Traffic


def summary(
    s: Setting,
    people: People,
    traffic: Traffic,
    rings: list[dict[str, Any]],
    coverage: Coverage,
    formats: dict[str, str],
    *,
    hashed: bool,
) -> dict[str, Any]:
    """Counts and choices, for people who study failures."""
    asked = {"seed": s.order.seed, "style": s.order.style, "honest_asked": s.order.honest, "days": s.clock.days}
    drawn = {"start": str(s.clock.date), "rings": rings, "formats": formats}
    feeds = {
        "columns_sparse": coverage.shares,
        "hashed_ip": hashed,
        "signature": coverage.signature,
        "networks_known": round(s.addresses.known, 2),
        "distinct_ips": len(np.unique(traffic.address)),
    }
    return asked | drawn | _counts(s, people, traffic) | feeds


def _counts(s: Setting, people: People, traffic: Traffic) -> dict[str, Any]:
    """Accounts, exchanges, exchanges on an active day, accounts without any."""
    guilty = np.array([bool(account.ring) for account in people.accounts])
    active = np.zeros(people.n, bool)
    active[traffic.account] = True
    day = ((traffic.at - s.clock.start) // DAY).astype(int)
    active_days = np.unique(traffic.account.astype(np.int64) * s.clock.days + day)
    by_ring, days_of_rings = guilty[traffic.account], guilty[active_days // s.clock.days]
    populations = Counter(account.population for account in people.accounts if not account.ring)
    return {
        "honest": int((~guilty).sum()),
        "ring_accounts": int(guilty.sum()),
        "exchanges": len(traffic),
        "ring_exchanges": int(by_ring.sum()),
        "honest_per_active_day": _mean((~by_ring).sum(), (~days_of_rings).sum()),
        "ring_per_active_day": _mean(by_ring.sum(), days_of_rings.sum()),
        "silent_ring_accounts": int((guilty & ~active).sum()),
        "silent_honest": int((~guilty & ~active).sum()),
        "populations": dict(populations.most_common()),
    }


def _mean(total: Any, over: Any) -> float:
    return round(float(total / max(1, over)), 1)
