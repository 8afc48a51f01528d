"""Honest people behind one address: couples, schools and offices, users of a VPN."""

from __future__ import annotations

import numpy as np

from benchmarks.tenth.core import World, log_uniform, zipf
from benchmarks.tenth.net import fixed


def couples(world: World) -> None:
    """Two to five people behind one line; half of them on the same kind of phone and browser."""
    rng, col = world.rng, world.col
    for _ in range(world.honest // 40):
        who = world.take(int(rng.integers(2, 6)))
        world.group(who, "private", "family")
        for name in ("homekey", "isp", "lease", "c", "tz", "carrier"):
            col[name][who] = col[name][who[0]]
        if rng.random() < 0.5:
            col["client"][who] = col["client"][who[0]]


def schools(world: World) -> None:
    """Campuses, libraries and offices: one or two addresses, managed browsers, working hours."""
    rng, col = world.rng, world.col
    for kind, many, low, high in (("university", 6, 60, 400), ("company", 14, 8, 120), ("agency", 5, 8, 30)):
        for _ in range(many):
            who = world.take(log_uniform(rng, low, high))
            world.group(who, kind, kind)
            site = fixed(world, "education" if kind == "university" else "business", int(col["c"][who[0]]), 2)
            col["work"][who], col["workp"][who] = rng.choice(site, len(who)), rng.uniform(0.3, 0.95)
            if kind != "university":
                managed = who[rng.random(len(who)) < 0.8]
                col["client"][managed], col["update"][managed] = int(zipf(rng, 1, 420, 0.6)[0]), world.span * 0.4


def vpn_users(world: World) -> None:
    """One in twenty uses a VPN for some of the time: a few exits, strangers side by side."""
    rng, col = world.rng, world.col
    who = rng.choice(world.honest, world.honest // 20, replace=False)
    some = who[col["workp"][who] == 0]
    exits = world.net.base[world.net.of["vpn", -1]]
    col["work"][some] = rng.choice(exits, len(some)) + zipf(rng, len(some), 60, 0.8).astype(np.uint64)
    col["workp"][some] = rng.uniform(0.1, 0.9, len(some))
